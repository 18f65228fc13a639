from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nlp.entities import find_entities
from nlp.language import read
from nlp.mask import MaskedText, mask
from nlp.redactions import find_redactions
from nlp.text import Reading
from warehouse.contracts import (
    Case,
    Contact,
    Detection,
    Document,
    IndicatorHit,
    Job,
    News,
    Offer,
    Pay,
    Versions,
)

VERSIONS = Versions(ruleset="r", model="m", code="c")
STORY = (
    "MATARAM - Polda NTB menyelamatkan korban berinisial MN (16) dan Siti Rahmawati Contoh (24). Ibu korban, Sumarni, melapor. "
    "Tersangka Joko Contohadi bin Slamet ditangkap di rumahnya, Jalan Melati No. 7 RT 03/RW 05. Siti menangis, sebut saja Bunga, "
    "bukan nama sebenarnya. Nomor Sumarni 0812-0000-1234, NIK 5201010101010001, rekening BRI 0012-0000-3456-789. "
    "Saksi bernama Rudianto melihatnya. Kapolda NTB Irjen Pol Budi Pejabat mengatakan warga dapat menghubungi 0811-3883-0666."
)


def document(title: str, text: str, **more: object) -> Document:
    fields: dict[str, object] = {"doc_id": "d", "text_sha256": "h", "source": "s", "extractor": "e", **more}
    return Document(title=title, text=text, fetched_at=datetime(2025, 1, 1, tzinfo=UTC), **fields)


def detection(title: str, text: str, **more: object) -> Detection:
    reading = Reading.of(title, text)
    doc = read(reading)
    return Detection(
        lang="id",
        doc_type="news",
        entities=find_entities(doc, reading),
        redactions=find_redactions(doc, reading),
        versions=VERSIONS,
        **more,
    )


def masked(title: str, text: str, **more: object) -> tuple[Document, Detection]:
    return mask(document(title, text, **more), detection(title, text))


def test_a_story_keeps_officials_and_lines_and_loses_private_people() -> None:
    text = masked("Polda NTB selamatkan Siti", STORY)[0].text
    gone = [
        "MN (",
        "Siti",
        "Rahmawati",
        "Sumarni",
        "Contohadi",
        "Bunga",
        "1234",
        "5201010101010001",
        "3456",
        "Rudianto",
        "Melati",
        "RT 03",
    ]
    assert [word for word in gone if word in text] == []
    for kept in ("Polda NTB", "Budi Pejabat", "0811-3883-0666", "J.C."):
        assert kept in text
    for placeholder in (
        "[ANAK_1]",
        "[KORBAN_1]",
        "[KELUARGA_1]",
        "[SAKSI_1]",
        "[TELEPON]",
        "[NIK]",
        "[REKENING]",
        "[ALAMAT]",
    ):
        assert placeholder in text


def test_one_person_has_one_placeholder_in_title_and_text() -> None:
    changed, _ = masked("Kisah Rahmadani Contoh", "Korban bernama Rahmadani Contoh (24) pulang. Rahmadani lega.")
    assert changed.title == "Kisah [KORBAN_1]"
    assert changed.text == "Korban bernama [KORBAN_1] (24) pulang. [KORBAN_1] lega."


def test_initials_of_adult_suspects_stay() -> None:
    assert masked("", "Tersangka berinisial HS (41) ditahan.")[0].text == "Tersangka berinisial HS (41) ditahan."


def test_a_childs_school_and_village_are_masked() -> None:
    text = "Korban, siswi SMP Negeri 9 Contoh (15), tinggal di Desa Contohsari."
    assert "SMP Negeri 9" not in masked("", text)[0].text
    assert "Contohsari" not in masked("", text)[0].text


def test_columns_of_an_import_and_job_fields_are_masked() -> None:
    changed, _ = masked(
        "",
        "Korban bernama Rahmadani Contoh pulang.",
        extra={"catatan": "Rahmadani Contoh, 0812-0000-1234, 5201010101010001"},
        job=Job(company="PT Contoh", location="hubungi 0812-0000-1234"),
        byline="Rahmadani Contoh",
    )
    assert changed.extra == {"catatan": "[KORBAN_1], [TELEPON], [NIK]"}
    assert changed.job == Job(company="PT Contoh", location="hubungi [TELEPON]")
    assert changed.byline == "Rahmadani Contoh"


