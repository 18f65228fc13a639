"""Sentences of Indonesian press text, and the pieces of a page that are not its text."""

import re
from functools import cache

from nlp.content import content, patterns, word_list
from nlp.doc import Doc

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+\S|[A-Z][a-z])|\n+")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans without the blanks around them; abbreviations (Rp., Jl., S.H., dr.) end no sentence."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, start, match):
            _append(text, start, match.end(), spans)
            start = match.end()
    _append(text, start, len(text), spans)
    return spans


def aside_spans(text: str) -> list[tuple[int, int]]:
    """Linked headlines, video links, credits: printed with the text, but no part of it."""
    if not any(mark in text for mark in _marks()):
        return []
    return [match.span() for match in patterns("sentences")["aside"].finditer(text)]


def asides(doc: Doc) -> list[tuple[int, int]]:
    """`aside_spans`, read once a document."""
    spans: list[tuple[int, int]] | None = doc.notes.get("asides")
    if spans is None:
        spans = doc.notes["asides"] = aside_spans(doc.text)
    return spans


def text_spans(doc: Doc) -> list[tuple[int, int]]:
    """The sentences of the text itself: what stands in linked headlines and credits is cut out."""
    text, breaks = doc.text, asides(doc)
    if not breaks:
        return sentence_spans(text)
    spans: list[tuple[int, int]] = []
    reached = 0
    for start, end in [*breaks, (len(text), len(text))]:
        spans += [(reached + s, reached + e) for s, e in sentence_spans(text[reached:start])]
        reached = max(reached, end)
    return spans


@cache
def _marks() -> tuple[str, ...]:
    """What every aside begins with, one of these."""
    return tuple(mark for piece in content("sentences")["pieces"].values() for mark in piece.split("|"))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    sign = match[0]
    if sign[0] == "\n":
        return True
    if sign[0] != ".":
        return _next_is_upper(text, match.end())
    word = re.search(r"[\w.]*$", text[max(start, match.start() - 20) : match.start()])
    last = word[0].rsplit(".", 1)[-1].lower() if word else ""
    if last in word_list("sentences", "abbreviations") or (len(last) == 1 and last.isalpha()):
        return False
    return _next_is_upper(text, match.end())


def _next_is_upper(text: str, position: int) -> bool:
    following = re.compile(r"[\s\"'“‘(\[]*(\S)").match(text, position)
    return following is None or not following[1].islower()


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    stripped = text[start:end]
    left = len(stripped) - len(stripped.lstrip())
    right = len(stripped.rstrip())
    if right > left:
        spans.append((start + left, start + right))
