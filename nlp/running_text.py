"""What a page tells in sentences: its running text, with everything around it as blanks, so that places stay the same.

Headers, bylines, stamps, captions, buttons and linked headlines say more about the outlet than about the news: a model that
reads them learns outlets (docs/decisions/0027-running-text.md).
"""

import re
from collections.abc import Iterator

from nlp.content import patterns
from nlp.sentences import aside_spans
from nlp.text import Reading

_LINE, _BLANKS, _PRINTED = re.compile(r"[^\n]+"), re.compile(r"[ \t]{2,}"), re.compile(r"[^\n]")
_LONG, _LEAST_LONG, _SHORT = 80, 2, 60
"""Characters of a line that tells something; how many such lines a page must have before shorter ones without an end are left out."""


def running(reading: Reading) -> Reading:
    """The same title; a text of the same length."""
    text, pieces, reached = reading.text, list[str](), 0
    for start, end in sorted([*aside_spans(text), *_furniture(text)]):
        if end > reached:
            pieces += [text[reached:start], _PRINTED.sub(" ", text[max(start, reached) : end])]
            reached = end
    return Reading(reading.title, "".join([*pieces, text[reached:]])) if pieces else reading


def squeezed(text: str) -> str:
    """Without the blanks."""
    return _BLANKS.sub(" ", text).strip()


def _furniture(text: str) -> Iterator[tuple[int, int]]:
    rules, lines = patterns("running_text"), [match.span() for match in _LINE.finditer(text)]
    told = sum(end - start >= _LONG for start, end in lines) >= _LEAST_LONG
    for start, end in lines:
        line = text[start:end]
        if told and (rules["page"].search(line) or (end - start < _SHORT and not rules["line_end"].search(line))):
            yield start, end
        elif dateline := rules["dateline"].match(line):
            yield start, start + dateline.end()
    yield from (match.span() for match in rules["outlet"].finditer(text))
