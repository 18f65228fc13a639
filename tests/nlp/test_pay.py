import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.pay import bare_pay, find_pay, local_currency
from nlp.text import Reading
from warehouse.contracts import Pay

JUTA = 1_000_000


def _pay(text: str, countries: str = "") -> Pay | None:
    return find_pay(Reading.of("", text), destinations=tuple(countries.split()))


def _amounts(text: str, countries: str = "") -> tuple[float | None, float | None, str | None] | None:
    pay = _pay(text, countries)
    return (pay.min, pay.max, pay.currency) if pay else None


@pytest.mark.parametrize(
    ("text", "country", "low", "high", "currency"),
    [
        ("gaji 5.100, libur minggu", "HK", 5100, 5100, "HKD"),
        ("gaji 1500", "MY", 1500, 1500, "MYR"),
        ("1k6 gj, bantu di rumah", "MY", 1600, 1600, "MYR"),
        ("kedai baju, 1.8 rm", "MY", 1800, 1800, "MYR"),
        ("gajinya 18-20 man", "JP", 180_000, 200_000, "JPY"),
        ("gaji 22rb/bulan", "TW", 22_000, 22_000, "TWD"),
        ("31,20 per jam, petik jeruk", "AU", 31.2, 31.2, "AUD"),
        ("gapok 1.350 bersih", "IT", 1350, 1350, "EUR"),
        ("gj 15, kerja ketik", "KH", 15 * JUTA, 15 * JUTA, "IDR"),
        ("uang saku 280 + kursus", "DE", 280, 280, "EUR"),
        ("dapat 30-40 sebulan", "PL", 30 * JUTA, 40 * JUTA, "IDR"),
        ("gaji 3,2-3,8 + lembur", "ID", 3.2 * JUTA, 3.8 * JUTA, "IDR"),
        ("kuli harian 120", "ID", 120_000, 120_000, "IDR"),
        ("kurir, per paket 2.300", "ID", 2300, 2300, "IDR"),
        ("borongan 250/ton", "ID", 250_000, 250_000, "IDR"),
        ("packer, 4.900.000, seragam gratis", "ID", 4.9 * JUTA, 4.9 * JUTA, "IDR"),
        ("job pabrik, 28.590, lembur banyak", "TW", 28_590, 28_590, "TWD"),
    ],
)
def test_a_bare_number_is_read_as_what_such_work_pays(
    text: str, country: str, low: float, high: float, currency: str
) -> None:
    assert _amounts(text, country) == (low, high, currency)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("umur 18-35, tinggi 155", "MY"),
        ("kontrak 2 tahun, 12 jam kerja, 26 hari", "HK"),
        ("hubungi 0825 1234 5100", "HK"),
        ("edaran badan ujian nomor KSTU- 2417, Maret", "KR"),
        ("Pengumuman nomor 2062/04.04/2025", "KR"),
        ("Pengumuman Nomor PENG. 1873/03.05/PP.01.02/2025, kuota 2.000", "KR"),
        ("dibutuhkan 1.200 (seribu dua ratus) petugas kebersihan", "SA"),
        ("sejak 2019, visa 482", "AU"),
        ("fasilitas:\n1 Seragam\n2 Gaji pokok\n3 Mess", "ID"),
        ("titip 10 dulu, biaya 55, dp 20", "JP"),
        ("wanita 18-30\nGaji memuaskan", "ID"),
    ],
)
def test_other_bare_numbers_are_no_pay(text: str, country: str) -> None:
    assert _pay(text, country) is None


@pytest.mark.parametrize(
    ("text", "country", "low", "high", "currency"),
    [
        ("Waitress 160 OMR, Receptionist 220, Butcher 250", "OM", 160, 250, "OMR"),
        ("Wage: USD 3.400 / 1.900 / 1.850", "", 1850, 3400, "USD"),
        ("RM1.700 (operator) RM1.900 (sopir)", "MY", 1700, 1900, "MYR"),
        ("gaji minimal €2.300 dan bisa mencapai €2.800", "DE", 2300, 2800, "EUR"),
        ("Kurir 3,5 jt | Admin 3,8 jt | Supir 4,8 jt", "ID", 3.5 * JUTA, 4.8 * JUTA, "IDR"),
        ("tukang 170 kuli 130 sehari", "ID", 130_000, 170_000, "IDR"),
        ("Juru masak SAR 2.000 / helper SAR 1.500 per bulan", "SA", 1500, 2000, "SAR"),
        ("Wiper: USD 900, ijazah dasar\nOiler: USD 1.200, dua tahun laut", "", 900, 1200, "USD"),
    ],
)
def test_the_wages_of_a_list_give_the_lowest_and_the_highest(
    text: str, country: str, low: float, high: float, currency: str
) -> None:
    assert _amounts(text, country) == (low, high, currency)


