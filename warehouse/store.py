"""Opening the database: one writer under a lock, readers on a snapshot, migrations and views in place."""

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import DatabaseTooNewError, DatabaseUnreadableError, LockedError, NoSnapshotError
from warehouse.files import no_room, room_to_write, says_no_room

MIGRATIONS = tuple(sorted((Path(__file__).parent / "migrations").glob("*.sql")))
VIEWS = tuple(sorted((Path(__file__).parent / "views").glob("*.sql")))
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
_HELD_BY = re.compile(r"lock is held in (.+?)(?:\.? See|$)", re.DOTALL)
_TRIES = 5


@contextmanager
def writer_lock(live: Path, timeout: float, purpose: str) -> Iterator[None]:
    """Hold the right to write; `purpose` is what others are told to wait for."""
    holder = live.with_name(f"{live.name}.holder")
    lock = FileLock(live.with_name(f"{live.name}.lock"), timeout=timeout)
    with room_to_write(live):
        live.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
            raise LockedError(f"{live.name} is being written by {who}: wait until that ends, then try again") from error
        try:
            holder.write_text(f"{purpose} (process {os.getpid()})", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


@contextmanager
def open_live(live: Path, lock_timeout: float, purpose: str = "Suar") -> Iterator[duckdb.DuckDBPyConnection]:
    """The one connection that writes, to a database brought up to date."""
    with writer_lock(live, lock_timeout, purpose), connected(live) as connection:
        migrate(connection)
        put_views(connection)
        yield connection


@contextmanager
def read_only(current: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A reader's connection to the snapshot that `current` points to now; later snapshots do not disturb it."""
    connection = _open_snapshot(current)
    try:
        _refuse_newer(connection)
        yield connection
    finally:
        connection.close()


def _open_snapshot(current: Path) -> duckdb.DuckDBPyConnection:
    """The pointer may move, and its target go, between reading the one and opening the other: then read it again."""
    for _ in range(_TRIES):
        target = current.resolve()
        if not target.exists():
            continue
        try:
            return _connect(target, read_only=True)
        except DatabaseUnreadableError:
            if target.exists():
                raise
    raise NoSnapshotError(f"there is no snapshot at {current} yet: run `suar run` or `suar import` first")


@contextmanager
def connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose failures have a type and say what to do."""
    connection = _connect(path, read_only=False)
    try:
        yield connection
    except duckdb.Error as error:
        if says_no_room(error):
            raise no_room(path) from error
        raise
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # a full disk invalidates the connection; what failed first is what matters
            connection.rollback()
        raise
    connection.commit()


def migrate(connection: duckdb.DuckDBPyConnection, migrations: Sequence[Path] = MIGRATIONS) -> None:
    """Bring the tables up to date: each migration wholly or not at all, so that one that fails is where the next try begins."""
    version = _refuse_newer(connection)
    for path in migrations[version:]:
        with transaction(connection):
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO store.migrations VALUES (?, ?)", [int(path.stem[:4]), path.stem])


def put_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Views are code: replaced as a whole whenever one of their files has changed."""
    texts = [path.read_text(encoding="utf-8") for path in VIEWS]
    digest = hashlib.sha256("\x1e".join(texts).encode()).hexdigest()
    row = connection.execute("SELECT value FROM store.settings WHERE name = 'views'").fetchone()
    if row == (digest,):
        return
    with transaction(connection):
        present = connection.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        for schema, view in present:
            connection.execute(f'DROP VIEW "{schema}"."{view}"')
        for text in texts:
            connection.execute(text)
        set_setting(connection, "views", digest)


def get_setting(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM store.settings WHERE name = ?", [name]).fetchone()
    return None if row is None else str(row[0])


def set_setting(connection: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    connection.execute("DELETE FROM store.settings WHERE name = ?", [name])
    if value is not None:
        connection.execute("INSERT INTO store.settings VALUES (?, ?)", [name, value])


def _refuse_newer(connection: duckdb.DuckDBPyConnection) -> int:
    """The database's version: the number of its last migration."""
    exists = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'store' AND table_name = 'migrations'"
    ).fetchone()
    if exists != (1,):
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) FROM store.migrations").fetchone()
    version = int(row[0]) if row else 0
    if version > len(MIGRATIONS):
        raise DatabaseTooNewError(
            f"the database has version {version}, this Suar knows {len(MIGRATIONS)}: install the newer Suar that wrote it"
        )
    return version


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        message = str(error)
        if "Could not set lock" in message:
            held = _HELD_BY.search(message)
            who = held[1].strip() if held else "another program"
            raise LockedError(f"{path.name} is open in {who}: close that, then try again") from error
        if says_no_room(error):
            raise no_room(path) from error
        raise DatabaseUnreadableError(
            f"{path} cannot be opened as a DuckDB database: restore it from the newest file in the snapshots folder"
        ) from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection
