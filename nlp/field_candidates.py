"""Candidates of the fields of a case: what rules find, and what the models see of it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from nlp.content import cues
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.procedure import event_day, one, stage
from nlp.story import Phrase, Sentence, phrases_in
from nlp.when import Day, find_days
from warehouse.contracts import Stage

_BY_RULE, _PASSIVE = "rule", ("di", "ter")
_DATED, _FULL = 40, len("2025-06-01")
"""Sentences whose days are looked at; letters of a whole day."""
_REACH = 80
"""Characters on each side of a word of a stage in which a role is looked for."""


def stages(context: Context) -> Values:
    values = Values(context.words)
    ruled = stage(list(context.story))
    found = list(_told_stages(context.story))
    told = {name for name, _, _ in found}
    sure = {name for name, sentence, match in found if not _doubted(sentence, match)}
    for name, sentence, match in found:
        start, end = sentence.start + match.start(), sentence.start + match.end()
        around = (*context.seen(sentence, start, end), *_roles(sentence, match))
        seen = {f"{name} {feature}" for feature in around}
        seen |= {f"{name} word {match[0]}", f"{name} at {min(3, sentence.index)}"}
        seen |= {"doubt", f"{name} doubt"} if _doubted(sentence, match) else {f"{name} plain"}
        values.add(name, start, end, seen)
    for named, value in values.found.items():
        name = str(named)
        further = [other for other in sure if _ORDER[other] > _ORDER[name]]
        value.seen |= {f"value {name}", f"{name} kind {context.kind}", f"{name} of {len(value.spans) > 2}"}
        value.seen |= {f"{name} beside {other}" for other in told - {name}}
        value.seen |= {f"further {min(3, len(further))}", f"further {min(3, len(further))} {context.kind}"}
        value.seen |= {f"{name} further {min(2, len(further))}", f"only {len(told) == 1}"}
        if ruled and ruled[0] == name:
            value.seen |= {_BY_RULE, f"{_BY_RULE} {name}"}
    return values


_ORDER = {name: number for number, name in enumerate(("returned_to_family", *get_args(Stage)))}


def _told_stages(story: Sequence[Sentence]) -> Iterator[Phrase]:
    """Every word of a stage, whoever is at it."""
    found = phrases_in(story, "cases", ("stages", "stage_hints"))
    yield from (told for told in found if told.key != "detained" or not _holds_others(told.sentence.low, told.match))
    for sentence in story:
        for match in one("returned").finditer(sentence.low):
            yield Phrase("returned_to_family", sentence, match)


def _holds_others(low: str, match: re.Match[str]) -> bool:
    """Whether a vessel, a child or those who were to leave are held, and nobody who is accused stands near."""
    before, after = low[max(0, match.start() - _REACH) : match.start()], low[match.end() : match.end() + _REACH]
    passive = match[0].lower().startswith(_PASSIVE)
    others = one("no_suspect_before").search(before) if passive else one("no_suspect_after").match(after)
    return others is not None and not one("accused").search((before if passive else after).rpartition(".")[2])


def _doubted(sentence: Sentence, match: re.Match[str]) -> bool:
    return one("no_stage").search(sentence.low[: match.start()]) is not None


def _roles(sentence: Sentence, match: re.Match[str]) -> Iterator[str]:
    """The nearest role before and after a word of a stage."""
    before = sentence.low[max(0, match.start() - _REACH) : match.start()]
    after = sentence.low[match.end() : match.end() + _REACH]
    patterns = cues("cases", "stage_roles").items()
    last = {name: max((m.end() for m in pattern.finditer(before)), default=-1) for name, pattern in patterns}
    first = {name: m.start() if (m := pattern.search(after)) else _REACH for name, pattern in patterns}
    left = max(last, key=lambda name: last[name]) if max(last.values()) >= 0 else "nobody"
    right = min(first, key=lambda name: first[name]) if min(first.values()) < _REACH else "nobody"
    yield from (f"left {left}", f"right {right}", f"between {left} {right}")


def event_days(context: Context, published: date | None) -> Values:
    """Without a day of publication the latest day printed with its year stands for it."""
    values = Values()
    story = context.story[:_DATED]
    published = published or _latest(story)
    ruled = event_day(list(context.story), context.kind, published)
    for sentence in story:
        for day in find_days(sentence.text, published):
            start, end = sentence.start + day.start, sentence.start + day.end
            seen = {*context.seen(sentence, start, end), f"form {len(day.value)}"}
            seen |= {f"day {_days_before(day.value, published)}", f"printed {day.end - day.start > 9}"}
            seen.update(_around_day(context.kind, sentence, day))
            values.add(day.value, start, end, seen)
    _add_months(values, context.kind)
    for number, (told, value) in enumerate(values.found.items()):
        value.seen |= {
            f"order {min(3, number)}",
            f"of {min(4, len(values.found))}",
            f"times {min(3, len(value.spans))}",
        }
        if ruled and ruled.value == told:
            value.seen |= {_BY_RULE, f"{_BY_RULE} {context.kind}"}
    if values.found:
        values.add_none({"none", f"none {context.kind}", f"none of {min(6, len(values.found))}"})
    return values


def _latest(story: Sequence[Sentence]) -> date | None:
    days = [day.value for sentence in story for day in find_days(sentence.text, None) if len(day.value) == _FULL]
    return date.fromisoformat(max(days)) if days else None


def _around_day(kind: str, sentence: Sentence, day: Day) -> Iterator[str]:
    """What is told last before a day, and first after it: the event, a speech, another day of the story."""
    rules = {name: one(name) for name in ("speech", "other_day_word")}
    event = cues("cases", "events").get(kind)
    if event:
        rules["event"] = event
    before: list[tuple[int, str]] = []
    after: list[tuple[int, str]] = []
    for name, pattern in rules.items():
        places = [match.start() for match in pattern.finditer(sentence.low)]
        before += [(place, name) for place in places if place < day.start][-1:]
        after += [(place, name) for place in places if place >= day.end][:1]
    for side, found in (("before", max(before, default=None)), ("after", min(after, default=None))):
        told = found[1] if found else "nothing"
        yield f"{told} {side}"
        yield f"{told} {side} {kind}"
    yield f"told {'event' in {name for _, name in before}} {'event' in {name for _, name in after}}"
    for name in ("other_day", "attributed", "statement"):
        if one(name).search(sentence.low[: day.start]):
            yield f"{name} before"
            yield f"{name} before {kind}"


def _add_months(values: Values, kind: str) -> None:
    """Several days of one month may be the span of one event, whose date is the month."""
    months: dict[str, list[tuple[int, int]]] = {}
    for told, value in values.found.items():
        if len(str(told)) == _FULL:
            months.setdefault(str(told)[:7], []).append(value.spans[0])
    for month, spans in months.items():
        if len(spans) > 1 and month not in values.found:
            values.add(month, *spans[0], {"span", f"span {kind}", f"span {min(4, len(spans))}"})


def _days_before(value: str, published: date | None) -> str:
    if len(value) < 10 or published is None:
        return f"{len(value)}"
    days = (published - date.fromisoformat(value)).days
    return next((str(limit) for limit in (-1, 0, 1, 2, 3, 7, 30, 365) if days <= limit), "old")
