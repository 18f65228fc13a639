"""Everything named in a text, as the entities of a detection."""

from collections.abc import Sequence

from nlp.content import guarded, patterns, word_list
from nlp.doc import Doc
from nlp.language import mentions
from nlp.money import find_money
from nlp.name_words import common_words
from nlp.names import find_people
from nlp.places import gazetteer_entry
from nlp.sentences import asides
from nlp.spans import Spans
from nlp.text import Mention, Reading
from nlp.when import find_days
from warehouse.contracts import Entity, EntityLabel

_INITIALS = 2
_LABELS: dict[str, EntityLabel] = {"GPE": "GPE", "AGENCY": "AGENCY", "LAW": "LAW", "PHONE": "PHONE"}


def find_entities(doc: Doc, reading: Reading, *, tagged: bool = False) -> tuple[Entity, ...]:
    """In the order of the text; places inside the name of a body are part of that name.

    `tagged`: the model of names adds the bodies and places that no list holds (`nlp.ner`).
    """
    named = [mention for mention in mentions(doc) if mention.label in _LABELS]
    bodies = Spans((m.start, m.end) for m in named if m.label == "AGENCY")
    found = [m for m in named if m.label != "GPE" or m.start not in bodies]
    found += _others(doc, reading)
    if tagged:
        found += _tagged(doc, reading, found)
    return tuple(_entity(mention, reading) for mention in sorted(found, key=lambda m: (m.start, m.end)))


def _others(doc: Doc, reading: Reading) -> list[Mention]:
    text, aside = doc.text, Spans(asides(doc))
    people = [
        p
        for p in find_people(doc, title_end=len(reading.title))
        if p.role != "official" or p.start >= reading.body_start
    ]
    found = [Mention("PER", p.start, p.end, text[p.start : p.end], p.name) for p in people]
    found += [Mention("DATE", d.start, d.end, text[d.start : d.end], d.value) for d in find_days(text, None)]
    found += [Mention("MONEY", m.start, m.end, text[m.start : m.end], None) for m in find_money(text)]
    firms = [Mention("ORG", *m.span(), m[0]) for m in guarded("entities", "company").finditer(text)]
    found += [firm for firm in firms if _told_below(firm, reading)]
    return [mention for mention in found if mention.start not in aside]


def _told_below(mention: Mention, reading: Reading) -> bool:
    """A headline, which has every word in capitals, names what the text below names."""
    return mention.start >= reading.body_start or not reading.text or mention.text in reading.text


def _tagged(doc: Doc, reading: Reading, known: Sequence[Mention]) -> list[Mention]:
    """People are left to `find_people`, which knows who must not be shown."""
    from nlp.ner import find_named  # loads spaCy

    taken = Spans([*((m.start, m.end) for m in known), *asides(doc)])
    return [
        mention
        for mention in find_named(doc.text)
        if mention.label != "PER"
        and _is_name(mention)
        and not taken.touches(mention.start, mention.end)
        and _told_below(mention, reading)
    ]


def _is_name(mention: Mention) -> bool:
    """Not a short form that stands for no body, somebody's initials, a common word in capitals, or a place that `places` has
    turned down.
    """
    text, low = mention.text, mention.text.lower()
    known = low in word_list("entities", "no_body") or (text.isupper() and low in common_words())
    known = known or patterns("entities")["nobody"].match(low) is not None
    known = known or (text.isupper() and len(text) <= _INITIALS)
    listed = mention.label == "LOC" and gazetteer_entry(text) is not None
    return text[0].isupper() and "\n" not in text and not known and not listed


def _entity(mention: Mention, reading: Reading) -> Entity:
    field, start, end = reading.locate(mention.start, mention.end)
    text = reading.quote(mention.start, mention.end)
    return Entity(
        label=_LABELS.get(mention.label, mention.label),
        text=text,
        canonical=mention.canonical,
        field=field,
        start=start,
        end=end,
    )
