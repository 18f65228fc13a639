"""News, talk, and the language of a text."""

import pytest

from nlp.detect import detect
from nlp.genre import is_news, language_of
from nlp.text import Reading

NEWS = (
    "Kepolisian menyatakan dua pengelola penampungan ditahan pada Senin (3/11/2025). Menurut keterangan penyidik, "
    "para perempuan itu direkrut di desa dan dijanjikan pekerjaan rumah tangga, sementara paspor mereka disimpan pelaku."
)


@pytest.mark.parametrize(
    ("title", "text", "news"),
    [
        ("Dua Pengelola Penampungan Ditahan", NEWS, True),
        ("", NEWS, True),
        ("", "Polisi menangkap dua perekrut, kata kapolres.", True),
        ("Dua Perekrut Ditangkap di Pelabuhan", "", True),
        ("", "kak aku mau tanya dong, ini aman ga ya? aku takut ketipu 😭 tolong jawab min", False),
        ("", "yuk kabur aja dulu guys, gue udah capek banget di sini wkwk #kabur", False),
        ("", "", False),
    ],
)
def test_the_manner_of_news(title: str, text: str, news: bool) -> None:
    assert is_news(Reading.of(title, text), None) is news


CHECKED = (
    "Akun TikTok “loker.contoh88” membagikan video [arsip] disertai narasi: “DIBUTUHKAN 40 pekerja kebun ke Selandia Baru, gaji 38 juta, "
    "tiket ditanggung, WA 0824-0000-7788”. Tim Pemeriksa Fakta menghubungi perusahaan itu: lowongan tersebut konten palsu."
)


def test_a_fact_check_is_news_and_no_offer_whatever_it_quotes() -> None:
    found = detect("", CHECKED, key=b"k" * 32)
    assert found.doc_type == "news"
    assert found.offer is None


@pytest.mark.parametrize("mark", ["Sudah dicek Mafindo, bukan hoax. ", "[arsip] ", "Cek fakta: ini asli. "])
def test_one_mark_of_a_fact_check_hides_no_offer(mark: str) -> None:
    text = "Dibutuhkan 40 pekerja kebun ke Selandia Baru, gaji 38 juta, tiket ditanggung, tanpa pengalaman, WA 0824-0000-7788"
    found = detect("", f"{mark}{text}", key=b"k" * 32)
    assert found.offer is not None


def test_a_hint_decides() -> None:
    assert is_news(Reading.of("", "kak aman ga?"), "news")
    assert not is_news(Reading.of("", NEWS), "social")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NEWS, "id"),
        ("The police said that two men were arrested in the city for selling jobs that are not there.", "en"),
        ("Golek gawe sing gampang lan kepenak nang kene, aku iki wis kesel karo kerjaan kuwi.", "jv"),
        ("???", "id"),
        ("", "id"),
    ],
)
def test_language(text: str, code: str) -> None:
    assert language_of(Reading.of("", text)) == code
