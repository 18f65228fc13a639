"""Risk and band of an offer: the model's probabilities, raised by the floors, cut into bands.

Counter-indicators give no credit while nothing has verified them.
"""

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from nlp.offer_model import logistic
from nlp.registry import STRENGTH_WEIGHTS, Floor, Registry
from warehouse.contracts import IndicatorHit, Scope

CUTS = (0.3, 0.7, 0.8)
"""Risk from which bands 1, 2 and 3 begin (nlp/models/offers/README.md)."""


CONTRARY, SURELY_OFFERED = 0.05, 0.5
"""Model risk under which a floor does not hold: the words of its flags are likelier denied or meant otherwise; and probability
of an offer under which none does: advice and news tell of the same.
"""


WORDED = 0.93
"""Risk from which wording alone, without a telling red flag, is put before people."""
_TELLING, _NOBODY = 2, {"no_company", "messenger_only"}
"""Strength from which a red flag tells something: not that no firm is named, as in most honest posts, unless there is nothing but a
private number either.
"""
_BARE, _LINE = 4, 12
"""Words of a line ("Loker Dubai wa …") that say too little unless they are a strong flag, and of one that does without a telling one."""


_SURE = 0.9999
"""Risk at which log-odds end."""


class Score(NamedTuple):
    """`lift`: log-odds that the floors add to what the model says, `lifting`: the flags that make them hold."""

    risk: float
    band: int
    floors: tuple[str, ...]
    lift: float = 0.0
    lifting: frozenset[str] = frozenset()


def score(
    registry: Registry,
    scope: Scope,
    flags: Collection[str],
    log_bait: float,
    proved: Collection[str] = (),
    *,
    offered: float = 1.0,
) -> Score:
    """`log_bait`: log-odds of the model that an offer is a bait, `offered`: probability of an offer. A floor that holds raises
    the risk into its band, keeping its order there.

    `proved`: red flags and counter-indicators that a register or a look-alike address shows, not words: the model has
    not learned what these weigh.
    """
    risk = offered * logistic(log_bait + sum(proof_weight(registry, name) for name in proved))
    present, proofs = set(flags), set(proved)
    reached = [
        floor
        for floor in registry.floors
        if scope in floor.scopes and not proofs.intersection(floor.unless) and _holds(registry, floor, present)
    ]
    least = max((floor.band for floor in reached), default=0)
    lift, lifting = 0.0, frozenset[str]()
    if least and risk >= CONTRARY and offered >= SURELY_OFFERED:
        raised = max(risk, CUTS[least - 1] + (1 - CUTS[least - 1]) * risk)
        lift, risk = _log_odds(raised) - _log_odds(risk), raised
        lifting = frozenset().union(*(_lifting(floor, present) for floor in reached if floor.band == least))
    return Score(round(risk, 4), band_of(risk), tuple(floor.id for floor in reached), lift, lifting)


def with_lift(hits: Sequence[IndicatorHit], scored: Score) -> list[IndicatorHit]:
    """The log-odds that a floor added are its flags' own, in equal parts, each with the strongest evidence of the flag."""
    strongest: dict[str, int] = {}
    for number, hit in enumerate(hits):
        if hit.id in scored.lifting and hit.weight > (hits[strongest[hit.id]].weight if hit.id in strongest else -1.0):
            strongest[hit.id] = number
    lifted = list(hits)
    for number in strongest.values():
        weight = round(hits[number].weight + scored.lift / len(strongest), 4)
        lifted[number] = hits[number].model_copy(update={"weight": weight})
    return lifted


def is_unshown(registry: Registry, scope: Scope, present: Collection[str], risk: float, n_words: int) -> bool:
    """Whether too little is shown to put somebody before people: of a few words none is a strong flag; or wording alone speaks
    against an offer abroad, in a line or not surely: no red flag that is more than a weak one, and not that nobody but a private
    number stands for it.
    """
    if n_words <= _BARE and registry.strong.isdisjoint(present):
        return True
    return scope != "domestic" and _worded_alone(registry, present) and (risk < WORDED or n_words <= _LINE)


def _worded_alone(registry: Registry, present: Collection[str]) -> bool:
    flags = [registry.indicators[name] for name in present]
    told = any(flag.strength >= _TELLING and flag.computed != "no_company" for flag in flags)
    return not told and not {flag.computed for flag in flags} >= _NOBODY


def unaccused(scored: Score) -> Score:
    """Not above band 1: of a text that may well be no offer nobody is accused."""
    return _at_most(1, scored)


def shown(scored: Score, registry: Registry, scope: Scope, present: Collection[str]) -> Score:
    """At home wording alone reaches band 2, not 3: a false vacancy in a firm's name reads like a true one of that firm."""
    return _at_most(2, scored) if scope == "domestic" and _worded_alone(registry, present) else scored


def _at_most(band: int, scored: Score) -> Score:
    risk = min(scored.risk, CUTS[band] - 0.0001)
    lift = scored.lift - _log_odds(scored.risk) + _log_odds(risk)
    return scored._replace(risk=risk, band=band_of(risk), lift=max(0.0, lift))


def _log_odds(risk: float) -> float:
    return math.log(min(risk, _SURE) / (1 - min(risk, _SURE)))


def proof_weight(registry: Registry, name: str) -> float:
    """Log-odds that a proof adds to the risk, by the strength of its indicator; a counter-indicator takes them away."""
    entry = registry.indicators[name]
    return -STRENGTH_WEIGHTS[entry.strength] if entry.group == "CI" else STRENGTH_WEIGHTS[entry.strength]


def band_of(risk: float) -> int:
    return sum(risk >= cut for cut in CUTS)


def _lifting(floor: Floor, present: set[str]) -> set[str]:
    named = set().union(*floor.all, floor.at_least.of if floor.at_least else ())
    return present & named


def _holds(registry: Registry, floor: Floor, present: set[str]) -> bool:
    if any(present.isdisjoint(group) for group in floor.all):
        return False
    if floor.at_least and len(present.intersection(floor.at_least.of)) < floor.at_least.n:
        return False
    if floor.weak_only is not None:
        return len(present) >= floor.weak_only and all(registry.indicators[i].strength == 1 for i in present)
    return True
