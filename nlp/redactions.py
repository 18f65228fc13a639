"""What in a text must not be stored: people by their role, numbers, addresses, schools."""

from nlp.content import patterns
from nlp.doc import Doc
from nlp.language import mentions
from nlp.names import find_people
from nlp.private import Found, find_private
from nlp.spans import Spans
from nlp.text import Reading
from warehouse.contracts import Field_, RedactionRole

Redaction = tuple[Field_, int, int, RedactionRole]
_ROLES: dict[str, RedactionRole] = {
    "victim": "victim", "minor": "minor", "relative": "relative", "witness": "witness",
    "suspect": "suspect",
}  # fmt: skip


def find_redactions(doc: Doc, reading: Reading) -> tuple[Redaction, ...]:
    """In the order of the text; suspects' initials as printed are no redaction."""
    people = [person for person in find_people(doc, title_end=len(reading.title)) if person.role != "official"]
    hidden = [person for person in people if not (person.role == "suspect" and person.is_initials)]
    minor = any(p.role == "minor" for p in people) or patterns("people")["minor"].search(reading.joined) is not None
    private = find_private(reading.joined, mentions(doc, "PHONE"), minor=minor)
    covered = Spans((start, end) for start, end, _ in private)
    found: list[Found] = [
        (person.start, person.end, _ROLES[person.role])
        for person in hidden
        if not covered.hold(person.start, person.end)
    ]
    named = Spans((start, end) for start, end, _ in found)
    found += [other for other in private if not named.touches(other[0], other[1])]
    return tuple((*reading.locate(start, end), role) for start, end, role in sorted(found))
