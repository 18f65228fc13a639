import pytest

from nlp.private import find_private
from nlp.text import Mention


def found_in(text: str, *lines: Mention, prose: bool = True) -> list[tuple[str, str]]:
    return [(text[start:end], role) for start, end, role in find_private(text, lines, minor=False, prose=prose)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "tinggal di kontrakan di Jalan Mawar Gang III Nomor 18 RT 04/RW 09, Rawalumbu",
            "Jalan Mawar Gang III Nomor 18 RT 04/RW 09",
        ),
        ("Ia berasal dari Perum Griya Asri. Tetangga kaget.", "Perum Griya Asri"),
        (
            "Ia ditangkap di Apartemen Rajawali Lantai 7 kamar nomor 712, Bekasi.",
            "Apartemen Rajawali Lantai 7 kamar nomor 712",
        ),
        (
            "di kediaman tersangka di Jalan Palem Raya 2 Blok C2 No. 9, RT 003/RW 030, Bekasi",
            "Jalan Palem Raya 2 Blok C2 No. 9, RT 003/RW 030",
        ),
        (
            "Ia dijemput di Jalan Kapulaga Barat Nomor 16, RT 07/RW 02, tempat ia menyewa kamar kos.",
            "Jalan Kapulaga Barat Nomor 16, RT 07/RW 02",
        ),
        ("Korban disekap di Gang Kenari II No 9 selama sebulan.", "Gang Kenari II No 9"),
        ("Mereka ditampung di Jalan Raya Lengkuas No. 31B Bekasi. Ia kabur.", "Jalan Raya Lengkuas No. 31B"),
        ("Korban warga Jalan Kencur Nomor 8 itu sudah pulang.", "Jalan Kencur Nomor 8"),
        ("AN (32), warga Jalan Jahe, Gang Salam, No 74, Kelurahan Contoh.", "Jalan Jahe, Gang Salam, No 74"),
        ("Petugas Polres Contoh menangkapnya di Jl.Kunyit No.12/3 sore itu.", "Jl.Kunyit No.12/3"),
        ("RN, komisaris PT Contoh yang beralamat di Jalan Ketumbar 1, Nomor 19.", "Jalan Ketumbar 1, Nomor 19"),
        ("Ia warga Sukacontoh, RT/RW: 014/006, Batam.", "RT/RW: 014/006"),
        ("Ketua RT 12 Sukacontoh Utara, Pardi, kenal keluarga korban.", "RT 12"),
        (
            "Korban tinggal di Perumahan Griya Contoh Blok C4 No. 12, lalu pindah.",
            "Perumahan Griya Contoh Blok C4 No. 12",
        ),
        ("Ia tinggal di Blok D2/7 Nomor 3 perumahan itu.", "Blok D2/7 Nomor 3"),
        ("Rumah korban di RT 03 RW 05 Nomor 17, Sukacontoh, digerebek.", "RT 03 RW 05 Nomor 17"),
        ("Rumah korban di Jalan Kenari Timur II, RW 02, digerebek.", "Jalan Kenari Timur II, RW 02"),
        ("Ia dianiaya majikannya di Jalan Kenari Timur II.", "Jalan Kenari Timur II"),
    ],
)
def test_a_private_address_is_one_find(text: str, address: str) -> None:
    assert found_in(text) == [(address, "address")]