@pytest.mark.parametrize(
    ("text", "country", "low", "high", "currency"),
    [
        ("€700 bersih, mess. Reservation fee 1,200 EUR", "RO", 700, 700, "EUR"),
        ("gaji 5,2. Ada yang minta 3jt itu bohong", "ID", 5.2 * JUTA, 5.2 * JUTA, "IDR"),
        ("gaji 20jt. Biaya 15jt transfer ke bendahara", "JP", 20 * JUTA, 20 * JUTA, "IDR"),
        ("Gaji 30 juta? Bisa. Tukang las, upah 2.500.000 KRW", "KR", 2.5 * JUTA, 2.5 * JUTA, "KRW"),
        ("gaji 25 jt (3.300 dirham)", "AE", 3300, 3300, "AED"),
        ("1.500 yen per jam. Total 90 juta", "JP", 1500, 1500, "JPY"),
        ("fee 9 jt, gaji 1.200", "SA", 1200, 1200, "SAR"),
        ("gaji pokok + premi Rp14.000.000-18.000.000", "ID", 14 * JUTA, 18 * JUTA, "IDR"),
        ("siswa magang, uang saku Rp3,2 juta", "ID", 3.2 * JUTA, 3.2 * JUTA, "IDR"),
        ("RM 33 per tan, sehari 3 tan", "MY", 33, 33, "MYR"),
        ("upah RM 52 per lori, 14 lori menunggu", "MY", 52, 52, "MYR"),
        ("18 dollar per bin, 25 bins sehari", "AU", 18, 18, "AUD"),
        ("22 euro per jam, fotokopi 30 lembar", "DE", 22, 22, "EUR"),
        ("RM 28 per peti, kebun 24 hektar", "MY", 28, 28, "MYR"),
        ("upah 14 juta dipotong 2,5 juta", "JP", 14 * JUTA, 14 * JUTA, "IDR"),
        ("14 juta potong 4 juta", "JP", 14 * JUTA, 14 * JUTA, "IDR"),
        ("gaji NT 27.900 dan dikurangi NT 9.100", "TW", 27_900, 27_900, "TWD"),
        ("SGD 720, kepotong cicilan SGD 590", "SG", 720, 720, "SGD"),
        ("gaji 14 juta setelah dipotong 4 juta jadi 10 juta", "JP", 14 * JUTA, 14 * JUTA, "IDR"),
        ("gaji tidak dipotong apa pun, 9 juta", "JP", 9 * JUTA, 9 * JUTA, "IDR"),
        ("honor kader 300rb/bulan", "ID", 300_000, 300_000, "IDR"),
        ("fee 150rb per sesi, guru les", "ID", 150_000, 150_000, "IDR"),
        ("Gaji: 1) 6–8 jt 2) 4,2 jt 3) 4 jt", "ID", 4 * JUTA, 8 * JUTA, "IDR"),
        ("honor Rp 1,5 juta, lamaran diterima sampai 5 Mei", "ID", 1.5 * JUTA, 1.5 * JUTA, "IDR"),
        ("gaji 2,5 juta - 5 Mei walk in", "ID", 2.5 * JUTA, 2.5 * JUTA, "IDR"),
        ("RM1.700, levy RM1.850 ditanggung", "MY", 1700, 1700, "MYR"),
        ("$300 basic + $250 service charge", "", 300, 300, "USD"),
        ("1500 dhs basic + 300 food", "AE", 1500, 1500, "AED"),
        ("CS 12jt. Bawa temen dapat 2jt", "KH", 12 * JUTA, 12 * JUTA, "IDR"),
        ("Loker sales 3jt", "ID", 3 * JUTA, 3 * JUTA, "IDR"),
        ("kasir 2jt. Seragam dipotong gaji 450rb", "ID", 2 * JUTA, 2 * JUTA, "IDR"),
    ],
)
def test_the_wage_stands_out_among_other_sums(text: str, country: str, low: float, high: float, currency: str) -> None:
    assert _amounts(text, country) == (low, high, currency)


@pytest.mark.parametrize(
    "text",
    [
        "siapin 850rb buat akun",
        "uang seragam 275rb",
        "uang jangkar 4jt",
        "titip nama 15jt dibayar dulu",
        "kasbon 5 juta",
        "gaji UMK + service 1,5jt",
        "HRD Jl. Mahar Contoh 166",
    ],
)
def test_fees_and_advances_are_no_wage(text: str) -> None:
    assert _pay(text, "ID") is None


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("nikah sama pria sana, mahar 30 jt untuk keluarga", 30),
        ("Tali asih Rp160.000.000, ibu pengganti, uang bulanan Rp5.000.000", 160),
        ("d0nor ginjal, dapat 135, dipotong 10", 135),
        ("telur 40🍋 sekali program", 40),
    ],
)
def test_what_is_promised_once_for_a_marriage_or_an_organ(text: str, low: float) -> None:
    pay = _pay(text, "KH")
    assert pay is not None
    assert (pay.min, pay.currency, pay.period) == (low * JUTA, "IDR", None)


