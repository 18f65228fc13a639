"""What in a text must not be stored: people by their role, numbers, addresses, schools."""

import re
from collections.abc import Iterator

from nlp.content import guarded, lowered, patterns, word_list
from nlp.doc import Doc
from nlp.language import mentions
from nlp.names import find_people
from nlp.private import Found, find_private
from nlp.spans import Spans
from nlp.text import Reading
from warehouse.contracts import Field_, RedactionRole

_NEAR = 300
"""Characters on each side of such a word in which names are looked for."""
_WORD = re.compile(r"[^\W\d_]+")
Redaction = tuple[Field_, int, int, RedactionRole]
_ROLES: dict[str, RedactionRole] = {
    "victim": "victim", "minor": "minor", "relative": "relative", "witness": "witness",
    "suspect": "suspect",
}  # fmt: skip


def find_redactions(doc: Doc, reading: Reading, *, rejected: bool = False) -> tuple[Redaction, ...]:
    """In the order of the text; suspects' initials as printed are no redaction.

    `rejected`: the gate turned the text away. Names are looked for only near words for people who must not be shown.
    """
    if rejected:
        doc.notes["far"] = list(_far(reading.joined))
    unnamed = rejected and doc.notes["far"] == [(0, len(reading.joined))]
    named = [] if unnamed else find_people(doc, title_end=len(reading.title))
    people = [person for person in named if person.role != "official"]
    hidden = [person for person in people if not (person.role == "suspect" and person.is_initials)]
    minor = any(p.role == "minor" for p in people) or guarded("people", "minor").search(reading.joined) is not None
    prose = bool(doc.notes.get("prose", True))
    private = find_private(reading.joined, mentions(doc, "PHONE"), minor=minor, prose=prose)
    covered = Spans((start, end) for start, end, _ in private)
    found: list[Found] = [
        (person.start, person.end, _ROLES[person.role])
        for person in hidden
        if not covered.hold(person.start, person.end)
    ]
    names = Spans((start, end) for start, end, _ in found)
    found += [other for other in private if not names.touches(other[0], other[1])]
    return tuple((*reading.locate(start, end), role) for start, end, role in sorted(found))


def _far(text: str) -> Iterator[tuple[int, int]]:
    """What lies far from every word for people who must not be shown, and from every age; the whole text if it has none."""
    marks = sorted([*_words_for_people(text), *(match.start() for match in patterns("private")["aged"].finditer(text))])
    reached = 0
    for mark in marks:
        if mark - _NEAR > reached:
            yield reached, mark - _NEAR
        reached = max(reached, mark + _NEAR)
    if reached < len(text):
        yield reached, len(text)


def _words_for_people(text: str) -> list[int]:
    told, low = word_list("private", "told"), lowered(text)
    if told.isdisjoint(_WORD.findall(low)):
        return []
    return [match.start() for match in _WORD.finditer(low) if match[0] in told]
