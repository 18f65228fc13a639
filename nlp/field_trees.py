"""Boosted trees over the figures of candidates, read with numpy; made by `nlp.train.headcount`.

Among the figures is what a regression over the words around each mention of a candidate says of it. The candidates of one
text compete: their odds are scaled so that they add up to one at most.
"""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.field_model import BUCKETS, Value, Values, buckets

MODELS = Path(__file__).parent / "models" / "news-fields"
FILES = {"victims": "headcount.npz"}
"""Of each field."""
UNTOLD = (-1.0, -1.0, 0.0, -1.0, 0.0)
"""Figures of a candidate that is not printed: the likeliest mention, any of them, their log-odds in sum, the first, their number."""
_SURE = 1e-4


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees in one row, `roots` where each begins; a leaf leads to itself. A figure that no candidate of
    training had is unknown to `names` and passed over; one that is absent is 0. `words`: the regression's weights by bucket.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int32]
    words: NDArray[np.float32]
    words_constant: float
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
        found = list(values.found.values())
        rows = [[value.figures.get(name, 0.0) for name in self.names] for value in found]
        told = [[self.told(seen) for seen in value.mentions] for value in found]
        return np.hstack([np.array(rows, np.float32).reshape(len(rows), len(self.names)), told_figures(told)])

    def told(self, seen: Iterable[str]) -> float:
        """Probability that a mention counts what is looked for."""
        score = float(self.words[buckets(seen)].sum()) + self.words_constant
        return 1 / (1 + math.exp(-score))

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


def told_figures(odds: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """Of the candidates of one text, from the probabilities of their mentions. Shape (candidates, 6): as `UNTOLD`, and how far
    the likeliest mention is ahead of those of the other candidates.
    """
    rows = [_told(np.clip(each, _SURE, 1 - _SURE)) if len(each) else UNTOLD for each in odds]
    ahead = [row[0] - max((other[0] for other in rows if other is not row), default=-1.0) for row in rows]
    return np.array([(*row, lead) for row, lead in zip(rows, ahead, strict=True)], np.float32).reshape(len(rows), 6)


def _told(odds: NDArray[np.float64]) -> tuple[float, ...]:
    any_ = 1.0 - float(np.prod(1 - odds))
    return float(odds.max()), any_, float(np.log(odds / (1 - odds)).sum()), float(odds[0]), float(len(odds))


def most_of(value: Hashable) -> Hashable:
    """The most people of a range; of one that is open the range itself."""
    return value[1] if isinstance(value, tuple) and value[1] is not None else value


@cache
def trees(name: str, models: Path = MODELS) -> Trees:
    """Of one field."""
    with np.load(models / FILES[name]) as stored:
        words = np.zeros(BUCKETS, np.float32)
        words[stored["words_at"]] = stored["words"]
        return Trees(
            names=tuple(stored["names"].tolist()),
            words=words,
            words_constant=float(stored["words_constant"]),
            **{name: stored[name] for name in ("roots", "figure", "limit", "left", "right", "value")},
            depth=int(stored["depth"]),
            constant=float(stored["constant"]),
            runs=int(stored["runs"]),
            least=float(stored["least"]),
        )
