"""Candidates for the number of victims, each with the figures by which `nlp.field_trees` weighs it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from nlp.content import cues
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.numbers_told import Told
from nlp.people import accused_abroad, victims
from nlp.story import Sentence

Pair = tuple[int | None, int | None]
Figures = dict[str, float]
_ALWAYS = (1, 2, 3)
"""Numbers that are often told without a number."""
_TEXT = ("in_ranks", "many_harmed", "one_harmed")
_MOST, _SUMMED, _APART = 2000, 500, 60
"""The largest number that is told apart; the largest part of a sum; characters between two parts."""
_GROWN, _RIVALS = 1.5, 8
"""Two numbers of one case that differ by less than this ratio may be a range, where so few are told."""


@dataclass
class Candidates:
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
    told = context.numbers
    found = Candidates()
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
    whole = {**of_text(story, told), "accused": float(accused), f"kind {context.kind}": 1.0}
    whole["ruled"] = -1.0 if figure is None or figure.high is None else figure.high
    _compared(found.values, told, whole, ruled)
    return found.values


def _printed(found: Candidates, told: Told) -> None:
    sentence, count = told.sentence, told.count
    figures = dict.fromkeys(told.seen, 1.0)
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


def _sums(found: Candidates, told: Sequence[Told]) -> None:
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


def _ranges(found: Candidates, told: Sequence[Told]) -> None:
    """Figures of one case that grow or differ."""
    met: dict[int, Told] = {}
    for one in told:
        if one.how == "count" and one.count.role in {"victim", "person"} and one.exact > max(_ALWAYS):
            met.setdefault(one.exact, one)
    if len(met) >= _RIVALS:
        return
    for least, most in combinations(sorted(met), 2):
        if most < _GROWN * least:
            where = met[least]
            found.add((least, most), where.sentence, where.count.start, where.count.end, {"range": 1.0})


def of_text(story: Sequence[Sentence], told: Sequence[Told]) -> Figures:
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


def _compared(values: Values, told: Sequence[Told], whole: Figures, ruled: Pair | None) -> None:
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
