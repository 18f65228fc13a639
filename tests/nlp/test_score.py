import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.registry import load_registry
from nlp.score import BIAS, CUTS, band_of, score
from warehouse.contracts import IndicatorHit, Scope

REGISTRY = load_registry()
INDICATORS = sorted(i for i in REGISTRY.indicators if i.startswith("RF"))


def _hits(*names: str) -> list[IndicatorHit]:
    return [
        IndicatorHit(id=n, field="text", start=0, end=1, text="x", weight=REGISTRY.indicators[n].weight_beside(names))
        for n in names
    ]


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
        (("RF-48",), "domestic", 3),
        (("RF-49",), "domestic", 3),
        (("RF-24", "RF-45"), "overseas", 2),
        (("RF-34", "RF-45"), "overseas", 2),
        (("RF-08", "RF-18", "RF-41"), "overseas", 1),
    ],
)
def test_floors_hold(names: tuple[str, ...], scope: Scope, least: int) -> None:
    assert score(REGISTRY, scope, _hits(*names)).band >= least


@pytest.mark.parametrize("names", [(), ("RF-01",), ("RF-24",), ("RF-34", "RF-29"), ("RF-41", "RF-19")])
def test_little_is_not_flagged(names: tuple[str, ...]) -> None:
    assert score(REGISTRY, "overseas", _hits(*names)).band < 2


def test_weak_indicators_at_home_do_not_add_up() -> None:
    assert score(REGISTRY, "domestic", _hits("RF-16", "RF-24", "RF-34", "RF-45", "RF-41")).band < 2


@given(st.sets(st.sampled_from(INDICATORS), max_size=12), st.sampled_from(INDICATORS), st.sampled_from(sorted(BIAS)))
def test_more_evidence_never_lowers_the_risk(names: set[str], another: str, scope: Scope) -> None:
    before = score(REGISTRY, scope, _hits(*sorted(names)))
    after = score(REGISTRY, scope, _hits(*sorted(names | {another})))
    weak = any(floor.weak_only is not None for floor in REGISTRY.floors)
    assert after.risk >= before.risk or (weak and before.band == 1)
    assert 0 <= before.risk <= 1
    assert math.isfinite(after.risk)


@given(st.floats(0, 1))
def test_bands_follow_the_cut_points(risk: float) -> None:
    assert band_of(risk) == sum(risk >= cut for cut in CUTS)
