import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlp.offers import read_offer
from nlp.text import Reading
from warehouse.contracts import Job, Offer

KEY = b"a key of tests"
TEXTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("offers.yml").read_text("utf-8"))["texts"]


def _read(text: str, title: str = "") -> Offer | None:
    return read_offer(Reading.of(title, text), key=KEY)


def _of(*labels: str) -> list[Any]:
    return [pytest.param(t, id=f"{t['label']}-{i}") for i, t in enumerate(TEXTS) if t["label"] in labels]


def _share(label: str, holds: Callable[[Offer | None], bool]) -> float:
    found = [holds(_read(text["text"])) for text in TEXTS if text["label"] == label]
    return sum(found) / len(found)


def _flagged(offer: Offer | None) -> bool:
    return offer is not None and offer.band >= 2


def test_baits_are_flagged_and_honest_offers_are_not() -> None:
    """Texts that the model never saw: floors under what it does, not promises for each text."""
    assert _share("bait", _flagged) >= 0.9
    assert _share("honest", _flagged) <= 0.03
    assert _share("domestic", _flagged) <= 0.15
    assert _share("none", _flagged) <= 0.05


def test_offers_are_told_from_what_is_none() -> None:
    assert _share("none", lambda offer: offer is None) >= 0.9
    assert min(_share(label, lambda offer: offer is not None) for label in ("bait", "honest", "domestic")) >= 0.95


@pytest.mark.parametrize("case", [case for case in _of("bait", "honest", "domestic") if "scope" in case.values[0]])
def test_the_parts_of_an_offer(case: dict[str, Any]) -> None:
    offer = read_offer(Reading.of("", case["text"]), key=KEY, kind_hint="job_ad")
    assert offer is not None
    assert offer.scope == case["scope"]
    if "destination" in case:
        assert list(offer.destination) == case["destination"]
    if "pay" in case:
        assert offer.pay is not None
        assert [offer.pay.min, offer.pay.max, offer.pay.currency] == case["pay"]
    if "contacts" in case:
        assert [c.value for c in offer.contacts if c.type not in {"email", "url"}] == case["contacts"]


PLAIN = "Loker admin di Kamboja, gaji 15 juta, paspor diurus kantor. Hubungi 0812-0000-1234"


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        lambda t: t.replace("Kamboja", "K4mb0j4").replace("admin", "adm1n"),
        lambda t: t.replace("Kamboja", "K a m b o j a"),
        lambda t: t.replace("Kamboja", "🇰🇭"),
        lambda t: t.replace("a", "а").replace("o", "о"),
        lambda t: t.replace("Kamboja", "Kam\u200bboja"),
        lambda t: t.replace("0812-0000-1234", "kosong delapan satu dua nol nol nol nol satu dua tiga empat"),
        lambda t: "🔥🔥 " + t.replace(". ", " ‼️ ") + " 💰💰",
        lambda t: t + " Resmi terdaftar BP2MI dan Kemnaker, izin lengkap, visa kerja, OPP, BPJS.",
        lambda t: t[:60],
    ],
)  # fmt: skip
def test_a_disguise_or_official_words_do_not_lower_the_band(disguise: Any) -> None:
    plain, hidden = _read(PLAIN), _read(disguise(PLAIN))
    assert plain is not None
    assert hidden is not None
    assert hidden.band >= plain.band == 3


def _bands(form: str) -> list[int]:
    found = [_read(form.format(text["text"])) for text in TEXTS if text["label"] == "bait"]
    return [offer.band if offer else 0 for offer in found]


@pytest.mark.parametrize(
    "form",
    [
        "Baca juga: Harga Cabai Naik Lagi di Pasar Induk\n{}",
        "{}\nLIHAT JUGA: Timnas Menang Tipis di Laga Tandang",
        "Baca juga: {}",  # nothing can hide behind such a line
        "Halo semua\nBaca juga: {}",
    ],
)
def test_the_line_of_another_article_hides_no_bait(form: str) -> None:
    kept = [new >= old for new, old in zip(_bands(form), _bands("{}"), strict=True)]
    assert sum(kept) >= 0.9 * len(kept)


def test_quotes_are_the_text_as_typed() -> None:
    title, text = "L0ker 🇰🇭", "Posisi Adm1n, g4ji 15jt. P4spor dipegang k4ntor. WA 0812-0000-1234"
    offer = _read(text, title)
    assert offer is not None
    for hit in (*offer.indicators, *offer.counter):
        assert hit.text == {"title": title, "text": text}[hit.field][hit.start : hit.end]
    assert {"🇰🇭", "P4spor dipegang k4ntor"} <= {hit.text for hit in offer.indicators}


def test_the_same_words_count_once() -> None:
    offer = _read("Kerja admin di Kamboja. " * 40 + "Gaji 15 juta, WA 0812-0000-1234")
    assert offer is not None
    assert len(offer.indicators) < 10


def test_a_page_of_a_job_board_that_offers_nothing_is_no_offer() -> None:
    text = "Tips menulis surat lamaran: sebutkan pengalaman, periksa ejaan, jangan mengirim dokumen asli kepada siapa pun. Waspada penipuan."
    assert read_offer(Reading.of("Cara melamar dengan aman", text), key=KEY, kind_hint="job_ad") is None