def test_spans_are_mapped_and_quotes_cut_anew() -> None:
    text = "Korban bernama Rahmadani Contoh dijanjikan gaji besar lewat 0812-0000-1234."
    start, end = text.index("lewat"), len(text) - 1
    hit = IndicatorHit(id="RF-34", field="text", start=start, end=end, text=text[start:end], weight=1)
    promise = text.index("gaji besar")
    case = Case(
        victims_text="Korban bernama Rahmadani Contoh",
        promised_pay=Pay(raw="gaji besar"),
        spans={"promised_pay": (("text", promise, promise + 10),)},
    )
    clear = detection(
        "",
        text,
        news=News(kind="case_arrest", kind_probs={}, tppo_topic=True, case=case, cues=(hit,)),
        offer=Offer(
            risk=0.5,
            band=2,
            scope="hidden",
            indicators=(hit,),
            contacts=(Contact(type="phone", key="k", value="+6281200001234"),),
        ),
    )
    changed, found = mask(document("", text), clear)
    assert found.news is not None
    assert found.news.case is not None
    assert found.offer is not None
    assert found.news.cues[0].text == "lewat [TELEPON]"
    assert found.offer.indicators[0].text == "lewat [TELEPON]"
    assert found.offer.contacts[0].value is None
    assert found.news.case.victims_text == "Korban bernama [KORBAN_1]"
    ((_, start, end),) = found.news.case.spans["promised_pay"]
    assert changed.text[start:end] == "gaji besar"


def test_every_entity_still_quotes_the_text_and_masked_ones_lose_their_value() -> None:
    changed, found = masked("Polda NTB", STORY)
    for entity in found.entities:
        source = changed.title if entity.field == "title" else changed.text
        assert source[entity.start : entity.end] == entity.text
        assert not (entity.text.startswith("[") and entity.canonical)
    assert [changed.text[start:end] for field, start, end, role in found.redactions if role == "nik"] == ["[NIK]"]


def test_masking_again_changes_nothing() -> None:
    once = masked("Polda NTB", STORY)
    assert mask(*once) == once
    again = mask(once[0], detection(once[0].title, once[0].text))
    assert again[0].text == once[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Kepala BP3MI NTB Contoh Pejabat mengatakan hal itu.",
        "Mereka berasal dari Lombok Timur, NTB, kata Direktur Pelindungan WNI Kemlu Contoh Pejabat.",
        "PT Contoh Makmur Sentosa membantah.",
        "Hubungi SAPA 129 atau call center 110 Polri.",
    ],
)
def test_what_is_kept(text: str) -> None:
    assert masked("", text)[0].text == text


NAMES = st.sampled_from(["Rahmadani", "Sulastrini", "Yosefina Wati", "MN", "Kartiningsih Ayu"])
NOISE = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(NAMES, NOISE, NOISE)
def test_a_masked_value_is_nowhere_in_the_masked_text(name: str, before: str, after: str) -> None:
    assume(name not in before and name not in after)
    text = f"{before}\nKorban bernama {name} (17) pulang. Lalu {name} lega.\n{after}"
    changed, found = masked("", text)
    assert name not in changed.text
    assert {role for _, _, _, role in found.redactions} >= {"minor"}
    assert mask(changed, found) == (changed, found)


@st.composite
def edited(draw: st.DrawFn) -> MaskedText:
    clear = draw(st.text(min_size=1, max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(clear)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return MaskedText(
        clear, tuple((start, end, draw(st.sampled_from(["[X]", "", "[KORBAN_1]"]))) for start, end in pairs)
    )


@given(edited(), st.data())
def test_the_map_is_exact(masked_text: MaskedText, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(masked_text.clear)))
    end = data.draw(st.integers(start, len(masked_text.clear)))
    new_start, new_end = masked_text.span(start, end)
    assert 0 <= new_start <= new_end <= len(masked_text.text)
    if not masked_text.touched(start, end):
        assert masked_text.text[new_start:new_end] == masked_text.clear[start:end]
