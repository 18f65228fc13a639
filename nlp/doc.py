"""A text as words and single signs with exact offsets, in time linear in the text (docs/decisions/0015-words.md)."""

import re
from functools import cached_property
from typing import Any, NamedTuple

from nlp.text import clean

_WORD = re.compile(r"(\w+|[^\w\s]|\s+) ?")
_SPACES = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u3000]")


class Token(NamedTuple):
    text: str
    lower: str
    start: int

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


class Span(NamedTuple):
    text: str
    start: int
    end: int


class Doc:
    """`text` is as it was given, but for characters that no library carries; `notes` keeps what readers found in it."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self.notes: dict[str, Any] = {}

    @cached_property
    def _found(self) -> list[re.Match[str]]:
        return list(_WORD.finditer(_SPACES.sub(" ", self.text)))

    @cached_property
    def lowers(self) -> list[str]:
        return [match[1].lower() for match in self._found]

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, number: int) -> Token:
        match = self._found[number]
        return Token(match[1], self.lowers[number], match.start())

    def span(self, start: int, end: int) -> Span:
        """From token `start` up to token `end`."""
        first, last = self._found[start].start(), self._found[end - 1].end(1)
        return Span(self.text[first:last], first, last)
