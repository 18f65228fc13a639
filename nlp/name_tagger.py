"""Names of people in a text: a linear model over capitalised words, from left to right.

Trained on public corpora of named entities and on articles of our own (docs/decisions/0017-people.md); what a word is
written like, what stands around it, and whether the word before belongs to a name decide.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.name_words import common_words
from nlp.places import gazetteer_entry
from nlp.spans import Spans

MODEL = Path(__file__).parent / "models" / "people" / "tagger.npz"
BUCKETS = 1 << 17
LINKS = frozenset({"bin", "binti", "bt", "al", "el", "van", "von", "de", "br", "boru", "der"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|\n")
_JOINED = re.compile(r"[ \u00a0]{0,2}|\.?[ \u00a0]?|-")
_AROUND = 3
PLAIN, SLACK = 1.5, 2.5
"""Log-odds of a word that is plainly a name, and how much less its other mentions need."""


class Tagged(NamedTuple):
    """A name; `score`: log-odds of the word of it that is a name most plainly."""

    start: int
    end: int
    score: float


class Word(NamedTuple):
    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def may_name(word: str) -> bool:
    return word[0].isupper()


@dataclass(frozen=True)
class NameTagger:
    """`weights` by bucket; a word is part of a name where the sum is above `least`."""

    weights: NDArray[np.float32]
    constant: float
    least: float

    def find(self, text: str, taken: Spans) -> list["Tagged"]:
        """Names in order; `taken`: places, bodies and laws, which name nobody.

        A word that is plainly a name in one place is one where the text says less, too.
        """
        words = words_of(text)
        open_ = [may_name(word.text) and not taken.touches(word.start, word.end) for word in words]
        small = {word.text for word in words if word.text[0].islower()}
        plain: dict[str, float] = {}
        scores: dict[int, tuple[float, float]] = {}
        for number, word in enumerate(words):
            if open_[number]:
                alone, on = (self._score(words, number, small, goes_on=goes_on) for goes_on in (False, True))
                scores[number] = alone, on
                if word.text.lower() not in common_words():
                    plain[word.text] = max(alone, on, plain.get(word.text, alone))
        found: list[Tagged] = []
        last = -1
        for number, word in enumerate(words):
            if not open_[number]:
                continue
            goes_on = last >= 0 and _follows(text, words, last, number)
            score = scores[number][goes_on]
            told = plain.get(word.text, score) > PLAIN and score > self.least - SLACK
            if score <= self.least and not told:
                continue
            score = max(score, plain.get(word.text, score))
            if goes_on:
                found[-1] = Tagged(found[-1].start, word.end, max(score, found[-1].score))
            else:
                found.append(Tagged(word.start, word.end, score))
            last = number
        return found

    def _score(self, words: Sequence[Word], number: int, small: set[str], *, goes_on: bool) -> float:
        found = np.fromiter(map(bucket, features(words, number, small, goes_on=goes_on)), np.int64)
        return float(self.weights[found].sum()) + self.constant


def _follows(text: str, words: Sequence[Word], last: int, number: int) -> bool:
    """Whether a word goes on with the name that `last` ended: beside it, behind an initial's dot, or after "bin"."""
    if number - last == 1:
        return _JOINED.fullmatch(text, words[last].end, words[number].start) is not None
    between = words[last + 1 : number]
    if len(between) == 1 and between[0].text == "." and len(words[last].text) <= 2:
        return True
    return len(between) == 1 and between[0].text.lower() in LINKS and text[words[last].end] == " "


def features(words: Sequence[Word], number: int, small: set[str], *, goes_on: bool) -> Iterator[str]:
    """What the model sees of a word; `small`: words that the text writes in lower case somewhere."""
    word = words[number].text
    low = word.lower()
    yield f"w {low}"
    yield f"on {goes_on}"
    yield f"shape {_shape(word)} {goes_on}"
    for size in (2, 3, 4):
        yield f"end {low[-size:]}"
    yield f"begin {low[:3]}"
    if low in common_words():
        yield f"common {goes_on}"
    if low in small:
        yield f"small {goes_on}"
    if gazetteer_entry(word) is not None:
        yield f"place {goes_on}"
    for offset in range(1, _AROUND + 1):
        for side, position in (("b", number - offset), ("a", number + offset)):
            other = words[position].text if 0 <= position < len(words) else "^"
            yield f"{side}{offset} {_class(other)}"
            if offset == 1:
                yield f"{side} shape {_shape(other)} {goes_on}"
                yield f"{side} pair {low} {_class(other)}"
    before = words[number - 1].text if number else "^"
    earlier = words[number - 2].text if number > 1 else "^"
    yield f"bb {_class(earlier)} {_class(before)}"
    yield f"aa {_class(_at(words, number + 1))} {_class(_at(words, number + 2))}"


def _at(words: Sequence[Word], number: int) -> str:
    return words[number].text if number < len(words) else "^"


def _class(word: str) -> str:
    return "0" if word[0].isdigit() else word.lower()


def _shape(word: str) -> str:
    if word[0].isdigit():
        return f"0{min(len(word), 3)}"
    if not word[0].isalpha():
        return word[0]
    if word.isupper():
        return f"X{min(len(word), 4)}"
    return "Xx" if word[0].isupper() else "x"


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


@cache
def name_tagger(path: Path = MODEL) -> NameTagger:
    with np.load(path) as stored:
        weights = np.zeros(BUCKETS, np.float32)
        weights[stored["at"]] = stored["weights"]
        return NameTagger(weights, float(stored["constant"]), float(stored["least"]))
