import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.content import table
from nlp.money import Money, find_money
from nlp.pay import find_pay, kind_of_work, pay_ratio
from nlp.text import Reading
from warehouse.contracts import Pay

JUTA = 1_000_000


def _one(text: str) -> Money:
    found = find_money(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("Rp4,5 juta", 4.5 * JUTA, 4.5 * JUTA, "IDR"),
        ("Rp 1.500.000,00", 1.5 * JUTA, 1.5 * JUTA, "IDR"),
        ("15jt", 15 * JUTA, 15 * JUTA, "IDR"),
        ("15 jt-an", 15 * JUTA, 15 * JUTA, "IDR"),
        ("2 digit", 10 * JUTA, None, "IDR"),
        ("puluhan juta", 20 * JUTA, 99 * JUTA, "IDR"),
        ("belasan juta", 11 * JUTA, 19 * JUTA, "IDR"),
        ("USD 1.000-1.200", 1000, 1200, "USD"),
        ("1.200 Riyal", 1200, 1200, "SAR"),
        ("NOK 1,87,000", 187_000, 187_000, "NOK"),
        ("RM1,7 ribu", 1700, 1700, "MYR"),
        ("seribu dua ratus euro", 1200, 1200, "EUR"),
        ("tujuh ratus-ribu rupiah", 700_000, 700_000, "IDR"),
        ("u$ l1ma r4tus", 500, 500, "USD"),
        ("limapuluhtujuh juta", 57 * JUTA, 57 * JUTA, "IDR"),
        ("tigo puluah juta", 30 * JUTA, 30 * JUTA, "IDR"),
        ("enam sampai sembilan juta", 6 * JUTA, 9 * JUTA, "IDR"),
        ("delapan koma lima juta", 8.5 * JUTA, 8.5 * JUTA, "IDR"),
        ("two hundred dollars", 200, 200, "USD"),
        ("dua juta tiga ratus ribu rupiah", 2.3 * JUTA, 2.3 * JUTA, "IDR"),
        ("dua tiga juta", 2 * JUTA, 3 * JUTA, "IDR"),
        ("tiga juta tujuh ratus lima puluh ribu", 3.75 * JUTA, 3.75 * JUTA, "IDR"),
        ("dua setengah juta", 2.5 * JUTA, 2.5 * JUTA, "IDR"),
        ("enam setengah ribu baht", 6500, 6500, "THB"),
        ("gaji t1ga setengah ribu", 3500, 3500, "IDR"),
        ("sebelas setengah ribu peso", 11_500, 11_500, "PHP"),
        ("dua setengah ribu sampai empat ribu riyal", 2500, 4000, "SAR"),
        ("setengah juta", 0.5 * JUTA, 0.5 * JUTA, "IDR"),
        ("kepala tiga", 30 * JUTA, 39 * JUTA, "IDR"),
        ("USD 700-1k", 700, 1000, "USD"),
        ("13an jt", 13 * JUTA, 13 * JUTA, "IDR"),
        ("2,07 juta won", 2_070_000, 2_070_000, "KRW"),
        ("NT$ 28.590", 28590, 28590, "TWD"),
        ("15-25jt", 15 * JUTA, 25 * JUTA, "IDR"),
        ("4,5 – 5 juta", 4.5 * JUTA, 5 * JUTA, "IDR"),
        ("Rp5.000.000,- s/d Rp7.000.000,-", 5 * JUTA, 7 * JUTA, "IDR"),
        ("$1,500.00", 1500, 1500, "USD"),
        ("IDR 5,000,000 - 7,500,000", 5 * JUTA, 7.5 * JUTA, "IDR"),
        ("lima belas juta", 15 * JUTA, 15 * JUTA, "IDR"),
        ("dua juta lima ratus ribu", 2.5 * JUTA, 2.5 * JUTA, "IDR"),
        ("mulai 8 juta", 8 * JUTA, None, "IDR"),
        ("sampai 20jt", None, 20 * JUTA, "IDR"),
        ("10jt++", 10 * JUTA, None, "IDR"),
        ("10 juta up", 10 * JUTA, None, "IDR"),
        ("gaji 3,5 + uang makan", 3.5 * JUTA, 3.5 * JUTA, "IDR"),
        ("gaji: 4.500.000", 4.5 * JUTA, 4.5 * JUTA, "IDR"),
        ("1.500 dolar Singapura", 1500, 1500, "SGD"),
        ("200.000 yen", 200000, 200000, "JPY"),
        ("１５ｊｔ", 15 * JUTA, 15 * JUTA, "IDR"),
        ("35rb b4ht", 35_000, 35_000, "THB"),
        ("1.500 r!al", 1500, 1500, "SAR"),
        ("25 j u t a", 25 * JUTA, 25 * JUTA, "IDR"),
        ("l.i.m.a p.u.l.u.h r.i.n.g.g.i.t", 50, 50, "MYR"),
        ("se.ri.bu do.lar", 1000, 1000, "USD"),
        ("satu juta dua ratus", 1.2 * JUTA, 1.2 * JUTA, "IDR"),
        ("GEL 1.350", 1350, 1350, "GEL"),
        ("7.500 rand", 7500, 7500, "ZAR"),
        ("USD 480 (kelasi) sampai USD 620", 480, 620, "USD"),
        ("1 9 $", 19, 19, "USD"),
        ("30,50 zł", 30.5, 30.5, "PLN"),
        ("150.000 ¥", 150_000, 150_000, "JPY"),
        ("2,6 sampe 2,8 juta", 2.6 * JUTA, 2.8 * JUTA, "IDR"),
        ("2jt5", 2.5 * JUTA, 2.5 * JUTA, "IDR"),
        ("3 juta 500 ribu", 3.5 * JUTA, 3.5 * JUTA, "IDR"),
        ("sejuta setengah", 1.5 * JUTA, 1.5 * JUTA, "IDR"),
        ("Rp4,400.000", 4.4 * JUTA, 4.4 * JUTA, "IDR"),
        ("dua d1g1t", 10 * JUTA, None, "IDR"),
        ("9 digit", 100 * JUTA, None, "IDR"),
        ("5 koma", 5 * JUTA, None, "IDR"),
        ("gaji 30rb (bath)", 30_000, 30_000, "THB"),
    ],
)
def test_amounts(text: str, low: float | None, high: float | None, currency: str) -> None:
    money = _one(text)
    assert (money.min, money.max, money.currency) == (low, high, currency)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("500rb/hari", "day"),
        ("gaji harian 200rb", "day"),
        ("RM 9.50 per jam", "hour"),
        ("15 juta sebulan", "month"),
        ("RM 1.700/bulan", "month"),
        ("AUD 60,000 per year", "year"),
        ("USD 900 monthly", "month"),
        ("50 ribu per kg", "piece"),
        ("300rb semalam", "day"),
        ("90 ewu sedino", "day"),
        ("$19.50/h", "hour"),
        ("gaji 15 juta", None),
        ("gaji per bul4n 5 juta", "month"),
        ("upah setiap h4ri 100rb", "day"),
    ],
)
def test_periods(text: str, period: str | None) -> None:
    assert _one(text).period == period


