"""Red flags as two readers would mark them: sparse models over words, rules and parts of an offer, one for each flag.

What the rules of the registry find is one of the features; a flag stands where the model says so, and its evidence is
the words that speak for it most. What a rule finds stands too, unless readers mostly disagreed with that rule
(`doubtful`). Flags too rare to learn stay with their rules.
"""

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

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
Met = tuple[Weights, int, int]
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
        named = (*(f"rule:{rule}" for rule in rules), *(f"part:{part}" for part in parts))
        met = list(self._met(words))
        totals = list(self.constants)
        for found in (*(self.weights.get(feature, ()) for feature in named), *(found for found, _, _ in met)):
            for flag, weight in found:
                totals[flag] += weight
        least = math.log(self.from_ / (1 - self.from_))
        return [
            Flag(self.ids[number], 1 / (1 + math.exp(-total)), *self._strongest(number, met, words))
            for number, total in enumerate(totals)
            if total >= least
        ]

    def _met(self, words: Sequence[Word]) -> Iterator[Met]:
        """The weights of each known word, pair and triple, once, where it stands first."""
        forms = [word.form for word in words]
        seen: set[int] = set()
        for first in range(len(forms)):
            node = self._tree
            for last in range(first, min(first + LONGEST, len(forms))):
                following = node.following.get(forms[last])
                if following is None:
                    break
                node = following
                if node.weights and id(node) not in seen:
                    seen.add(id(node))
                    yield node.weights, first, last

    def _strongest(self, flag: int, met: Sequence[Met], words: Sequence[Word]) -> tuple[int, int, bool]:
        """The words that speak for a flag most, those first that do so by themselves."""
        spoken = self.spoken.get(self.ids[flag], frozenset())
        best, span = (False, 0.0), (-1, -1)
        for found, first, last in met:
            weight = next((weight for number, weight in found if number == flag), 0.0)
            if weight > 0:
                sure = " ".join(word.form for word in words[first : last + 1]) in spoken
                best, span = max((best, span), ((sure, weight), (first, last)))
        return *span, best[0]

    @cached_property
    def _tree(self) -> "_Node":
        root = _Node()
        for feature, found in self.weights.items():
            node = root
            for form in feature.split(" "):
                node = node.following.setdefault(form, _Node())
            node.weights = found
        return root


@dataclass(slots=True)
class _Node:
    """Features by their first words."""

    weights: Weights = ()
    following: dict[str, "_Node"] = field(default_factory=dict)


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
