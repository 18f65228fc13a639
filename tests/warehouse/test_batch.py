from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.factory import fetch, news, offer
from warehouse.batch import BatchCounts, batch_counts, read_batch, write_batch
from warehouse.contracts import Outcome
from warehouse.errors import BatchError

QUARANTINED = Outcome(source="kabar", ref="berkas.jsonl:7", fate="quarantined", reason="no text")


def _clear(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def test_a_batch_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "b.parquet"
    read = [news("n1"), offer("a1")]
    counts = write_batch(path, iter(read), iter([QUARANTINED]), iter([fetch("a1")]))
    batch = read_batch(path)
    assert counts == batch_counts(path) == BatchCounts(2, 1, 1)
    assert counts.records == 3
    assert batch.analysed[0] == read[0]
    assert batch.outcomes == (QUARANTINED,)
    assert batch.fetches == (fetch("a1"),)


def test_clear_contacts_are_never_written(tmp_path: Path) -> None:
    write_batch(tmp_path / "b.parquet", [offer("a1")], [])
    (read,) = read_batch(tmp_path / "b.parquet").analysed
    assert read.detection.offer is not None
    assert [(c.type, c.key, c.value) for c in read.detection.offer.contacts] == [("whatsapp", "key-of-a", None)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None, categories=None), max_size=60), note=st.text(max_size=20))
def test_every_text_survives_with_its_length(tmp_path: Path, text: str, note: str) -> None:
    path = tmp_path / "b.parquet"
    wild = news("n1")
    document = wild.document.model_copy(update={"text": text, "title": text, "extra": {note: text}})
    write_batch(path, [wild.model_copy(update={"document": document})], [])
    (read,) = read_batch(path).analysed
    assert read.document.text == read.document.title == _clear(text)
    assert len(read.document.text) == len(text)
    assert read.document.extra == {note: _clear(text)}


def test_five_megabytes_of_text_survive(tmp_path: Path) -> None:
    text = "pekerja \u202eke luar negeri \U0001f6a2\x00 " * 190_000
    write_batch(tmp_path / "b.parquet", [offer("a1", text)], [])
    (read,) = read_batch(tmp_path / "b.parquet").analysed
    assert len(text.encode()) > 5_000_000
    assert read.document.text == text


def test_done_without_a_document_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    with pytest.raises(BatchError, match="hand it over as Analysed"):
        write_batch(path, [], [Outcome(source="kabar", ref="x", fate="done")])
    assert not path.exists()


def test_a_failed_rewrite_keeps_the_old_batch(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    write_batch(path, [offer("a1")], [])
    with pytest.raises(BatchError):
        write_batch(path, [], [Outcome(source="kabar", ref="x", fate="done")])
    assert batch_counts(path) == BatchCounts(1, 0, 0)


def test_files_that_are_no_batch_are_refused(tmp_path: Path) -> None:
    broken, foreign, old = tmp_path / "broken", tmp_path / "foreign", tmp_path / "old"
    broken.write_bytes(b"PAR1 cut short")
    pq.write_table(pa.table({"a": [1]}), foreign)
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"suar": '{"contracts": "older"}'}), old)
    for path, why in ((broken, "no whole Parquet"), (foreign, "not written by Suar"), (old, "another version")):
        with pytest.raises(BatchError, match=why):
            batch_counts(path)
    with pytest.raises(BatchError, match="there is no batch"):
        batch_counts(tmp_path / "nowhere")
