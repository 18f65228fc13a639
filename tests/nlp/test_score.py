import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.offer_model import logistic
from nlp.registry import load_registry
from nlp.score import CUTS, Score, band_of, is_unshown, score, shown, unaccused, with_lift
from warehouse.contracts import IndicatorHit, Scope

REGISTRY = load_registry()
INDICATORS = sorted(i for i in REGISTRY.indicators if i.startswith("RF"))


SOME_RISK = -2.9
SCOPES: tuple[Scope, ...] = ("overseas", "domestic", "ship", "hidden")


@pytest.mark.parametrize(
    ("names", "scope", "least"),
    [
        (("RF-01", "RF-11"), "overseas", 3),
        (("RF-02", "RF-13"), "overseas", 3),
        (("RF-23",), "overseas", 3),
        (("RF-26",), "hidden", 3),
        (("RF-06",), "overseas", 3),
        (("RF-36", "RF-07"), "overseas", 3),
        (("RF-14", "RF-09", "RF-29"), "overseas", 2),
        (("RF-14", "RF-09", "RF-34"), "overseas", 2),
        (("RF-17",), "domestic", 3),
        (("RF-43",), "ship", 3),
        (("RF-44",), "overseas", 3),
        (("RF-46",), "overseas", 3),
        (("RF-48",), "overseas", 3),
        (("RF-49",), "domestic", 3),
        (("RF-24", "RF-45"), "overseas", 2),
        (("RF-34", "RF-45"), "overseas", 2),
        (("RF-08", "RF-18", "RF-41"), "overseas", 1),
    ],
)
def test_floors_hold(names: tuple[str, ...], scope: Scope, least: int) -> None:
    assert score(REGISTRY, scope, names, SOME_RISK).band >= least


@given(st.sets(st.sampled_from(INDICATORS), max_size=12), st.sampled_from(SCOPES), st.floats(-40, 40), st.floats(0, 5))
def test_the_model_decides_above_the_floors_and_its_order_stays(
    names: set[str], scope: Scope, log_risk: float, more: float
) -> None:
    before, after = (score(REGISTRY, scope, names, risk) for risk in (log_risk, log_risk + more))
    assert after.risk >= before.risk >= round(logistic(log_risk), 4)
    assert math.isfinite(after.risk)
    assert before.band == band_of(before.risk) or abs(before.risk - CUTS[before.band - 1]) < 1e-3


@given(st.sets(st.sampled_from(INDICATORS), max_size=12), st.sampled_from(INDICATORS), st.sampled_from(SCOPES))
def test_another_flag_never_lowers_a_floor(names: set[str], another: str, scope: Scope) -> None:
    before = score(REGISTRY, scope, names, SOME_RISK)
    after = score(REGISTRY, scope, names | {another}, SOME_RISK)
    weak = any(floor.weak_only is not None for floor in REGISTRY.floors)
    assert after.risk >= before.risk or (weak and before.band == 1)


@given(st.floats(0, 1))
def test_bands_follow_the_cut_points(risk: float) -> None:
    assert band_of(risk) == sum(risk >= cut for cut in CUTS)


def test_a_floor_does_not_hold_against_a_model_that_is_sure_of_the_contrary() -> None:
    assert score(REGISTRY, "overseas", {"RF-23"}, SOME_RISK).band == 3
    assert score(REGISTRY, "overseas", {"RF-23"}, -6.0).band == 0


@pytest.mark.parametrize(("offered", "band"), [(0.4, 0), (0.6, 3)])
def test_a_floor_holds_only_in_what_is_likelier_an_offer_than_not(offered: float, band: int) -> None:
    assert score(REGISTRY, "overseas", {"RF-23"}, -1.5, offered=offered).band == band


@given(st.floats(-40, 40), st.floats(0, 1))
def test_the_risk_without_a_floor_is_the_product_of_both_probabilities(log_bait: float, offered: float) -> None:
    assert score(REGISTRY, "overseas", (), log_bait, offered=offered).risk == round(offered * logistic(log_bait), 4)


@pytest.mark.parametrize(
    ("scope", "flags", "risk", "n_words", "unshown"),
    [
        ("overseas", {"RF-29"}, 0.8, 60, True),
        ("overseas", {"RF-29", "RF-41"}, 0.8, 60, True),
        ("overseas", {"RF-29"}, 0.9, 60, True),
        ("overseas", {"RF-29"}, 0.95, 60, False),
        ("overseas", {"RF-29"}, 0.95, 9, True),
        ("overseas", {"RF-29", "RF-34"}, 0.8, 9, False),
        ("overseas", {"RF-16"}, 0.8, 60, False),
        ("overseas", {"RF-37"}, 0.8, 4, False),
        ("domestic", {"RF-29"}, 0.8, 60, False),
        ("domestic", {"RF-29"}, 0.8, 4, True),
    ],
)
def test_nobody_abroad_is_accused_by_wording_alone(
    scope: Scope, flags: set[str], risk: float, n_words: int, unshown: bool
) -> None:
    assert is_unshown(REGISTRY, scope, flags, risk, n_words) is unshown


@pytest.mark.parametrize(
    ("scope", "flags", "band"),
    [
        ("domestic", set[str](), 2),
        ("domestic", {"RF-54", "RF-29"}, 2),
        ("domestic", {"RF-37"}, 3),
        ("domestic", {"RF-29", "RF-34"}, 3),
        ("overseas", {"RF-29"}, 3),
    ],
)
def test_wording_alone_is_no_high_risk_at_home(scope: Scope, flags: set[str], band: int) -> None:
    assert shown(Score(0.97, 3, ()), REGISTRY, scope, flags).band == band


def _hits(*weights: tuple[str, float]) -> list[IndicatorHit]:
    return [
        IndicatorHit(id=name, field="text", start=at, end=at + 1, text="x", weight=weight)
        for at, (name, weight) in enumerate(weights)
    ]


@given(st.floats(-2.9, 6))
def test_what_a_floor_adds_is_its_flags_own(log_bait: float) -> None:
    scored = score(REGISTRY, "overseas", {"RF-17", "RF-29"}, log_bait)
    before = _hits(("RF-17", 0.0), ("RF-29", 0.4), ("RF-17", 0.2))
    after = with_lift(before, scored)
    added = [new.weight - old.weight for old, new in zip(before, after, strict=True)]
    assert added == pytest.approx([0, 0, scored.lift], abs=1e-4)
    assert logistic(log_bait + scored.lift) == pytest.approx(scored.risk, abs=1e-3)


def test_flags_that_lift_together_share_what_they_add() -> None:
    scored = score(REGISTRY, "overseas", {"RF-36", "RF-07"}, SOME_RISK)
    after = with_lift(_hits(("RF-36", 0.5), ("RF-07", 0.1)), scored)
    assert [hit.weight for hit in after] == pytest.approx([0.5 + scored.lift / 2, 0.1 + scored.lift / 2], abs=1e-4)


def test_a_floor_that_does_not_decide_adds_nothing() -> None:
    scored = unaccused(score(REGISTRY, "overseas", {"RF-17"}, 3.0))
    assert with_lift(_hits(("RF-17", 0.5)), scored) == _hits(("RF-17", 0.5))
