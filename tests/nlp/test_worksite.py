"""Where the work of an offer is done. Texts written for these tests."""

import pytest

from nlp.text import Reading
from nlp.worksite import corrected, find_worksite


def _site(text: str, abroad: float, currency: str | None = None) -> tuple[str, tuple[str, ...]]:
    reading = Reading.of("", text)
    site = corrected(find_worksite(reading.normalised), reading, abroad, currency)
    return site.scope, site.destination


@pytest.mark.parametrize(
    ("text", "abroad", "expected"),
    [
        ("Doha: teknisi lift, 2.400 riyal, mess. Kantor PT Contoh Karya di Bekasi", 0.4, ("overseas", ("QA",))),
        ("Perawat lansia di Jepang, Kumamoto. Berkas dikirim ke LPK Contoh di Subang", 0.9, ("overseas", ("JP",))),
        ("loker 🦁 negri 🦁, jaga toko roti, 7 juta bersih", 2.0, ("overseas", ("SG",))),
        ("admin di negeri angkor, gaji dolar", 2.0, ("overseas", ("KH",))),
        ("CS KMB butuh 4 orang, 900 usd", 0.9, ("overseas", ("KH",))),
        ("Kerja toko di Dubai, jalan lewat Batam - Singapura - Dubai", 3.0, ("overseas", ("AE",))),
        ("Ada kerja di Vietnam, tiket feri ke Johor kami belikan", 3.0, ("overseas", ("VN",))),
        ("Khusus eks HK atau Taiwan: kerja rumah tangga di Singapura", 2.0, ("overseas", ("SG",))),
        ("ABK kapal cumi Benoa, bagi hasil", 0.6, ("domestic", ("ID",))),
        ("ABK dari Muara Baru, kapal sandar di luar negeri, paspor dibuatkan", 1.6, ("ship", ())),
        ("Pramuniaga untuk Nagoya Hill, gaji UMK", -2.0, ("domestic", ("ID",))),
        ("Penerimaan petugas jalur khusus, biaya 20 juta, hubungi Pak Contoh", 1.2, ("domestic", ("ID",))),
        ("ikut kerja yuk, enak kok, nanti dijelaskan", 1.8, ("hidden", ())),
    ],
)
def test_the_place_of_work(text: str, abroad: float, expected: tuple[str, tuple[str, ...]]) -> None:
    assert _site(text, abroad) == expected
