"""Classes of words that keep the same company: "ekonom" with "peneliti", "Siti" with "Joko".

Learned from unlabelled news (`nlp.train.word_classes`), so that a model knows a word that no labelled text holds. Words are
kept as hashes: nobody's name stands in the file.
"""

import zlib
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

MODEL = Path(__file__).parent / "models" / "people" / "classes.npz"
_REMEMBERED = 50_000


@lru_cache(_REMEMBERED)
def word_class(word: str) -> str:
    """The class of a word as it is written, else of its other spelling, small or with a capital; "-" for an unknown word."""
    known = _classes()
    for form in (word, word.lower() if word[:1].isupper() else word.capitalize()):
        found = known.get(word_key(form))
        if found is not None:
            return found
    return "-"


def word_key(word: str) -> int:
    return zlib.crc32(word.encode())


@cache
def _classes(path: Path = MODEL) -> dict[int, str]:
    with np.load(path) as stored:
        return {
            word: str(number) for word, number in zip(stored["words"].tolist(), stored["classes"].tolist(), strict=True)
        }
