import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.detect import detect
from nlp.running_text import running, squeezed
from nlp.sentences import aside_spans
from nlp.text import Reading

TOLD = (
    "Polisi menghentikan sebuah truk di jalan kebun dekat Contoh Hulu dan menemukan sebelas calon pekerja di bawah terpal.",
    "Mereka hendak diseberangkan ke Malaysia tanpa paspor dan telah membayar masing-masing lima juta rupiah kepada tekong.",
    "Sopir dan pemilik truk ditahan, sedangkan para calon pekerja dibawa ke rumah singgah milik dinas sosial setempat.",
)


def read(text: str) -> list[str]:
    return [line.strip() for line in running(Reading.of("Judul", text)).text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Bandar Narkoba Contoh Divonis Seumur Hidup",
        "Baca: Harga Cabai Naik Lagi di Pasar Contoh",
        "ADVERTISEMENT",
        "Kabar Contoh - 03/03/2025, 03:27 WIB",
        "Oleh: Rukmana Tirta",
        "Tim Redaksi",
        "comment",
        "truk-contoh_0033.jpg Iklan Contoh",
        "Truk yang dihentikan petugas di jalan kebun. (Foto: Dok. Contoh)",
        "Lulus Verifikasi Dewan Pers Nomor 00/Contoh",
    ],
)
def test_what_stands_around_the_news_is_left_out(line: str) -> None:
    assert read("\n".join([line, *TOLD])) == list(TOLD)
    assert read("\n".join([TOLD[0], line, *TOLD[1:]])) == list(TOLD)


def test_place_and_outlet_before_the_first_sentence_are_left_out() -> None:
    assert read("\n".join([f"CONTOH HULU, KABARCONTOH.COM – {TOLD[0]}", *TOLD[1:]])) == list(TOLD)


def test_short_lines_are_the_text_where_there_are_no_others() -> None:
    lines = ["Dicari anak hilang", "umur 12 tahun", "hubungi polsek"]
    assert read("\n".join(lines)) == lines


def test_the_sentence_behind_a_button_is_text() -> None:
    text = f"{TOLD[0]}\nADVERTISEMENT\n{TOLD[1]}"
    assert [text[start:end] for start, end in aside_spans(text)] == ["ADVERTISEMENT"]


def test_a_line_that_names_another_article_is_no_text() -> None:
    text = f"{TOLD[0]}\nBaca: Turis Contoh Ditangkap di Prancis\n{TOLD[1]} Ia sempat baca: begitu katanya."
    assert [text[start:end] for start, end in aside_spans(text)] == ["Baca: Turis Contoh Ditangkap di Prancis"]


def test_a_linked_headline_does_not_decide_the_kind() -> None:
    linked = "Baca juga: Pengedar Sabu di Kampung Contoh Ternyata Bekas Polisi"
    plain, page = (
        detect("", "\n".join(lines), key=bytes(32), kind_hint="news") for lines in (TOLD, (TOLD[0], linked, *TOLD[1:]))
    )
    assert plain.news is not None
    assert page.news is not None
    assert page.news.kind == plain.news.kind
    assert page.news.kind.startswith("case_")


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_places_stay_the_same(text: str) -> None:
    page = Reading.of("", text)
    found = running(page)
    assert len(found.text) == len(page.text)
    assert all(one in {other, " "} for one, other in zip(found.text, page.text, strict=True))
    assert "  " not in squeezed(found.text)
