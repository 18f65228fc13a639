"""Risk of an offer: a logistic sum of the weights of its indicators, raised by the floors, cut into bands.

The weights start from the strengths of the registry; the biases and cut-points are set so that one strong indicator
alone stays low, two strong ones or one near-decisive one with a weak one reach medium.
Counter-indicators give no credit while nothing has verified them.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from nlp.registry import Floor, Registry
from warehouse.contracts import IndicatorHit, Scope

BIAS: dict[Scope, float] = {"overseas": -3.2, "hidden": -2.8, "ship": -3.2, "domestic": -5.5}
"""Log-odds that an offer without any indicator is a bait."""
CUTS = (0.1, 0.5, 0.8)
"""Risk from which bands 1, 2 and 3 begin."""


class Score(NamedTuple):
    risk: float
    band: int
    floors: tuple[str, ...]


def score(registry: Registry, scope: Scope, hits: Iterable[IndicatorHit]) -> Score:
    weights: dict[str, float] = {}
    for hit in hits:
        weights[hit.id] = max(hit.weight, weights.get(hit.id, 0.0))
    risk = 1 / (1 + math.exp(-(BIAS[scope] + sum(weights.values()))))
    reached = [floor for floor in registry.floors if scope in floor.scopes and _holds(registry, floor, set(weights))]
    least = max((floor.band for floor in reached), default=0)
    if least:
        risk = max(risk, CUTS[least - 1] + (1 - CUTS[least - 1]) * risk)
    return Score(round(risk, 4), band_of(risk), tuple(floor.id for floor in reached))


def band_of(risk: float) -> int:
    return sum(risk >= cut for cut in CUTS)


def _holds(registry: Registry, floor: Floor, present: set[str]) -> bool:
    if any(not present & set(group) for group in floor.all):
        return False
    if floor.at_least and len(present & set(floor.at_least.of)) < floor.at_least.n:
        return False
    if floor.weak_only is not None:
        return len(present) >= floor.weak_only and all(registry.indicators[i].strength == 1 for i in present)
    return True