@pytest.mark.parametrize(
    "text",
    [
        "0812-0000-1234",
        "2025-2026",
        "10 orang",
        "usia 18-35 tahun",
        "12 jam",
        "24/7",
        "lari 10k",
        "0 riyal",
        "dua ratus orang",
        "082412345678",
        "tinggi 150\nRM",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    assert find_money(text) == ()


def test_two_currencies_are_two_sums_and_nothing_is_converted() -> None:
    first, second = find_money("70 peso (sekitar Rp21 juta)")
    assert (first.currency, first.min, second.currency, second.min) == ("PHP", 70, "IDR", 21 * JUTA)


def test_offsets_are_those_of_the_text_as_typed() -> None:
    text = "Gaji ＲＰ １５ ｊｔ per bulan 👍🏽 dan bonus Rp2 juta"
    assert [text[m.start : m.end] for m in find_money(text)] == [m.raw for m in find_money(text)]


@pytest.mark.parametrize("pattern", ["gaji per {} 5 juta", "5 juta per {}", "upah se{} 5 juta", "gaji 5 juta/{}"])
@pytest.mark.parametrize("form", [row["form"] for row in table("money_periods")])
def test_a_period_may_be_disguised(form: str, pattern: str) -> None:
    text = pattern.format(form.translate(str.maketrans("aieo", "4130")))
    assert all(text[money.start : money.end] == money.raw for money in find_money(text))


@given(st.text(alphabet="rp idr usd 0123456789.,-+/jtrbukanhse dmil$€ \n", max_size=120) | st.text(max_size=120))
def test_any_text_gives_sums_inside_it(text: str) -> None:
    for money in find_money(text):
        assert 0 <= money.start < money.end <= len(text)
        assert text[money.start : money.end] == money.raw
        assert money.min is None or money.max is None or money.min <= money.max


@pytest.mark.parametrize("unit", ["1", "1 ", "1.", "rp ", "1-", "dua ", "seratus", "dua puluh ", "1.000.000-"])
def test_a_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    find_money(unit * (100_000 // len(unit)))
    assert time.process_time() - started < 5


def _pay(text: str, *countries: str) -> Pay | None:
    return find_pay(Reading.of("", text), destinations=countries)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("Gaji 1.200 riyal/bulan, fee keluarga 5jt, potongan 3 bulan", 1200, 1200, "SAR", "month"),
        ("Tanpa gaji, makan ditanggung. Setelah itu USD 900-1.100 per bulan", 900, 1100, "USD", "month"),
        ("Gajinya $600, tapi $400 disimpan kapten", 600, 600, "USD", None),
        ("Tarif 24 zloty per jam, hostel 600 zloty", 24, 24, "PLN", "hour"),
        ("Restoran bayar $15/jam, tips sendiri", 15, 15, "USD", "hour"),
        ("DP 2jt, gaji 18 juta", 18 * JUTA, 18 * JUTA, "IDR", None),
        ("Gaji:\n- Koki 8 juta\n- Pelayan 6 juta\nUang makan 500rb", 6 * JUTA, 8 * JUTA, "IDR", None),
        ("gaji 10jt, setelah 3 bulan naik 12jt", 10 * JUTA, 10 * JUTA, "IDR", None),
        ("gaji 5jt, uang makan 1jt, lembur 20rb/jam", 5 * JUTA, 5 * JUTA, "IDR", None),
        ("Salary AUD 60,000 per year plus bonus 5000 AUD", 5000, 5000, "AUD", "month"),
        ("penempatan Kamboja 15jt, mess ada", 15 * JUTA, 15 * JUTA, "IDR", None),
        ("upah borongan 50 ribu per kg", 50_000, 50_000, "IDR", None),
    ],
)
def test_the_wage_among_the_sums(text: str, low: float, high: float, currency: str, period: str | None) -> None:
    pay = _pay(text)
    assert pay is not None
    assert (pay.min, pay.max, pay.currency, pay.period) == (low, high, currency, period)


@pytest.mark.parametrize(
    "text", ["bonus sampai 30jt", "biaya pendaftaran 500 ribu", "tidak ada angka", "kasbon 5 juta"]
)
def test_other_sums_are_no_wage(text: str) -> None:
    assert _pay(text) is None


def test_a_plain_dollar_is_that_of_the_country_of_work() -> None:
    in_australia, unknown = _pay("upah 30 dolar per jam", "AU"), _pay("upah 30 dolar per jam")
    assert in_australia is not None
    assert unknown is not None
    assert (in_australia.currency, unknown.currency) == ("AUD", "USD")


def test_the_salary_field_of_a_board_counts_where_the_text_names_none() -> None:
    pay = find_pay(Reading.of("Koki", "Memasak."), salary="Rp 2 – 3 Juta")
    assert pay is not None
    assert (pay.min, pay.max, pay.raw) == (2 * JUTA, 3 * JUTA, "Rp 2 – 3 Juta")


def test_pay_against_its_band() -> None:
    offered = Pay(min=15 * JUTA, max=15 * JUTA, currency="IDR", period="month", raw="15jt")
    usual = Pay(min=28590, max=28590, currency="TWD", period="month", raw="NT$28.590")
    cambodia, taiwan = pay_ratio(offered, ("KH",), "office"), pay_ratio(usual, ("TW",), "factory")
    assert cambodia is not None
    assert taiwan is not None
    assert cambodia > 2 > 1.4 > taiwan


def test_skilled_work_and_unknown_money_have_no_band() -> None:
    pay = Pay(min=9000, max=9000, currency="XXX", period="month", raw="9000")
    assert pay_ratio(pay, ("KH",), "office") is None
    assert kind_of_work("senior software engineer di bangkok") == "skilled"
