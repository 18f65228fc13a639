import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.hotlines import find_hotlines, find_phones, hotline_body


def lines(text: str) -> list[str | None]:
    return [line.canonical for line in find_hotlines(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Warga dapat melapor ke layanan pengaduan Polres Contoh di nomor 0812-0000-1234.", ["081200001234"]),
        ("Hubungi SAPA 129 atau call center 110 milik Polri.", ["129", "110"]),
        ("Laporkan ke Kontak OJK 157, BPJS Ketenagakerjaan 175, atau polisi (110).", ["157", "175", "110"]),
        ("Hotline KBRI dapat dihubungi di +855 12 813 282.", ["+85512813282"]),
        (
            "Posko BP3MI menerima pengaduan lewat WhatsApp 0811 0000 222 atau 0811 0000 333.",
            ["08110000222", "08110000333"],
        ),
        ("Masyarakat dapat melaporkan calo ke posko Polres Contoh, 0824-0000-1234.", ["082400001234"]),
        ("Hotline KJRI Contoh+852 6000 0123/+852 6000 0124.", ["+85260000123", "+85260000124"]),
        ("Hubungi hotline KJRI +852 6000 0125 atau sekretariat Contoh 5500 0126.", ["+85260000125", "55000126"]),
        (
            "Saluran pengaduan: 0824 6600 8899 (Disnaker), 0825 1100 3344 (BP3MI), 110 (Polri).",
            ["082466008899", "082511003344", "110"],
        ),
        (
            "Warga diimbau waspada.\n\nHotline BP3MI Contoh:\n0824-1100-2222\n0825-3300-4444",
            ["082411002222", "082533004444"],
        ),
        ("Relawan posko siap ditelepon di 0825 1100 3344.", ["082511003344"]),
        ("LPSK menerima permohonan lewat 148.", ["148"]),
        ("Yang melihat anak itu diminta lapor ke 110 atau orang tuanya di 0827-6600-4411.", ["110"]),
        ("Ada kabar? Hubungi KJRI Contoh +852 6000 0125 atau keluarga 0827-6600-4411.", ["+85260000125"]),
        ("Jemaah yang melihat pelanggaran diminta menghubungi 911 di Makkah, kata KJRI Contoh.", ["911"]),
        (
            "Nelayan yang melihat korban diharapkan menghubungi 115 atau siaga Kantor SAR Contoh, nomor seluler 0824-7731-0095.",
            ["115", "082477310095"],
        ),
        (
            "Pengaduan KPAI: telp (021) 3190-0714, faks (021) 3190-0715, WA 0824-1177-2273.",
            ["02131900714", "082411772273"],
        ),
        (
            "Kepala desa menulis nomornya, 0827 3888 1140, di papan balai desa. Siapa pun boleh melapor ke situ, katanya.",
            ["082738881140"],
        ),
        (
            "KBRI Contoh +971 56 000 7744; KJRI Contoh +971 56 000 2619.\n3) Keluarga melapor ke desa.",
            ["+971560007744", "+971560002619"],
        ),
        (
            "Imigrasi membuka posko. Lowongan dicek di kantor. Laporan tawaran dikirim ke 0778-000123.",
            ["0778000123"],
        ),
    ],
)
def test_lines_for_the_public(text: str, numbers: list[str]) -> None:
    assert lines(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Pelamar diminta menghubungi admin di WhatsApp 0812-0000-1234.",
        "Data serikat itu menunjukkan 112 rekening perorangan dan 112 aduan awak kapal.",
        "Dibutuhkan segera kasir toko, usia maks. 30 tahun. Info lengkap WA: 0812-0000-1234.",
        "Pelanggan dapat menghubungi layanan PT Maju Contoh di 0812-0000-1234.",
        "Akun palsu mengatasnamakan Polda memakai nomor 0812-0000-1234.",
        "Keluarga korban memberi nomor 0812-0000-1234 kepada tetangga.",
        "Sebanyak 110 orang hadir dan 129 kasus dilaporkan ke Polda.",
        "Saksi lalu menghubungi 110 dan petugas tiba setengah jam kemudian.",
        "Peraturan Nomor 110 Tahun 2020 menjadi dasar layanan itu.",
        "Percakapan dengan nomor 0824-0000-1234 dilaporkan ke layanan Polda Contoh.",
        "Nomor keluarga 0824-0000-1234 jangan dihubungi, kata relawan posko.",
        "Korban melapor ke Polres Contoh bahwa pelaku memakai WhatsApp 0824-0000-1234.",
        "Program 2023-2024 di posko BP3MI.",
        'Akun WhatsApp Bupati Contoh "0820-3300-2222" menawarkan mobil lelang.',
        "Perkara nomor 129/Pid.Sus/2025 itu diputus hakim, kata polisi.",
        "Ia memakai nomor 0820 110 531 untuk menipu, lapor polisi.",
        "Media ini mencoba menghubungi Kemlu di 021 3810000, tetapi belum dijawab.",
        "Polisi menyita ponsel dengan nomor 0820-3300-2222.",
        "Rumah di Jalan Melati Nomor 110 itu digerebek polisi.",
        "Posko dibuka. Ibu korban menunjukkan nomor anaknya, +855 96 100 2222.",
        "Redaksi membuka layanan di WhatsApp 0812-0000-1234.",
        "Bila bertemu dengannya, kabari 0827-6600-4411 atas nama pamannya, Rustam.",
        "Tahun ini posko pengaduan kami mencatat buruh kebun 163, awak tongkang 118, penjaga toko 44.",
        "Laporan ke posko Dinas Sosial naik menjadi 112. Semuanya ditangani.",
        "Jadwal laga Contoh Fight Night 112: petarung Sumba lawan petarung Bali.",
        "Yayasan itu memiliki 171 panti asuhan. Varian 110 dari motor itu laku keras.",
        "Keputusan Menteri Nomor: 171.K/GL/2025 berlaku sejak Mei.",
        "Pelanggan bisa menghubungi Contact Center KAI di 121 atau Pertamina Call Center 135.",
    ],
)
def test_other_numbers_are_no_hotlines(text: str) -> None:
    assert lines(text) == []


def test_the_layer_of_a_quote_may_be_in_the_sentence_before() -> None:
    assert lines("Polda Contoh membuka posko.\nMasyarakat bisa menghubungi nomor 0812-0000-1234.") == ["081200001234"]


def test_a_known_line_needs_no_context() -> None:
    assert hotline_body("081138830666") == "Polda NTB"
    assert lines("Nomornya 0811-3883-0666 saja.") == ["081138830666"]


def test_times_and_sums_are_no_telephones() -> None:
    assert find_phones("Buka pukul 07.00-22.00, harga Rp 1.500.000.000 saja") == ()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for line in find_hotlines(text):
        assert text[line.start : line.end] == line.text
