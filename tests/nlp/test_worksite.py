"""Where the work of an offer is done. Texts written for these tests."""

import pytest

from nlp.money import find_money
from nlp.offer_words import words_of
from nlp.site_features import site_of
from nlp.text import Reading
from nlp.worksite import find_worksite


def _site(text: str, location: str | None = None) -> tuple[str, tuple[str, ...]]:
    reading = Reading.of("", text)
    site = site_of(reading, find_money(reading.joined), concealed=False)
    place = find_worksite(site, words_of(reading.normalised.text), location)
    return place.scope, place.destination


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doha: teknisi lift, 2.400 riyal, mess. Kantor PT Contoh Karya di Bekasi", ("overseas", ("QA",))),
        ("Loker CS di Poipet gaji 9jt", ("overseas", ("KH",))),
        ("Loker ART Malaysia gaji 5jt. WA", ("overseas", ("MY",))),
        ("Telemarketing kantor di Bavet, tiket Jakarta-Ho Chi Minh kami belikan", ("overseas", ("KH",))),
        ("Perawat lansia di Jepang, Kumamoto. Berkas dikirim ke LPK Contoh di Subang", ("overseas", ("JP",))),
        ("loker 🦁 negri 🦁, jaga toko roti, 7 juta bersih", ("overseas", ("SG",))),
        ("admin di negeri angkor, gaji dolar", ("overseas", ("KH",))),
        ("CS KMB butuh 4 orang, 900 usd", ("overseas", ("KH",))),
        ("Kerja toko di Dubai, jalan lewat Batam - Singapura - Dubai", ("overseas", ("AE",))),
        ("Ada kerja di Vietnam, tiket feri ke Johor kami belikan", ("overseas", ("VN",))),
        ("Khusus eks HK atau Taiwan: kerja rumah tangga di Singapura", ("overseas", ("SG",))),
        ("SSW kaigo, gaji 180.000 sebulan, sudah punya JFT A2", ("overseas", ("JP",))),
        ("EPS manufaktur buka lagi, daftar sendiri", ("overseas", ("KR",))),
        ("Petik buah, working holiday visa, 30 sejam", ("overseas", ("AU",))),
        ("Cari TKW, majikan baik, kontrak disahkan KDEI", ("overseas", ("TW",))),
        ("Loker tambang Afrika gaji 25 juta", ("hidden", ())),
        ("Lowongan staf ekspor ke Afrika, kantor Surabaya", ("domestic", ("ID",))),
        ("ABK kapal cumi Benoa, bagi hasil", ("domestic", ("ID",))),
        ("ABK dari Muara Baru, kapal sandar di luar negeri, paspor dibuatkan", ("ship", ())),
        ("Pramuniaga untuk Nagoya Hill, gaji UMK", ("domestic", ("ID",))),
        ("Cruise line assistant waiter, US $ 850 monthly, polish silverware, china and glassware", ("ship", ())),
        ("Penerimaan petugas jalur khusus, biaya 20 juta, hubungi Pak Contoh", ("domestic", ("ID",))),
    ],
)
def test_the_place_of_work(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert _site(text) == expected


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        (
            "Loker luar negeri:\n- Kamboja admin 800 USD\n- Dubai cleaning 1.800 AED\n- Malaysia kuli RM 1.700",
            {"KH", "AE", "MY"},
        ),
        ("Job order:\n1. Taiwan pabrik\n2. Jepang kaigo\n3. Malaysia kilang\nKantor di Cilacap", {"TW", "JP", "MY"}),
        ("Lowongan Taiwan\nTransit di Malaysia dulu\nGaji NT 28.590", {"TW"}),
    ],
)
def test_countries_on_lines_of_their_own_are_meant_together(text: str, countries: set[str]) -> None:
    assert set(_site(text)[1]) == countries
