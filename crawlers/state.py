"""What collecting must remember between runs: pages seen, tried and taken down, hosts, listings, polls."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crawlers.remembered import Host, Known, Listed, Listing, Seen
from crawlers.sqlite_file import open_shared

_SCHEMA = Path(__file__).with_name("state.sql")
KEPT_POLLS = timedelta(days=35)
_RECHECK_GIVEN_UP = timedelta(days=4)


class StateError(RuntimeError):
    """The memory of collecting cannot be used."""


class State:
    """`state.sqlite`; several processes may hold it at once."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = open_shared(path, _SCHEMA, settings=("synchronous=NORMAL",))
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path} cannot be opened ({error}): check its rights, or move the file away") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is kept whole or not at all."""
        self._write("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._write("ROLLBACK")
            raise
        self._write("COMMIT")

    # Pages

    def is_seen(self, doc_id: str) -> bool:
        return self._row("SELECT 1 FROM seen WHERE doc_id = ?", doc_id) is not None

    def listed(self, doc_id: str) -> Listed:
        row = self._row(
            "WITH asked AS (SELECT ? AS doc_id), led AS (SELECT asked.doc_id AS named,"
            " coalesce(aliases.target, asked.doc_id) AS doc_id FROM asked LEFT JOIN aliases USING (doc_id))"
            " SELECT led.doc_id, EXISTS (SELECT 1 FROM tombstones AS t WHERE t.doc_id IN (led.named, led.doc_id)),"
            " s.text_sha256, s.first_seen, c.stamp, c.etag, c.last_modified, c.n"
            " FROM led LEFT JOIN seen AS s USING (doc_id) LEFT JOIN checks AS c USING (doc_id)",
            doc_id,
        )
        return Listed(row[0], bool(row[1]), _known(row[2:]) if row[2] else None)

    def known(self, doc_id: str) -> Known | None:
        row = self._row(
            "SELECT s.text_sha256, s.first_seen, c.stamp, c.etag, c.last_modified, c.n"
            " FROM seen AS s LEFT JOIN checks AS c USING (doc_id) WHERE doc_id = ?",
            doc_id,
        )
        return row and _known(row)

    def mark_seen(self, page: Seen) -> None:
        """A page that was known gets its new text; when it was first seen stays."""
        self._write(
            "INSERT INTO seen (doc_id, text_sha256, first_seen) VALUES (?, ?, ?)"
            " ON CONFLICT (doc_id) DO UPDATE SET text_sha256 = excluded.text_sha256",
            (page.doc_id, page.text_sha256, _text(page.at)),
        )
        self._write("DELETE FROM tries WHERE doc_id = ?", (page.doc_id,))
        self._write(
            "INSERT INTO checks (doc_id, stamp, etag, last_modified, checked_at, n) VALUES (?, ?, ?, ?, ?, 0)"
            " ON CONFLICT (doc_id) DO UPDATE SET stamp = coalesce(excluded.stamp, stamp), etag = excluded.etag,"
            " last_modified = excluded.last_modified, checked_at = excluded.checked_at, n = n + 1",
            (page.doc_id, _maybe_text(page.stamp), page.etag, page.last_modified, _text(page.at)),
        )

        if page.text_key is not None:
            self._write("INSERT OR IGNORE INTO texts VALUES (?, ?)", (page.text_key, page.doc_id))

    def document_with(self, text_key: str) -> str | None:
        row = self._row("SELECT doc_id FROM texts WHERE key = ?", text_key)
        return str(row[0]) if row else None

    def plan_recheck(self, doc_id: str, source: str, at: datetime, notes: str) -> None:
        self._write("INSERT OR REPLACE INTO rechecks VALUES (?, ?, ?, ?)", (doc_id, source, _text(at), notes))

    def move_recheck(self, doc_id: str, at: datetime | None) -> None:
        """The page was read again: to its next time, or no more."""
        if at is None:
            self._write("DELETE FROM rechecks WHERE doc_id = ?", (doc_id,))
        else:
            self._write("UPDATE rechecks SET due_at = ? WHERE doc_id = ?", (_text(at), doc_id))

    def due_rechecks(self, source: str, now: datetime, most: int) -> list[tuple[str, str]]:
        """Ids and notes, the longest due first; what has been due for days, because it cannot be had, is given up."""
        given_up = (source, _text(now - _RECHECK_GIVEN_UP))
        self._write("DELETE FROM rechecks WHERE source = ? AND due_at < ?", given_up)
        query = "SELECT doc_id, notes FROM rechecks WHERE source = ? AND due_at <= ? ORDER BY due_at LIMIT ?"
        with closing(self._connection.execute(query, (source, _text(now), most))) as rows:
            return rows.fetchall()

    def note_check(self, doc_id: str, at: datetime, stamp: datetime | None) -> None:
        """A known page was looked at again and had not changed."""
        self._write(
            "UPDATE checks SET n = n + 1, checked_at = ?, stamp = coalesce(?, stamp) WHERE doc_id = ?",
            (_text(at), _maybe_text(stamp), doc_id),
        )

    def forget(self, doc_id: str) -> None:
        """Let the next run fetch this page again; a takedown stays."""
        for table in ("seen", "checks", "tries", "rechecks", "texts"):
            self._write(f"DELETE FROM {table} WHERE doc_id = ?", (doc_id,))  # noqa: S608 (names of ours)
        self._write("DELETE FROM listings")  # a listing that says "unchanged" would hide the page

    def tried(self, doc_id: str) -> tuple[int, datetime] | None:
        """How often a listed page could not be read, and when last."""
        row = self._row("SELECT n, tried_at FROM tries WHERE doc_id = ?", doc_id)
        return row and (row[0], _at(row[1]))

    def note_try(self, doc_id: str, at: datetime, reason: str) -> None:
        self._write(
            "INSERT INTO tries (doc_id, n, tried_at, reason) VALUES (?, 1, ?, ?)"
            " ON CONFLICT (doc_id) DO UPDATE SET n = n + 1, tried_at = excluded.tried_at, reason = excluded.reason",
            (doc_id, _text(at), reason),
        )

    def alias(self, doc_id: str) -> str | None:
        """The document that an address was found to lead to."""
        row = self._row("SELECT target FROM aliases WHERE doc_id = ?", doc_id)
        return str(row[0]) if row else None

    def aliases_of(self, target: str) -> list[str]:
        with closing(self._connection.execute("SELECT doc_id FROM aliases WHERE target = ?", (target,))) as rows:
            return [doc_id for (doc_id,) in rows]

    def add_alias(self, doc_id: str, target: str) -> None:
        self._write("INSERT OR REPLACE INTO aliases VALUES (?, ?)", (doc_id, target))

    def add_tombstone(self, doc_id: str) -> None:
        self._write("INSERT OR IGNORE INTO tombstones (doc_id) VALUES (?)", (doc_id,))

    def is_tombstoned(self, doc_id: str) -> bool:
        return self._row("SELECT 1 FROM tombstones WHERE doc_id = ?", doc_id) is not None

    # Listings

    def listing(self, source: str, url: str) -> Listing | None:
        """A listing whose pages have all been dealt with, as it was when it was last read."""
        row = self._row("SELECT etag, last_modified, read_at FROM listings WHERE source = ? AND url = ?", source, url)
        return Listing(row[0], row[1], _at(row[2])) if row else None

    def set_listings(self, source: str, found: Mapping[str, Listing]) -> None:
        with self.together():
            self._write("DELETE FROM listings WHERE source = ?", (source,))
            for url, listing in found.items():
                values = (source, url, listing.etag, listing.last_modified, _text(listing.read_at))
                self._write("INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?)", values)

    # Hosts

    def host(self, name: str) -> Host | None:
        row = self._row("SELECT next_at, closed_until, why, failures, day, used FROM hosts WHERE host = ?", name)
        return row and Host(_at(row[0]), _maybe_at(row[1]), row[2], row[3], row[4], row[5])

    def set_host(self, name: str, host: Host) -> None:
        values = (name, _text(host.next_at), _maybe_text(host.closed_until), host.why, host.failures, host.day)
        self._write("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?, ?, ?, ?, ?)", (*values, host.used))

    def robots_file(self, host: str) -> tuple[int | None, str | None, datetime] | None:
        """Status and text of a robots.txt, and when it was fetched; no status: it could not be had."""
        row = self._row("SELECT status, body, fetched_at FROM robots_files WHERE host = ?", host)
        return row and (row[0], row[1], _at(row[2]))

    def set_robots_file(self, host: str, status: int | None, body: str | None, at: datetime) -> None:
        self._write("INSERT OR REPLACE INTO robots_files VALUES (?, ?, ?, ?)", (host, status, body, _text(at)))

    def robots_notes(self) -> dict[str, int | None]:
        with closing(self._connection.execute("SELECT host, status FROM robots_files ORDER BY host")) as rows:
            return dict(rows.fetchall())

    # Polls

    def add_poll(self, source: str, at: datetime, run: str) -> None:
        """`run` is a SourceRun as JSON; polls of more than five weeks ago are forgotten."""
        self._write("INSERT OR REPLACE INTO polls VALUES (?, ?, ?)", (source, _text(at), run))
        self._write("DELETE FROM polls WHERE source = ? AND at < ?", (source, _text(at - KEPT_POLLS)))

    def polls(self, source: str, newest: int = -1) -> list[str]:
        """SourceRuns as JSON, oldest first; all of them, or so many of the newest."""
        query = "SELECT run FROM polls WHERE source = ? ORDER BY rowid DESC LIMIT ?"
        with closing(self._connection.execute(query, (source, newest))) as rows:
            return [run for (run,) in rows][::-1]

    def last_poll(self, source: str) -> str | None:
        row = self._row("SELECT run FROM polls WHERE source = ? ORDER BY rowid DESC LIMIT 1", source)
        return str(row[0]) if row else None

    def watch(self, source: str) -> str | None:
        row = self._row("SELECT state FROM watches WHERE source = ?", source)
        return str(row[0]) if row else None

    def set_watch(self, source: str, state: str) -> None:
        self._write("INSERT OR REPLACE INTO watches VALUES (?, ?)", (source, state))

    def _row(self, query: str, *keys: str) -> Any:
        with closing(self._connection.execute(query, keys)) as rows:
            return rows.fetchone()

    def _write(self, statement: str, values: tuple[str | int | None, ...] = ()) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise StateError(
                f"the memory of collecting refuses to be written ({error}): free space or rights"
            ) from error


def _known(row: Sequence[Any]) -> Known:
    return Known(row[0], _at(row[1]), _maybe_at(row[2]), row[3], row[4], row[5] or 0)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _maybe_text(at: datetime | None) -> str | None:
    return _text(at) if at else None


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe_at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
