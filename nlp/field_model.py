"""Which of the values that rules propose for a field of a case is the case's own: one linear model a field.

Rules find candidates with their words; the model, trained on readers' labels, weighs what stands around them. A value
whose probability stays below the field's threshold is left out: a wrong value is worse than none. Every value keeps the
span that it was read from.
"""

import math
import zlib
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MODEL = Path(__file__).parent / "models" / "news-fields" / "weights.npz"
BUCKETS = 1 << 15
WORDS = 6.0
"""Weight of the words of a whole text beside what stands around a value; by cross-validation."""
BESIDE = {"exploitation": 0.7}
"""The least probability of a second value: one text in fifty tells two kinds of exploitation."""
EASIER = dict.fromkeys(
    [
        "forced_criminality",
        "complaint",
        "investigation",
        "suspect_named",
        "on_trial",
        "demand",
        "verdict",
        "appeal",
        "final",
        "stopped",
    ],
    0.3,
)
"""Values that are told in words of their own: they are as often right at a threshold lower by so much."""
SUREST = 4.5
"""The reader of stories is taken at its word no further than this: on short texts, unlike those it was taught, its scores run wild."""
COMPETING = frozenset({"said", "event_date"})
"""Fields whose candidates compete: the shares of one text, with that of no value (`None`), sum to 1."""
_LEAST = 1e-9


class Values:
    """Candidate values of one field of one text, in the order in which they were met."""

    def __init__(self, words: Collection[str] = ()) -> None:
        """`words`: those of the whole text, which every value of the field weighs for itself; `lists`: the values that stand
        in one list, three or more.
        """
        self.found: dict[Hashable, Value] = {}
        self.words = words
        self.lists: list[frozenset[Hashable]] = []
        self.heard: dict[Hashable, float] = {}

    def add_none(self, seen: Iterable[str]) -> None:
        """That no candidate is right, for the fields whose candidates compete."""
        self.found[None] = Value(seen=set(seen))

    def add(self, value: Hashable, start: int, end: int, seen: Iterable[str]) -> None:
        """`seen`: what the model sees of this mention; mentions of one value are taken together."""
        known = self.found.setdefault(value, Value())
        known.spans.append((start, end))
        known.seen.update(seen)

    def hear(self, scores: Mapping[Hashable, float | None]) -> None:
        """What the reader of stories says of each value (docs/decisions/0025)."""
        told = {value: -SUREST if (score := scores.get(value)) is None else score for value in self.found}
        self.heard = {value: max(-SUREST, min(SUREST, score)) for value, score in told.items()}


