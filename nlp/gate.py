"""The gate before the reading of news: whether a text may be on topic at all, told from its words in one pass.

A linear model over the distinct words of title and text (`nlp.train.gate`; docs/decisions/0019-gate.md), and words that name
the field. Those of the model are kept as hashes, so that no name of anybody stands in it.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp.content import guarded, lowered
from nlp.text import Reading

MODEL = Path(__file__).parent / "models" / "news-gate" / "weights.npz"
READ_CHARS = 3000
"""Characters of the text that are looked at, beside the title."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Gate:
    """`weights` by the hash of a word; a text passes from `least` log-odds on."""

    weights: Mapping[int, float]
    constant: float
    least: float

    def passes(self, reading: Reading) -> bool:
        return self.score(words_of(reading.title, reading.text)) >= self.least or _named(reading)

    def score(self, words: Iterable[int]) -> float:
        """Log-odds of distinct words: the sum of their weights over the root of their number."""
        found = [self.weights.get(word, 0.0) for word in words]
        return float(sum(found) / max(1, len(found)) ** 0.5 + self.constant)


def words_of(title: str, text: str) -> set[int]:
    """Hashes of the distinct words."""
    words = set(_WORD.findall(f"{title}\n{text[:READ_CHARS]}".lower()))
    return {zlib.crc32(word.encode()) for word in words}


def _named(reading: Reading) -> bool:
    return guarded("news", "named").search(lowered(reading.joined)) is not None


@cache
def news_gate(path: Path = MODEL) -> Gate:
    with np.load(path) as stored:
        weights = dict(zip(stored["words"].tolist(), stored["weights"].astype(np.float64).tolist(), strict=True))
        return Gate(weights, float(stored["constant"]), float(stored["least"]))
