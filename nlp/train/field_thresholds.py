"""From which probability a value of a field counts: by out-of-fold answers, under a bar for the share of wrong values."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.cases import CERTAIN, SEVERAL
from nlp.field_model import Value, chosen, levelled, passes
from nlp.field_trees import most_of

WRONG = 0.08
"""Share of wrong values among those filled that no field may reach."""
WRONG_SEEN = {"origin_provinces": 0.055, "minor_involved": 0.1}
"""Where unseen texts had twice the share of wrong values that cross-validation promised, or half of it, the bar is set lower or higher."""
MOST_WRONG, MORE_WRONG, LEAST_F1 = 0.15, {"transit_countries": 0.2}, 0.1
"""Above the first (the second, for fields that few texts tell) a field keeps the bar at a lower F1, or is left empty."""
NEVER = 1.01
LEVEL = 0.003
"""Thresholds whose F1 lies within so much are as good: the one with the fewest wrong values is taken."""
GIVEN_UP = 0.1
"""F1 that is given up, at most, for fewer wrong values."""
GRID = np.round(np.arange(0.1, 0.99, 0.02), 2)


@dataclass
class Rows:
    """Candidates of one field over all texts; `truth`: whether the value is the label's."""

    buckets: list[NDArray[np.int64]] = field(default_factory=list)
    truth: list[bool] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    value: list[Hashable] = field(default_factory=list)
    found: list[Value] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    """What the reader of stories, which has not seen the text, says of each."""
    words: dict[int, tuple[NDArray[np.int64], float]] = field(default_factory=dict)
    """Words of each text, for the fields that weigh them."""
    lists: dict[int, Sequence[frozenset[Hashable]]] = field(default_factory=dict)
    """Lists that each text tells, for the fields whose values stand in lists."""

    def values(self) -> list[str]:
        """The values that weigh the words of a text, in a fixed order."""
        return sorted({str(value) for value in self.value}) if self.words else []


def threshold(
    row: Rows, probabilities: NDArray[np.float64], wanted: Sequence[frozenset[Hashable]], name: str
) -> tuple[float, dict[str, float]]:
    """The threshold of the best F1 whose wrong fills stay under the bar; where none does, of the fewest wrong fills
    among those within a tenth of the best F1.
    """
    tried = []
    for least in [0.0] if name in CERTAIN else GRID.tolist():
        right, wrong, missed = counts(row, probabilities, wanted, least, name)
        f1 = 2 * right / max(1, 2 * right + wrong + missed)
        tried.append((least, f1, wrong / max(1, right + wrong)))
    best = max(f1 for _, f1, _ in tried)
    fitting = [item for item in tried if item[2] < WRONG_SEEN.get(name, WRONG) and item[1] > best - GIVEN_UP]
    near = [item for item in tried if item[1] >= best - GIVEN_UP]
    top = max((item[1] for item in fitting), default=0.0)
    level = [item for item in fitting if item[1] >= top - LEVEL]
    pick = min(level or near, key=lambda item: item[2])
    if pick[2] > MORE_WRONG.get(name, MOST_WRONG) and name not in CERTAIN:
        sure = [item for item in tried if item[1] > LEAST_F1 and item[2] < WRONG_SEEN.get(name, WRONG)]
        pick = max(sure, key=lambda item: item[1], default=(NEVER, 0.0, 0.0))
    return pick[0], {
        "least": pick[0],
        "f1": round(pick[1], 3),
        "wrong": round(pick[2], 3),
        "best_f1": round(best, 3),
    }


def counts(
    row: Rows,
    probabilities: NDArray[np.float64],
    wanted: Sequence[frozenset[Hashable]],
    least: float,
    name: str,
) -> tuple[int, int, int]:
    likely: dict[int, dict[Hashable, float]] = {}
    for text, value, probability in zip(row.text, row.value, probabilities.tolist(), strict=True):
        likely.setdefault(text, {})[value] = probability
    right = wrong = missed = 0
    for text, truth in enumerate(wanted):
        found = levelled(likely.get(text, {}), row.lists.get(text, ()))
        if name in SEVERAL:
            kept = chosen(name, found, least)
            hits = len(kept & truth)
        else:
            best = max(found, key=lambda value: found[value], default=None)
            kept = {best} if best is not None and passes(best, found[best], least) else set()
            hits = int(bool(kept) and most_of(best) in map(most_of, truth))
        right, wrong = right + hits, wrong + len(kept) - hits
        missed += len(truth) - hits if name in SEVERAL else bool(truth) and not hits
    return right, wrong, missed
