"""A fact check is taken apart: the false vacancy that it quotes, without the checkers' own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.train.quoted_posts import quoted_post

POST = "LOWONGAN KERJA PT LINTAS SAMUDRA RAYA 2026 Posisi: Kasir, Admin, Sopir. Penempatan seluruh Indonesia, klik link di bio"


@pytest.mark.parametrize(
    "check",
    [
        f"Akun TikTok “loker.lintas” pada Senin (4/5/2026) mengunggah foto [arsip] disertai takarir: {POST} Hingga Rabu (17/6/2026) dibagikan.",
        f"Beredar tautan dari akun Facebook “info kerja”. Unggahan beserta narasi : “{POST}” Pada bagian bio akun terdapat tautan.",
        f"Berikut narasi lengkapnya: “{POST}” Unggahan tersebut dibagikan 20 kali.",
        f"Video berisi narasi: {POST} Dari pengamatan tim, terdapat tautan di bio akun.",
        f"disertai narasi: {POST}",
    ],
)
def test_the_post_stands_between_the_words_of_the_checkers(check: str) -> None:
    assert quoted_post(check) == POST


@pytest.mark.parametrize(
    "text",
    [
        POST,
        "disertai narasi: “Bantuan pulsa gratis untuk semua warga, isi data di tautan ini sebelum habis” Hingga Rabu dibagikan.",
        "disertai takarir: Loker Lintas Hingga Rabu (17/6/2026), konten tersebut mendapat 300-an tanda suka.",
        "",
    ],
)
def test_what_quotes_nothing_of_work_has_no_post(text: str) -> None:
    assert quoted_post(text) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_post_is_a_piece_of_the_text(before: str, after: str) -> None:
    text = f"{before} narasi: {after}"
    post = quoted_post(text)
    assert post is None or post in text
