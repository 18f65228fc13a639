import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.factory import INDICATORS, VERSIONS, Home, fetch, news, offer, review, source_run
from warehouse import inbox
from warehouse.arrow import struct_type
from warehouse.batch import write_batch
from warehouse.contracts import Analysed, Fetch, GroupMerge, Hit, Membership, Outcome, Signal, SourceRun, Versions
from warehouse.errors import BatchError, LoadIdUsedError, SumError
from warehouse.groups import link_items, save_groups
from warehouse.load import IndicatorRow, known_versions, load
from warehouse.publish import publish
from warehouse.store import open_live

RETRY = Outcome(source="kabar", ref="https://kabar.example/nanti", fate="retry", reason="timeout")
BAD = Outcome(source="kabar", ref="berkas.jsonl:7", fate="quarantined", reason="no text")
NEWER = Versions(ruleset="r2", model="m1", code="c1")


def query(home: Home, statement: str) -> list[tuple[Any, ...]]:
    with open_live(home.live, 5) as connection:
        return connection.execute(statement).fetchall()


def contents(home: Home, *, without: tuple[str, ...] = ("loads", "outcomes")) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the records of the loads themselves."""
    with open_live(home.live, 5) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'").fetchall()
        return {
            table: sorted(connection.execute(f"FROM store.{table}").fetchall(), key=repr)
            for (table,) in tables
            if table not in without
        }


def write(home: Home, *analysed: Analysed, outcomes: tuple[Outcome, ...] = ()) -> Path:
    path = home.batch()
    write_batch(path, analysed, outcomes, [fetch(a.document.external_id or "") for a in analysed])
    return path


def test_every_record_ends_in_one_fate(home: Home) -> None:
    chatter = news("n2").model_copy(update={"fate": "out_of_scope", "signals": (), "hits": (), "cases": ()})
    report = home.load(write(home, offer("a1"), news("n1"), chatter, outcomes=(RETRY, BAD)))
    assert report.fates == {"done": 2, "seen": 0, "out_of_scope": 1, "retry": 1, "quarantined": 1}
    assert report.records == sum(report.fates.values()) == 5
    assert query(home, "SELECT ref, reason FROM store.quarantine") == [("berkas.jsonl:7", "no text")]
    assert query(home, "SELECT fate, count(*) FROM documents GROUP BY ALL ORDER BY ALL") == [
        ("done", 2),
        ("out_of_scope", 1),
    ]
    assert query(home, "SELECT count(*) FROM store.outcomes") == [(5,)]


def test_a_wrong_sum_loads_nothing(home: Home) -> None:
    path = write(home, offer("a1"))
    with pytest.raises(SumError, match="2 records came in, the batches hold 1"):
        load(home.live, home.request(records=2), [path], inbox_dir=home.inbox)
    home.load()
    assert query(home, "SELECT count(*) FROM documents") == [(0,)]


def test_a_load_id_serves_once(home: Home) -> None:
    request = home.request()
    load(home.live, request, [], inbox_dir=home.inbox)
    with pytest.raises(LoadIdUsedError, match="give every load its own id"):
        load(home.live, request, [], inbox_dir=home.inbox)


def test_the_same_input_twice_changes_nothing(home: Home) -> None:
    path = write(home, offer("a1"), offer("a2"), news("n1"), outcomes=(BAD,))
    inbox.append(home.inbox, review(offer("a1").signals[0]))
    home.load(path, runs=(source_run(),))
    before = contents(home)
    report = home.load(path, runs=(source_run(),))
    assert report.fates["seen"] == 3
    assert contents(home) == before


names = st.sampled_from(["a1", "a2", "a3", "n1", "n2"])
texts = st.sampled_from(
    ["Lowongan kerja di kapal ikan", "Lowongan kerja di kebun sawit", "Lowongan \U0001f6a2 baru sekali"]
)
documents = st.builds(lambda name, text: (news if name[0] == "n" else offer)(name, text), names, texts)
loads = st.lists(st.lists(documents, max_size=4), min_size=1, max_size=3)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=loads)
def test_any_history_keeps_its_keys_and_its_last_word(
    home: Home, new_database: Path, history: list[list[Analysed]]
) -> None:
    shutil.copyfile(new_database, home.live)
    for records in history:
        path = write(home, *records)
        report = home.load(path)
        assert sum(report.fates.values()) == len(records)
    last = {a.document.doc_id: a for records in history for a in records}
    assert dict(query(home, "SELECT doc_id, text FROM documents")) == {k: a.document.text for k, a in last.items()}
    assert dict(query(home, "SELECT doc_id, quote FROM hits")) == {k: a.hits[0].quote for k, a in last.items()}
    assert query(home, "SELECT count(*), count(DISTINCT signal_key) FROM signals") == [(len(last), len(last))]
    before = contents(home)
    home.load(path)
    assert contents(home) == before


def test_a_changed_text_is_a_new_version_and_replaces_what_was_read(home: Home) -> None:
    home.load(write(home, news("n1")))
    home.load(write(home, news("n1", "Polda menangkap tiga orang lain di pelabuhan.")))
    assert query(home, "SELECT text, first_load_id, last_load_id FROM documents") == [
        ("Polda menangkap tiga orang lain di pelabuhan.", "load-1", "load-2")
    ]
    assert query(home, "SELECT first_load_id FROM store.document_versions ORDER BY ALL") == [("load-1",), ("load-2",)]
    assert query(home, "SELECT quote FROM hits") == [("Polda ",)]
    assert query(home, "SELECT first_load_id FROM signals") == [("load-1",)]
    home.load(write(home, news("n1")))
    assert query(home, "SELECT count(*) FROM store.document_versions") == [(2,)]


def test_what_a_new_reading_no_longer_finds_goes(home: Home) -> None:
    home.load(write(home, news("n1"), offer("a1")))
    quiet = {"signals": (), "hits": (), "cases": ()}
    again = [a.model_copy(update={**quiet, "detection": a.detection.model_copy(update={"versions": NEWER, "news": None, "offer": None, "doc_type": "other"})}) for a in (news("n1"), offer("a1"))]  # fmt: skip
    home.load(write(home, *again))
    for view in ("signals", "hits", "cases", "news", "offers", "leads"):
        assert query(home, f"SELECT count(*) FROM {view}") == [(0,)], view
    assert query(home, "SELECT count(*) FROM documents") == [(2,)]


def test_a_new_ruleset_reads_again_and_leaves_equal_rows_alone(home: Home) -> None:
    home.load(write(home, offer("a1")))
    report = home.load(write(home, offer("a1", versions=NEWER)))
    assert report.fates["done"] == 1
    assert query(home, "SELECT last_load_id FROM store.detections") == [("load-2",)]
    for table in ("documents", "document_versions", "offers", "signals", "hits"):
        assert query(home, f"SELECT last_load_id FROM store.{table}") == [("load-1",)], table


def test_of_one_document_twice_in_a_load_the_last_counts(home: Home) -> None:
    report = home.load(write(home, offer("a1", "Lowongan lama di kota"), offer("a1", "Lowongan baru di kota")))
    assert report.fates["done"] == report.fates["seen"] == 1
    assert query(home, "SELECT text FROM documents") == [("Lowongan baru di kota",)]


def test_batches_are_read_in_the_order_given(home: Home) -> None:
    first, second = home.landing / "z.parquet", home.landing / "a.parquet"
    write_batch(first, [offer("a1", "Lowongan lama di kota")], [])
    write_batch(second, [offer("a1", "Lowongan baru di kota")], [])
    home.load(first, second)
    assert query(home, "SELECT text FROM documents") == [("Lowongan baru di kota",)]


def test_a_page_by_two_sources_is_one_document(home: Home) -> None:
    other = offer("a1")
    other = other.model_copy(update={"document": other.document.model_copy(update={"source": "mingguan"})})
    home.load(write(home, offer("a1")))
    report = home.load(write(home, other))
    assert report.fates["seen"] == 1
    assert query(home, "SELECT source FROM documents") == [("kabar",)]


def test_masked_offsets_are_kept_as_given(home: Home) -> None:
    masked = offer("a1", "\u2588\u2588\u2588 mencari \U0001f6a2 awak kapal")
    home.load(write(home, masked))
    ((text, start, end, quote),) = query(
        home, "SELECT d.text, start_char, end_char, quote FROM hits JOIN documents d USING (doc_id)"
    )
    assert text[start:end] == quote == masked.hits[0].quote


def test_a_review_survives_until_the_evidence_changes(home: Home) -> None:
    first = offer("a1")
    home.load(write(home, first))
    assert query(home, "SELECT review_state FROM signals") == [("open",)]
    inbox.append(home.inbox, review(first.signals[0], "unclear", number=1))
    inbox.append(home.inbox, review(first.signals[0], "reject", number=2))
    home.load(write(home, offer("a1", versions=NEWER)))
    assert query(home, "SELECT review_state FROM signals") == [("reject",)]
    home.load(write(home, offer("a1", "Butuh cepat tenaga di luar negeri")))
    assert query(home, "SELECT review_state FROM signals") == [("stale",)]
    assert query(home, "SELECT is_valid FROM reviews") == [(False,), (False,)]
    home.load(write(home, first))
    assert query(home, "SELECT review_state FROM signals") == [("reject",)]


def test_a_quarantined_record_that_is_read_leaves_the_quarantine(home: Home) -> None:
    doc = offer("a1").document
    bad = Outcome(source=doc.source, ref=doc.url or "", fate="quarantined", reason="no text")
    home.load(write(home, outcomes=(bad, BAD)))
    home.load(write(home, offer("a1")))
    assert query(home, "SELECT ref FROM store.quarantine") == [(BAD.ref,)]


def test_known_versions_tell_what_need_not_be_read_again(home: Home) -> None:
    assert known_versions(home.current) == {}
    home.load(write(home, offer("a1")))
    publish(home.live, home.snapshots, home.current)
    doc = offer("a1").document
    assert known_versions(home.current) == {doc.doc_id: (doc.text_sha256, VERSIONS)}


def test_a_failure_midway_leaves_no_trace(home: Home) -> None:
    home.load(write(home, news("n1")))
    before = contents(home, without=())
    inbox.append(home.inbox, review(news("n1").signals[0]))
    path = write(home, *(offer(f"a{n}") for n in range(40)))
    content = bytearray(path.read_bytes())
    content[4:2000] = bytes(1996)
    path.write_bytes(content)
    with pytest.raises(BatchError, match=r"nothing was loaded, one of batch-2\.parquet is damaged: delete it"):
        home.load(path)
    assert contents(home, without=()) == before
    home.load()
    assert query(home, "SELECT review_state FROM signals") == [("confirm",)]


def test_an_indicator_named_by_evidence_outlives_the_registry(home: Home) -> None:
    home.load(write(home, offer("a1")))
    other = INDICATORS[0].model_copy(update={"indicator": "RF-99"})
    load(home.live, home.request(), [], inbox_dir=home.inbox, indicators=[other])
    assert query(home, "SELECT indicator FROM indicators ORDER BY ALL") == [("RF-01",), ("RF-99",)]
    load(home.live, home.request(), [], inbox_dir=home.inbox, indicators=INDICATORS)
    assert query(home, "SELECT indicator FROM indicators") == [("RF-01",)]


def test_tables_hold_the_fields_of_their_contract(home: Home) -> None:
    models = {"signals": Signal, "hits": Hit, "fetches": Fetch, "source_runs": SourceRun, "indicators": IndicatorRow}
    for table, model in models.items():
        found = [row[0] for row in query(home, f"DESCRIBE store.{table}")]
        assert found == [field.name for field in struct_type(model)] + ["first_load_id", "last_load_id"], table


def test_save_groups_moves_members_with_a_merge(home: Home) -> None:
    home.load(write(home, offer("a1"), offer("a2"), news("n1")))
    first, second = (offer(name).document.doc_id for name in ("a1", "a2"))
    members = [
        Membership(group_type="campaign", group_id="C1", doc_id=first, why="founder"),
        Membership(group_type="campaign", group_id="C2", doc_id=second, why="founder"),
    ]
    request = {"load_id": "load-1", "at": home.request().started_at, "code_version": "c1"}
    save_groups(home.live, members, [], **request)  # type: ignore[arg-type]
    assert save_groups(home.live, members, [], **request) == 0  # type: ignore[arg-type]
    merge = GroupMerge(group_type="campaign", group_id="C2", merged_into="C1")
    save_groups(home.live, [], [merge], **request)  # type: ignore[arg-type]
    assert query(home, "SELECT campaign_id, n_documents, merged_into, contact_keys FROM campaigns ORDER BY ALL") == [
        ("C1", 2, None, ["key-of-a"]),
        ("C2", 0, "C1", None),
    ]
    items = {item.doc_id: item for item in link_items(home.live)}
    assert len(items) == 3
    assert {items[first].group_id, items[second].group_id} == {"C1"}
    save_groups(home.live, members, [], **request)  # type: ignore[arg-type]
    assert query(home, "SELECT DISTINCT campaign_id FROM signals WHERE type = 'scam_offer'") == [("C1",)]
