import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.factory import Home, news, offer
from tests.warehouse.test_load import query, write
from warehouse.errors import NoSnapshotError
from warehouse.publish import compact, forget_old, publish, publish_light
from warehouse.store import read_only

READER = """
import sys
from pathlib import Path
from warehouse.store import read_only
question = (
    "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM signals), (SELECT sum(records) FROM loads), max(first_seen)"
    " FROM signals"
)
sizes = []
for _ in range(50):
    with read_only(Path(sys.argv[1])) as connection:
        answers = {connection.execute(question).fetchone() for _ in range(10)}
    ((documents, signals, records, _),) = answers
    assert documents == signals == records, (documents, signals, records)
    sizes += [documents] * 10
assert sizes == sorted(sizes)
print(len(sizes))
"""


def _published(home: Home) -> int:
    with read_only(home.current) as connection:
        row = connection.execute("SELECT count(*) FROM documents").fetchone()
        assert row is not None
        return int(row[0])


def test_readers_are_never_disturbed_by_loads(home: Home) -> None:
    def load_three() -> None:
        n = home.loads
        home.load(write(home, offer(f"a{n}"), offer(f"b{n}"), news(f"n{n}")))
        publish(home.live, home.snapshots, home.current)

    load_three()
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(home.current)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reader:
        for _ in range(10):
            load_three()
        out, err = reader.communicate(timeout=120)
    assert (out, err) == ("500\n", "")


def test_a_reader_keeps_the_snapshot_it_opened_though_it_is_deleted(home: Home) -> None:
    home.load(write(home, offer("a1")))
    first = publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        for name in ("a2", "a3", "a4"):
            home.load(write(home, offer(name)))
            publish(home.live, home.snapshots, home.current)
        assert not first.exists()
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    assert _published(home) == 4


def test_three_snapshots_are_kept_read_only_and_named_anew(home: Home) -> None:
    home.load()
    paths = [publish(home.live, home.snapshots, home.current) for _ in range(5)]
    assert len(set(paths)) == 5
    assert sorted(home.snapshots.iterdir()) == paths[2:]
    assert home.current.is_symlink()
    assert home.current.resolve() == paths[4].resolve()
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in paths[2:])
    forget_old(home.snapshots, home.current)
    assert list(home.snapshots.iterdir()) == paths[4:]


def test_a_folder_that_moves_keeps_its_pointer(tmp_path: Path, home: Home) -> None:
    home.load(write(home, offer("a1")))
    publish(home.live, home.snapshots, home.current)
    moved = tmp_path.rename(tmp_path.with_name("moved"))
    with read_only(moved / "current.duckdb") as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_leftovers_of_a_crash_are_never_visible_and_go(home: Home) -> None:
    home.load(write(home, offer("a1")))
    publish(home.live, home.snapshots, home.current)
    leftovers = [
        home.snapshots / "tmp-suar-00000002.duckdb",
        home.live.parent / "tmp-live.duckdb",
        home.live.parent / "tmp-live.duckdb.wal",
    ]
    for path in leftovers:
        path.write_bytes(b"half a copy")
    (home.live.parent / "tmp-current.duckdb").symlink_to("nowhere")
    assert _published(home) == 1
    home.load(write(home, offer("a2")))
    publish(home.live, home.snapshots, home.current)
    assert _published(home) == 2
    assert not any(path.exists() for path in leftovers)


def test_a_snapshot_that_was_never_pointed_to_is_no_obstacle(home: Home) -> None:
    home.load(write(home, offer("a1")))
    first = publish(home.live, home.snapshots, home.current)
    second = first.with_name("suar-00000002.duckdb")
    second.write_bytes(first.read_bytes())
    assert _published(home) == 1
    assert publish(home.live, home.snapshots, home.current).name == "suar-00000003.duckdb"


def test_publishing_before_the_first_load_gives_every_view_empty(home: Home) -> None:
    home.live.unlink()
    publish(home.live, home.snapshots, home.current)
    assert _published(home) == 0


def test_a_light_copy_has_everything_but_the_texts(home: Home, tmp_path: Path) -> None:
    text = "Lowongan rahasia untuk kapal penangkap ikan"
    with pytest.raises(NoSnapshotError):
        publish_light(home.current, tmp_path / "laptop")
    home.load(write(home, offer("a1", text), news("n1")))
    publish(home.live, home.snapshots, home.current)
    light = publish_light(home.current, tmp_path / "laptop")
    assert text.encode() in home.current.read_bytes()
    assert text.encode() not in light.read_bytes()
    with read_only(light) as connection:
        assert connection.execute("SELECT DISTINCT text FROM documents").fetchall() == [(None,)]
        assert connection.execute("SELECT quote FROM hits ORDER BY ALL").fetchall() == [
            ("Lowongan rahasia",),
            ("Polisi",),
        ]
        assert connection.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchone() == (0,)
    assert [path.name for path in light.parent.iterdir()] == [light.name]


def test_compacting_keeps_everything(home: Home) -> None:
    home.load(write(home, offer("a1"), news("n1")))
    before = query(home, "SELECT * FROM leads")
    compact(home.live)
    assert query(home, "SELECT * FROM leads") == before
    assert query(home, "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL") == [(0,)]
