"""Opening an SQLite file that several processes share."""

import fcntl
import os
import sqlite3
from pathlib import Path


def open_shared(path: Path, schema: Path, *, settings: tuple[str, ...]) -> sqlite3.Connection:
    """A connection in WAL mode, with the settings (`name=value`) and the schema applied; its folder must exist.

    One process at a time opens: SQLite answers "database is locked" at once, without its timeout, when two of them
    turn a new file to WAL mode together (https://www.sqlite.org/wal.html). Raises OSError, sqlite3.Error.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            for setting in ("journal_mode=WAL", *settings):
                connection.execute(f"PRAGMA {setting}")
            connection.executescript(schema.read_text(encoding="utf-8"))
        except sqlite3.Error:
            connection.close()
            raise
        return connection
    finally:
        os.close(folder)