@pytest.mark.parametrize(
    "text",
    [
        "Kantor BP3MI di Kompleks Perkantoran Sudirman melayani warga.",
        "Korban diperiksa di Polres Contoh, Jalan Kencur Nomor 8.",
        "Pekerja rumah tangga itu mengadu ke Kementerian Contoh di Jalan Jahe No. 28.",
        "Mereka dirawat di shelter BP3MI Jalan Kunyit No 5.",
        "PT Contoh Jaya beralamat di Jalan Ketumbar Nomor 19, Bekasi.",
        "Penyidik menggeledah kantor PT Contoh di Jalan Lengkuas No 4.",
    ],
)
def test_an_office_keeps_its_address(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kata Ketua RT 04 Pardi, rumah itu kosong.",
        "Menurut Pak RT 04, rumah itu kosong.",
        "Dana RT/RW 25% naik.",
        "Undang-Undang Lalu Lintas dan Angkutan Jalan Nomor 22 Tahun 2009",
        "Warga melihat truk di Jalan Kencur.",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("told", ["No. ID. 100511227", "nomor iqamah 2300117745", "No KTP 3301 2288 19"])
def test_numbers_of_identity_are_hidden(told: str) -> None:
    number = told.lstrip("NoIDnmrKTPiqah. ")
    assert found_in(f"Majikannya tercatat dengan {told} di Dammam.") == [(number, "nik")]


def test_the_number_of_the_head_of_a_neighbourhood_is_one_find() -> None:
    assert found_in("Hubungi Pak RT 0824 7788 1203 hari ini.") == [("0824 7788 1203", "phone")]


def test_the_number_of_a_family_is_no_public_line() -> None:
    text = "Nomor keluarga yang beredar di media sosial, 0824-7788-1203, jangan dihubungi."
    start = text.index("0824")
    line = Mention("PHONE", start, start + 14, "0824-7788-1203", "082477881203")
    assert found_in(text, line) == [("0824-7788-1203", "phone")]


def test_a_public_line_stays_though_kin_are_told_to_call_it() -> None:
    text = "Keluarga yang kehilangan kabar dapat menghubungi posko di 0824-7788-1203."
    start = text.index("0824")
    assert found_in(text, Mention("PHONE", start, start + 14, "0824-7788-1203", "082477881203")) == []


@pytest.mark.parametrize("school", ["SMP Mawar Contoh", "SMA Diponegoro 3"])
def test_the_school_of_a_child_is_hidden_and_a_headline_about_a_pupil_is_none(school: str) -> None:
    text = f"Siswi SMP Dijual Lewat Aplikasi\nKorban bersekolah di {school}, kata polisi."
    assert [text[start:end] for start, end, _ in find_private(text, (), minor=True, prose=True)] == [school]


@pytest.mark.parametrize(
    ("mailbox", "hidden"),
    [("tini.contoh88@gmail.com", True), ("posko.contoh@gmail.com", False), ("humas@contoh.example", False)],
)
def test_a_free_mailbox_is_hidden_unless_it_is_that_of_a_body(mailbox: str, hidden: bool) -> None:
    assert found_in(f"Kabar dapat dikirim ke {mailbox}.") == ([(mailbox, "witness")] if hidden else [])


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("Video itu diunggah akun Instagram @lintang_senja99, Selasa.", "@lintang_senja99"),
        ("Komentar @bud*****: kasihan mereka.", "@bud*****"),
    ],
)
def test_a_private_handle_is_hidden_outside_advertisements(text: str, handle: str) -> None:
    assert found_in(text) == [(handle, "witness")]
    assert found_in(text, prose=False) == []


def test_an_account_by_its_name_is_hidden_unless_it_is_a_page() -> None:
    text = "Akun Facebook “Warti Sulastri” mengunggah video; akun TikTok “Loker Terbaru 2026” membagikannya."
    assert found_in(text) == [("Warti Sulastri", "witness")]


@pytest.mark.parametrize("handle", ["@kemlu_ri", "@polres_fiktif", "@kabarfiktif.com", "@karir_ptfiktif"])
def test_handles_of_bodies_newsrooms_and_firms_stay(handle: str) -> None:
    assert found_in(f"Lihat akun {handle} atau tulis ke redaksi@kabar.example.") == []


@pytest.mark.parametrize(("prose", "hidden"), [(True, False), (False, True)])
def test_the_mobile_number_of_an_advertisement_is_no_public_line(prose: bool, hidden: bool) -> None:
    text = "Uang muka 5 juta. Kontak: Pak Contoh, 0824-7788-1203."
    start = text.index("0824")
    line = Mention("PHONE", start, start + 14, "0824-7788-1203", "082477881203")
    assert (found_in(text, line, prose=prose) == [("0824-7788-1203", "phone")]) == hidden


def test_a_number_abroad_to_which_an_advertisement_sends_is_no_public_line() -> None:
    text = "Silakan kirim riwayat hidup ke WhatsApp +66 81 555 0119."
    start = text.index("+66")
    line = Mention("PHONE", start, start + 15, "+66 81 555 0119", "+66815550119")
    assert found_in(text, line, prose=False) == [("+66 81 555 0119", "phone")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Transfer ke BCA 7720019283 an Yuliarti, DP 500rb", [("7720019283", "account"), ("Yuliarti", "witness")]),
        (
            "rek BRI 0098 0112 3345 506 a.n. rekening bpk Suparjono Hadi ya",
            [("0098 0112 3345 506", "account"), ("Suparjono Hadi", "witness")],
        ),
        (
            "Uang masuk ke nomor rekeningnya di Bank Contoh, 0012345678 milik Lukman Hakimi, sopir travel.",
            [("0012345678", "account"), ("Lukman Hakimi", "witness")],
        ),
        ("Kirim ke Bank Contoh 44556677889 ya", [("44556677889", "account")]),
        ("Setor ke BNI 0123456789 a/n PT Contoh Raya", [("0123456789", "account")]),
    ],
)
def test_who_holds_an_account_is_hidden_and_a_firm_is_not(text: str, found: list[tuple[str, str]]) -> None:
    assert found_in(text, prose=False) == found


def test_the_line_of_a_known_body_stays_in_an_advertisement() -> None:
    text = "Ragu? Hubungi KP2MI di 08001000 sebelum berangkat."
    start = text.index("08001000")
    assert found_in(text, Mention("PHONE", start, start + 8, "08001000", "08001000"), prose=False) == []
