"""Several sparse regressions over the same words, pairs and triples, which are met in a text in one pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = tuple[tuple[int, float], ...]
"""Number of a regression and what it gains."""


@dataclass(slots=True)
class FeatureTree:
    """Features by their first words; `row`: in the table of weights, -1 where the words so far are no feature."""

    row: int = -1
    following: dict[str, "FeatureTree"] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[str, int]) -> "FeatureTree":
        """`rows`: features, their words parted by blanks, to numbers."""
        root = cls()
        for feature, row in rows.items():
            node = root
            for form in feature.split(" "):
                node = node.following.setdefault(form, cls())
            node.row = row
        return root

    def met(self, forms: Sequence[str]) -> Iterator[tuple["FeatureTree", int, int]]:
        """Every known feature wherever it stands, with its first and last word."""
        root = self.following
        for first, form in enumerate(forms):
            node = root.get(form)
            last = first
            while node is not None:
                if node.row >= 0:
                    yield node, first, last
                last += 1
                node = node.following.get(forms[last]) if node.following and last < len(forms) else None


@dataclass(frozen=True)
class Regressions:
    """`weights`: feature to (number of the regression, weight)."""

    ids: tuple[str, ...]
    constants: tuple[float, ...]
    weights: Mapping[str, Weights]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        return {feature: row for row, feature in enumerate(self.weights)}

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """Features x regressions."""
        table = np.zeros((len(self.weights), len(self.ids)))
        for row, found in enumerate(self.weights.values()):
            for number, weight in found:
                table[row, number] = weight
        return table

    @cached_property
    def tree(self) -> FeatureTree:
        return FeatureTree.of(self.rows)


def parts_of(entries: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[float, ...], dict[str, Weights]]:
    """What `Regressions` are made of, from one entry for each: its `id`, its `constant`, its `weights` by feature."""
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, entry in enumerate(entries):
        for feature, weight in entry["weights"].items():
            weights.setdefault(feature, []).append((number, weight))
    return (
        tuple(entry["id"] for entry in entries),
        tuple(entry["constant"] for entry in entries),
        {feature: tuple(found) for feature, found in weights.items()},
    )
