"""What is named in a text, as exact mentions on its document."""

from collections.abc import Iterable

from nlp.agencies import agencies_in
from nlp.doc import Doc
from nlp.hotlines import find_hotlines
from nlp.law import find_laws
from nlp.place_or_person import names_a_person
from nlp.places import places_in
from nlp.sentences import asides, text_spans, unbroken
from nlp.spans import Spans
from nlp.text import Mention, Reading

LABELS = ("GPE", "AGENCY", "LAW", "PHONE")


def read(reading: Reading, *, prose: bool = True) -> Doc:
    """The document's text is `Reading.joined`. Outside prose, as in ads, capitals tell no names."""
    doc = Doc(reading.joined)
    doc.notes["prose"] = prose
    return doc


def as_prose(reading: Reading) -> Reading:
    """The same with the lines of its text joined over which a sentence goes on; quotes are of the page as it is."""
    text = unbroken(reading.text)
    return reading if text == reading.text else Reading(reading.title, text, printed=reading.text)


def mentions(doc: Doc, label: str | None = None) -> list[Mention]:
    """Of one label, or of all in the order of `LABELS`; each label is looked for when it is first asked for."""
    return [mention for name in (LABELS if label is None else (label,)) for mention in _mentions(doc, name)]


def _mentions(doc: Doc, label: str) -> list[Mention]:
    found: list[Mention] | None = doc.notes.get(f"mentions {label}")
    if found is None:
        found = doc.notes[f"mentions {label}"] = list(_find(doc, label))
    return found


def _find(doc: Doc, label: str) -> Iterable[Mention]:
    if label == "LAW":
        return find_laws(doc.text)
    if label == "AGENCY":
        return agencies_in(doc, _mentions(doc, "GPE"))
    aside = Spans(asides(doc))
    met = _places(doc) if label == "GPE" else find_hotlines(doc.text)
    return [mention for mention in met if mention.start not in aside]


def _places(doc: Doc) -> list[Mention]:
    """Outside prose capitals tell no names."""
    found = places_in(doc)
    return [place for place in found if not names_a_person(doc.text, place)] if doc.notes.get("prose", True) else found


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Character spans; linked headlines and credits are left out."""
    spans: list[tuple[int, int]] | None = doc.notes.get("sentences")
    if spans is None:
        spans = doc.notes["sentences"] = text_spans(doc)
    return spans
