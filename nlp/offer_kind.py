"""Is a text an offer at all? News that quotes a bait, advice, fact checks, questions and stories are none."""

from collections import Counter
from typing import NamedTuple

from nlp.match import Spotted
from nlp.registry import Registry
from warehouse.contracts import KindHint

THRESHOLD = 3.5
"""Least sum of the cues of an offer."""
_WORK = frozenset({"FOR-vacancy", "FOR-recruiter", "FOR-position", "FOR-abroad"})
"""Cues of which an offer has one at least: contact, pay and urgency are those of a seller too."""
_HINT: dict[KindHint | None, float] = {"job_ad": 8.0, "social": 0.0, "news": -6.0, None: 0.0}
_BOARD = 30.0
"""A record of a job board, with its fields for company, place or pay: what it advertises is a vacancy."""
_CONTACT, _PAY, _SCHEME, _STRONG = 1.5, 1.0, 2.5, 0.75
_STRONG_MOST = 4
_TELLING = 2
"""So many strong indicators name an offer by themselves."""
_PAID_WORK = 5.0
"""Least sum where nothing but pay, terms and a contact shows that work is offered."""
_LONG, _LONGEST_COSTS = 1000, 4.0
"""Prose of many words meets many cues: each 500 characters above these cost one, to this most."""


class OfferDecision(NamedTuple):
    is_offer: bool
    sum: float
    cues: tuple[str, ...]


def decide(
    registry: Registry,
    spotted: list[Spotted],
    *,
    has_contact: bool,
    has_pay: bool,
    has_scheme: bool,
    n_strong: int,
    kind_hint: KindHint | None,
    on_board: bool,
    names_work: bool,
    length: int,
) -> OfferDecision:
    """`has_scheme`: the text offers to buy a kidney, a womb, a bride: no vacancy, but an offer."""
    counts = Counter(label for label, _, _ in spotted if label in registry.cues)
    total = _BOARD if on_board else _HINT[kind_hint]
    total += _CONTACT * has_contact + _PAY * has_pay + _SCHEME * has_scheme
    undisputed = not any(label.startswith("AGAINST") for label in counts)
    if undisputed:
        total += _STRONG * min(n_strong, _STRONG_MOST)
    for label, count in counts.items():
        cue = registry.cues[label]
        total += cue.weight * min(count, cue.at_most)
    if not on_board:
        total -= min(_LONGEST_COSTS, max(0, length - _LONG) / 500)
    named = (
        has_scheme
        or on_board
        or kind_hint == "job_ad"
        or names_work
        or n_strong >= _TELLING
        or (undisputed and has_contact and has_pay and "FOR-terms" in counts and total >= _PAID_WORK)
        or not _WORK.isdisjoint(counts)
    )
    return OfferDecision(named and total >= THRESHOLD, total, tuple(sorted(counts)))
