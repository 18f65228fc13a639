"""Several sparse regressions over the same words, pairs and triples, which are met in a text in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Met = tuple[int, int, int]
"""Row of a known feature, its first and its last word."""
Parts = tuple[tuple[str, ...], tuple[float, ...], dict[str, int], NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Regressions:
    """`rows`: features, their words parted by blanks, to rows of the `table`, of shape (features, regressions)."""

    ids: tuple[str, ...]
    constants: tuple[float, ...]
    rows: Mapping[str, int]
    table: NDArray[np.float64]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The features in the order of their rows."""
        return tuple(self.rows)

    @cached_property
    def _following(self) -> dict[str, set[str]]:
        """What features of two words and of three begin with, and the words that go on from there."""
        found: dict[str, set[str]] = {}
        longer = [feature for feature in self.rows if " " in feature]
        while longer:
            begun = set[str]()
            for feature in longer:
                head, _, last = feature.rpartition(" ")
                found.setdefault(head, set()).add(last)
                if " " in head:
                    begun.add(head)
            longer = [head for head in begun if head not in self.rows]
        return found

    def met(self, forms: Sequence[str]) -> Iterator[Met]:
        """Every known feature wherever it stands."""
        rows, following, end = self.rows, self._following, len(forms)
        for first, form in enumerate(forms):
            told, last = form, first
            while True:
                row = rows.get(told)
                if row is not None:
                    yield row, first, last
                last += 1
                more = following.get(told)
                if more is None or last == end or forms[last] not in more:
                    break
                told = f"{told} {forms[last]}"


def parts_of(entries: Sequence[Mapping[str, Any]]) -> Parts:
    """What `Regressions` are made of, from one entry for each: its `id`, its `constant`, its `weights` by feature."""
    rows: dict[str, int] = {}
    for entry in entries:
        for feature in entry["weights"]:
            rows.setdefault(feature, len(rows))
    table = np.zeros((len(rows), len(entries)))
    for number, entry in enumerate(entries):
        weights = entry["weights"]
        table[list(map(rows.__getitem__, weights)), number] = list(weights.values())
    return tuple(entry["id"] for entry in entries), tuple(entry["constant"] for entry in entries), rows, table
