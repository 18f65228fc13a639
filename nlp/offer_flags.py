"""Red flags as two readers would mark them: sparse models over words, rules and parts of an offer, one for each flag.

What the rules of the registry find is one of the features; a flag stands where the model says so, and its evidence is
the words that speak for it most. What a rule finds stands too, unless readers mostly disagreed with that rule
(`doubtful`). Flags too rare to learn stay with their rules.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.offer_words import Word

MODEL = Path(__file__).parent / "models" / "offers" / "flags.json"
LONGEST = 3
"""Words of the longest feature."""


class Flag(NamedTuple):
    """`first` and `last` word of the evidence; both -1 where no word speaks for it.

    `spoken`: these words speak for themselves; otherwise only their sentence does.
    """

    id: str
    probability: float
    first: int
    last: int
    spoken: bool


Weights = tuple[tuple[int, float], ...]
"""Number of a flag and what it gains."""
Evidence = tuple[bool, float]
"""Whether a feature speaks for itself, and what the flag gains by it."""


@dataclass(slots=True)
class _Node:
    """Features by their first words; `row`: in the table of weights, -1 where the words so far are no feature.

    `speaks`: by number, the flags that this one speaks for.
    """

    row: int = -1
    speaks: dict[int, Evidence] = field(default_factory=dict)
    following: dict[str, "_Node"] = field(default_factory=dict)


Met = tuple[_Node, int, int]
"""A known feature, its first and its last word."""


@dataclass(frozen=True)
class FlagModel:
    """`weights`: feature to (number of the flag, weight); `from_`: least probability at which a flag stands;
    `doubtful`: flags whose rule alone is not believed; `spoken`: by flag, the features that stand for it by themselves.
    """

    ids: tuple[str, ...]
    constants: tuple[float, ...]
    weights: Mapping[str, Weights]
    from_: float
    doubtful: frozenset[str] = frozenset()
    spoken: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def standing(self, rules: Collection[str]) -> set[str]:
        """Flags that stand because a rule found them."""
        return set(rules) - self.doubtful

    def read(self, words: Sequence[Word], rules: Collection[str], parts: Collection[str]) -> list[Flag]:
        """`rules`: flags that the registry found; `parts`: names of `parts_of`."""
        rows, met = self._rows, self._met([word.form for word in words])
        named = [*(f"rule:{rule}" for rule in rules), *(f"part:{part}" for part in parts)]
        known = [*(rows[feature] for feature in named if feature in rows), *(node.row for node, _, _ in met)]
        totals = (np.add.reduce(self._table.take(np.array(known, np.int64), 0)) + self.constants).tolist()
        least = math.log(self.from_ / (1 - self.from_))
        return [
            Flag(self.ids[number], 1 / (1 + math.exp(-total)), *_strongest(number, met))
            for number, total in enumerate(totals)
            if total >= least
        ]

    def _met(self, forms: Sequence[str]) -> list[Met]:
        """Each known word, pair and triple, once, where it stands first."""
        root, seen, met = self._tree.following, {-1}, list[Met]()
        for first, form in enumerate(forms):
            node = root.get(form)
            last = first
            while node is not None:
                if node.row not in seen:
                    seen.add(node.row)
                    met.append((node, first, last))
                last += 1
                node = node.following.get(forms[last]) if node.following and last < len(forms) else None
        return met

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {feature: row for row, feature in enumerate(self.weights)}

    @cached_property
    def _table(self) -> NDArray[np.float64]:
        """Features x flags."""
        table = np.zeros((len(self.weights), len(self.ids)))
        for row, found in enumerate(self.weights.values()):
            for flag, weight in found:
                table[row, flag] = weight
        return table

    @cached_property
    def _tree(self) -> "_Node":
        root = _Node()
        for row, (feature, found) in enumerate(self.weights.items()):
            node = root
            for form in feature.split(" "):
                node = node.following.setdefault(form, _Node())
            node.row = row
            node.speaks = {
                flag: (feature in self.spoken.get(self.ids[flag], ()), weight) for flag, weight in found if weight > 0
            }
        return root


def _strongest(flag: int, met: Sequence[Met]) -> tuple[int, int, bool]:
    """The words that speak for a flag most, those first that do so by themselves."""
    found = [(node.speaks[flag], first, last) for node, first, last in met if flag in node.speaks]
    if not found:
        return -1, -1, False
    (sure, _), first, last = max(found)
    return first, last, sure


def features(words: Sequence[Word]) -> set[str]:
    """Each word, pair and triple."""
    forms = [word.form for word in words]
    return {
        " ".join(forms[first : first + size])
        for size in range(1, LONGEST + 1)
        for first in range(len(forms) - size + 1)
    }


@cache
def flag_model(path: Path = MODEL) -> FlagModel:
    stored = json.loads(path.read_text("utf-8"))
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, entry in enumerate(stored["flags"]):
        for feature, weight in entry["weights"].items():
            weights.setdefault(feature, []).append((number, weight))
    return FlagModel(
        ids=tuple(entry["id"] for entry in stored["flags"]),
        constants=tuple(entry["constant"] for entry in stored["flags"]),
        weights={feature: tuple(found) for feature, found in weights.items()},
        from_=stored["from"],
        doubtful=frozenset(stored["doubtful"]),
        spoken={entry["id"]: frozenset(entry["spoken"]) for entry in stored["flags"]},
    )
