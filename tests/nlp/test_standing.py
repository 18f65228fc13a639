"""Licences, job orders and contacts of an offer against a register of invented firms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from nlp.detect import detect
from nlp.register import Licence, Order, Register, Sanction, country_code
from warehouse.contracts import Job, Offer

TODAY = date(2026, 11, 25)
GOOD, OTHER = "seruni lintas bahari", "kenanga tirta abadi"
OWN = frozenset(
    {"+6282000000134", "+62315550134", "@serunilintas", "serunilintas.example", "serunilintas.kerja@gmail.com"}
)
REGISTER = Register(
    as_of=TODAY,
    licences={
        GOOD: (
            Licence(
                "PT Seruni Lintas Bahari", "SIP3MI 0034/XX/2024", date(2024, 2, 1), date(2029, 1, 31), "Aktif", OWN
            ),
        ),
        OTHER: (Licence("PT Kenanga Tirta Abadi", None, None, date(2026, 6, 30)),),
        "melati sagara jaya": (Licence("PT Melati Sagara Jaya"),),
        "dahlia rimba utama": (Licence("PT Dahlia Rimba Utama", None, None, date(2028, 6, 30), "Dicabut"),),
        "teratai puspa": (Licence("PT Teratai Puspa", None, date(2026, 12, 1)),),
        "anyelir mekar raya": (Licence("PT Anyelir Mekar Raya", contacts=frozenset({"anyelirmekar.example"})),),
    },
    sanctions={"melati sagara jaya": (Sanction("Skorsing", date(2026, 5, 1), date(2026, 12, 31)),)},
    orders={
        GOOD: (
            Order("Operator pabrik", "TAIWAN", date(2027, 2, 28), "JO-0211/TWN/2026", date(2026, 3, 1)),
            Order("Penata laksana", "HK", date(2026, 7, 14), "JO-0212/HKG/2026", date(2026, 1, 15)),
            Order("Perawat", "Jepang", date(2027, 7, 14)),
        ),
    },
)
AD = (
    "Lowongan kerja ke {country}, operator pabrik elektronik, gaji 14 juta per bulan, mes gratis. {firm}{claim}. "
    "Daftar dan kirim lamaran ke {contact}."
)
OWN_NUMBER, STRANGE_NUMBER = "WA 0820-0000-0134", "WA 0827-0000-0999"


def offer(
    contact: str,
    *,
    firm: str = "PT Seruni Lintas Bahari",
    claim: str = "",
    country: str = "Taiwan",
    on: date | None = TODAY,
    job: Job | None = None,
    register: Register | None = REGISTER,
) -> Offer:
    at = datetime(on.year, on.month, on.day, 5, tzinfo=UTC) if on else None
    text = AD.format(contact=contact, firm=firm, claim=claim, country=country)
    found = detect("", text, kind_hint="job_ad", published_at=at, job=job, key=b"k" * 32, register=register).offer
    assert found is not None
    return found


def verified(found: Offer) -> dict[str, bool]:
    return {item.id: item.verified for item in found.counter if item.id in {"CI-01", "CI-02"}}


def evidence(found: Offer, flag: str) -> list[str]:
    return [hit.text for hit in found.indicators if hit.id == flag]


@pytest.mark.parametrize(
    "contact",
    [
        OWN_NUMBER,
        "telepon (031) 5550134",
        "Instagram @serunilintas",
        "hrd@serunilintas.example",
        "serunilintas.kerja@gmail.com",
        "https://karir.serunilintas.example/daftar",
        f"hrd@serunilintas.example atau {OWN_NUMBER}",
        f"https://siapkerja.kemnaker.go.id atau {OWN_NUMBER}",
    ],
)
def test_contacts_of_the_firm_prove_it_and_lower_the_risk(contact: str) -> None:
    found = offer(contact)
    assert verified(found) == {"CI-01": True}
    assert evidence(found, "RF-31") == []
    assert found.risk < offer(contact, register=None).risk
    assert any(reason.flag == "CI-01" and reason.weight < 0 for reason in found.reasons)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (STRANGE_NUMBER, ["0827-0000-0999"]),
        ("pt.serunilintas@yahoo.com", ["pt.serunilintas@yahoo.com"]),
        ("hrd@seruni-lintas.example", ["hrd@seruni-lintas.example", "seruni-lintas.example"]),
        ("Telegram @serunilintas_hrd", ["@serunilintas_hrd"]),
        ("situs serunilintas-karir.example", ["serunilintas-karir.example"]),
    ],
)
def test_contacts_of_others_under_the_name_of_a_licensed_firm_are_a_red_flag(contact: str, shown: list[str]) -> None:
    for firm in ("PT Seruni Lintas Bahari", "PT. SERUNI LINTAS BAHARI, SIP3MI 0034/XX/2024", "PT Seruni Lintaz Bahari"):
        found = offer(contact, firm=firm)
        assert set(evidence(found, "RF-31")) <= set(shown)
        assert evidence(found, "RF-31")
        assert True not in verified(found).values()
        assert found.risk > offer(contact, firm=firm, register=None).risk


def test_own_and_strange_contacts_together_prove_nothing_either_way() -> None:
    found = offer(f"{OWN_NUMBER} atau admin {STRANGE_NUMBER}", firm="PT Seruni Lintas Bahari, SIP3MI 0034/XX/2024")
    assert verified(found) == {"CI-01": False}
    assert not set(evidence(found, "RF-31")) & {"0820-0000-0134", "0827-0000-0999"}


def test_a_kind_of_contact_that_the_register_does_not_have_is_unknown() -> None:
    found = offer(STRANGE_NUMBER, firm="PT Anyelir Mekar Raya (P3MI)")
    assert verified(found) == {"CI-01": True}
    assert "0827-0000-0999" not in evidence(found, "RF-31")
    assert found.risk == offer(STRANGE_NUMBER, firm="PT Anyelir Mekar Raya (P3MI)", register=None).risk, "no credit"
    assert evidence(offer("anyelirmekar@gmail.com", firm="PT Anyelir Mekar Raya"), "RF-31") == [
        "anyelirmekar@gmail.com"
    ]


def test_a_firm_that_is_only_similar_is_not_held_against_the_register() -> None:
    for firm in ("PT Seruni Lintas Bahari Sentosa", "PT Seruni Lintas Samudra", "PT Seruni Lintas Bahana"):
        found = offer(STRANGE_NUMBER, firm=firm)
        assert (verified(found), evidence(found, "RF-31")) == ({}, [])


def test_a_name_with_a_slip_is_believed_only_with_the_contacts_of_the_firm() -> None:
    firm = "PT Anyelir Mekarr Raya, SIP3MI No. 12/2024"
    assert verified(offer(STRANGE_NUMBER, firm=firm)) == {"CI-01": False}
    assert verified(offer("hrd@anyelirmekar.example", firm=firm)) == {"CI-01": True}


def test_a_printed_licence_number_must_be_that_of_the_firm() -> None:
    firm = "PT Seruni Lintas Bahari, SIP3MI No. {}"
    assert verified(offer(OWN_NUMBER, firm=firm.format("34/XX/2024"))) == {"CI-01": True}
    assert verified(offer(OWN_NUMBER, firm=firm.format("0777/XX/2024"))) == {"CI-01": False}


@pytest.mark.parametrize(
    ("firm", "on", "told"),
    [
        ("PT Kenanga Tirta Abadi", date(2026, 7, 1), True),
        ("PT Kenanga Tirta Abadi", date(2026, 6, 30), False),
        ("PT Dahlia Rimba Utama", TODAY, True),
        ("PT Melati Sagara Jaya", TODAY, True),
        ("PT Melati Sagara Jaya", date(2026, 4, 1), False),
        ("PT Teratai Puspa", TODAY, False),
        ("PT Wijayakusuma Fiksi", TODAY, False),
        ("PT Kenanga Tirto Abadi", TODAY, False),
    ],
)
def test_a_licence_that_was_lost_by_that_day_is_a_red_flag(firm: str, on: date, *, told: bool) -> None:
    assert (firm in evidence(offer(STRANGE_NUMBER, firm=firm, on=on), "RF-30")) == told


def orders() -> Iterator[tuple[str, str, date, bool]]:
    yield ", job order JO-0211/TWN/2026", "Taiwan", TODAY, True
    yield ", Job Order No. 211/TWN/2026", "Taiwan", TODAY, True
    yield ", job order resmi", "Taiwan", TODAY, True
    yield ", job order JO-0999/TWN/2026", "Taiwan", TODAY, False
    yield ", job order JO-0211/TWN/2026", "Taiwan", date(2026, 2, 28), False
    yield ", job order JO-0211/TWN/2026", "Taiwan", date(2027, 3, 1), False
    yield ", job order JO-0211/TWN/2026", "Malaysia", TODAY, False
    yield ", job order JO-0212/HKG/2026", "Hong Kong", date(2026, 7, 14), True
    yield ", job order JO-0212/HKG/2026", "Hong Kong", date(2026, 7, 15), False
    yield ", job order resmi", "Taiwan dan Malaysia", TODAY, False
    yield ", job order 7/JPN/2026", "Jepang", TODAY, True


@pytest.mark.parametrize(("claim", "country", "on", "told"), list(orders()))
def test_an_order_counts_for_its_country_its_days_and_its_number(
    claim: str, country: str, on: date, *, told: bool
) -> None:
    assert verified(offer(OWN_NUMBER, claim=claim, country=country, on=on)) == {"CI-01": True, "CI-02": told}


def test_an_order_of_a_firm_without_standing_counts_for_nothing() -> None:
    claim = ", job order JO-0211/TWN/2026"
    assert verified(offer(STRANGE_NUMBER, claim=claim)) == {"CI-02": False}
    assert verified(offer(OWN_NUMBER, claim=claim, firm="PT Kenanga Tirta Abadi")) == {"CI-02": False}
    with_order, without = offer(OWN_NUMBER, claim=claim), offer(OWN_NUMBER, claim=", job order JO-0999/TWN/2026")
    assert with_order.risk < without.risk


def test_an_order_that_is_not_claimed_lowers_nothing() -> None:
    elsewhere = Register(TODAY, REGISTER.licences, REGISTER.sanctions)
    assert offer(OWN_NUMBER).risk == offer(OWN_NUMBER, register=elsewhere).risk


def test_the_firm_of_a_job_board_counts_as_named() -> None:
    job = Job(company="PT. Seruni Lintas Bahari")
    assert verified(offer(OWN_NUMBER, firm="Kami", claim=" (P3MI)", job=job)) == {"CI-01": True}
    assert evidence(offer(STRANGE_NUMBER, firm="Kami", job=job), "RF-31") == ["0827-0000-0999"]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("TAIWAN", "TW"),
        ("TW", "TW"),
        ("Arab Saudi", "SA"),
        ("Taiwan (ROC)", "TW"),
        ("Antah Berantah", None),
        ("", None),
    ],
)
def test_countries_as_registers_print_them(printed: str, code: str | None) -> None:
    assert country_code(printed) == code
