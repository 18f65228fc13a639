"""What the models of red flags learn from: offers whose flags a reader marked, vacancies of job boards, and short pieces
written to show one flag, or to seem to.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from nlp.evaluate.gold import flag_pieces
from nlp.match import find
from nlp.offer_clauses import Window
from nlp.offer_model import LABELS, OFFER
from nlp.offer_words import Word, words_of
from nlp.registry import load_registry
from nlp.text import Reading
from nlp.train.offer_examples import REAL, Example

ABSENCES = frozenset({"RF-03", "RF-18", "RF-29", "RF-34", "RF-53", "RF-55", "RF-56"})
"""Flags of which a piece cut out of a text can say nothing."""
MOST_UNREAD = 6
"""Clauses of an offer whose flags nobody marked."""
TOLD_HONESTLY = frozenset({"RF-32", "RF-47"})
"""Strong flags that harmless offers show, too: 11 of the 18 in 1,034 of them that a reader marked."""


class Marked(NamedTuple):
    """`marks`: null where nobody marked any, and no strong flag is to be feared; `piece`: cut out of a text, so that what is absent says nothing, and one clause."""

    words: Sequence[Word]
    rules: frozenset[str]
    parts: frozenset[str]
    marks: frozenset[str] | None
    clauses: Sequence[Window] = ()
    piece: bool = False

    def windows(self) -> Sequence[Window]:
        """Of an offer of which nobody marked any flag, a few."""
        if self.piece:
            return [(0, len(self.words))]
        return self.clauses if self.marks is not None else self.clauses[:MOST_UNREAD]


def marked(found: Iterable[Example]) -> list[Marked]:
    """Of whole texts the offers, of those that nobody marked the harmless ones, of real ones the vacancies; and all pieces."""
    real = LABELS.index("legit_domestic")
    whole = [
        Marked(e.words, e.rules, e.parts, e.marks, e.clauses)
        for e in found
        if (e.marks is not None and e.label in OFFER) or e.honest or (e.author.startswith(REAL) and e.label == real)
    ]
    return whole + list(_pieces())


@cache
def _pieces() -> tuple[Marked, ...]:
    registry = load_registry()
    found = []
    for row in flag_pieces():
        text = Reading.of("", row["text"]).normalised
        rules = frozenset(hit.id for hit in find(registry, text) if hit.id.startswith("RF"))
        marks = frozenset(row["indicators"]) - ABSENCES
        found.append(Marked(words_of(text.text), rules, frozenset(), marks, piece=True))
    return tuple(found)
