"""What is named in a text, as exact mentions on its document."""

from nlp.agencies import agencies_in
from nlp.doc import Doc
from nlp.hotlines import find_hotlines
from nlp.law import find_laws
from nlp.places import places_in
from nlp.sentences import asides, text_spans
from nlp.spans import Spans
from nlp.text import Mention, Reading


def read(reading: Reading, *, prose: bool = True) -> Doc:
    """The document's text is `Reading.joined`. Outside prose, as in ads, capitals tell no names."""
    doc = Doc(reading.joined)
    doc.notes["prose"] = prose
    return doc


def mentions(doc: Doc, label: str | None = None) -> list[Mention]:
    found: list[Mention] | None = doc.notes.get("mentions")
    if found is None:
        found = doc.notes["mentions"] = _mentions(doc)
    return [mention for mention in found if label in {None, mention.label}]


def _mentions(doc: Doc) -> list[Mention]:
    aside = Spans(asides(doc))
    places = [place for place in places_in(doc) if place.start not in aside]
    lines = [line for line in find_hotlines(doc.text) if line.start not in aside]
    return [*places, *agencies_in(doc, places), *find_laws(doc.text), *lines]


def sentences(doc: Doc) -> list[tuple[int, int]]:
    """Character spans; linked headlines and credits are left out."""
    spans: list[tuple[int, int]] | None = doc.notes.get("sentences")
    if spans is None:
        spans = doc.notes["sentences"] = text_spans(doc)
    return spans