def test_a_record_of_a_job_board_is_always_an_offer() -> None:
    job = Job(company="PT Contoh", location="Bandung", salary="Rp 3 - 4 Juta")
    offer = read_offer(Reading.of("Koki", "Memasak dan membersihkan dapur."), key=KEY, job=job)
    assert offer is not None
    assert (offer.scope, offer.destination, offer.band) == ("domestic", ("ID",), 0)
    assert offer.pay is not None
    assert (offer.pay.min, offer.pay.max) == (3e6, 4e6)


def test_the_country_of_the_recruiter_is_not_the_country_of_work() -> None:
    offer = _read("Perusahaan Jepang di Karawang membuka lowongan operator. Kirim lamaran ke hrd@contoh.co.id")
    assert offer is not None
    assert offer.scope == "domestic"
    assert "JP" not in offer.destination


def test_a_transit_is_no_destination() -> None:
    offer = _read("Loker kerja di Kamboja, transit Bangkok dulu lanjut darat. WA 0812-0000-1234")
    assert offer is not None
    assert offer.destination == ("KH",)


def test_a_flag_that_a_rule_found_holds_its_floor_however_sure_the_model_is() -> None:
    offer = _read("butuh ginjal gol B utk saudara di Bogor, imbalan pantas, hub 0812-0000-0023")
    assert offer is not None
    assert "RF-49" in {hit.id for hit in offer.indicators}
    assert offer.band == 3


@pytest.mark.parametrize(
    "text",
    [
        "dibutuhkan donor darah gol O hubungi 0812-0000-0024",
        "URGENT butuh donor darah golongan B+ untuk pasien RS Contoh, hubungi Pak Contoh 0812-0000-0024",
        "Dibutuhkan pendonor plasma gol A di PMI Kota Contoh wa 0812-0000-0024",
        "butuh trombosit gol darah O 5 kantong, RS Contoh, hub 0812-0000-0024",
    ],
)
def test_an_appeal_for_blood_accuses_nobody(text: str) -> None:
    assert _read(text) is None


def test_who_looks_for_a_wife_at_home_is_not_accused() -> None:
    offer = _read("Ta'aruf: laki-laki 30 th, guru, mencari istri usia 22-28, siap nikah. Serius wa 0812-0000-0026")
    assert offer is None or offer.band <= 1


def test_blood_that_is_paid_for_is_no_appeal() -> None:
    offer = _read("Dicari pendonor darah dan ginjal gol O, kompensasi 150 juta, tiket ditanggung, WA 0812-0000-0024")
    assert offer is not None
    assert offer.band == 3


@pytest.mark.parametrize("place", ["Dubai", "Kuching", "Bekasi"])
def test_a_line_with_a_vacancy_and_a_number_is_an_offer(place: str) -> None:
    offer = _read(f"Loker {place} wa 0812-0000-0025")
    assert offer is not None
    assert offer.band <= 1


def test_crew_without_a_country() -> None:
    offer = _read("Dibutuhkan ABK kapal pesiar, gaji USD 900, sertifikat BST. Kirim CV ke crew@contohlaut.co.id")
    assert offer is not None
    assert (offer.scope, offer.destination) == ("ship", ())


@pytest.mark.parametrize("title", ["", "Loker"])
@given(text=st.text(max_size=300) | st.text(alphabet="loker kamboja gaji 15jt wa 0812-.@\n🇰🇭", max_size=300))
def test_any_text_is_read(title: str, text: str) -> None:
    reading = Reading.of(title, text)
    offer = read_offer(reading, key=KEY, kind_hint="job_ad")
    for hit in (*offer.indicators, *offer.counter) if offer else ():
        field = reading.title if hit.field == "title" else reading.text
        assert 0 <= hit.start < hit.end <= len(field)
        assert hit.text == field[hit.start : hit.end]


@pytest.mark.parametrize(
    "unit", ["kerja di ", "visa turis ", "tidak ", "paspor ", "gaji, , ", "((((", "x", "🇰🇭", "a.b."]
)
def test_a_hostile_text_of_a_million_characters(unit: str) -> None:
    reading = Reading.of("", unit * (1_000_000 // len(unit)))
    read_offer(Reading.of("", unit), key=KEY)
    started = time.process_time()
    read_offer(reading, key=KEY, kind_hint="job_ad")
    assert time.process_time() - started < 10


def test_a_childs_age_that_lifts_the_risk_is_among_the_reasons() -> None:
    offer = _read(
        "Lowongan pramusaji kafe di Johor, usia 15-20 tahun, gaji 1.700 ringgit, makan dan mes. WA 0812-0000-0027"
    )
    assert offer is not None
    assert offer.band == 3
    assert "RF-17" in {reason.flag for reason in offer.reasons}


@pytest.mark.parametrize(
    "text",
    [
        (
            "Pabrik elektronik di Penang Malaysia membutuhkan operator perempuan, umur 18-30. Gaji 1700 ringgit. "
            "Kontak PT Contoh Jaya 0354-000111"
        ),
        "operator semikonduktor Penang 60 orang, RM1700 + shift, asrama. ke kantor Blitar ya, saya admin saja",
    ],
)
def test_operators_of_a_factory_are_no_scam_centres_staff(text: str) -> None:
    offer = _read(text)
    assert offer is not None
    assert offer.band <= 1
