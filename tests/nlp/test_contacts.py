import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.contacts import find_contacts
from nlp.text import Reading

KEY = b"a key of tests"


def _values(text: str) -> list[str]:
    return [contact.value for contact in find_contacts(Reading.of("", text), KEY)]


@pytest.mark.parametrize(
    "typed",
    [
        "WA 0812-0000-1234",
        "(+62)81200001234",
        "62 812-0000-1234",
        "0812.0000.1234",
        "wa.me/6281200001234",
        "https://api.whatsapp.com/send?phone=6281200001234",
        "O812-OOOO-l234",
        "08 1 2 0 0 0 0 1 2 3 4",
        "0️⃣8️⃣1️⃣2️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣",
        "０８１２００００１２３４",
        "kosong delapan satu dua nol nol nol nol satu dua tiga empat",
        "nol8satu2-0000-1234",
        "081 dua 0000 1234",
        "wa : zero eight one two zero zero zero zero one two three four",
        "WA=0812*0000*1234",
        "0812🔸0000🔸1234",
        "0812 | 0000 | 1234",
        "0812|0000|1234",
        "n0l d3lapan s4tu dua 0000 1234",
        "o812 zero zero zero o one two 3 4",
        "nol 8 1 2 / 0 nol 0 0 / 1 dua 3 4",
        "nol lapan satu dua 0 0 0 0 12 tiga4",
        "call/wa0812-0000-1234",
        "denda Rp 7.000.000\n0812 0000 1234",
        "dibayar 150. 0812 0000 1234 Ko Budi",
        "Budi 0812 0000 1234",
        "gang 3 - 0812 0000 1234",
        "kirim KTP + sertifikat 081200001234",
        "potong gaji. Keterangan: 081200001234",
    ],
)
def test_one_number_however_it_is_written(typed: str) -> None:
    assert _values(typed) == ["+6281200001234"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0812-0000-1234 / 0813-0000-5678", ["+6281200001234", "+6281300005678"]),
        ("081200001234,081300005678", ["+6281200001234", "+6281300005678"]),
        ("0812-0000-1234\n0813-0000-5678", ["+6281200001234", "+6281300005678"]),
        ("0812 0000 1234 0813 0000 5678", ["+6281200001234", "+6281300005678"]),
        ("hubungi +855 12 000 111", ["+85512000111"]),
        ("wa 855 12 000 111", ["+85512000111"]),
        ("WhatsApp +60 11-0000 1234", ["+601100001234"]),
        ("telp kantor 021-5000000", ["+62215000000"]),
        ("wa 013-000 1234", ["+60130001234"]),
        ("hubungi O11 0000 1234", ["+601100001234"]),
        ("wa nol satu tiga nol nol nol satu dua tiga empat", ["+60130001234"]),
        ("telp 65 6000 1234", ["+6560001234"]),
        ("tele @contohkerja", ["@contohkerja"]),
        ("t.me/contohkerja", ["@contohkerja"]),
        ("telegram : contoh_kerja", ["@contoh_kerja"]),
        ("IG: @contoh.kerja", ["@contoh.kerja"]),
        ("LINE ID: contohline9", ["@contohline9"]),
        ("wechat: contohwx", ["@contohwx"]),
        ("facebook.com/contohkerja", ["@contohkerja"]),
        ("DM @contohkerja", ["@contohkerja"]),
        ("IG contohkerjalurr", ["@contohkerjalurr"]),
        ("ig contoh.kerja", ["@contoh.kerja"]),
        ("V (wechat): contoh_wx", ["@contoh_wx"]),
        ("t3le contoh_kerja", ["@contoh_kerja"]),
        ("telegram ➡ contoh_kerja", ["@contoh_kerja"]),
        ("username tele contoh_kerja", ["@contoh_kerja"]),
        ("t . me / contohkerja", ["@contohkerja"]),
        ("wsap enam kosong sebelas dua tiga empat lima enam tujuh delapan", ["+60112345678"]),
        ("email hrd@contoh.co.id", ["hrd@contoh.co.id"]),
    ],
)
def test_channels(text: str, values: list[str]) -> None:
    assert _values(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "NIK 3201234567890001",
        "tanggal 12-03-2025 sampai 15-03-2025",
        "tahun 2024 2025, usia 18-35, tinggi 160 165",
        "gaji Rp 15.000.000",
        "rek BCA 1234567890 an Contoh",
        "No. SIP3MI 123456789012",
        "fb: contoh kerja",
        "lapor ke 0800-1000",
        "hub 6600 1234",
        "wa 85500123",
        "job order TW-0417/2025",
        "SIUPPAK No. 044.12/2024",
        "telp enam lima nol nol satu dua tiga empat",
        "jam kerja 07.00-19.00, satu hari libur",
        "live tiktok Tangerang.",
        "follow instagram perusahaan",
        "@semua yang minat balas ya",
        "@everyone @all ada kerja",
        "Penerimaan pegawai nomor 810 / 7877 / 03.1",
        "Surat 814.1 / 2203 / 05.2 tentang tenaga kesehatan",
        "Fax: (061) 77345678",
    ],
)
def test_what_is_no_contact(text: str) -> None:
    assert _values(text) == []


def test_kinds() -> None:
    found = find_contacts(Reading.of("", "WA 0812-0000-1234, tele @contohkerja, telp 021-5000000"), KEY)
    assert [contact.type for contact in found] == ["whatsapp", "telegram", "phone"]


def test_a_number_keeps_its_key_over_messengers_and_keys_depend_on_the_secret() -> None:
    by_chat = find_contacts(Reading.of("", "WA 0812-0000-1234"), KEY)[0]
    by_phone = find_contacts(Reading.of("", "telp 0812 0000 1234"), KEY)[0]
    elsewhere = find_contacts(Reading.of("", "WA 0812-0000-1234"), b"another")[0]
    assert by_chat.key == by_phone.key != elsewhere.key
    assert "81200001234" not in by_chat.key


def test_offsets_quote_the_text() -> None:
    reading = Reading.of("Loker 🇰🇭", "Hub ０８１２-0000-1234 atau tele @Contoh_Kerja")
    quotes = [reading.joined[c.start : c.end] for c in find_contacts(reading, KEY)]
    assert quotes == ["０８１２-0000-1234", "@Contoh_Kerja"]


@given(st.text(alphabet="08123456789 +-./@abwoltel:_\n", max_size=150) | st.text(max_size=150))
def test_any_text_gives_contacts_inside_it(text: str) -> None:
    reading = Reading.of("", text)
    found = find_contacts(reading, KEY)
    assert all(0 <= c.start < c.end <= len(reading.joined) for c in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize("unit", ["1", "0-", "l|", "@a", "a@", "http://", "0812-0000-1234 ", "kosong "])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    find_contacts(Reading.of("", unit * (100_000 // len(unit))), KEY, [])
    assert time.process_time() - started < 5
