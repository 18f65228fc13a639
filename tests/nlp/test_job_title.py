"""The job as typed. Texts written for these tests."""

import pytest

from nlp.job_title import find_title
from nlp.text import Reading


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("Loker Kamboja, 15jt", None),
        ("Loker Kamboja, posisi admin chat, 15jt", "admin chat"),
        ("Loker Taiwan jaga lansia, gaji sesuai kontrak", "jaga lansia"),
        ("Dicari juru masak Jepang untuk restoran", "juru masak"),
        ("Job order Brunei & Malaysia: hubungi kantor", None),
        ("Saya bisa carikan pekerjaan, jadikan ini awal", None),
    ],
)
def test_a_place_is_no_job(text: str, job: str | None) -> None:
    assert find_title(Reading.of("", text), None) == job


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("LOWONGAN KERJA PT CONTOH RAYA (PERSERO) 2026. Posisi: Kondektur, Teknisi", "Kondektur"),
        ("Loker Dinas Contoh Kota posisi petugas lapangan", "petugas lapangan"),
        ("Lowongan kerja Kemencontoh 2026, klik link di bio", None),
        ("Dicari kasir untuk PT Contoh Raya", "kasir"),
        ("Job fair Disnaker, dicari operator jahit", "operator jahit"),
        ("Loker Dubai 0812-0000-1190/0812-0000-1191", None),
        ("Dicari guru honor Rp 1,5 juta", "guru"),
    ],
)
def test_an_employer_is_no_job(text: str, job: str | None) -> None:
    assert find_title(Reading.of("", text), None) == job


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("Masih ada 2 slot kurir paket Depok, 3 jt-an", "kurir paket"),
        ("Loker CS toko online Jakarta 4jt", "CS toko online"),
        ("Dicari teman jaga counter HP di Medan", "jaga counter HP"),
        ("Paman saya punya restoran, jadi gini, bos cari barista", "barista"),
        ("loker Kamboja 14jt/bln, ketik saja", None),
        ("Butuh cepat welder & pipe fitter Rumania 650 euro", "welder & pipe fitter"),
        ("Program kerja di bidang las untuk Jepang", None),
        ("Hotel di Doha perlu waiters", "waiters"),
    ],
)
def test_a_job_is_known_by_its_name_wherever_it_stands(text: str, job: str | None) -> None:
    assert find_title(Reading.of("", text), None) == job
