"""Every number of people that a text tells, and what stands around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from nlp.content import content, cues
from nlp.counts import Count, number_of
from nlp.story import Sentence

_YEARS = range(1990, 2036)
_FIRST_WORD = re.compile(r"^\S+")


@dataclass(frozen=True)
class Told:
    sentence: Sentence
    count: Count
    how: str
    """count: with its noun; loose: with a noun that no list knows; whole: "keenamnya"."""

    @property
    def exact(self) -> int:
        """0 for ranges and open ends."""
        return self.count.low or 0 if self.count.low == self.count.high else 0

    @cached_property
    def seen(self) -> frozenset[str]:
        """What stands around the number."""
        return frozenset(_around(self))


def numbers_told(story: Sequence[Sentence]) -> Iterator[Told]:
    """Every number of people, in the order of the text by sentence."""
    rules = cues("headcount", "patterns")
    for sentence in story:
        taken = [(count.start, count.end) for count in sentence.counts]
        yield from (Told(sentence, count, "count") for count in sentence.counts)
        for how in ("loose", "whole"):
            for match in rules[how].finditer(sentence.low):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                number = number_of(match["number"].removeprefix("-"))
                refused = how == "loose" and rules["loose_not"].search(sentence.low[: match.start()])
                if number and number not in _YEARS and not refused:
                    noun = match["noun"] if how == "loose" else ""
                    yield Told(sentence, Count(match.start(), match.end(), number, number, noun), how)


def _around(told: Told) -> Iterator[str]:
    sentence, count = told.sentence, told.count
    yield told.how
    yield f"role {count.role}"
    yield f"at {min(3, sentence.index)}"
    if sentence.index <= 1:
        yield f"head role {count.role}"
    if sentence.index == 0 and told.how == "count":
        yield "title count"
    for name in ("totals", "earlier", "general"):
        yield name if getattr(sentence, name) else f"not {name}"
    if count.vague:
        yield "vague"
    words = count.noun.lower().split()
    yield from (f"noun {name}" for name in sorted({_nouns()[word] for word in words if word in _nouns()}))
    if words and words[0].endswith("nya"):
        yield "noun of theirs"
    for name, met in _cues(sentence.low, count):
        if met:
            yield name
        elif name in {"part", "in_part", "held near"}:
            yield f"not {name}"


@cache
def _nouns() -> dict[str, str]:
    """The class of each noun."""
    return {noun: name for name, nouns in content("headcount")["nouns"].items() for noun in nouns.split()}


def _cues(low: str, count: Count) -> Iterator[tuple[str, re.Match[str] | None]]:
    here, people = cues("headcount", "patterns"), cues("people", "patterns")
    start, end = count.start, count.end
    before, after = low[max(0, start - 60) : start], low[end : end + 80]
    own = _FIRST_WORD.sub("", low[start : end + 50])
    yield "with_others", here["with_others"].search(before)
    yield "others_after", here["others_after"].match(own[: end - start]) or here["others_after"].match(after)
    yield "quantity_before", here["quantity_before"].search(before)
    yield "dead_after", here["dead_after"].match(after)
    yield "in_part", here["in_part"].match(own)
    yield "of_total", here["of_total"].search(before)
    yield "held near", here["held"].search(low[max(0, start - 50) : end + 50])
    yield "sought near", here["sought"].search(low[max(0, start - 40) : end + 60])
    near = low[max(0, start - 70) : end + 60]
    yield "victim_verb", people["victim_verb"].search(near)
    yield "suspect_verb", people["suspect_verb"].search(near)
    yield "offender_before", people["offender_before"].search(low[:start])
    yield "offender_after", people["offender_after"].match(low, end)
    yield "part", people["part"].search(low[max(0, start - 25) : end + 14])
    yield "no_count_before", people["no_count_before"].search(low[:start])
