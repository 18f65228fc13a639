from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract import boilerplate

SEED = Path(__file__).parents[2].parent / "shared" / "seed"

BODY = """\
Mataram (ANTARA) - Dinas mencatat dua belas calon pekerja batal berangkat.
SCROLL TO CONTINUE WITH CONTENT
Baca juga: Perekrut ditangkap di Lombok
"Kami sudah memeriksa dokumennya," kata Baiq Rinjani.
[Gambas:Video 20detik]
Baca juga:
Tiga Orang Perekrut Ilegal Ditangkap di Bandara
Warga yang curiga dapat menelepon 0800-0000-11.

Pewarta : Lalu Gunung Sari
Editor: Ni Luh Contoh
Copyright © ANTARA 2026
Dilarang keras mengambil konten laman ini, termasuk dengan mesin, bila tidak diizinkan.
"""


def test_boilerplate_goes_and_sentences_stay() -> None:
    body = boilerplate.separate(BODY)
    assert body.text.splitlines() == [
        "Dinas mencatat dua belas calon pekerja batal berangkat.",
        '"Kami sudah memeriksa dokumennya," kata Baiq Rinjani.',
        "Warga yang curiga dapat menelepon 0800-0000-11.",
    ]
    assert (body.byline, body.editor, body.dateline) == ("Lalu Gunung Sari", "Ni Luh Contoh", "Mataram (ANTARA)")


@pytest.mark.parametrize(
    "line",
    ["Lihat juga : Sindikat lain", "Simak Video 'Penangkapan'", "ADVERTISEMENT", "Halaman 1/2", "Pilihan Editor: Tiga cara",
     "Scroll ke bawah untuk melanjutkan membaca", "Cek berita dan artikel yg lain di Google News", "#berita #kabar #uji",
     "Dapatkan update berita pilihan lewat WhatsApp Channel Kabar Uji", "12 Komentar", "Kabar Uji. All rights reserved.",
     "Dilarang menyalin isi laman ini untuk melatih mesin tanpa persetujuan redaksi.", "Berlangganan untuk membaca lanjutannya"],
)  # fmt: skip
def test_known_lines(line: str) -> None:
    assert boilerplate.separate(f"Kalimat pertama.\n{line}\nKalimat kedua.").text == "Kalimat pertama.\nKalimat kedua."


@pytest.mark.parametrize(
    "sentence",
    ["Warga diminta simak pengumuman resmi.", "Ia lihat juga dokumen milik temannya.", "Editor video dibutuhkan segera di Surabaya.",
     "Sumber: kepolisian setempat.", "Warga dilarang mengambil gambar di penampungan itu, kata polisi.",
     "Ia diminta berlangganan untuk membaca.", "Dilarang mengambil paspor pekerja, tulis surat edaran itu.", "Baca kontrak sebelum berangkat.", "Penulis surat itu, kata polisi, belum ditemukan."],
)  # fmt: skip
def test_real_sentences_stay(sentence: str) -> None:
    assert boilerplate.separate(f"{sentence}\nKalimat kedua.").text.startswith(sentence)


def test_a_headline_inside_a_line_ends_before_the_next_sentence() -> None:
    text = "Mereka pulang. Baca juga: Polisi Tangkap Perekrut Pekerja Ilegal di Lombok Kepala dinas berterima kasih."
    assert boilerplate.separate(text).text == "Mereka pulang.  Kepala dinas berterima kasih."


def test_glued_credits_are_told_apart() -> None:
    body = boilerplate.separate("Satu kalimat.\nPewarta: Lalu SariEditor: Ni Luh Copyright © ANTARA 2026")
    assert (body.text, body.byline) == ("Satu kalimat.", "Lalu Sari")


def test_signature_and_tags_below_it() -> None:
    body = boilerplate.separate("Satu kalimat saja di sini.\n(abc/def)\npekerja migran\nlombok timur")
    assert (body.text, body.desk_code) == ("Satu kalimat saja di sini.", "abc/def")


