"""What collecting must remember between runs: pages seen, pages taken down, what robots.txt answered."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

_SCHEMA = Path(__file__).with_name("state.sql")


class StateError(RuntimeError):
    """The memory of collecting cannot be used."""


class State:
    """`state.sqlite`; several processes may hold it at once."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
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

    def is_seen(self, doc_id: str) -> bool:
        return self._has("SELECT 1 FROM seen WHERE doc_id = ?", doc_id)

    def mark_seen(self, doc_id: str, url: str | None, text_sha256: str, at: datetime) -> None:
        self._write(
            "INSERT INTO seen (doc_id, url, text_sha256, first_seen) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (doc_id) DO UPDATE SET text_sha256 = excluded.text_sha256",
            (doc_id, url, text_sha256, at.astimezone(UTC).isoformat()),
        )

    def forget(self, doc_id: str) -> None:
        """Let the next run fetch this page again; a takedown stays."""
        self._write("DELETE FROM seen WHERE doc_id = ?", (doc_id,))

    def add_tombstone(self, doc_id: str, url: str | None) -> None:
        self._write("INSERT OR IGNORE INTO tombstones (doc_id, url) VALUES (?, ?)", (doc_id, url))

    def is_tombstoned(self, doc_id: str) -> bool:
        return self._has("SELECT 1 FROM tombstones WHERE doc_id = ?", doc_id)

    def note_robots(self, host: str, status: int | None, at: datetime) -> None:
        """What a host's robots.txt answered last; no status means that it could not be reached."""
        self._write(
            "INSERT INTO robots (host, status, checked_at) VALUES (?, ?, ?)"
            " ON CONFLICT (host) DO UPDATE SET status = excluded.status, checked_at = excluded.checked_at",
            (host, status, at.astimezone(UTC).isoformat()),
        )

    def robots_notes(self) -> dict[str, int | None]:
        with closing(self._connection.execute("SELECT host, status FROM robots ORDER BY host")) as rows:
            return dict(rows.fetchall())

    def _has(self, query: str, key: str) -> bool:
        with closing(self._connection.execute(query, (key,))) as rows:
            return rows.fetchone() is not None

    def _write(self, statement: str, values: tuple[str | int | None, ...]) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise StateError(
                f"the memory of collecting refuses to be written ({error}): free space or rights"
            ) from error
