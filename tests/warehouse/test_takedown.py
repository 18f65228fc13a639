from pathlib import Path

from tests.warehouse.factory import Home, fetch, news, offer, review, takedown, url_of
from tests.warehouse.test_load import contents, query, write
from warehouse import inbox
from warehouse.batch import write_batch
from warehouse.contracts import Membership, Outcome
from warehouse.groups import save_groups
from warehouse.load import confirm_deleted
from warehouse.publish import publish

SECRET = "Perekrut palsu Zulkarnaen Contohwan menjanjikan kerja ringan di kapal pesiar"
NOTE = "catatan tentang Zulkarnaen"
TRACES = (SECRET.encode(), b"Zulkarnaen", url_of("a1").encode(), b"permintaan a1", b"Perekrut palsu")


def _filled(home: Home) -> None:
    """A document with everything that can hang on one, in two versions, published."""
    quarantined = Outcome(source="kabar", ref=url_of("a1"), fate="quarantined", reason="once")
    home.load(write(home, offer("a1", SECRET), news("n1"), outcomes=(quarantined,)))
    inbox.append(home.inbox, review(offer("a1").signals[0], note=NOTE))
    home.load(write(home, offer("a1", SECRET + " dan pabrik")))
    doc_id = offer("a1").document.doc_id
    member = Membership(group_type="campaign", group_id="C1", doc_id=doc_id, why="founder")
    save_groups(home.live, [member], [], load_id="load-2", at=home.request().started_at, code_version="c1")
    publish(home.live, home.snapshots, home.current)


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".parquet")


def test_a_takedown_leaves_a_tombstone_and_no_trace(home: Home) -> None:
    _filled(home)
    assert all(trace in _bytes_of(home.live.parent) for trace in TRACES if trace != b"permintaan a1")
    inbox.append(home.inbox, takedown("a1"))
    report = home.load()
    publish(home.live, home.snapshots, home.current)
    assert report.purged_documents == 1
    assert report.archive_paths == ("2026/a1.gz",)
    left = _bytes_of(home.live.parent)
    assert [trace for trace in TRACES if trace in left] == []
    doc_id = takedown("a1").doc_id
    with_id = [table for table, rows in contents(home, without=("loads",)).items() if doc_id in repr(rows)]
    assert with_id == ["outcomes", "takedowns"]
    assert query(home, "SELECT external_id FROM leads") == [("n1",)]
    assert len(list(home.snapshots.iterdir())) == 1


def test_a_new_crawl_does_not_bring_it_back(home: Home) -> None:
    inbox.append(home.inbox, takedown("a1"))
    path = write(
        home, offer("a1", SECRET), news("n1"), outcomes=(Outcome(source="kabar", ref=url_of("a1"), fate="retry"),)
    )
    report = home.load(path)
    assert report.fates == {"done": 1, "seen": 0, "out_of_scope": 1, "retry": 1, "quarantined": 0}
    assert report.archive_paths == ("2026/a1.gz",)
    assert query(home, "SELECT external_id FROM documents") == [("n1",)]
    assert query(home, "SELECT fate, reason FROM store.outcomes WHERE reason IS NOT NULL") == [
        ("out_of_scope", "takedown")
    ]
    publish(home.live, home.snapshots, home.current)
    assert [trace for trace in TRACES if trace in _bytes_of(home.live.parent)] == []


def test_archived_pages_are_named_until_they_are_confirmed_gone(home: Home) -> None:
    _filled(home)
    inbox.append(home.inbox, takedown("a1"))
    paths = home.load().archive_paths
    assert home.load().archive_paths == paths == ("2026/a1.gz",)
    confirm_deleted(home.live, paths)
    assert home.load().archive_paths == ()


def test_pages_fetched_again_under_the_same_address_go_too(home: Home) -> None:
    later = fetch("a1").model_copy(update={"fetch_id": "fetch-later", "archive_path": "2026/later.gz"})
    other = fetch("n1")
    path = home.batch()
    write_batch(path, [offer("a1")], [], [fetch("a1"), later, other])
    home.load(path)
    inbox.append(home.inbox, takedown("a1"))
    assert home.load().archive_paths == ("2026/a1.gz", "2026/later.gz")
    assert query(home, "SELECT fetch_id FROM store.fetches") == [("fetch-n1",)]


def test_purging_twice_changes_nothing(home: Home) -> None:
    _filled(home)
    inbox.append(home.inbox, takedown("a1"))
    home.load()
    publish(home.live, home.snapshots, home.current)
    before = contents(home)
    report = home.load()
    assert report.purged_documents == report.rows_written == 0
    assert contents(home) == before


def test_a_publish_that_died_after_compacting_is_made_good(home: Home) -> None:
    _filled(home)
    inbox.append(home.inbox, takedown("a1"))
    home.load()
    stale = home.snapshots / "suar-00000009.duckdb"
    stale.write_bytes(home.current.read_bytes())
    publish(home.live, home.snapshots, home.current)
    assert not stale.exists()
    publish(home.live, home.snapshots, home.current)
    assert query(home, "SELECT name FROM store.settings") == [("views",)]
