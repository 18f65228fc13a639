"""Names of people in a text: a linear model over capitalised words, from left to right.

Trained on public corpora of named entities and on articles of our own (docs/decisions/0017-people.md); what a word is
written like, what stands around it, and whether the word before belongs to a name decide.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.content import patterns
from nlp.name_words import common_words
from nlp.places import gazetteer_entry
from nlp.spans import Spans
from nlp.word_classes import word_class

MODEL = Path(__file__).parent / "models" / "people" / "tagger.npz"
BUCKETS = 1 << 18
LINKS = frozenset({"bin", "binti", "bt", "al", "el", "van", "von", "de", "br", "boru", "der"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|\n")
_JOINED = re.compile(r"[ \u00a0]{0,2}|\.?[ \u00a0]?|-")
_AROUND = 3
_OFFSETS = tuple(offset for offset in range(-_AROUND, _AROUND + 1) if offset)
_EDGE = ("^",) * _AROUND
_PARTS = (3, 4)
"""Letters in a row that are looked at within a word."""
_SHORTENED = frozenset({"moh", "muh", "mohd", "moch", "much", "abd", "st"})
"""First names that are written short, with a dot."""
_REMEMBERED = 100_000
"""Words whose weights are kept: a stream says the same words again and again."""
PLAIN, SLACK, LISTED = 1.5, 2.5, 1.5
"""Log-odds of a word that is plainly a name, how much less its other mentions need, and a word that follows a name in a list."""
_LINKS = frozenset({",", "dan", "serta", "&"})


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


@lru_cache(_REMEMBERED)
def may_name(word: str) -> bool:
    """Whether a word may be part of a name: titles lead up to names and belong to none."""
    return word[0].isupper() and patterns("names")["title"].fullmatch(word.lower()) is None


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
        texts = [*_EDGE, *(word.text for word in words), *_EDGE]
        plain: dict[str, float] = {}
        scores: dict[int, tuple[float, float]] = {}
        for number, word in enumerate(words):
            if open_[number]:
                alone, on = scores[number] = self._scores(texts, number + _AROUND, small)
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
            if score <= self.least and not told and not (score > self.least - LISTED and _listed(words, last, number)):
                continue
            score = max(score, plain.get(word.text, score))
            if goes_on:
                found[-1] = Tagged(found[-1].start, word.end, max(score, found[-1].score))
            else:
                found.append(Tagged(word.start, word.end, score))
            last = number
        return found

    def _scores(self, texts: Sequence[str], number: int, small: set[str]) -> tuple[float, float]:
        """Log-odds of a word that begins a name, and of one that goes on with it."""
        word = texts[number]
        alone, on = self._own(word, word.lower() in small)
        for place, offset in enumerate(_OFFSETS):
            first, second = self._beside(texts[number + offset])[place]
            alone, on = alone + first, on + second
        weights = self._weights
        pairs = sum([weights[bucket(feature)] for feature in _pairs(texts, number)]) + self.constant
        return alone + pairs, on + pairs

    @cached_property
    def _weights(self) -> list[float]:
        """As a list, of which one at a time is read far faster than of an array."""
        return [float(weight) for weight in self.weights.tolist()]

    @cached_property
    def _own(self) -> Callable[[str, bool], tuple[float, float]]:
        return lru_cache(_REMEMBERED)(
            lambda word, small: self._both(_word_alone(word), partial(_word_joined, word, small))
        )

    @cached_property
    def _beside(self) -> Callable[[str], tuple[tuple[float, float], ...]]:
        """What a word adds, by how far it stands from the one that is read."""
        return lru_cache(_REMEMBERED)(
            lambda other: tuple(
                self._both(_word_beside(offset, other), partial(_word_next, offset, other)) for offset in _OFFSETS
            )
        )

    def _both(self, always: Iterator[str], joined: Callable[..., Iterator[str]]) -> tuple[float, float]:
        """Log-odds that features add where a name begins, and where it goes on."""
        weights = self._weights
        shared = sum([weights[bucket(feature)] for feature in always])
        alone, on = (
            sum([weights[bucket(feature)] for feature in joined(goes_on=goes_on)]) for goes_on in (False, True)
        )
        return shared + alone, shared + on


def _follows(text: str, words: Sequence[Word], last: int, number: int) -> bool:
    """Whether a word goes on with the name that `last` ended: beside it, behind an initial's dot, or after "bin"."""
    if number - last == 1:
        return _JOINED.fullmatch(text, words[last].end, words[number].start) is not None
    between = words[last + 1 : number]
    ended = words[last].text
    if len(between) == 1 and between[0].text == "." and (len(ended) <= 2 or ended.lower() in _SHORTENED):
        return True
    return len(between) == 1 and between[0].text.lower() in LINKS and text[words[last].end] == " "


def _listed(words: Sequence[Word], last: int, number: int) -> bool:
    between = words[last + 1 : number]
    return last >= 0 and 0 < len(between) <= 2 and all(word.text in _LINKS for word in between)


def features(words: Sequence[Word], number: int, small: set[str], *, goes_on: bool) -> Iterator[str]:
    """What the model sees of a word; `small`: words that the text writes in lower case somewhere."""
    around = range(number - _AROUND, number + _AROUND + 1)
    texts = [words[place].text if 0 <= place < len(words) else _EDGE[0] for place in around]
    word = texts[_AROUND]
    yield from _word_alone(word)
    yield from _word_joined(word, word.lower() in small, goes_on=goes_on)
    for offset in _OFFSETS:
        yield from _word_beside(offset, texts[_AROUND + offset])
        yield from _word_next(offset, texts[_AROUND + offset], goes_on=goes_on)
    yield from _pairs(texts, _AROUND)


def _word_alone(word: str) -> Iterator[str]:
    low = word.lower()
    yield f"w {low}"
    for size in (2, 3, 4):
        yield f"end {low[-size:]}"
    yield f"begin {low[:3]}"
    edged = f"^{low}$"
    yield from (f"part {edged[at : at + size]}" for size in _PARTS for at in range(len(edged) - size + 1))
    yield f"class {word_class(word)}"


def _word_joined(word: str, small: bool, *, goes_on: bool) -> Iterator[str]:
    yield f"on {goes_on}"
    yield f"shape {_shape(word)} {goes_on}"
    yield f"class {word_class(word)} {goes_on}"
    if word.lower() in common_words():
        yield f"common {goes_on}"
    if small:
        yield f"small {goes_on}"
    if gazetteer_entry(word) is not None:
        yield f"place {goes_on}"


def _word_beside(offset: int, other: str) -> Iterator[str]:
    side = f"{'b' if offset < 0 else 'a'}{abs(offset)}"
    yield f"{side} {_class(other)}"
    yield f"{side} class {word_class(other)}"


def _word_next(offset: int, other: str, *, goes_on: bool) -> Iterator[str]:
    if abs(offset) == 1:
        side = "b" if offset < 0 else "a"
        yield f"{side} shape {_shape(other)} {goes_on}"
        yield f"{side} class {word_class(other)} {goes_on}"


def _pairs(texts: Sequence[str], number: int) -> Iterator[str]:
    low = texts[number].lower()
    earlier, before, after, later = (_class(texts[number + offset]) for offset in (-2, -1, 1, 2))
    yield f"b pair {low} {before}"
    yield f"a pair {low} {after}"
    yield f"bb {earlier} {before}"
    yield f"aa {after} {later}"


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
