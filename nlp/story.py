"""The sentences of a text, with what a sentence as a whole says of the case."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from nlp.content import cues, guarded_cues, lowered
from nlp.counts import Count, find_counts
from nlp.doc import Doc
from nlp.language import sentences as sentences_of

_MOST = 600
"""Sentences of the longest article; what comes after is no story."""
_LONGEST = 3000


@dataclass(frozen=True)
class Sentence:
    """`start` and `end` are offsets in the joined text; the title is sentence 0, the lead sentence 1."""

    index: int
    start: int
    end: int
    text: str
    totals: bool
    earlier: bool
    general: bool

    @cached_property
    def low(self) -> str:
        return lowered(self.text)

    @cached_property
    def counts(self) -> list[Count]:
        """Offsets within the sentence."""
        return find_counts(self.text)

    @property
    def position_weight(self) -> float:
        if self.index < 3:
            return (3.0, 2.5, 2.0)[self.index]
        return 1.0 if self.index < 8 else 0.3


class Phrase(NamedTuple):
    """Offsets of `match` are those of the sentence."""

    key: str
    sentence: Sentence
    match: re.Match[str]


def phrases_in(sentences: Sequence[Sentence], name: str, groups: Sequence[str]) -> Iterator[Phrase]:
    """Every phrase of some groups of a lexicon, sentence by sentence; those without a word in the text are not looked for."""
    text = "\n".join(sentence.low for sentence in sentences)
    guards = [
        (key, guard) for group in groups for key, guard in guarded_cues(name, group).items() if guard.may_stand(text)
    ]
    for sentence in sentences:
        for key, guard in guards:
            for match in guard.finditer(sentence.low):
                yield Phrase(key, sentence, match)


def story(doc: Doc, title_end: int) -> list[Sentence]:
    """`title_end`: where the title ends in the joined text; without a title the lead is sentence 1 all the same."""
    rules = cues("story", "patterns")
    text = doc.text
    spans = [(start, min(end, start + _LONGEST)) for start, end in sentences_of(doc)[:_MOST]]
    shift = 0 if spans and spans[0][0] < title_end else 1
    title = max((i for i, (start, _) in enumerate(spans) if start < title_end), default=-1)
    found = []
    for number, (start, end) in enumerate(spans):
        piece = text[start:end]
        low = lowered(piece)
        found.append(
            Sentence(
                index=0 if number <= title else number - max(title, 0) + shift,
                start=start,
                end=end,
                text=piece,
                totals=rules["totals"].search(low) is not None,
                earlier=number > 0 and rules["earlier"].search(low) is not None,
                general=rules["general"].search(low) is not None,
            )
        )
    return found
