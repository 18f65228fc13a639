"""Boosted trees over the figures of candidates, read with numpy; made by `nlp.train.headcount`.

The candidates of one text compete: their odds are scaled so that they add up to one at most.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.field_model import Value, Values

MODELS = Path(__file__).parent / "models" / "news-fields"
FILES = {"victims": "headcount.npz"}
"""Of each field."""


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees in one row, `roots` where each begins; a leaf leads to itself. A figure that no candidate of
    training had is unknown to `names` and passed over; one that is absent is 0.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int32]
    figure: NDArray[np.int16]
    limit: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int
    constant: float
    runs: int
    least: float

    def matrix(self, values: Values) -> NDArray[np.float32]:
        """Shape (candidates, figures)."""
        rows = [[value.figures.get(name, 0.0) for name in self.names] for value in values.found.values()]
        return np.array(rows, np.float32).reshape(len(rows), len(self.names))

    def odds(self, data: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of each row by itself; the runs of training are averaged. Shape (rows,)."""
        at = np.tile(self.roots, (len(data), 1))
        first = np.arange(0, data.size, data.shape[1])[:, None]
        flat = data.ravel()
        for _ in range(self.depth):
            low = flat.take(first + self.figure.take(at)) <= self.limit.take(at)
            at = np.where(low, self.left.take(at), self.right.take(at))
        scores = self.value[at].astype(np.float64).reshape(len(data), self.runs, -1).sum(2) + self.constant
        averaged: NDArray[np.float64] = (1 / (1 + np.exp(-scores))).mean(1)
        return averaged

    def best(self, values: Values) -> tuple[object, Value] | None:
        """The likeliest candidate; None below the threshold. Those that agree on the most people add up."""
        if not values.found:
            return None
        odds = self.odds(self.matrix(values))
        odds /= max(1.0, float(odds.sum()))
        shares: dict[Hashable, float] = {}
        for value, share in zip(values.found, odds.tolist(), strict=True):
            shares[most_of(value)] = shares.get(most_of(value), 0.0) + share
        most = max(shares, key=lambda value: shares[value])
        agreeing = [at for at, value in enumerate(values.found) if most_of(value) == most]
        top = max(agreeing, key=lambda at: float(odds[at]))
        return list(values.found.items())[top] if shares[most] >= self.least else None


def most_of(value: Hashable) -> Hashable:
    """The most people of a range; of one that is open the range itself."""
    return value[1] if isinstance(value, tuple) and value[1] is not None else value


@cache
def trees(name: str, models: Path = MODELS) -> Trees:
    """Of one field."""
    with np.load(models / FILES[name]) as stored:
        return Trees(
            names=tuple(stored["names"].tolist()),
            **{name: stored[name] for name in ("roots", "figure", "limit", "left", "right", "value")},
            depth=int(stored["depth"]),
            constant=float(stored["constant"]),
            runs=int(stored["runs"]),
            least=float(stored["least"]),
        )
