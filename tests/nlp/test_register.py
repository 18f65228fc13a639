"""Firms named in a text against a register of invented firms."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.detect import detect
from nlp.firms import firms_named
from nlp.register import Licence, Register, Sanction, one_spelling
from warehouse.contracts import Job

TODAY = date(2026, 11, 25)
GOOD, EXPIRED, PUNISHED, REVOKED = (
    "seruni lintas bahari",
    "kenanga tirta abadi",
    "melati sagara jaya",
    "dahlia rimba utama",
)
REGISTER = Register(
    as_of=TODAY,
    licences={
        GOOD: (Licence("PT. Seruni Lintas Bahari", "SIP-0000/2024", date(2024, 2, 1), date(2029, 1, 31), "Aktif"),),
        EXPIRED: (Licence("PT KENANGA TIRTA ABADI", None, None, date(2026, 6, 30)),),
        PUNISHED: (Licence("PT Melati Sagara Jaya", None, None, date(2028, 6, 30)),),
        REVOKED: (Licence("PT Dahlia Rimba Utama", None, None, date(2028, 6, 30), "Dicabut"),),
        "anyelir": (Licence("PT Anyelir", None, None, None),),
    },
    sanctions={PUNISHED: (Sanction("Penghentian sementara", date(2026, 5, 1), date(2026, 8, 1)),)},
)
OFFER = (
    "Lowongan kerja ke Taiwan, operator pabrik elektronik, gaji TWD 28.000 per bulan. {firm}, SIP3MI No. 000/2024. "
    "Daftar dan kirim lamaran ke WA 0812-0000-1234."
)


def verified(
    text: str, *, on: date | None = TODAY, job: Job | None = None, register: Register | None = REGISTER
) -> set[bool]:
    at = datetime(on.year, on.month, on.day, 5, tzinfo=UTC) if on else None
    found = detect("", text, published_at=at, job=job, key=b"k" * 32, register=register)
    assert found.offer is not None
    return {item.verified for item in found.offer.counter if item.id == "CI-01"}


def named(text: str) -> list[str | None]:
    return [item.firm for item in firms_named(text, REGISTER)]


@pytest.mark.parametrize(
    "name",
    ["PT. Seruni Lintas Bahari", "SERUNI  LINTAS BAHARI, PT", "pt seruni lintas bahari", "Seruni Lintas-Bahari PT"],
)
def test_a_name_has_one_spelling(name: str) -> None:
    assert one_spelling(name) == GOOD


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("PT Seruni Lintas Bahari membuka lowongan", [GOOD]),
        ("P3MI Seruni Lintas Bahari, izin lengkap", [GOOD]),
        ("Hubungi SERUNI LINTAS BAHARI, PT (kantor Cirebon)", []),
        ("SERUNI LINTAS BAHARI, PT (kantor Cirebon)", [GOOD]),
        ("pt. seruni lintas bahari membuka lowongan", [GOOD]),
        ("PT SERUNI LINTAS BAHARI PENEMPATAN TAIWAN", [GOOD]),
        ("PT Seruni Lintas Bahari Sentosa membuka lowongan", [None]),
        ("PT SERUNI LINTAS BAHARI SENTOSA", [None]),
        ("pt seruni lintas bahari sentosa", [None]),
        ("PT Seruni Lintas", [None]),
        ("PT Seruni Lintas Bahana membuka lowongan", [None]),
        ("PT Seruni Bahari Lintas", [None]),
        ("PT Seruni Lintas Bahari Dua", [None]),
        ("PT Anyelirr", [None]),
        ("PT Serumi Lintaz Baharri", [None]),
        ("PT Dahlia Rimba Utami Jaya", [None]),
        ("lewat PT resmi, bukan PT abal", [None]),
        ("PT kami aman. PT apa? nanti dijelaskan", []),
        ("Seruni Lintas Bahari tanpa bentuk usaha", []),
        ("PT Wijayakusuma Fiksi dan PT Seruni Lintas Bahari", [None, GOOD]),
    ],
)
def test_firms_are_found_by_their_whole_names(text: str, firms: list[str | None]) -> None:
    assert named(text) == firms


@pytest.mark.parametrize(
    "text",
    [
        "PT. Seruni Lintas Baharri membuka lowongan",
        "PT SERUNI LNITAS BAHARI",
        "PT Seruni Lnts Bahari, kantor Cirebon",
        "PT Seruni Lin. Bahari membuka lowongan",
        "PT Seruni Lintas B. membuka lowongan",
        "PT SeruniLintas Bahari membuka lowongan",
        "PT Seroni Lintas Bahary membuka lowongan",
        "pt seruni lintass bahari untuk taiwan",
    ],
)
def test_slips_and_short_forms_are_the_same_firm(text: str) -> None:
    assert [(item.firm, item.exact) for item in firms_named(text, REGISTER)] == [(GOOD, False)]


def test_a_slip_that_could_be_two_firms_is_none() -> None:
    two = Register(TODAY, {name: (Licence(name),) for name in ("kenanga tirta abadi", "kenangi tirta abadi")})
    assert [item.firm for item in firms_named("PT Kenango Tirta Abadi", two)] == [None]


def test_a_licensed_firm_is_verified() -> None:
    assert verified(OFFER.format(firm="PT Seruni Lintas Bahari")) == {True}
    assert verified(OFFER.format(firm="PT Seruni Lintas Bahari"), on=None) == {True}, "judged as of today"
    assert verified(OFFER.format(firm="Kami"), job=Job(company="PT. SERUNI LINTAS BAHARI")) == {True}


@pytest.mark.parametrize(
    "firm",
    [
        "PT Kenanga Tirta Abadi",
        "PT Dahlia Rimba Utama",
        "PT Wijayakusuma Fiksi",
        "Kami",
        "PT Seruni Lintas Bahari bersama PT Wijayakusuma Fiksi",
        "PT Seruni Lintas Bahari bersama PT Kenanga Tirta Abadi",
    ],
)
def test_what_is_expired_revoked_unknown_or_only_borrowed_verifies_nothing(firm: str) -> None:
    assert verified(OFFER.format(firm=firm)) == {False}


def test_the_day_of_the_text_decides() -> None:
    expired = OFFER.format(firm="PT Kenanga Tirta Abadi")
    assert verified(expired, on=date(2026, 6, 30)) == {True}
    assert verified(expired, on=date(2026, 7, 1)) == {False}
    punished = OFFER.format(firm="PT Melati Sagara Jaya")
    assert verified(punished, on=date(2026, 8, 1)) == {False}
    assert verified(punished, on=date(2026, 8, 2)) == {True}
    assert verified(punished, on=date(2026, 4, 1)) == {False}, "the sanction came after the text, perhaps for it"


def test_without_a_register_nothing_is_verified_and_nothing_else_changes() -> None:
    text = OFFER.format(firm="PT Seruni Lintas Bahari")
    assert verified(text, register=None) == {False}
    with_register, without = (
        detect("", text, key=b"k" * 32, register=register).model_dump() for register in (REGISTER, None)
    )
    for found in (with_register, without):
        for item in found["offer"]["counter"]:
            item.pop("verified")
    assert with_register == without, "a name can be borrowed: it lowers no risk"


@given(st.text(alphabet="pPtT3MmIi. ,()\nserunilintasbahariABC", max_size=200))
def test_any_text_gives_firms_in_order_and_inside(text: str) -> None:
    last = -1
    for item in firms_named(text, REGISTER):
        assert last <= item.start < item.end <= len(text)
        assert item.firm is None or REGISTER.knows(item.firm)
        last = item.start


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1)))
def test_a_licence_holds_on_both_its_days_and_between(day: date) -> None:
    licence = REGISTER.licences[GOOD][0]
    assert licence.holds(day) == (date(2024, 2, 1) <= day <= date(2029, 1, 31))
    assert not REGISTER.vouches(PUNISHED, day) or day > date(2026, 8, 1)
    assert REGISTER.vouches("anyelir", day + timedelta(days=1))
