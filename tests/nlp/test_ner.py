"""The tagger of names that is shipped: any text, offsets that hold, nothing of torch; and the corpora that it is taught."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.detect import detect
from nlp.ner import LONGEST, find_named, name_pipeline

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
KEY = b"key" * 8
TITLE = "Polisi Ungkap Pengiriman Pekerja Migran Ilegal dari Dusun Karangsono"
TEXT = (
    "Polres Tulungagung menangkap dua perekrut yang mengirim sembilan pekerja migran tanpa dokumen ke Malaysia. "
    "Para korban ditampung di rumah milik Yayasan Lentera Rantau di Dusun Karangsono, lalu dijemput sopir CV Mitra Samudra. "
    "Ketua Yayasan Lentera Rantau, Hendro Wibisono, membantah ikut serta dalam perdagangan orang itu."
)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(TEXT.split()), max_size=40).map(" ".join))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    reached = 0
    for name in find_named(text):
        assert text[name.start : name.end] == name.text
        assert name.start >= reached
        assert name.label in {"PER", "ORG", "LOC"}
        reached = name.end


def test_a_book_is_read_as_far_as_its_beginning() -> None:
    found = find_named(f"{TEXT} " * 4000)
    assert found[-1].end <= LONGEST
    assert len(found) > 100


def test_a_person_a_body_and_a_place_are_named() -> None:
    found = {(name.label, name.text) for name in find_named(TEXT)}
    assert {("PER", "Hendro Wibisono"), ("ORG", "Yayasan Lentera Rantau"), ("LOC", "Malaysia")} <= found


def test_what_no_list_holds_is_added_to_news_on_topic_alone_and_only_if_asked_for() -> None:
    def entities(title: str, text: str, *, names: bool) -> set[tuple[str, str]]:
        answer = detect(title, text, kind_hint="news", key=KEY, names=names)
        spans = sorted((e.field, e.start, e.end) for e in answer.entities)
        assert all(left[0] != right[0] or left[2] <= right[1] for left, right in itertools.pairwise(spans))
        return {(entity.label, entity.text) for entity in answer.entities}

    plain, more = entities(TITLE, TEXT, names=False), entities(TITLE, TEXT, names=True)
    assert plain < more
    assert more - plain == {("LOC", "Dusun Karangsono")}
    other = "Panen Raya", "Petani Desa Sukamaju memanen padi bersama Koperasi Tani Makmur."
    assert entities(*other, names=True) == entities(*other, names=False)


def test_short_forms_of_people_and_offences_are_no_bodies() -> None:
    text = "Satgas menangani TPPO yang menimpa PMI dan ABK asal Indramayu, antara lain HS, kata Serikat Pekerja Laut Nusantara (SPLN)."
    answer = detect("Korban TPPO Bertambah", text, kind_hint="news", key=KEY, names=True)
    named = {entity.text for entity in answer.entities if entity.label == "ORG"}
    assert named.isdisjoint({"TPPO", "PMI", "ABK", "HS"})
    assert {"Serikat Pekerja Laut Nusantara", "SPLN"} & named


def test_a_headline_names_the_firm_that_the_text_names() -> None:
    text = "Direktur LPK Sakura Fiktif divonis lima tahun penjara karena perdagangan orang, Senin."
    answer = detect("Direktur LPK Divonis Lima Tahun", text, kind_hint="news", key=KEY)
    assert [entity.text for entity in answer.entities if entity.label == "ORG"] == ["LPK Sakura Fiktif"]


def test_a_manner_of_tagging_can_be_asked_for() -> None:
    pipeline = name_pipeline()
    doc = pipeline.make_doc("hendro wibisono tinggal di tulungagung.")
    doc.user_data["style"] = "nerp"
    assert ("LOC", "tulungagung") in {(entity.label_, entity.text) for entity in pipeline(doc).ents}


def test_torch_is_not_loaded() -> None:
    code = f"import sys; from nlp.ner import find_named; print(find_named({TEXT!r})[0].label, 'torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], check=True, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split()[1] == "False"


@settings(deadline=None)
@given(st.lists(st.sampled_from(["O", "-", "B-PER", "I-PER", "B-LOC", "I-LOC"]), max_size=12))
def test_tags_of_a_corpus_keep_their_names(tags: list[str]) -> None:
    from spacy.training import biluo_to_iob

    from nlp.train.ner_corpora import biluo

    kept = list(biluo_to_iob(biluo(tags)))
    assert [tag[2:] or tag for tag in kept] == [tag[2:] or tag for tag in tags]
    assert all(new[0] == "B" for new, old in zip(kept, tags, strict=True) if old[0] == "B")


@pytest.mark.parametrize(("corpus", "least"), [("nergrit", 0.65), ("idner", 0.88), ("nerui", 0.85), ("nerugm", 0.78)])
def test_names_of_the_public_corpora(corpus: str, least: float) -> None:
    if not (DATA / "nlp").exists():
        pytest.skip("the shared data are not on this machine")
    from nlp.train.ner import score
    from nlp.train.ner_corpora import sentences

    assert score(name_pipeline(), sentences(DATA, corpus, "test"), corpus)["all"] >= least
