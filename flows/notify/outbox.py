"""The outbox in `state.sqlite`: which mail of which week has gone to whom, so that each goes once."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

State = Literal["pending", "sending", "sent"]

_TABLE = """
CREATE TABLE IF NOT EXISTS outbox (
    recipient TEXT NOT NULL,
    week TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent')),
    signal_keys TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (recipient, week)
) STRICT
"""


@dataclass(frozen=True)
class Entry:
    """`recipient` is the keyed hash of the address; `delivered` says that the warehouse has been told."""

    recipient: str
    week: str
    state: State
    signal_keys: tuple[str, ...]
    changed_at: datetime
    delivered: bool


class Outbox:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def get(self, recipient: str, week: str) -> Entry | None:
        row = self._db.execute("SELECT * FROM outbox WHERE recipient = ? AND week = ?", (recipient, week)).fetchone()
        return _entry(row) if row else None

    def sent_to(self, recipient: str) -> list[Entry]:
        """What has gone to a recipient, oldest week first."""
        rows = self._db.execute(
            "SELECT * FROM outbox WHERE recipient = ? AND state = 'sent' ORDER BY week", (recipient,)
        )
        return [_entry(row) for row in rows]

    def undelivered(self) -> list[Entry]:
        rows = self._db.execute("SELECT * FROM outbox WHERE state = 'sent' AND NOT delivered ORDER BY week, recipient")
        return [_entry(row) for row in rows]

    def put(self, recipient: str, week: str, signal_keys: tuple[str, ...], now: datetime) -> None:
        """Note a mail as pending, with what it will tell; a sent one is left as it is."""
        self._db.execute(
            "INSERT INTO outbox (recipient, week, state, signal_keys, changed_at) VALUES (?, ?, 'pending', ?, ?) "
            "ON CONFLICT DO UPDATE SET state = 'pending', signal_keys = excluded.signal_keys, "
            "changed_at = excluded.changed_at WHERE state <> 'sent'",
            (recipient, week, json.dumps(signal_keys), _text(now)),
        )

    def mark(self, recipient: str, week: str, state: State, now: datetime) -> None:
        self._db.execute(
            "UPDATE outbox SET state = ?, changed_at = ? WHERE recipient = ? AND week = ?",
            (state, _text(now), recipient, week),
        )

    def mark_delivered(self, recipient: str, week: str) -> None:
        self._db.execute("UPDATE outbox SET delivered = 1 WHERE recipient = ? AND week = ?", (recipient, week))


@contextmanager
def open_outbox(path: Path) -> Iterator[Outbox]:
    """Each statement is its own transaction, on disk before the next step begins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_TABLE)
        connection.row_factory = sqlite3.Row
        yield Outbox(connection)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        recipient=row["recipient"],
        week=row["week"],
        state=row["state"],
        signal_keys=tuple(json.loads(row["signal_keys"])),
        changed_at=datetime.fromisoformat(row["changed_at"]),
        delivered=bool(row["delivered"]),
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
