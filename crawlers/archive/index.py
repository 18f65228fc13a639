"""The index of the archive: which body and which fetch lies where."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from crawlers.archive.model import ArchiveError
from crawlers.archive.warc import Origin
from crawlers.sqlite_file import open_shared

INDEX = "index.sqlite"
_SCHEMA = Path(__file__).with_name("index.sql")
_PAGE = 500


class Place(NamedTuple):
    file: str
    offset: int
    length: int


class FileRow(NamedTuple):
    size: int
    rewritten: bool


class FetchRow(NamedTuple):
    """A fetch in its file: the record of the answer, and behind it that of its context."""

    fetch_id: str
    sha256: str
    source: str
    url: str
    at: str
    status: int
    role: str
    file: str
    offset: int
    length: int
    context_length: int

    @property
    def context_place(self) -> Place:
        return Place(self.file, self.offset + self.length, self.context_length)

    @property
    def end(self) -> int:
        return self.offset + self.length + self.context_length


class NewContent(NamedTuple):
    """What a takedown made of a file: its new size, and its remaining fetches with their new offsets."""

    file: str
    size: int
    moved: list[tuple[FetchRow, int]]


class FileContent(NamedTuple):
    """A file as it was read through: its whole records' size, its fetches, and the bodies that these brought."""

    file: str
    source: str
    size: int
    fetches: list[FetchRow]
    bodies: dict[str, Origin]


_FETCH_COLUMNS = ", ".join(FetchRow._fields)
_INSERT_FETCH = f"INSERT INTO fetches ({_FETCH_COLUMNS}) VALUES ({', '.join('?' * len(FetchRow._fields))})"  # noqa: S608 - our own names
_INSERT_BODY = "INSERT OR IGNORE INTO bodies (sha256, file, offset, length, url, at) VALUES (?, ?, ?, ?, ?, ?)"


class Index:
    """`index.sqlite`; several processes may hold it at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / INDEX
        with self._reported():
            # FULL: what commit() acknowledged must survive a loss of power, which NORMAL does not promise in WAL mode.
            # secure_delete: addresses that a takedown removed must not stay in free pages.
            self._connection = open_shared(self._path, _SCHEMA, settings=("synchronous=FULL", "secure_delete=ON"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def body(self, sha256: str) -> Place | None:
        row = self._one("SELECT file, offset, length FROM bodies WHERE sha256 = ?", sha256)
        return Place(*row) if row else None

    def origin(self, sha256: str) -> Origin | None:
        row = self._one("SELECT url, at FROM bodies WHERE sha256 = ?", sha256)
        return Origin(*row) if row else None

    def fetch(self, fetch_id: str, sha256: str) -> FetchRow | None:
        query = f"SELECT {_FETCH_COLUMNS} FROM fetches WHERE fetch_id = ? AND sha256 = ?"  # noqa: S608
        row = self._one(query, fetch_id, sha256)
        return FetchRow(*row) if row else None

    def file(self, name: str) -> FileRow | None:
        row = self._one("SELECT size, rewritten FROM files WHERE file = ?", name)
        return FileRow(row[0], bool(row[1])) if row else None

    def files(self, *, rewritten_only: bool = False) -> list[str]:
        rows = self._all("SELECT file FROM files WHERE rewritten >= ? ORDER BY file", int(rewritten_only))
        return [row[0] for row in rows]

    def last_file(self, source: str) -> str | None:
        row = self._one("SELECT max(file) FROM files WHERE source = ?", source)
        return row[0] if row else None

    def bodies(self) -> dict[str, Place]:
        return {row[0]: Place(*row[1:]) for row in self._all("SELECT sha256, file, offset, length FROM bodies")}

    def fetches_in(self, file: str) -> list[FetchRow]:
        return self._fetches("file = ? ORDER BY offset", file)

    def fetches_of(self, sha256: str) -> list[FetchRow]:
        return self._fetches("sha256 = ?", sha256)

    def fetches_between(self, since: str, until: str, source: str | None) -> Iterator[FetchRow]:
        """In order of time; no transaction stays open between the rows."""
        last = (since, "", "")
        condition = "(at, fetch_id, sha256) > (?, ?, ?) AND at < ? AND (? IS NULL OR source = ?)"
        order = f"ORDER BY at, fetch_id, sha256 LIMIT {_PAGE}"
        while rows := self._fetches(f"{condition} {order}", *last, until, source, source):
            yield from rows
            last = (rows[-1].at, rows[-1].fetch_id, rows[-1].sha256)

    def add_file(self, file: str, source: str) -> None:
        with self._transaction():
            self._connection.execute(
                "INSERT OR IGNORE INTO files (file, source, size) VALUES (?, ?, 0)", (file, source)
            )

    def add(self, file: str, size: int, fetches: Iterable[FetchRow], bodies: Mapping[str, Origin]) -> None:
        """Fetches at the end of a file, in one transaction; `bodies` are those that these fetches brought, by SHA-256."""
        with self._transaction():
            self._insert(fetches, bodies)
            self._connection.execute("UPDATE files SET size = ? WHERE file = ?", (size, file))

    def replace(self, contents: Iterable[NewContent], removed: Iterable[str]) -> None:
        """The new offsets of rewritten files, and the end of the removed bodies, in one transaction."""
        with self._transaction():
            for sha256 in removed:
                self._connection.execute("DELETE FROM fetches WHERE sha256 = ?", (sha256,))
                self._connection.execute("DELETE FROM bodies WHERE sha256 = ?", (sha256,))
            for content in contents:
                for row, offset in content.moved:
                    self._connection.execute(
                        "UPDATE fetches SET offset = ? WHERE fetch_id = ? AND sha256 = ?",
                        (offset, row.fetch_id, row.sha256),
                    )
                    self._connection.execute(
                        "UPDATE bodies SET offset = ? WHERE sha256 = ? AND file = ? AND offset = ?",
                        (offset, row.sha256, row.file, row.offset),
                    )
                self._connection.execute(
                    "UPDATE files SET size = ?, rewritten = 1 WHERE file = ?", (content.size, content.file)
                )

    def settled(self, file: str) -> None:
        with self._transaction():
            self._connection.execute("UPDATE files SET rewritten = 0 WHERE file = ?", (file,))

    def rebuild(self, contents: Iterable[FileContent]) -> None:
        with self._transaction():
            for table in ("fetches", "bodies", "files"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608
            for content in contents:
                self._connection.execute("INSERT INTO files (file, source, size) VALUES (?, ?, ?)", content[:3])
                self._insert(content.fetches, content.bodies)

    def forget_log(self) -> None:
        """Empty the write-ahead log, where removed rows could still be read."""
        with self._reported():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _insert(self, fetches: Iterable[FetchRow], bodies: Mapping[str, Origin]) -> None:
        left = dict(bodies)
        for row in fetches:
            self._connection.execute(_INSERT_FETCH, row)
            if origin := left.pop(row.sha256, None):
                body = (row.sha256, row.file, row.offset, row.length, origin.url, origin.at)
                self._connection.execute(_INSERT_BODY, body)

    def _fetches(self, condition: str, *values: str | None) -> list[FetchRow]:
        rows = self._all(f"SELECT {_FETCH_COLUMNS} FROM fetches WHERE {condition}", *values)  # noqa: S608
        return [FetchRow(*row) for row in rows]

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        rows = self._all(query, *values)
        return rows[0] if rows else None

    def _all(self, query: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        with self._reported():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._reported():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, FileNotFoundError) as error:
            raise ArchiveError(
                f"{self._path} cannot be used ({error}): check space and rights, or rebuild it with reindex"
            ) from error
