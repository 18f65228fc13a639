"""Which of the values that rules propose for a field of a case is the case's own: one linear model a field.

Rules find candidates with their words; the model, trained on readers' labels, weighs what stands around them. A value
whose probability stays below the field's threshold is left out: a wrong value is worse than none. Every value keeps the
span that it was read from.
"""

import math
import zlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL = Path(__file__).parent / "models" / "news-fields" / "weights.npz"
BUCKETS = 1 << 15


class Values:
    """Candidate values of one field of one text, in the order in which they were met."""

    def __init__(self) -> None:
        self.found: dict[Hashable, Value] = {}

    def add(self, value: Hashable, start: int, end: int, seen: Iterable[str]) -> None:
        """`seen`: what the model sees of this mention; mentions of one value are taken together."""
        known = self.found.setdefault(value, Value())
        known.spans.append((start, end))
        known.seen.update(seen)


@dataclass
class Value:
    """`spans` in `Reading.joined`; `figures`: what trees weigh instead of `seen`."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldModel:
    """`weights`: of each field, by bucket; `least`: the probability from which a value counts."""

    weights: Mapping[str, NDArray[np.float32]]
    constants: Mapping[str, float]
    least: Mapping[str, float]
    version: str

    @property
    def given_up(self) -> frozenset[str]:
        """Fields that are right too seldom at any threshold, and stay empty."""
        return frozenset(name for name, least in self.least.items() if least > 1)

    def probability(self, name: str, value: Value) -> float:
        found = np.fromiter({bucket(feature) for feature in value.seen}, np.int64)
        return 1 / (1 + math.exp(-float(self.weights[name][found].sum()) - self.constants[name]))

    def best(self, name: str, values: Values) -> tuple[Hashable, Value] | None:
        """The likeliest value of a field that has one; None below the threshold."""
        scored = [(self.probability(name, found), value, found) for value, found in values.found.items()]
        top = max(scored, key=lambda item: item[0], default=None)
        return top[1:] if top and top[0] >= self.least[name] else None

    def all(self, name: str, values: Values) -> dict[Hashable, Value]:
        """The values of a field that may have several."""
        least = self.least[name]
        return {value: found for value, found in values.found.items() if self.probability(name, found) >= least}


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


@cache
def field_model(path: Path = MODEL) -> FieldModel:
    with np.load(path) as stored:
        names = stored["names"].tolist()
        rows: dict[str, NDArray[np.float32]] = {}
        for name in names:
            row = np.zeros(BUCKETS, np.float32)
            row[stored[f"{name}_at"]] = stored[f"{name}_weights"]
            rows[name] = row
        constants = dict(zip(names, map(float, stored["constants"]), strict=True))
        least = dict(zip(names, map(float, stored["least"]), strict=True))
        return FieldModel(rows, constants, least, str(stored["version"]))