@dataclass
class Value:
    """`spans` in `Reading.joined`; `figures` and `mentions`: what trees weigh instead of `seen`, of the value and of each of
    its mentions; `sure`: the rule of docs/fields.md decides.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    figures: dict[str, float] = field(default_factory=dict)
    mentions: list[frozenset[str]] = field(default_factory=list)
    sure: bool = False


@dataclass(frozen=True)
class FieldModel:
    """`weights`: of each field, by bucket; `words`: of each value of a field that weighs the words of the whole text;
    `least`: the probability from which a value counts; `blends`: what the score by words and that of the reader of stories
    weigh beside each other, with a constant.
    """

    weights: Mapping[str, NDArray[np.float32]]
    words: Mapping[str, Mapping[str, NDArray[np.float32]]]
    constants: Mapping[str, float]
    least: Mapping[str, float]
    blends: Mapping[str, tuple[float, float, float]]

    def probabilities(self, name: str, values: Values) -> dict[Hashable, float]:
        constant, weights, of_words = self.constants[name], self.weights[name], self.words.get(name, {})
        text, scale = word_buckets(values.words) if of_words and values.words else (None, 0.0)
        found: dict[Hashable, float] = {}
        for value, told in values.found.items():
            score = constant + float(weights[buckets(told.seen)].sum())
            if text is not None and str(value) in of_words:
                score += scale * float(of_words[str(value)][text].sum())
            found[value] = score
        if values.heard:
            found = self._blended(name, found, values.heard)
        return _shares(found) if name in COMPETING else {value: 1 / (1 + math.exp(-s)) for value, s in found.items()}

    def _blended(
        self, name: str, scores: Mapping[Hashable, float], heard: Mapping[Hashable, float]
    ) -> dict[Hashable, float]:
        own, other, constant = self.blends[name]
        if name in COMPETING:
            scores, heard = _logs(scores), _logs(heard)
        return {value: own * scores[value] + other * heard[value] + constant for value in scores}

    def best(self, name: str, values: Values) -> tuple[Hashable, Value] | None:
        """The likeliest value of a field that has one; None below the threshold."""
        likely = self.probabilities(name, values)
        top = max(likely, key=lambda value: likely[value], default=None)
        return (top, values.found[top]) if top is not None and passes(top, likely[top], self.least[name]) else None

    def all(self, name: str, values: Values) -> dict[Hashable, Value]:
        """The values of a field that may have several."""
        kept = chosen(name, levelled(self.probabilities(name, values), values.lists), self.least[name])
        return {value: found for value, found in values.found.items() if value in kept or found.sure}


def _shares(scores: Mapping[Hashable, float]) -> dict[Hashable, float]:
    highest = max(scores.values(), default=0.0)
    odds = {value: math.exp(score - highest) for value, score in scores.items()}
    total = sum(odds.values())
    return {value: share / total for value, share in odds.items()}


def _logs(scores: Mapping[Hashable, float]) -> dict[Hashable, float]:
    return {value: math.log(share + _LEAST) for value, share in _shares(scores).items()}


def levelled(likely: Mapping[Hashable, float], lists: Iterable[frozenset[Hashable]]) -> dict[Hashable, float]:
    """In a list with two likely values the others are as likely as the second: "asal A, B, C dan D"."""
    found = dict(likely)
    for listed in lists:
        second = sorted(likely[value] for value in listed)[-2]
        found |= {value: max(found[value], second) for value in listed}
    return found


def chosen(name: str, likely: Mapping[Hashable, float], least: float) -> set[Hashable]:
    """The values that pass the threshold; of a field that mostly has one, the lesser ones only if they are sure."""
    best = max(likely.values(), default=0.0)
    beside = max(least, BESIDE.get(name, 0.0))
    return {
        value for value, share in likely.items() if passes(value, share, least) and (share == best or share >= beside)
    }


def passes(value: Hashable, share: float, least: float) -> bool:
    return share >= least - EASIER.get(str(value), 0.0)


def word_buckets(words: Collection[str]) -> tuple[NDArray[np.int64], float]:
    """Buckets of a text's words, each once, and the value of each: texts of all lengths weigh the same."""
    found = np.unique(np.fromiter((bucket(word) for word in words), np.int64))
    return found, WORDS / math.sqrt(max(1, len(found)))


@lru_cache(maxsize=1 << 17)
def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


def buckets(seen: Iterable[str]) -> NDArray[np.int64]:
    """Each once."""
    return np.fromiter({bucket(feature) for feature in seen}, np.int64)


@cache
def field_model(path: Path = MODEL) -> FieldModel:
    with np.load(path) as stored:
        names = stored["names"].tolist()
        words = {name: _words(stored, name) for name in names if f"{name}_values" in stored}
        rows: dict[str, NDArray[np.float32]] = {}
        for name in names:
            row = np.zeros(BUCKETS, np.float32)
            row[stored[f"{name}_at"]] = stored[f"{name}_weights"]
            rows[name] = row
        constants = dict(zip(names, map(float, stored["constants"]), strict=True))
        least = dict(zip(names, map(float, stored["least"]), strict=True))
        blends = {name: tuple(row) for name, row in zip(names, stored["blends"].tolist(), strict=True)}
        return FieldModel(rows, words, constants, least, blends)


def _words(stored: Mapping[str, NDArray[Any]], name: str) -> Mapping[str, NDArray[np.float32]]:
    found: dict[str, NDArray[np.float32]] = {}
    for value, weights in zip(stored[f"{name}_values"].tolist(), stored[f"{name}_of_words"], strict=True):
        row = np.zeros(BUCKETS, np.float32)
        row[stored[f"{name}_words"]] = weights
        found[value] = row
    return found
