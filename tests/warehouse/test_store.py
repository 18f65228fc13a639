import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.factory import Home, offer
from tests.warehouse.test_load import query, write
from warehouse.errors import (
    DatabaseTooNewError,
    DatabaseUnreadableError,
    LockedError,
    NoSnapshotError,
)
from warehouse.publish import publish
from warehouse.store import MIGRATIONS, migrate, open_live, read_only


def test_who_holds_the_lock_is_named(home: Home) -> None:
    with (
        open_live(home.live, 5, "load load-7"),
        pytest.raises(LockedError, match=rf"written by load load-7 \(process {os.getpid()}\): wait"),
        open_live(home.live, 0.05),
    ):
        pytest.fail("the lock let a second writer in")


def test_the_lock_is_free_after_a_failure(home: Home) -> None:
    with pytest.raises(ZeroDivisionError), open_live(home.live, 5):
        raise ZeroDivisionError
    with open_live(home.live, 0.05):
        pass
    assert not home.live.with_name("live.duckdb.holder").exists()


def test_a_foreign_program_that_holds_the_file_is_named(home: Home) -> None:
    code = f"import duckdb; c = duckdb.connect({str(home.live)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with (
            pytest.raises(LockedError, match=rf"live.duckdb is open in .*{other.pid}.*: close that"),
            open_live(home.live, 1),
        ):
            pass
        other.communicate("\n")


def test_a_newer_database_is_refused(home: Home) -> None:
    home.load()
    publish(home.live, home.snapshots, home.current)
    with duckdb.connect(str(home.live)) as connection:
        connection.execute("INSERT INTO store.migrations VALUES (?, 'later')", [len(MIGRATIONS) + 1])
    with pytest.raises(DatabaseTooNewError, match="install the newer Suar"), open_live(home.live, 1):
        pass
    with read_only(home.current) as connection:
        assert connection.execute("SELECT count(*) FROM loads").fetchone() == (1,)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "live.duckdb"
    path.write_bytes(b"not a database at all" * 400)
    with pytest.raises(DatabaseUnreadableError, match="restore it from the newest"), open_live(path, 1):
        pass


def test_a_pointer_to_nowhere_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError, match="suar run"), read_only(tmp_path / "current.duckdb"):
        pass
    (tmp_path / "current.duckdb").symlink_to("gone.duckdb")
    with pytest.raises(NoSnapshotError), read_only(tmp_path / "current.duckdb"):
        pass


def test_readers_cannot_write_and_think_in_utc(home: Home) -> None:
    home.load(write(home, offer("a1")))
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        assert connection.execute(
            "SELECT current_setting('TimeZone'), published_at::VARCHAR FROM documents"
        ).fetchone() == (
            "UTC",
            "2026-03-01 01:00:00+00",
        )
        with pytest.raises(duckdb.Error):
            connection.execute("DELETE FROM store.documents")


def test_migrations_are_numbered_without_gaps() -> None:
    assert [path.stem[:4] for path in MIGRATIONS] == [f"{n:04}" for n in range(1, len(MIGRATIONS) + 1)]


VALUES = {
    "VARCHAR": "'x'",
    "BOOLEAN": "true",
    "DATE": "DATE '2026-01-01'",
    "TIMESTAMP WITH TIME ZONE": "now()",
    "BLOB": "'x'::BLOB",
}


def _row_in_every_table(connection: duckdb.DuckDBPyConnection) -> None:
    """What must not be null, by its type."""
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store' AND table_name <> 'migrations'"
    ).fetchall()
    for (name,) in names:
        needed = [(row[0], row[1]) for row in connection.execute(f"DESCRIBE store.{name}").fetchall() if row[2] == "NO"]
        values = [
            "[]" if t.endswith("[]") else "MAP {}" if t.startswith("MAP") else VALUES.get(t, "1") for _, t in needed
        ]
        columns = ", ".join(f'"{column}"' for column, _ in needed)
        connection.execute(f"INSERT INTO store.{name} ({columns}) VALUES ({', '.join(values)})")


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_filled_database_of_every_earlier_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    live = tmp_path / "live.duckdb"
    with duckdb.connect(str(live)) as connection:
        for number, path in enumerate(MIGRATIONS[:version], 1):
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO store.migrations VALUES (?, ?)", [number, path.stem])
        _row_in_every_table(connection)
    with open_live(live, 1) as connection:
        assert connection.execute("SELECT max(version) FROM store.migrations").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM store.loads").fetchone() == (1,)


def test_a_migration_that_fails_leaves_the_ones_before_it(tmp_path: Path) -> None:
    wrong = tmp_path / "0002_wrong.sql"
    wrong.write_text("CREATE TABLE store.half (n INTEGER); SELECT no_such_function();", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "live.duckdb")) as connection:
        with pytest.raises(duckdb.Error):
            migrate(connection, (MIGRATIONS[0], wrong))
        assert connection.execute("SELECT count(*) FROM store.migrations").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (0,)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests.warehouse.factory import Home, offer
from warehouse.batch import write_batch
from warehouse.errors import DiskFullError
from warehouse.publish import publish
home = Home(Path(sys.argv[1]))
home.loads = 50
path = home.landing / "b.parquet"
write_batch(path, [offer("a1", "".join(chr(97 + (n * n * 7919 + n) % 26) for n in range(200_000)))], [])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    {action}
except DiskFullError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("action", "limit"),
    [
        ("home.load(path)", 100_000),
        ("publish(home.live, home.snapshots, home.current)", 100_000),
        ("write_batch(path, [offer('a1', 'abc')], [])", 1_000),
    ],
)
def test_no_room_is_one_sentence_and_loses_nothing(home: Home, action: str, limit: int) -> None:
    """A limit on file sizes stands for a full disk: the same failure at the same calls."""
    home.load(write(home, offer("a0")))
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK.format(action=action), str(home.live.parent), str(limit)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no room to write" in run.stdout, run.stderr
    assert "free space" in run.stdout
    assert query(home, "SELECT external_id FROM documents") == [("a0",)]
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)