def test_plain_names_of_money_are_those_of_the_country_where_the_pay_is_usual() -> None:
    assert _amounts("gaji 120 rial", "OM BH") == (120, 120, "OMR")
    assert _amounts("jaga nenek, $5.300", "HK SG") == (5300, 5300, "HKD")
    assert _amounts("26.000 rupee sebulan", "MU") == (26_000, 26_000, "MUR")
    assert _amounts("gaji ¥7000", "CN") == (7000, 7000, "CNY")
    assert local_currency(Pay(min=30, max=30, currency="USD", period="hour", raw="30 dolar"), ("NZ",)) == "NZD"


def test_a_country_learned_later_reads_what_no_currency_told() -> None:
    assert bare_pay("gaji 5.100, libur minggu", ()) is None
    pay = bare_pay("gaji 5.100, libur minggu", ("HK",))
    assert pay is not None
    assert (pay.min, pay.currency, pay.raw) == (5100, "HKD", "5.100")


def test_the_quote_is_what_was_typed() -> None:
    pay = _pay("l0ker 🇹🇼 g4ji 2８.59O NT", "TW")
    assert pay is not None
    assert (pay.min, pay.raw) == (28_590, "2８.59O NT")


@given(
    st.text(alphabet="gaji upah rm 0123456789.,-+/k jt\n|() per bulan", max_size=100), st.sampled_from(["ID", "MY", ""])
)
def test_any_text_gives_a_pay_whose_ends_are_in_order(text: str, country: str) -> None:
    pay = _pay(text, country)
    assert pay is None or pay.min is None or pay.max is None or pay.min <= pay.max


@pytest.mark.parametrize("unit", ["1 ", "1-", "5.100 / ", "gaji 5,", "a 5 b ", "1k6 ", "3 juta, ", "rm 100 ", "mahar "])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    _pay(unit * (20_000 // len(unit)), "MY")
    assert time.process_time() - started < 3


def test_hours_behind_the_days_of_the_week_are_no_pay() -> None:
    assert _pay("kasir toko, 4,2jt, senin-sabtu 9-5", "ID") == _pay("kasir toko, 4,2jt", "ID")


def test_a_stipend_in_foreign_money_is_the_pay_where_no_other_is_told() -> None:
    pay = _pay(
        "kuliah dua hari, selebihnya di pabrik. Uang praktik NTD 24.000 sebulan. Dana keberangkatan Rp 47 juta", "TW"
    )
    assert pay is not None
    assert (pay.min, pay.currency, pay.period) == (24_000, "TWD", "month")


@pytest.mark.parametrize(
    ("text", "country", "period"),
    [
        ("NZ$32/hr, mess", "NZ", "hour"),
        ("upah 150rb/hr", "ID", "day"),
        ("RM 80/hr", "MY", "day"),
        ("USD 1,150 (AW) / USD 1,300 (GU) per month", "GU", "month"),
    ],
)
def test_hr_is_an_hour_where_pay_is_by_the_hour(text: str, country: str, period: str) -> None:
    pay = find_pay(Reading.of("", text), destinations=(country,))
    assert pay is not None
    assert pay.period == period


@pytest.mark.parametrize(
    ("text", "countries", "expected"),
    [
        ("Gaji EUR 1.240 ± Rp22.500.000 per bulan, lembur 7 EUR per jam", "HR", (1240, 1240, "EUR", "month")),
        ("Gaji: QAR 1.350 - 1.650 (± Rp 5.900.000) / bulan", "QA", (1350, 1650, "QAR", "month")),
        ("gaji NT$29.700 atau setara Rp 15 juta per bulan", "TW", (29_700, 29_700, "TWD", "month")),
        ("GAJI 9 JUTA LEBIH melalui PT Contoh", "HK", (9 * JUTA, None, "IDR", None)),
        ("Waiter, salary $1,150 + monthly", "AE", (1150, None, "USD", "month")),
    ],
)
def test_what_a_wage_is_worth_at_home_tells_its_period(
    text: str, countries: str, expected: tuple[float | None, float | None, str | None, str | None]
) -> None:
    pay = _pay(text, countries)
    assert pay is not None
    assert (pay.min, pay.max, pay.currency, pay.period) == expected
