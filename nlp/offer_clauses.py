"""Clauses of an offer: a red flag is told in one of them, so it is judged there too, by words, their stems and short phrases."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.offer_words import Word
from nlp.sparse_regressions import Regressions

STEM = "s:"
_ENDS = re.compile(r"[!?;\n]+|\.+(?!\d)|(?<=\S)\s[-–/|•]\s")
_FEWEST, _MOST, _MOST_OF_TWO = 3, 40, 45
"""Words of a clause, and of two in a row that are judged together."""
_PART, _STEP = 30, 22
"""Words of the parts of what is longer, and between their beginnings."""
_HOPELESS, _SPEAKING = -3.0, 0.3
"""Log-odds of a flag that nobody asks the words of; share of the greatest gain from which a word speaks for it."""
_SUFFIX = re.compile(r"(?:kannya|annya|innya|nya|kan|ken|an|in|i|lah|pun|ku|mu)$")
_PREFIX = re.compile(r"^(?:di|me(?:ny|ng|m|n)?|be[rl]?|ter?|pe(?:ny|ng|m|n|r)?|ke|se|ku|ny|ng)(?=\w{3})")
_LEAST_STEM, _STEMMED_FROM = 3, 5

Window = tuple[int, int]
"""First word, and the one behind the last."""


def windows(words: Sequence[Word], text: str) -> list[Window]:
    """Of a normalised text every clause, and every two in a row that are short."""
    clauses = [part for first, stop in _clauses(words, text) for part in _parts(first, stop)]
    both = [
        (one[0], other[1])
        for one, other in pairwise(clauses)
        if one[0] < other[0] and other[1] - one[0] <= _MOST_OF_TWO
    ]
    return clauses + both


def _clauses(words: Sequence[Word], text: str) -> list[Window]:
    ends = [match.end() for match in _ENDS.finditer(text)]
    found, first, passed = list[Window](), 0, 0
    for number, word in enumerate(words):
        while passed < len(ends) and word.start >= ends[passed]:
            passed += 1
            if number - first >= _FEWEST:
                found.append((first, number))
                first = number
    return [*found, (first, len(words))] if first < len(words) else found


def _parts(first: int, stop: int) -> list[Window]:
    parts = []
    while stop - first > _MOST:
        parts.append((first, first + _PART))
        first += _STEP
    return [*parts, (first, stop)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without the commonest affixes, those of chat too; cheaper and rougher than a dictionary's stem."""
    if len(word) < _STEMMED_FROM:
        return word
    bare = _SUFFIX.sub("", word) if len(word) > _STEMMED_FROM else word
    bare = _PREFIX.sub("", bare if len(bare) >= _LEAST_STEM else word)
    return bare if len(bare) >= _LEAST_STEM else word


class Judged(NamedTuple):
    """`log_odds` of a flag in the clause that tells it most; `clause`: from the first to the last of its words that speak
    for the flag with some weight.
    """

    log_odds: float
    clause: Window


def _inside(met: NDArray[np.int64], first: int, stop: int) -> NDArray[np.int64]:
    """Of the features met (row, first and last word; in the order of their first words) those within a clause."""
    begin, end = np.searchsorted(met[:, 1], (first, stop))
    inside = met[begin:end]
    return inside[inside[:, 2] < stop]


@dataclass(frozen=True, eq=False)
class ClauseModel(Regressions):
    """One for each flag, over what one clause says."""

    def read(self, words: Sequence[Word], clauses: Sequence[Window]) -> dict[str, Judged]:
        """By flag, the clause that tells it most; nothing for a text without words."""
        if not clauses or not self.ids:
            return {}
        forms = [word.form for word in words]
        met = list(self.met(forms))
        met += [(row, n, n) for n, form in enumerate(forms) if (row := self._stems.get(stem(form))) is not None]
        met.sort(key=lambda one: one[1])
        table = np.array(met, np.int64).reshape(-1, 3)
        totals = np.array([self._total(table, first, stop) for first, stop in clauses])
        best = totals.argmax(0).tolist()
        return {
            id_: Judged(log_odds := float(totals[best[n], n]), self._telling(table, clauses[best[n]], n, log_odds))
            for n, id_ in enumerate(self.ids)
        }

    def _total(self, met: NDArray[np.int64], first: int, stop: int) -> NDArray[np.float64]:
        rows = np.unique(_inside(met, first, stop)[:, 0])
        total: NDArray[np.float64] = self.table.take(rows, 0).sum(0) + self.constants
        return total

    def _telling(self, met: NDArray[np.int64], clause: Window, flag: int, log_odds: float) -> Window:
        if log_odds < _HOPELESS:
            return clause
        inside = _inside(met, *clause)
        gains = self.table[inside[:, 0], flag]
        telling = inside[gains >= max(_SPEAKING * gains.max(initial=0.0), 1e-9)]
        return (int(telling[:, 1].min()), int(telling[:, 2].max()) + 1) if len(telling) else clause

    @cached_property
    def _stems(self) -> Mapping[str, int]:
        return {name[len(STEM) :]: row for name, row in self.rows.items() if name.startswith(STEM)}
