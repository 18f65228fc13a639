"""What in a text must not be stored: people by their role, numbers, addresses, schools."""

import re
from collections.abc import Iterator

from nlp.content import guarded, lowered, patterns, word_list
from nlp.doc import Doc
from nlp.hotlines import hotline_body
from nlp.language import mentions
from nlp.names import find_people
from nlp.normal import fold
from nlp.phones import find_numbers
from nlp.private import Found, find_private
from nlp.spans import Spans
from nlp.text import Reading
from warehouse.contracts import Field_, RedactionRole

_WORD = re.compile(r"[^\W\d_]+")
Redaction = tuple[Field_, int, int, RedactionRole]
_ROLES: dict[str, RedactionRole] = {
    "victim": "victim", "minor": "minor", "relative": "relative", "witness": "witness",
    "suspect": "suspect",
}  # fmt: skip


def find_redactions(
    doc: Doc, reading: Reading, *, rejected: bool = False, disguised: bool = False
) -> tuple[Redaction, ...]:
    """In the order of the text; suspects' initials as printed are no redaction.

    `rejected`: the gate turned the text away. Names are looked for only where it has words for people who must not be shown.
    `disguised`: numbers are looked for as contacts are, in words, among signs and in links, too: no news writes them so.
    """
    unnamed = rejected and not _tells_of_people(reading.joined)
    named = [] if unnamed else find_people(doc, title_end=len(reading.title))
    people = [person for person in named if person.role != "official"]
    hidden = [person for person in people if not (person.role == "suspect" and person.is_initials)]
    minor = any(p.role == "minor" for p in people) or guarded("people", "minor").search(reading.joined) is not None
    prose = bool(doc.notes.get("prose", True))
    lines = mentions(doc, "PHONE")
    private = find_private(reading.joined, lines, minor=minor, prose=prose)
    if disguised:
        numbers = list(_disguised(reading.joined, Spans((line.start, line.end) for line in lines)))
        known = Spans((start, end) for start, end, _ in numbers)
        private = [*numbers, *(other for other in private if not known.touches(other[0], other[1]))]
    covered = Spans((start, end) for start, end, _ in private)
    found: list[Found] = [
        (person.start, person.end, _ROLES[person.role])
        for person in hidden
        if not covered.hold(person.start, person.end)
    ]
    names = Spans((start, end) for start, end, _ in found)
    found += [other for other in private if not names.touches(other[0], other[1])]
    return tuple((*reading.locate(start, end), role) for start, end, role in sorted(found))


def _disguised(text: str, lines: Spans) -> Iterator[Found]:
    folded = fold(text)
    for phone in find_numbers(folded.text):
        start, end = folded.origin(phone.start, phone.end)
        if not lines.touches(start, end) and not hotline_body(phone.number):
            yield start, end, "phone"


def _tells_of_people(text: str) -> bool:
    """Whether a word stands in it for people who must not be shown, or an age beside a name."""
    told = word_list("private", "told")
    return not told.isdisjoint(_WORD.findall(lowered(text))) or patterns("private")["aged"].search(text) is not None
