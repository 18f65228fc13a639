"""Everybody of a text who may be accused, and how likely each is: people named, told by what they are, or counted.

A linear model over what stands around each. Nobody marked who is accused: it is trained so that the sums of those who are
give the numbers of suspects that readers found (`nlp.train.accused`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.accused_people import (
    MENTIONS,
    STRONG,
    Mention,
    Somebody,
    Surroundings,
    lists_in,
    mentions_of,
    named_in,
    person,
    share,
    told_by_role,
)
from nlp.content import patterns
from nlp.counts import number_of
from nlp.field_context import Context
from nlp.field_model import BUCKETS, bucket
from nlp.names import Person

MODEL = Path(__file__).parent / "models" / "news-fields" / "accused.npz"
MOST = 30
"""The largest number of suspects that is told apart."""


def crowd(context: Context, people: Sequence[Person]) -> list[Somebody]:
    """`people`: those that `nlp.names` found, whatever their role."""
    around = Surroundings(context)
    mentions = mentions_of(context, people)
    named = named_in(mentions)
    for somebody in named:
        somebody.seen.update(person(around, somebody))
    for chain in lists_in(mentions):
        share(around, chain, named)
    roles = told_by_role(around, mentions)
    groups = _groups(around, named)
    _compare(context, named, roles, groups)
    return [*named, *roles, *groups]


def _groups(around: Surroundings, named: Sequence[Somebody]) -> list[Somebody]:
    """One for each number of people, and one for each number told beside others."""
    rules = patterns("accused")
    groups: dict[tuple[int, bool], Somebody] = {}

    def add(number: int, *, further: bool, mention: Mention, seen: set[str]) -> None:
        how = "further" if further else "counted"
        somebody = groups.setdefault((number, further), Somebody(how, f"{how} {number}", number))
        if not any(known[0] is mention[0] and abs(known[1] - mention[1]) < 5 for known in somebody.mentions):
            somebody.mentions.append(mention)
            if len(somebody.mentions) <= MENTIONS:
                said = {*seen, *around.of(mention)}
                somebody.seen |= {*said, *_beside(named, mention, number, said)}

    for one in around.context.numbers:
        seen = set(one.seen)
        role, noun = one.count.role, one.count.noun.lower()
        accused = {"held near", "sought near"} & seen
        if one.how == "whole" or not 0 < one.exact <= MOST or (role in {"victim", "other"} and not accused):
            continue
        tail = rules["further_after"].match(one.sentence.low, one.count.end, one.count.end + 30)
        further = bool({"lain", "lainnya", "lagi"} & set(noun.split())) or tail is not None or "sought near" in seen
        mention = one.sentence, one.count.start, one.count.end
        add(one.exact, further=further, mention=mention, seen=seen | {f"noun {word}" for word in noun.split()})
    for sentence in around.context.story:
        for match in rules["further"].finditer(sentence.low):
            number = 1 if match["number"] == "seorang" else number_of(match["number"])
            if number and number <= MOST:
                seen = {f"further word {match['word']}"}
                add(number, further=True, mention=(sentence, *match.span()), seen=seen)
    return list(groups.values())


def _beside(named: Sequence[Somebody], mention: Mention, number: int, said: set[str]) -> Iterator[str]:
    """How many are named in the sentence, before and after a number, and what becomes of them: who is counted and named is
    one of those named.
    """
    sentence, start, end = mention
    spans = [[(a, b) for other, a, b in one.mentions if other is sentence] for one in named]
    after = sum(any(a >= end for a, _ in found) for found in spans)
    before = sum(any(b <= start for _, b in found) for found in spans)
    fates = (mark for mark in ("sought", "held") if {f"has before {mark}", f"has after {mark}"} & said)
    yield f"names after {np.sign(after - number)}"
    yield f"{STRONG}names after {np.sign(after - number)} {next(fates, 'nothing')}"
    yield f"names before {min(2, before)}"


_ACCUSING = frozenset(
    {"has before held", "has after held", "has before sought", "has after sought", "has before suspect"}
)


def _compare(
    context: Context, named: Sequence[Somebody], roles: Sequence[Somebody], groups: Sequence[Somebody]
) -> None:
    """What each is beside the others; and every feature again for its own manner of telling."""
    accused = sum(bool(_ACCUSING & one.seen) for one in named)
    initials = sum(one.initials for one in named)
    whole = [one.number for one in groups if one.how == "counted"]
    most = max((one.number for one in groups), default=0)
    for one in (*named, *roles):
        one.seen |= {
            f"of accused {min(4, accused)}",
            f"of initials {min(3, initials)}",
            f"of named {min(4, len(named))}",
        }
        one.seen |= {f"groups {min(3, len(groups))}", f"against groups {np.sign(most - accused)}"}
        one.seen.add(f"of accused {min(3, accused)} {context.kind}")
    for one in groups:
        over = max(-3, min(3, accused - one.number))
        one.seen |= {
            f"over {over}",
            f"over {over} {one.how}",
            f"covered {over >= 0} {one.how}",
            f"size {min(6, one.number)}",
        }
        one.seen |= {f"largest {one.number == max(whole, default=0)}", f"times {min(3, len(one.mentions))}"}
        one.seen |= {f"in larger {any(number > one.number for number in whole)} {one.how}"}
    for one in (*named, *roles, *groups):
        one.seen |= {_of(feature, one.how) for feature in one.seen} | {f"how {one.how}"}


def _of(feature: str, how: str) -> str:
    strong = feature.startswith(STRONG)
    return f"{STRONG if strong else ''}{how} {feature.removeprefix(STRONG)}"


@dataclass(frozen=True)
class AccusedModel:
    """`weights`: by bucket."""

    weights: NDArray[np.float32]
    constant: float

    def odds(self, crowd: Sequence[Somebody]) -> NDArray[np.float64]:
        """How likely each is accused. Shape (len(crowd),)."""
        scores = [float(shares @ self.weights[at]) for at, shares in (columns(one.seen) for one in crowd)]
        found: NDArray[np.float64] = 1 / (1 + np.exp(-(np.array(scores, np.float64) + self.constant)))
        return found


def columns(seen: set[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The buckets of features, each once, and how much each counts."""
    shares: dict[int, float] = {}
    for feature in seen:
        at = bucket(feature)
        shares[at] = max(shares.get(at, 0.0), 2.0 if feature.startswith(STRONG) else 1.0)
    return np.fromiter(shares, np.int64, len(shares)), np.fromiter(shares.values(), np.float32, len(shares))


def sums(odds: NDArray[np.float64], numbers: Sequence[int]) -> NDArray[np.float64]:
    """The probability of each number of accused people up to `MOST`, each somebody for himself. Shape (MOST + 1,)."""
    found = np.zeros(MOST + 1)
    found[0] = 1.0
    for chance, number in zip(odds.tolist(), numbers, strict=True):
        moved = np.zeros(MOST + 1)
        moved[number:] = found[: MOST + 1 - number]
        found = found * (1 - chance) + moved * chance
    return found


@cache
def accused_model(path: Path = MODEL) -> AccusedModel:
    with np.load(path) as stored:
        weights = np.zeros(BUCKETS, np.float32)
        weights[stored["at"]] = stored["weights"]
        return AccusedModel(weights, float(stored["constant"]))
