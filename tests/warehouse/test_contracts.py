"""Identity and offset rules of the contracts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from warehouse.contracts import Document, Takedown, document_id, evidence_hash, signal_key, text_version

KEY = b"k" * 32
WORDS = st.text(min_size=1, max_size=60)


@given(WORDS, WORDS, WORDS, WORDS)
def test_the_same_page_by_two_sources_is_one_document(title: str, text: str, source: str, other: str) -> None:
    url = "https://lensa.example/berita/1"
    first = document_id(url=url, source=source, external_id="7", title=title, text=text)
    assert first == document_id(url=url, source=other, external_id=None, title=text, text=title)


@given(WORDS, WORDS, WORDS)
def test_without_a_url_the_place_in_the_source_counts(source: str, external_id: str, text: str) -> None:
    first = document_id(url=None, source=source, external_id=external_id, title="", text=text)
    assert first == document_id(url=None, source=source, external_id=external_id, title="", text=text + "!")
    assert first != document_id(url=None, source=source + "2", external_id=external_id, title="", text=text)


def test_without_either_the_words_count_whatever_their_spacing_and_case() -> None:
    first = document_id(url=None, source="a", external_id=None, title="Judul", text="Isi  teks\n")
    assert first == document_id(url=None, source="b", external_id=None, title="JUDUL ", text="isi teks")
    assert first != document_id(url=None, source="a", external_id=None, title="Judul", text="Isi teks lain")


@given(WORDS, WORDS)
def test_a_changed_text_is_another_version(title: str, text: str) -> None:
    assert text_version(title, text) == text_version(title, text)
    assert text_version(title, text) != text_version(title, text + "x")


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6), st.randoms())
def test_evidence_does_not_depend_on_order_or_spacing(pairs: list[tuple[str, str]], random: object) -> None:
    shuffled = list(reversed(pairs)) + pairs[:1]
    spaced = [(indicator, f"  {quote} ") for indicator, quote in shuffled]
    assert evidence_hash(pairs, KEY) == evidence_hash(spaced, KEY)
    assert evidence_hash(pairs, KEY) != evidence_hash([*pairs, ("RF-99", "zzz")], KEY)
    assert evidence_hash(pairs, KEY) != evidence_hash(pairs, b"other")


def test_one_signal_a_type_and_document() -> None:
    assert signal_key("d1", "scam_offer") != signal_key("d1", "tppo_case")
    assert signal_key("d1", "scam_offer") == signal_key("d1", "scam_offer")


def test_models_are_frozen_strict_and_in_utc() -> None:
    jakarta = timezone(timedelta(hours=7))
    takedown = Takedown(takedown_id="t", doc_id="d", at=datetime(2026, 11, 23, 7, tzinfo=jakarta))
    assert takedown.at == datetime(2026, 11, 23, 0, tzinfo=UTC)
    assert takedown.at.tzinfo == UTC
    with pytest.raises(ValidationError, match="frozen"):
        takedown.doc_id = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="without a zone"):
        Takedown(takedown_id="t", doc_id="d", at=datetime(2026, 11, 23))  # noqa: DTZ001
    with pytest.raises(ValidationError, match="Extra inputs"):
        Document.model_validate({"doc_id": "d", "text_sha256": "s", "source": "x", "text": "t", "extractor": "1",
                                 "fetched_at": datetime.now(UTC), "colour": "red"})  # fmt: skip
