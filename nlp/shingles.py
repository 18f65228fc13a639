"""Wording as sets of word triples: what two texts share, whatever numbers differ."""

import hashlib
import re
from collections.abc import Sequence

SHINGLE_WORDS = 3
LEAST_SHINGLES = 8
READ_CHARS = 6000
WORD = re.compile(r"[^\W\d_]+")


def shingle(text: str) -> frozenset[int]:
    """Hashes of every three words in a row, without digits: a changed number leaves a template what it was."""
    return frozenset(in_order(WORD.findall(text.casefold())))


def in_order(words: Sequence[str]) -> list[int]:
    """The hash of the three words that begin at each word but the last two."""
    return [hash_words(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)]


def hash_words(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "big")


def overlap(left: frozenset[int], right: frozenset[int]) -> float:
    """Share of the smaller set that the larger has too, 0 to 1; of very short texts only equal ones overlap."""
    shorter = min(len(left), len(right))
    if shorter < LEAST_SHINGLES:
        return float(left == right and shorter > 0)
    return len(left & right) / shorter
