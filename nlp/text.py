"""A text as it is read: title and body in one string, with a map back to the input's own offsets."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from nlp.normal import Normalised, normalise

__all__ = ["Mention", "Normalised", "Reading", "clean", "normalise"]

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """Replace, one for one, what no library downstream can carry: control characters and lone surrogates."""
    return _UNREADABLE.sub(lambda m: "\ufffd" if m[0] >= "\ud800" else " ", text)


@dataclass(frozen=True)
class Reading:
    """A title and a text, cleaned; `joined` is what matchers run over, `locate` names where a match lies in the input; `printed`:
    the text as it was given, where blanks stand in `text` for some of it.
    """

    title: str
    text: str
    printed: str | None = None

    @classmethod
    def of(cls, title: str, text: str) -> "Reading":
        return cls(clean(title), clean(text))

    @cached_property
    def joined(self) -> str:
        return f"{self.title}\n\n{self.text}"

    @cached_property
    def normalised(self) -> Normalised:
        return normalise(self.joined)

    @property
    def body_start(self) -> int:
        return len(self.title) + 2

    def locate(self, start: int, end: int) -> tuple[Literal["title", "text"], int, int]:
        """Turn offsets in `joined` into (field, start, end); a span over the border is cut to its longer side."""
        body_start = len(self.title) + 2
        if start >= body_start:
            return "text", start - body_start, end - body_start
        if end <= len(self.title):
            return "title", start, end
        in_title, in_text = len(self.title) - start, end - body_start
        if in_title >= in_text:
            return "title", min(start, len(self.title)), len(self.title)
        return "text", 0, in_text

    def quote(self, start: int, end: int) -> str:
        field, start, end = self.locate(start, end)
        printed = self.text if self.printed is None else self.printed
        return (self.title if field == "title" else printed)[start:end]


@dataclass(frozen=True)
class Mention:
    """Something named in `Reading.joined`: exact code-point offsets, and the canonical form where there is one."""

    label: str
    start: int
    end: int
    text: str
    canonical: str | None = None
