"""Candidates for the number of victims, each with the figures by which `nlp.field_trees` weighs it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from nlp.content import content, cues
from nlp.counts import Count, number_of
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.people import accused_abroad, victims
from nlp.story import Sentence

Pair = tuple[int | None, int | None]
Figures = dict[str, float]
_ALWAYS = (1, 2, 3)
"""Numbers that are often told without a number."""
_TEXT = ("in_ranks", "many_harmed", "one_harmed")
_YEARS = range(1990, 2036)
_MOST, _SUMMED, _APART = 2000, 500, 60
"""The largest number that is told apart; the largest part of a sum; characters between two parts."""
_GROWN, _RIVALS = 1.5, 8
"""Two numbers of one case that differ by less than this ratio may be a range, where so few are told."""
_FIRST_WORD = re.compile(r"^\S+")


@dataclass(frozen=True)
class _Told:
    sentence: Sentence
    count: Count
    how: str
    """count: with its noun; loose: with a noun that no list knows; whole: "keenamnya"."""

    @property
    def exact(self) -> int:
        """0 for ranges and open ends."""
        return self.count.low or 0 if self.count.low == self.count.high else 0


@dataclass
class _Candidates:
    values: Values = field(default_factory=Values)

    def add(self, pair: Pair, sentence: Sentence, start: int, end: int, figures: Figures) -> None:
        """`start` and `end` within the sentence; of several mentions the greatest figures count."""
        self.values.add(pair, sentence.start + start, sentence.start + end, ())
        known = self.values.found[pair].figures
        for name, figure in figures.items():
            known[name] = max(known.get(name, 0.0), figure)


def victim_counts(context: Context) -> Values:
    """Values: (least, most) people; None is an open end."""
    if not context.story:
        return Values()
    story = list(context.story)
    accused = accused_abroad(story, context.kind)
    figure = victims(story, context.kind, accused=accused)
    told = list(_told(story))
    found = _Candidates()
    for one in told:
        _printed(found, one)
    _sums(found, told)
    _ranges(found, told)
    for number in _ALWAYS:
        if (number, number) not in found.values.found:
            found.add((number, number), story[0], 0, story[0].end - story[0].start, {})
    ruled: Pair | None = None
    if figure is not None:
        ruled = figure.low, figure.high
        found.values.add(ruled, figure.start, figure.end, ())
    whole = {**_of_text(story, told), "accused": float(accused), f"kind {context.kind}": 1.0}
    whole["ruled"] = -1.0 if figure is None or figure.high is None else figure.high
    _compared(found.values, told, whole, ruled)
    return found.values


def _told(story: Sequence[Sentence]) -> Iterator[_Told]:
    """Every number of people, in the order of the text by sentence."""
    rules = cues("headcount", "patterns")
    for sentence in story:
        taken = [(count.start, count.end) for count in sentence.counts]
        yield from (_Told(sentence, count, "count") for count in sentence.counts)
        for how in ("loose", "whole"):
            for match in rules[how].finditer(sentence.low):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                number = number_of(match["number"].removeprefix("-"))
                refused = how == "loose" and rules["loose_not"].search(sentence.low[: match.start()])
                if number and number not in _YEARS and not refused:
                    noun = match["noun"] if how == "loose" else ""
                    yield _Told(sentence, Count(match.start(), match.end(), number, number, noun), how)


def _printed(found: _Candidates, told: _Told) -> None:
    sentence, count = told.sentence, told.count
    figures = dict(_around(told))
    found.add((count.low, count.high), sentence, count.start, count.end, figures)
    known = found.values.found[count.low, count.high].figures
    known["mentions"] = known.get("mentions", 0.0) + 1
    known["early"] = max(known.get("early", 0.0), 30.0 - min(30, sentence.index))
    if told.how != "whole" and 0 < told.exact < _SUMMED and "others_after" in figures:
        one_more = {
            "plus one": 1.0,
            "plus one with": figures.get("with_others", 0.0),
            "plus one early": float(sentence.index <= 2),
        }
        found.add((told.exact + 1, told.exact + 1), sentence, count.start, count.end, one_more)


def _sums(found: _Candidates, told: Sequence[_Told]) -> None:
    """Two numbers that stand close in one sentence, as one."""
    exact = [one for one in told if one.how != "whole" and 0 < one.exact < _SUMMED]
    for one, other in combinations(exact, 2):
        gap = other.count.start - one.count.end
        if one.sentence is not other.sentence or not 0 <= gap < _APART:
            continue
        figures = {
            "sum": 1.0,
            "sum of victims": float(one.count.role == other.count.role == "victim"),
            "sum near": float(gap < 15),
            "sum early": float(one.sentence.index <= 2),
        }
        total = one.exact + other.exact
        found.add((total, total), one.sentence, one.count.start, other.count.end, figures)


def _ranges(found: _Candidates, told: Sequence[_Told]) -> None:
    """Figures of one case that grow or differ."""
    met: dict[int, _Told] = {}
    for one in told:
        if one.how == "count" and one.count.role in {"victim", "person"} and one.exact > max(_ALWAYS):
            met.setdefault(one.exact, one)
    if len(met) >= _RIVALS:
        return
    for least, most in combinations(sorted(met), 2):
        if most < _GROWN * least:
            where = met[least]
            found.add((least, most), where.sentence, where.count.start, where.count.end, {"range": 1.0})


def _of_text(story: Sequence[Sentence], told: Sequence[_Told]) -> Figures:
    rules = cues("headcount", "patterns")
    figures: Figures = {}
    own = [sentence for sentence in story if not sentence.earlier]
    for name in _TEXT:
        met = [len(rules[name].findall(sentence.low)) for sentence in own]
        figures[name] = float(sum(met))
        head = (number for sentence, number in zip(own, met, strict=True) if sentence.index <= 2)
        figures[f"{name} in head"] = float(sum(head))
    for role in ("victim", "suspect"):
        numbers = [one.exact for one in told if one.exact and one.count.role == role]
        figures[f"{role} counts"] = float(len(numbers))
        figures[f"most {role}"] = float(max(numbers, default=0))
        figures[f"first {role}"] = float(numbers[0] if numbers else 0)
    figures["numbers"] = float(len({one.exact for one in told if one.exact and one.how != "whole"}))
    figures["title counts"] = float(sum(one.sentence.index == 0 and one.how == "count" for one in told))
    figures["sentences"] = float(len(story))
    return figures


def _compared(values: Values, told: Sequence[_Told], whole: Figures, ruled: Pair | None) -> None:
    """What a value is beside the other numbers of its text."""
    numbers = sorted({one.exact for one in told if one.exact and one.how != "whole"}, reverse=True)
    sums = {one + other for one, other in combinations(numbers[:10], 2)}
    for pair, value in values.found.items():
        low, high = pair if isinstance(pair, tuple) else (None, None)
        number = high if high is not None else low or 0
        value.figures |= whole
        value.figures |= {
            "number": float(min(number, _MOST)),
            "least": -1.0 if low is None else float(min(low, _MOST)),
            "open": float(low is None or high is None),
            "wide": float(low != high),
            "rank": float(numbers.index(number) if number in numbers else 9),
            "larger": float(sum(other > number for other in numbers)),
            "smaller": float(sum(other < number for other in numbers)),
            "is sum": float(number in sums),
            "is part": float(any(number + other in numbers for other in numbers if other != number)),
            "by rule": float(pair == ruled),
        }
        for name in ("most victim", "first victim", "most suspect", "first suspect", "ruled"):
            value.figures[f"above {name}"] = max(-6.0, min(6.0, number - whole[name]))


def _around(told: _Told) -> Iterator[tuple[str, float]]:
    """What stands around a number, each a figure of 1."""
    sentence, count = told.sentence, told.count
    yield told.how, 1.0
    yield f"role {count.role}", 1.0
    yield f"at {min(3, sentence.index)}", 1.0
    if sentence.index <= 1:
        yield f"head role {count.role}", 1.0
    if sentence.index == 0 and told.how == "count":
        yield "title count", 1.0
    for name in ("totals", "earlier", "general"):
        yield name if getattr(sentence, name) else f"not {name}", 1.0
    if count.vague:
        yield "vague", 1.0
    words = count.noun.lower().split()
    yield from ((f"noun {name}", 1.0) for name in sorted({_nouns()[word] for word in words if word in _nouns()}))
    if words and words[0].endswith("nya"):
        yield "noun of theirs", 1.0
    for name, met in _cues(sentence.low, count):
        if met:
            yield name, 1.0
        elif name in {"part", "in_part", "held near"}:
            yield f"not {name}", 1.0


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
