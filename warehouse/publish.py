"""Snapshots: the live database copied to a new name, the pointer moved, readers never disturbed."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import sql
from warehouse.errors import NoSnapshotError
from warehouse.files import flush_to_disk, put_in_place, room_to_write
from warehouse.store import connected, get_setting, migrate, put_views, set_setting, writer_lock

_KEPT = 3
_READ_ONLY = 0o444
_TEMPORARY = "tmp-"


def publish(live: Path, snapshots_dir: Path, current: Path, *, lock_timeout: float = 60.0) -> Path:
    """Make what is in the live database the snapshot that readers open; returns its path.

    After a takedown both files are written anew, because freed blocks keep their old bytes, and every older snapshot
    goes. A crash at any moment leaves the old pointer or the new one; the next call does what was left undone.
    """
    with room_to_write(live), writer_lock(live, lock_timeout, "publishing a snapshot"):
        snapshots_dir.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(snapshots_dir, current.parent, live.parent)
        purge_pending = _settle(live)
        if purge_pending:
            _compact(live)
        snapshot = _copy(live, snapshots_dir)
        _point(current, snapshot)
        if purge_pending:
            forget_old(snapshots_dir, current)
            with connected(live) as connection:
                set_setting(connection, "purge_pending", None)
        else:
            _remove(_snapshots(snapshots_dir)[:-_KEPT])
    return snapshot


def compact(live: Path, *, lock_timeout: float = 60.0) -> None:
    """Write the live database anew, without the blocks that deleted rows left behind."""
    with room_to_write(live), writer_lock(live, lock_timeout, "compacting"):
        _settle(live)
        _compact(live)


def forget_old(snapshots_dir: Path, current: Path) -> None:
    """Remove every snapshot but the current one."""
    _remove(path for path in _snapshots(snapshots_dir) if path.resolve() != current.resolve())


def publish_light(current: Path, to_dir: Path) -> Path:
    """A copy of the current snapshot without full texts, for laptops."""
    source = current.resolve()
    if not source.exists():
        raise NoSnapshotError(f"there is no snapshot at {current} yet: run `suar run` or `suar import` first")
    target = to_dir / source.name.replace(".duckdb", "-light.duckdb")
    temporary = to_dir / f"{_TEMPORARY}{target.name}"
    with room_to_write(target):
        to_dir.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with _two_databases(source, temporary) as connection:
            connection.execute("COPY FROM DATABASE source TO target (SCHEMA)")
            for (table,) in connection.execute(sql.text("publish/tables")).fetchall():
                text = "REPLACE (NULL AS text)" if table == "document_versions" else ""
                connection.execute(f"INSERT INTO target.store.{table} SELECT * {text} FROM source.store.{table}")  # noqa: S608  # our own tables
        temporary.chmod(_READ_ONLY)
        put_in_place(temporary, target)
    return target


def _settle(live: Path) -> bool:
    """Everything in the one file, nothing in its log; whether a takedown waits to be published."""
    with connected(live) as connection:
        migrate(connection)
        put_views(connection)
        connection.execute("CHECKPOINT")
        return get_setting(connection, "purge_pending") is not None


def _compact(live: Path) -> None:
    temporary = live.with_name(f"{_TEMPORARY}{live.name}")
    temporary.unlink(missing_ok=True)
    with _two_databases(live, temporary) as connection:
        connection.execute("COPY FROM DATABASE source TO target")
    put_in_place(temporary, live)


def _copy(live: Path, snapshots_dir: Path) -> Path:
    numbers = [int(path.stem.rpartition("-")[2]) for path in _snapshots(snapshots_dir)]
    snapshot = snapshots_dir / f"suar-{max(numbers, default=0) + 1:08d}.duckdb"
    temporary = snapshots_dir / f"{_TEMPORARY}{snapshot.name}"
    with room_to_write(snapshot):
        shutil.copyfile(live, temporary)
        temporary.chmod(_READ_ONLY)
        put_in_place(temporary, snapshot)
    return snapshot


def _point(current: Path, snapshot: Path) -> None:
    current.parent.mkdir(parents=True, exist_ok=True)
    temporary = current.with_name(f"{_TEMPORARY}{current.name}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(snapshot.resolve(), current.parent.resolve()))
    temporary.replace(current)
    flush_to_disk(current.parent)


@contextmanager
def _two_databases(source: Path, target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected(Path(":memory:")) as connection:
        connection.execute(f"ATTACH '{_quoted(source)}' AS source (READ_ONLY)")
        connection.execute(f"ATTACH '{_quoted(target)}' AS target")
        yield connection
        connection.execute("DETACH source")
        connection.execute("DETACH target")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _snapshots(snapshots_dir: Path) -> list[Path]:
    return sorted(snapshots_dir.glob("suar-????????.duckdb"))


def _remove_leftovers(*folders: Path) -> None:
    for folder in folders:
        _remove([*folder.glob(f"{_TEMPORARY}*.duckdb*")])


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
