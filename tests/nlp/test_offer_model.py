"""The model of offers: what it may and may not do, whatever its weights are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.offer_flags import FlagModel, flag_model
from nlp.offer_model import BAIT, LABELS, OFFER, log_odds, offer_model
from nlp.offer_words import buckets, words_of
from nlp.offers import read_offer
from nlp.registry import load_registry
from nlp.sparse_regressions import parts_of
from nlp.text import Reading, clean

KEY = b"a key of tests"
BAIT_TEXT = (
    "Butuh admin chat ke Sihanoukville, gaji 15 juta, paspor dipegang kantor, visa turis dulu. WA 0812-0000-1234"
)
FLAGS = sorted(name for name in load_registry().indicators if name.startswith("RF"))


def test_a_red_flag_never_lowers_the_risk_and_no_counter_indicator_has_a_weight() -> None:
    model = offer_model()
    assert min(model.risk.get(flag, 0.0) for flag in FLAGS) >= 0
    assert model.risk["wording"] > 0
    assert not [name for name in model.risk if name.startswith("CI")]


def test_cues_keep_their_sign() -> None:
    offer = offer_model().offer
    assert all(weight >= 0 for name, weight in offer.items() if name.startswith("FOR"))
    assert all(weight <= 0 for name, weight in offer.items() if name.startswith("AGAINST"))


@given(st.text(max_size=300))
def test_any_text_has_kinds_that_sum_to_one(text: str) -> None:
    words = words_of(Reading.of("", text).normalised.text)
    wording = offer_model().read(words)
    assert sum(pow(2.718281828459045, said) for said in wording.log_probabilities) == pytest.approx(1)
    assert len(wording.log_probabilities) == len(LABELS)
    assert buckets(words).tolist() == sorted(set(buckets(words).tolist()))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_reasons_and_flags_quote_the_text(text: str) -> None:
    offer = read_offer(Reading.of("", text), key=KEY, kind_hint="job_ad")
    parts: list[Any] = [*offer.reasons, *offer.indicators] if offer else []
    for part in parts:
        assert part.text == clean(text)[part.start : part.end] or part.field == "title"


def test_reasons_come_by_weight_and_at_most_three_each_way() -> None:
    offer = read_offer(Reading.of("", BAIT_TEXT), key=KEY)
    assert offer is not None
    up = [reason.weight for reason in offer.reasons if reason.weight > 0]
    down = [reason.weight for reason in offer.reasons if reason.weight < 0]
    assert up == sorted(up, reverse=True)
    assert down == sorted(down)
    assert (0 < len(up) <= 3, len(down) <= 3) == (True, True)
    assert offer.band == 3


@pytest.mark.parametrize("country", ["Kamboja", "Jepang", "Polandia", "Fiji"])
def test_the_name_of_a_country_is_not_seen_but_its_region(country: str) -> None:
    forms = [word.form for word in words_of(f"kerja di {country.lower()}")]
    assert country.lower() not in forms
    assert forms[-1].startswith("@")


def test_names_of_places_abroad_are_seen_by_their_region_and_plain_words_of_longer_names_as_words() -> None:
    """Of Kaledonia Baru, Kota Kinabalu, Pekerja Migran and the like."""
    plain = "kerja di rumah kota baru jakarta bank selatan"
    assert [word.form for word in words_of(plain)] == plain.split()
    placed = words_of("phnom penh malaysia riyadh finlandia")
    assert [word.form for word in placed] == ["@hub", "@hub", "@east", "@gulf", "@west"]


def test_official_boilerplate_never_lowers_the_band() -> None:
    plain = read_offer(Reading.of("", BAIT_TEXT), key=KEY)
    dressed: Any = read_offer(
        Reading.of("", f"{BAIT_TEXT}. Resmi BP2MI, legal, P3MI terdaftar, bergaransi, bukan penipuan."), key=KEY
    )
    assert plain is not None
    assert dressed.band >= plain.band


def test_a_flag_stands_by_its_rule_unless_the_rule_is_doubtful() -> None:
    model = replace(flag_model(), doubtful=frozenset({"RF-09"}))
    assert model.standing(["RF-09", "RF-23"]) == {"RF-23"}


def test_log_odds_are_bounded() -> None:
    assert log_odds([0.0, *[-1000.0] * 6], BAIT) == 12
    assert log_odds([-1000.0] * 4 + [0.0, -1000.0, -1000.0], OFFER) == -12


@pytest.mark.parametrize("spoken", [frozenset({"lusa jalan"}), frozenset[str]()])
def test_the_evidence_of_a_learned_flag_is_words_that_show_it_or_their_sentence(spoken: frozenset[str]) -> None:
    """A word of the model that does not show the flag by itself ("komputer") is never quoted alone."""
    words = words_of("kerja depan komputer di kota. lusa jalan bareng")
    weights = {"komputer": 3.0, "lusa jalan": 1.0}
    parts = parts_of([{"id": "RF-45", "constant": 0.0, "weights": weights}])
    model = FlagModel(*parts, 0.3, spoken={"RF-45": spoken})
    (flag,) = model.read(words, (), ())
    quoted = " ".join(word.form for word in words[flag.first : flag.last + 1])
    assert (quoted, flag.spoken) == (("lusa jalan", True) if spoken else ("komputer", False))


def test_no_function_word_is_evidence() -> None:
    """Every feature that may be quoted alone stands for its flag in the texts that readers marked."""
    shown = {feature for features in flag_model().spoken.values() for feature in features}
    assert shown
    assert not shown & {"yang", "di", "ke", "ini", "itu", "saja", "komputer", "kerja", "gaji", "orang"}


def test_what_honest_small_firms_do_at_home_weighs_nothing_there() -> None:
    registry = load_registry()
    assert registry.weighing({"RF-29", "RF-34", "RF-37"}, "domestic") == {"RF-37"}
    assert registry.weighing({"RF-29", "RF-34", "RF-37"}, "overseas") == {"RF-29", "RF-34", "RF-37"}


def test_a_fee_is_a_red_flag_at_home_too() -> None:
    text = "Lowongan staf gudang Karawang, gaji UMK. Peserta lulus setor biaya seragam Rp750.000 ke rekening petugas, 0820-0000-4455"
    offer = read_offer(Reading.of("", text), key=KEY)
    assert offer is not None
    assert offer.scope == "domestic"
    assert "RF-37" in {hit.id for hit in offer.indicators}
