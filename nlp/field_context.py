"""What stands around a candidate: the words before and after it, its sentence, and the kind of the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.numbers_told import Told, numbers_told
from nlp.story import Sentence
from nlp.text import Mention

_WORD = re.compile(r"[^\W\d_]+|\d+|[(),;:.]")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE, _AFTER, _NEAR = 7, 6, 2
_REACH = 90
"""Characters looked at on each side."""


@dataclass(frozen=True)
class Context:
    """A story whose places are replaced by the class of the place, so that no model learns a country for a value."""

    kind: str
    story: Sequence[Sentence]
    low: str
    """The joined text in lower case, letter for letter; places blanked by their class."""

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Every word of the story with its place."""
        words = (_LETTERS.finditer(self.low, sentence.start, sentence.end) for sentence in self.story)
        return [(match[0], match.start(), match.end()) for found in words for match in found]

    @cached_property
    def numbers(self) -> list[Told]:
        """Every number of people, in the order of the text by sentence."""
        return list(numbers_told(self.story))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for word, _, _ in self.tokens)

    def seen(self, sentence: Sentence, start: int, end: int) -> Iterator[str]:
        """Features of a mention at `start` to `end` of the joined text."""
        yield from self.before(sentence, start)
        yield from _side("a", _WORD.findall(self.low, end, min(sentence.end, end + _REACH))[:_AFTER])
        yield from self.seen_of(sentence)

    def before(self, sentence: Sentence, start: int) -> Iterator[str]:
        """Features of the words before a mention."""
        return _side("b", _WORD.findall(self.low, max(sentence.start, start - _REACH), start)[-_BEFORE:][::-1])

    def words_between(self, start: int, end: int) -> set[str]:
        return {_class(word) for word in _WORD.findall(self.low, start, end)}

    def seen_of(self, sentence: Sentence) -> Iterator[str]:
        place = sentence.index if sentence.index < 3 else 3 if sentence.index < 8 else 8
        yield f"at {place}"
        yield f"at {place} {self.kind}"
        yield f"kind {self.kind}"
        for name in ("totals", "earlier", "general"):
            if getattr(sentence, name):
                yield name


def blanked(low: str, mentions: Sequence[Mention]) -> str:
    """A text in lower case in which places and bodies are replaced by their class, letter for letter."""
    pieces: list[str] = []
    done = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start >= done and mention.label in {"GPE", "AGENCY"}:
            home = (mention.canonical or "").startswith("ID")
            name = "badan" if mention.label == "AGENCY" else "dalam" if home else "luar"
            length = mention.end - mention.start
            pieces += [low[done : mention.start], name[:length].ljust(length)]
            done = mention.end
    return "".join([*pieces, low[done:]])


def _side(side: str, found: Sequence[str]) -> Iterator[str]:
    """Of words on one side of a mention, the nearest first."""
    words = [_class(word) for word in found]
    yield from (f"{side} {word}" for word in words)
    yield from (f"{side}{number} {word}" for number, word in enumerate(words[:_NEAR]))
    if len(words) > 1:
        yield f"{side}{side} {words[0]} {words[1]}"


def _class(word: str) -> str:
    return "0" if word[0].isdigit() else word
