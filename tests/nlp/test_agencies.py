from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.agencies import agency_names, find_agencies

SEED = Path(__file__).parents[2].parent / "shared" / "seed"


def names(text: str) -> list[str]:
    return list(agency_names(find_agencies(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ditreskrimum Polda Nusa Tenggara Barat", ["Polda NTB"]),
        ("Wakapolda Kepulauan Riau", ["Polda Kepri"]),
        ("Badan Pelindungan PMI (BP3MI) Riau", ["BP3MI Riau"]),
        ("Satuan Tugas (Satgas) TPPO", ["Satgas TPPO"]),
        ("Polres Kota Malang", ["Polresta Malang"]),
        ("Pengadilan Negeri (PN) Kelas 1A Tegal", ["PN Tegal"]),
        ("Kejaksaan Negeri [Kejari] Manggarai", ["Kejari Manggarai"]),
        ("balai layanan TKI (BP3TKI) Kupang", ["BP3MI NTT"]),
        ("Kepolisian Resor Kota (Polresta) Gorontalo Kota", ["Polresta Gorontalo Kota"]),
        ("Polsek Bandara Sam Ratulangi", ["Polsek Bandara Sam Ratulangi"]),
        ("Polres Kabupaten Biak Numfor", ["Polres Biak Numfor"]),
        ("Kantor Imigrasi Klas I TPI Batam", ["Imigrasi Batam"]),
        ("Polres Timor Tengah Utara (TTU). Kapolres TTU", ["Polres Timor Tengah Utara"]),
        ("Kedutaan Besar (Kedubes) Indonesia di Arab Saudi", ["KBRI Riyadh"]),
        ("Satreskrim Polres Metro Bekasi Kota", ["Polres Metro Bekasi Kota"]),
        ("Kapolres Lombok Timur AKBP Contoh", ["Polres Lombok Timur"]),
        ("POLRESTA MATARAM", ["Polresta Mataram"]),
        ("Polsek Praya Barat Daya", ["Polsek Praya Barat"]),
        ("Polresta Bandara Soekarno-Hatta", ["Polresta Bandara Soekarno-Hatta"]),
        ("Polda Metro Jaya", ["Polda Metro Jaya"]),
        ("Dittipidum Bareskrim Polri", ["Bareskrim"]),
        ("Kapolri dan Divhubinter", ["Polri"]),
        ("Satgas TPPO Polri", ["Satgas TPPO"]),
        ("Satgas TPPO Polda Jawa Barat", ["Polda Jabar"]),
        ("Balai Pelayanan Pelindungan Pekerja Migran Indonesia (BP3MI) Sulawesi Utara", ["BP3MI Sulut"]),
        ("UPT BP2MI Jawa Tengah", ["BP3MI Jateng"]),
        ("Dinas Tenaga Kerja dan Transmigrasi (Disnakertrans) NTB", ["Disnakertrans NTB"]),
        ("Dinas Tenaga Kerja Kabupaten Tegal", ["Disnaker Tegal"]),
        ("Kantor Imigrasi Kelas I Khusus TPI Batam", ["Imigrasi Batam"]),
        ("pihak imigrasi membenarkan", ["Imigrasi"]),
        ("petugas imigrasi di bandara", []),
        ("Menko Hukum, HAM, Imigrasi dan Pemasyarakatan", []),
        ("ditahan di Detensi Imigrasi setempat", []),
        ("Menteri P2MI dan Menlu", ["KP2MI", "Kemlu"]),
        ("Kejaksaan Negeri (Kejari) Kota Bekasi", ["Kejari Bekasi"]),
        ("Pengadilan Negeri Mataram", ["PN Mataram"]),
        ("Pengadilan Tinggi Jawa Timur", ["PT Jatim"]),
        ("Gubernur NTT, Bupati Indramayu, Wali Kota Batam", ["Pemprov NTT", "Pemkab Indramayu", "Pemkot Batam"]),
        ("Kedutaan Besar RI di Kamboja", ["KBRI Phnom Penh"]),
        ("Kedutaan Besar RI (KBRI) di Yangon dan Bangkok", ["KBRI Yangon", "KBRI Bangkok"]),
        ("Kapolres Serang AKBP Contoh, ujar Kapolres Contoh", ["Polres Serang"]),
        ("Konsulat RI Tawau", ["KRI Tawau"]),
        ("Lanal Nunukan dan Satgas Pamtas", ["TNI AL", "TNI AD"]),
        ("UPTD PPA Kota Mataram", ["UPTD PPA"]),
        ("Badan Pelindungan PMI (BP2MI) NTB", ["BP3MI NTB"]),
        ("BP2MI Wilayah Jawa Tengah", ["BP3MI Jateng"]),
        ("Badan Pelindungan Pekerja Migran Indonesia (BP2MI). Bandung macet", ["BP2MI"]),
        ("Kepolisian Daerah (Wakapolda) Metro Jaya", ["Polda Metro Jaya"]),
        (
            "Kantor Imigrasi Kelas I Khusus Tempat Pemeriksaan Imigrasi Soekarno-Hatta (Soetta)",
            ["Imigrasi Soekarno-Hatta"],
        ),
        ("Disnaker Kabupaten Bandung Barat (KBB), lalu Disnaker KBB", ["Disnaker Bandung Barat"]),
        ("the Indonesian Embassy in Kuala Lumpur", ["KBRI Kuala Lumpur"]),
        ("Kapolsek Kawasan Bandara Hang Nadim Iptu Contoh", ["Polsek Kawasan Bandara Hang Nadim"]),
        ("Polsek Kawasan Pelabuhan Samudera Bitung", ["Polsek Kawasan Pelabuhan Samudera Bitung"]),
        ("Badan Reserse Kriminal (Bareskrim) Polri", ["Bareskrim"]),
        ("Kantor Imigrasi Kelas 1 Khusus Surabaya", ["Imigrasi Surabaya"]),
        ("Kementrian Ketenagakerjaan dan Lanudal Juanda", ["Kemnaker", "TNI AL"]),
    ],
)
def test_canonical_names(text: str, expected: list[str]) -> None:
    assert names(f"Menurut {text}, kasus itu diusut.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kementerian Luar Negeri Malaysia menolak.",
        "Imigrasi Malaysia menahan mereka.",
        "Mantan Kapolda NTB hadir.",
        "Jumpa pers digelar di Mapolres Bogor.",
        "PT Maju Contoh merekrut warga.",
        "MA (23) dan MK (30) ditangkap polisi.",
        "Ia melanggar aturan imigrasi setempat.",
        "Jenazah dibawa ke RS Polri.",
    ],
)
def test_what_is_no_body_of_the_list(text: str) -> None:
    assert names(text) == []


def test_an_embassy_without_a_city_is_that_of_the_country_named() -> None:
    assert names("KBRI mendampingi WNI yang disekap di Myanmar.") == ["KBRI Yangon"]


def test_a_short_form_joins_the_full_name() -> None:
    assert names("BP3MI Kepri menjemput mereka. Kepala BP3MI berterima kasih.") == ["BP3MI Kepri"]


def test_linked_headlines_are_no_text() -> None:
    assert names("Kemlu bekerja.\nBaca juga: Bareskrim bergerak\nSelesai.") == ["Kemlu"]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article lies in ../shared")
def test_the_seed_article() -> None:
    text = next(SEED.glob("*.txt")).read_text("utf-8")
    assert names(text) == ["Polda NTB", "Disnakertrans NTB", "BP3MI NTB", "Imigrasi"]


@given(st.text(max_size=200))
def test_offsets_are_exact_in_any_text(noise: str) -> None:
    text = f"{noise} Polda NTB {noise}"
    for agency in find_agencies(text):
        assert text[agency.start : agency.end].split() == agency.text.split()