def test_an_abbreviation_at_the_end_is_no_signature() -> None:
    assert boilerplate.separate("Mereka warga negara Indonesia (WNI)").text.endswith("(WNI)")


def test_rules_of_a_source_and_which_of_them_met_a_line() -> None:
    body = boilerplate.separate("Ikut terus.\nKabar Uji, tajam!", ("kabar uji, .*", "tidak pernah ada"))
    assert (body.text, body.matched) == ("Ikut terus.", frozenset(["kabar uji, .*"]))


@pytest.mark.parametrize(
    ("end", "byline", "code", "editor"),
    [("SRI CONTOH WATI", "SRI CONTOH WATI", None, None), ("ANTARA", None, None, None), ("(FHM)", None, "FHM", None),
     ("(Sri Contoh Wati)", None, None, "Sri Contoh Wati"), ("(abc/def)", None, "abc/def", None)],
)  # fmt: skip
def test_sign_offs(end: str, byline: str | None, code: str | None, editor: str | None) -> None:
    body = boilerplate.separate(f"Kalimat terakhir dari berita ini.\n{end}")
    assert body.text == "Kalimat terakhir dari berita ini."
    assert (body.byline, body.desk_code, body.editor) == (byline, code, editor)


def test_capitals_below_an_open_sentence_stay() -> None:
    assert boilerplate.separate("Mereka bekerja untuk\nPT CONTOH INSAN").text.endswith("PT CONTOH INSAN")


@pytest.mark.parametrize(
    "line",
    ["Mataram (ANTARA) - ", "Jakarta, IDN Times - ", "Kupang, Kabaruji.com - ", "KABARUJI.COM, KUPANG -- ", "Kabaruji.com - KUPANG - ", "Liputan6.com, Jakarta ",
     "JAKARTA – ", "TEMPO.CO, Jakarta - "],
)  # fmt: skip
def test_datelines(line: str) -> None:
    body = boilerplate.separate(f"{line}Dinas mencatat dua belas orang.")
    assert body.text == "Dinas mencatat dua belas orang."
    assert body.dateline == line.strip(" -–")


def test_a_choice_of_the_editor_names_no_editor() -> None:
    assert boilerplate.separate("Satu kalimat.\nPilihan Editor: Tiga Cara Aman Bekerja").editor is None


@given(st.lists(st.sampled_from(BODY.splitlines()) | st.text(max_size=50), max_size=12))
def test_blanking_keeps_every_offset(lines: list[str]) -> None:
    text = "\n".join(lines)
    blank = boilerplate.blanked(text)
    assert len(blank) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, blank, strict=True))
    where = boilerplate.spans(text)
    assert all(first[1] < second[0] for first, second in pairwise(where))


def test_the_seed_article() -> None:
    if not SEED.is_dir():
        pytest.skip("the shared seed article is not here")
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    body = boilerplate.separate(text)
    assert "081138830666" in body.text
    for word in ("Baca juga", "Pewarta", "Editor", "Copyright"):
        assert word in text
        assert word not in body.text
    assert body.byline
    assert body.editor
    removed = [line for line in text.splitlines() if line.strip() and line not in body.text]
    assert len(removed) == 6


@pytest.mark.parametrize(
    "contact", ["WA 0812-0000-1234", "wa.me/6281200001234", "Telegram @loker_contoh", "hub +62 812 0000 1234"]
)
@pytest.mark.parametrize("form", ["Baca juga: {}", "Halo semua.\nLihat juga {}\nTerima kasih.", "Baca juga:\n{}"])
def test_a_line_that_tells_whom_to_reach_is_no_headline(form: str, contact: str) -> None:
    """An ad typed like the line of another article would be lost to whoever looks for ads."""
    text = form.format(f"Dibutuhkan Admin ke Kamboja {contact}")
    assert contact in boilerplate.separate(text).text
    assert contact in boilerplate.blanked(text)
