"""The spaCy pipeline: words, sentences and what is named, as exact mentions on the document."""

from functools import cache
from typing import TYPE_CHECKING, Any

from nlp.agencies import agencies_in
from nlp.gazetteer import language, text_of
from nlp.hotlines import find_hotlines
from nlp.law import find_laws
from nlp.places import places_in
from nlp.sentences import asides, text_spans
from nlp.spans import Spans
from nlp.text import Mention, Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENTS = ("suar_sentences", "suar_places", "suar_agencies", "suar_laws", "suar_hotlines")


@cache
def pipeline() -> "Language":
    """`doc._.mentions` holds what the components named; the document's text is `Reading.joined`."""
    nlp = language()
    from spacy.language import Language
    from spacy.tokens import Doc

    Doc.set_extension("mentions", default=(), force=True)
    for name, component in zip(COMPONENTS, (_sentences, _places, _agencies, _laws, _hotlines), strict=True):
        Language.component(name, func=component)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read(reading: Reading) -> "Doc":
    return pipeline()(reading.joined)


def mentions(doc: "Doc", label: str | None = None) -> list[Mention]:
    found: tuple[Mention, ...] = doc._.mentions
    return [mention for mention in found if label in {None, mention.label}]


def sentences(doc: "Doc") -> list[tuple[int, int]]:
    """Character spans; linked headlines and credits are left out."""
    spans: list[tuple[int, int]] | None = doc.user_data.get("sentences")
    return text_spans(doc) if spans is None else spans


def _sentences(doc: "Doc") -> "Doc":
    import numpy as np

    spans = text_spans(doc)
    doc.user_data["sentences"] = spans
    if len(doc):
        starts = np.isin(doc.to_array(["IDX"]).ravel(), np.array([start for start, _ in spans], dtype="uint64"))
        starts[0] = True
        column: Any = np.where(starts, 1, -1).astype("int64").astype("uint64").reshape(-1, 1)
        doc.from_array(["SENT_START"], column)
    return doc


def _add(doc: "Doc", found: list[Mention]) -> "Doc":
    doc._.mentions = (*doc._.mentions, *found)
    return doc


def _places(doc: "Doc") -> "Doc":
    aside = Spans(asides(doc))
    return _add(doc, [place for place in places_in(doc) if place.start not in aside])


def _agencies(doc: "Doc") -> "Doc":
    return _add(doc, agencies_in(doc, mentions(doc, "GPE")))


def _laws(doc: "Doc") -> "Doc":
    return _add(doc, find_laws(text_of(doc)))


def _hotlines(doc: "Doc") -> "Doc":
    aside = Spans(asides(doc))
    return _add(doc, [line for line in find_hotlines(text_of(doc)) if line.start not in aside])
