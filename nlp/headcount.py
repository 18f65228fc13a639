"""Candidates for the number of victims, each with the figures and the words by which `nlp.field_trees` weighs it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from nlp.content import cues
from nlp.field_context import Context
from nlp.field_model import Value, Values
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
_COMPANIONS, _CREW, _FAR_SUMMED, _FAR = 60, 12, 300, 2
"""Numbers below which one more, a crew, and a sum over sentences are looked for; sentences between the parts of such a sum."""
_READ = 120
"""Numbers of a text that are looked at: pairs of them are candidates too."""
_WORD, _NEXT = re.compile(r"[^\W\d_]+"), 40
_GROWN, _RIVALS = 1.5, 8
"""Two numbers of one case that differ by less than this ratio may be a range, where so few are told."""


@dataclass
class Candidates:
    values: Values = field(default_factory=Values)

    def add(self, pair: Pair, sentence: Sentence, start: int, end: int, figures: Figures) -> Value:
        """`start` and `end` within the sentence; of several mentions the greatest figures count."""
        self.values.add(pair, sentence.start + start, sentence.start + end, ())
        value = self.values.found[pair]
        value.figures |= {name: max(value.figures.get(name, 0.0), figure) for name, figure in figures.items()}
        return value

    def derive(self, number: int, parts: Sequence[Told], figures: Figures) -> None:
        """A number that is told by others, and quoted by them where it is not printed itself."""
        value = self.values.found.setdefault((number, number), Value())
        if not value.mentions:
            value.spans += [(p.sentence.start + p.count.start, p.sentence.start + p.count.end) for p in parts]
        value.figures |= {name: max(value.figures.get(name, 0.0), figure) for name, figure in figures.items()}


def victim_counts(context: Context) -> Values:
    """Values: (least, most) people; None is an open end."""
    if not context.story:
        return Values()
    story = list(context.story)
    accused = accused_abroad(story, context.kind)
    figure = victims(story, context.kind, accused=accused)
    told = context.numbers[:_READ]
    found = Candidates()
    exact = [one for one in told if one.exact]
    for one in told:
        _printed(found, one).mentions.append(frozenset(_seen(context, one, exact)))
    for one in told:
        _one_more(found, one)
    _sums(found, told)
    _far_sums(found, exact)
    _less(found, exact)
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


def _printed(found: Candidates, told: Told) -> Value:
    sentence, count = told.sentence, told.count
    value = found.add((count.low, count.high), sentence, count.start, count.end, dict.fromkeys(told.seen, 1.0))
    value.figures["mentions"] = value.figures.get("mentions", 0.0) + 1
    value.figures["early"] = max(value.figures.get("early", 0.0), 30.0 - min(30, sentence.index))
    return value


def _seen(context: Context, told: Told, exact: Sequence[Told]) -> Iterator[str]:
    """Words and cues of one mention, from which a regression tells whether it counts the victims; `exact`: all numbers."""
    sentence, count = told.sentence, told.count
    start, end = sentence.start + count.start, sentence.start + count.end
    yield from context.seen(sentence, start, end)
    yield from (f"cue {name}" for name in told.seen)
    yield f"at {min(8, sentence.index)} role {count.role}"
    nouns = count.noun.lower().split()
    yield from (f"noun {word}" for word in nouns)
    yield f"noun on {nouns[0] if nouns else '-'} {next(iter(_WORD.findall(context.low, end, end + _NEXT)), '-')}"
    yield from (f"sentence {word}" for word in set(_WORD.findall(context.low, sentence.start, sentence.end)))
    beside = [other.exact for other in exact if other.sentence is sentence and other is not told]
    yield f"beside {min(3, len(beside))}"
    yield f"larger beside {any(number > told.exact for number in beside)}"
    yield f"again {min(3, sum(other.exact == told.exact for other in exact) - 1)}"
    yield f"largest {told.exact >= max((other.exact for other in exact), default=0)}"
    yield f"digits {len(str(told.exact))} {count.role}"


def _one_more(found: Candidates, told: Told) -> None:
    """Who tells it and so many others."""
    sentence, count = told.sentence, told.count
    if not 0 < told.exact < _SUMMED or told.how == "whole" or count.role == "suspect":
        return
    others = "others_after" in told.seen
    if told.exact >= _COMPANIONS and not others:
        return
    near = f"{count.noun} {sentence.low[count.end : count.end + 25]}"
    figures = {
        "one more": 1.0,
        "one more others": float(others),
        "one more companions": float(cues("headcount", "patterns")["companions"].search(near) is not None),
        "one more with": float("with_others" in told.seen),
        "one more early": float(sentence.index <= 2),
    }
    found.derive(told.exact + 1, [told], figures)


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


def _far_sums(found: Candidates, exact: Sequence[Told]) -> None:
    """A number and one told up to two sentences later: "tujuh … dua temannya menyusul"."""
    told = [one for one in exact if one.exact < _FAR_SUMMED and one.count.role != "suspect"]
    for one, other in combinations(told, 2):
        if not 0 < other.sentence.index - one.sentence.index <= _FAR:
            continue
        count, low = other.count, other.sentence.low
        rest = cues("headcount", "patterns")["rest_near"].search(low, max(0, count.start - 30), count.end + 30)
        figures = {"far sum": 1.0, "far sum rest": float(rest is not None)}
        found.derive(one.exact + other.exact, [one, other], figures)


def _less(found: Candidates, exact: Sequence[Told]) -> None:
    """All aboard less the crew or the accused."""
    for whole, part in product(exact, exact):
        near = abs(whole.sentence.index - part.sentence.index) <= _FAR
        rest = whole.exact - part.exact
        if not near or rest <= 0 or part.exact >= _CREW or whole.exact >= _SUMMED:
            continue
        crew = cues("headcount", "patterns")["crew"].search(part.count.noun.lower())
        figures = {
            "less": 1.0,
            "less accused": float(part.count.role == "suspect" or "suspect_verb" in part.seen),
            "less crew": float(crew is not None),
            "less together": float(whole.sentence is part.sentence),
        }
        found.derive(rest, [whole, part], figures)


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
