"""The one public function: shape, offsets, and what no text may do to it."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.detect import RULES, detect
from nlp.evaluate.gold import written_offers
from nlp.mask import mask
from warehouse.contracts import KINDS, Detection, Document, document_id, text_version

KEY = b"k" * 32
SHARED = Path(__file__).parents[2].parent / "shared"
CASE_TITLE = "Polda NTB Tangkap Dua Perekrut Calon Pekerja ke Libya"
CASE = (
    "Kepolisian Daerah NTB menangkap dua perekrut yang hendak mengirim sembilan perempuan asal Lombok Timur ke Libya. "
    "Keduanya, MR (41) dan SN (38), ditetapkan sebagai tersangka dan ditahan sejak Selasa (4/11/2025). "
    "Menurut penyidik, para korban dijanjikan gaji Rp7 juta per bulan sebagai pekerja rumah tangga. Seorang korban bernama "
    "Wulandari mengaku paspornya disimpan pelaku. Tersangka dijerat Pasal 4 jo Pasal 10 UU Nomor 21 Tahun 2007 tentang "
    "Pemberantasan Tindak Pidana Perdagangan Orang. Keluarga dapat menghubungi korban di nomor 0812-0000-4455."
)
BAIT = "LOKER KAMBOJA 🇰🇭 admin slot, gaji 14jt/bln, paspor dipegang kantor, berangkat besok, wa 0812-0000-7788"


def test_a_case() -> None:
    found = detect(CASE_TITLE, CASE, kind_hint="news", published_at=datetime(2025, 11, 5, 3, tzinfo=UTC), key=KEY)
    assert (found.doc_type, found.lang) == ("news", "id")
    assert found.news is not None
    assert found.news.kind == "case_arrest"
    assert set(found.news.kind_probs) == set(KINDS)
    assert sum(found.news.kind_probs.values()) == pytest.approx(1, abs=0.01)
    assert found.news.tppo_topic
    assert found.news.cues
    assert found.news.agencies == ("Polda NTB",)
    assert found.news.case is not None
    assert found.news.case.destination_countries == ("LY",)
    assert found.news.case.origin_provinces == ("NTB",)
    assert found.news.case.legal_basis == ("UU 21/2007 Pasal 10", "UU 21/2007 Pasal 4")
    assert found.news.case.stage == "detained"


def test_a_bait_has_reasons_and_hashed_contacts() -> None:
    found = detect("", BAIT, key=KEY)
    assert found.doc_type == "offer"
    assert found.offer is not None
    assert found.offer.band == 3
    assert {"RF-12", "RF-44"} <= {hit.id for hit in found.offer.indicators}
    other = detect("", BAIT, key=b"another key")
    assert other.offer is not None
    assert found.offer.contacts[0].key != other.offer.contacts[0].key


def test_every_quote_is_the_input_at_its_offsets() -> None:
    broken = CASE.replace(" di ", " di\n").replace(" dan ", "\ndan ")
    for title, text in ((CASE_TITLE, CASE), (CASE_TITLE, broken), ("", BAIT)):
        found = detect(title, text, key=KEY)
        fields = {"title": title, "text": text}
        hits = [*(found.offer.indicators if found.offer else ()), *(found.news.cues if found.news else ())]
        quotes = [(hit.field, hit.start, hit.end, hit.text) for hit in hits]
        quotes += [(entity.field, entity.start, entity.end, entity.text) for entity in found.entities]
        assert quotes
        for field, start, end, quote in quotes:
            assert fields[field][start:end] == quote


def test_masking_takes_what_must_go_and_keeps_what_must_stay() -> None:
    masked, detection = masked_of(CASE_TITLE, CASE)
    assert "Wulandari" not in masked.text
    assert "0812-0000-4455" not in masked.text
    assert "Polda NTB" in masked.title
    for hit in detection.news.cues if detection.news else ():
        assert (masked.title if hit.field == "title" else masked.text)[hit.start : hit.end] == hit.text


def test_a_column_of_an_import_that_holds_a_text_is_masked_like_one() -> None:
    document, _ = masked_of("", "Rapat warga membahas jadwal ronda, kata ketua lingkungan.", extra={"catatan": CASE})
    assert "Wulandari" not in document.extra["catatan"]
    assert "0812-0000-4455" not in document.extra["catatan"]
    assert "Polisi" in document.extra["catatan"] or "Kepolisian" in document.extra["catatan"]


@pytest.mark.parametrize(
    "number",
    [
        "kosong delapan dua empat tiga tiga empat empat lima lima enam enam",
        "o824.3344.5566",
        "0824 tiga tiga 44 5566",
        "0️⃣8️⃣2️⃣4️⃣ 3344 5566",
        "wa.me/6282433445566",
        "0824/3344/5577",
        "0824_3344_5588",
    ],
)
def test_a_disguised_number_of_an_offer_is_masked_in_the_text_and_in_every_quote(number: str) -> None:
    text = f"Dibutuhkan admin Kamboja gaji 15jt tanpa pengalaman, hub {number} Pak Contoh. Berangkat besok"
    masked, detection = masked_of("", text)
    digits = number.rpartition("/")[2] if number.startswith("wa.me") else number
    assert detection.offer is not None
    assert digits not in masked.text
    assert all(digits not in hit.text for hit in detection.offer.indicators)


@pytest.mark.parametrize(
    "link",
    [
        "https://api.whatsapp.com/send?phone=6282433445566",
        "https://chat.whatsapp.com/AbCdEf123",
        "https://bit.ly/loker-contoh",
        "https://wa.me/6282433445566",
        "https://docs.google.com/forms/d/e/1FAIpContoh/viewform",
    ],
)
def test_a_link_in_the_place_of_a_number_hides_no_bait(link: str) -> None:
    text = f"Dibutuhkan 10 admin chat penempatan Sihanoukville, gaji 800 USD, berangkat minggu ini. Hub {link}"
    found = detect("", text, key=KEY).offer
    assert found is not None
    assert found.band >= 2


@pytest.mark.parametrize(
    "text", ["Kak mau nanya, loker ini aman ga ya?", "Bun, ada yang tau PT ini?", "Gan ini beneran?"]
)
def test_who_is_addressed_without_a_name_is_nobody(text: str) -> None:
    assert detect("", text, key=KEY).redactions == ()


_SIGNS = {"a": "4@а", "i": "1!і", "e": "3е", "o": "0о", "s": "5$", "b": "68", "g": "96", "t": "7+"}
"""Signs that stand for letters, look-alikes of another alphabet among them."""


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(written_offers()), st.randoms(use_true_random=False))
def test_a_disguised_text_is_read_and_quoted_as_typed(row: dict[str, Any], chance: Random) -> None:
    """Once a "6" for a "b" in "ribu", and a disguised "bulan" before a sum, made the reader fail."""
    text = "".join(
        chance.choice(_SIGNS[letter.lower()]) if letter.lower() in _SIGNS and chance.random() < 0.5 else letter
        for letter in row["text"]
    )
    found = detect("", text, key=KEY)
    for hit in found.offer.indicators if found.offer else ():
        assert text[hit.start : hit.end] == hit.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_is_read_and_masked(text: str, title: str) -> None:
    masked, detection = masked_of(title, text)
    for entity in detection.entities:
        field = masked.title if entity.field == "title" else masked.text
        assert 0 <= entity.start <= entity.end <= len(field)


@pytest.mark.parametrize(
    "text", ["", "\x00\x07", "\ud800 loker", "\u202ejobmak rekol\u202c", "a" * 200_000, "🇰🇭" * 5000]
)
def test_odd_texts_are_answered(text: str) -> None:
    assert isinstance(detect("", text, key=KEY), Detection)


@pytest.mark.skipif(not SHARED.exists(), reason="the seed article lies in the developers' data folder")
def test_the_seed_article_is_prevention_and_no_case() -> None:
    from crawlers.extract.boilerplate import blanked

    (path,) = (SHARED / "seed").glob("*.txt")
    found = detect("", blanked(path.read_text("utf-8")), key=KEY)
    assert found.offer is None
    assert found.news is not None
    assert (found.news.kind, found.news.case, found.news.tppo_status) == ("prevention", None, None)
    assert found.news.hotlines == ("081138830666",)
    assert sorted(found.news.agencies) == ["BP3MI NTB", "Disnakertrans NTB", "Imigrasi", "Polda NTB"]


def masked_of(title: str, text: str, extra: dict[str, str] | None = None) -> tuple[Document, Detection]:
    from nlp.text import clean

    title, text = clean(title), clean(text)
    document = Document(
        doc_id=document_id(url=None, source="t", external_id="1", title=title, text=text),
        text_sha256=text_version(title, text), source="t", title=title, text=text, extra=extra or {},
        fetched_at=datetime(2025, 11, 5, tzinfo=UTC), extractor="t",
    )  # fmt: skip
    return mask(document, detect(title, text, key=KEY))


def test_the_version_of_an_answer_depends_on_every_model_that_is_read() -> None:
    """Two of the kinds' models once were left out: what they changed was not read anew."""
    here = Path(__file__).parents[2] / "nlp"
    told = {path for pattern in RULES for path in here.glob(pattern)}
    versioned = {here / "models" / name / "weights.npz" for name in ("news-kinds", "offers")}
    vectors = set((here / "models" / "static-id").iterdir())  # for near copies, which carry the name of their vectors
    models = {path for path in (here / "models").rglob("*") if path.is_file() and path.name != "README.md"}
    assert models - told - versioned - vectors == set()
