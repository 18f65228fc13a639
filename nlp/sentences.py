"""Sentences of Indonesian press text, and the pieces of a page that are not its text."""

import re
from functools import cache

from nlp.content import content, patterns, word_list
from nlp.doc import Doc

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+\S|[A-Z][a-z])|\n+")

_LINE_END, _NEAR = re.compile(r"\n+"), 6
_HEAD, _LED = 80, re.compile(r"[ \t]*[-–—] ?[A-Z\"“]")
"""Characters in which a dateline stands, and what follows it on the next line ("Jakarta, Warta Contoh\n- Polisi …")."""
_DASH, _DASHED = re.compile(r"[ \t]*[-–—]{1,2}[ \t]*\n(?=\S)"), re.compile(r"\n[ \t]*[-–—]{1,2}[ \t]*$")
"""A dateline's dash on a line of its own ("Jakarta\n-\nMenteri …"), and such a line before."""
_CONTINUES, _SMALL = re.compile(r"[ \t]*[,.;:)\]%](?!\w)"), re.compile(r"[ \t]*[a-z]{2}")
_CLOSED, _OPEN = re.compile(r"[.!?:;…\"”’][ \t]*$"), re.compile(r"(?:[(,]|\w [-–—])[ \t]*$")
_LINKED = re.compile(
    r"[ \t]*(?:\(|[^\n]{1,60},[ \t]*\n|[^\n]{1,60}(?<![.!?:;…\"”’\n])[ \t]*\n[ \t]*(?:[,.;:)\]%](?!\w)|[a-z]{2}))"
)
"""What goes on with the sentence of the line before: signs, small letters, and a short line that such a line follows."""


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


def unbroken(text: str) -> str:
    r"""The text with blanks for the ends of lines over which a sentence goes on, letter for letter: pages that lose the tags of
    their links print each linked word as a line of its own ("Menteri di\nKamboja\n, Sugiono").
    """
    ends = [match for match in _LINE_END.finditer(text) if _goes_on(text, match)]
    if not ends:
        return text
    edges = {place for start, end in aside_spans(text) for place in range(start - 1, end + 1)}
    ends = [match for match in ends if match.start() not in edges]
    pieces, reached = list[str](), 0
    for match in ends:
        pieces += [text[reached : match.start()], " " * (match.end() - match.start())]
        reached = match.end()
    return "".join([*pieces, text[reached:]])


def _goes_on(text: str, line_end: re.Match[str]) -> bool:
    start, end = line_end.span()
    if _CONTINUES.match(text, end):
        return True
    before = max(0, start - _NEAR)
    if end - start == 1 and (_DASH.match(text, end) or _DASHED.search(text, before, start)):
        return True
    if end - start > 1 or _CLOSED.search(text, before, start):
        return False
    line = text[text.rfind("\n", 0, start) + 1 : start].lstrip()
    if start < _HEAD and _LED.match(text, end) and line[:1] not in set("-–—"):
        return True
    opened = _OPEN.search(text, before, start) is not None
    return opened or _SMALL.match(text, end) is not None or _LINKED.match(text, end) is not None


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
