"""Words that are meant to be taken for another: one slip of the pen apart, or shortened."""

import re

from nlp.content import content
from nlp.name_words import common_words

LEAST_LETTERS = 5
"""Of a word in which a slip is believed: shorter ones are too near to others."""
_VOWELS = re.compile("[aeiou]")
_LEAST_CONSONANTS = 3


def resembles(word: str, meant: str, *, dotted: bool = False) -> bool:
    """Whether `word`, lower case, is `meant` with one slip or in short; `dotted`: a full stop stands behind it."""
    if len(word) >= LEAST_LETTERS and is_one_slip(word, meant):
        return True
    if dotted and meant.startswith(word):
        return True
    if len(word) >= _LEAST_CONSONANTS and word[0] == meant[0] and word == meant[0] + _VOWELS.sub("", meant[1:]):
        return True
    return bool(content("register")["short_words"].get(word) == meant)


def is_one_slip(word: str, meant: str) -> bool:
    """One letter added, left out, or put for another, or two neighbours swapped (Damerau)."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    first = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    rest, meant_rest = word[first:], meant[first:]
    if len(rest) == len(meant_rest):
        return rest[1:] == meant_rest[1:] or (rest[:2] == meant_rest[1::-1] and rest[2:] == meant_rest[2:])
    return rest[1:] == meant_rest or rest == meant_rest[1:]


def known_word(word: str) -> bool:
    return word in common_words()
