"""Candidates of the fields of a case: what rules find, and what the models see of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import get_args

from nlp.content import cues, patterns
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.procedure import event_day, one, stage
from nlp.routes import Route
from nlp.status import read_status, speaker_patterns
from nlp.story import Sentence
from nlp.text import Mention
from nlp.when import find_days
from warehouse.contracts import Speaker, Stage, Status

_BY_RULE = "rule"
_REACH = 80
"""Characters on each side of a word of a stage in which a role is looked for."""
_SIZES = (1, 2, 3, 5, 10, 20, 50, 100, 500, 1000)


Told = tuple[str, Sentence, re.Match[str]]


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


def _told_stages(story: Sequence[Sentence]) -> Iterator[Told]:
    """Every word of a stage, whoever is at it."""
    phrases = list(cues("cases", "stages").items())
    hints = list(cues("cases", "stage_hints").items())
    for sentence in story:
        for name, pattern in (*phrases, ("returned_to_family", one("returned")), *hints):
            for match in pattern.finditer(sentence.low):
                yield name, sentence, match


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
    values = Values()
    ruled = event_day(list(context.story), context.kind, published)
    for sentence in context.story[:14]:
        for day in find_days(sentence.text, published):
            start, end = sentence.start + day.start, sentence.start + day.end
            seen = {*context.seen(sentence, start, end), f"form {len(day.value)}"}
            seen |= {f"day {_days_before(day.value, published)}", f"printed {day.end - day.start > 9}"}
            event = cues("cases", "events").get(context.kind)
            if event and event.search(sentence.low):
                seen.add("event in sentence")
            for name in ("speech", "other_day"):
                if one(name).search(sentence.low, 0, day.start):
                    seen.add(f"{name} before")
            values.add(day.value, start, end, seen)
    for number, (told, value) in enumerate(values.found.items()):
        value.seen |= {
            f"order {min(3, number)}",
            f"of {min(4, len(values.found))}",
            f"times {min(3, len(value.spans))}",
        }
        if ruled and ruled.value == told:
            value.seen |= {_BY_RULE, f"{_BY_RULE} {context.kind}"}
    return values


def _days_before(value: str, published: date | None) -> str:
    if len(value) < 10 or published is None:
        return f"{len(value)}"
    days = (published - date.fromisoformat(value)).days
    return next((str(limit) for limit in (-1, 0, 1, 2, 3, 7, 30, 365) if days <= limit), "old")


Places = Callable[[Mention], str | None]


def places(context: Context, route: Route, mentions: Sequence[Mention], role: str, value_of: Places) -> Values:
    """`role`: origin, destination or transit; `value_of`: what a place is for the field, None where nothing."""
    values = Values()
    ruled = {"origin": route.origins, "destination": route.destinations, "transit": route.transits}[role]
    for sentence in context.story:
        listed = ""
        for mention in mentions:
            if not sentence.start <= mention.start < sentence.end:
                continue
            value = value_of(mention)
            if value is None:
                continue
            seen = set(context.seen(sentence, mention.start, mention.end))
            if listed == value:
                seen.add("again")
            listed = value
            values.add(value, mention.start, mention.end, seen)
    for place, spans in ruled.items():
        if spans:
            values.add(place, *spans[0], ())
    for number, (name, found) in enumerate(values.found.items()):
        found.seen |= {
            f"order {min(4, number)}",
            f"of {min(5, len(values.found))}",
            f"times {min(5, len(found.spans))}",
        }
        for part, other in (("o", route.origins), ("d", route.destinations), ("t", route.transits)):
            if name in other:
                found.seen |= {f"{_BY_RULE} {part}", f"{_BY_RULE} {part} {context.kind}"}
        if name == "ID":
            found.seen |= {f"home {context.kind}", f"home abroad {route.abroad}"}
    return values


STATUSES: tuple[Status, ...] = ("not_stated", "possible", "actual", "not_victim")
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
_TOPIC_MENTIONS = 4


def claims(context: Context, laws: Sequence[str]) -> tuple[Values, Values]:
    """What is said of the victims' status, and who says so: every status and every speaker is a candidate."""
    status, speaker, span = read_status(list(context.story), context.kind, laws)
    seen = sorted(set(_of_claims(context, laws)))
    first = context.story[0] if context.story else None
    start, end = span or ((first.start, first.end) if first else (0, 0))
    statuses, speakers = Values(), Values()
    for values, names, ruled in ((statuses, STATUSES, status), (speakers, SPEAKERS, speaker)):
        for name in names:
            parts = {f"{name} {feature}" for feature in seen}
            parts |= {f"value {name}", f"{name} rule {status}", f"{name} rule {speaker}"}
            values.add(name, start, end, parts | ({_BY_RULE} if name == ruled else set()))
    return statuses, speakers


def _of_claims(context: Context, laws: Sequence[str]) -> Iterator[str]:
    yield f"kind {context.kind}"
    yield from (f"law {law.split(' Pasal')[0]}" for law in laws)
    topic, mentions = patterns("status")["topic"], 0
    for sentence in context.story:
        for match in topic.finditer(sentence.text):
            mentions += 1
            if mentions <= _TOPIC_MENTIONS:
                yield from context.seen(sentence, sentence.start + match.start(), sentence.start + match.end())
    yield f"mentions {min(5, mentions)}"
    for speaker, pattern in speaker_patterns().items():
        found = [s.index for s in context.story if pattern.search(s.text)]
        yield f"heard {speaker} {'head' if found and found[0] <= 2 else 'body' if found else 'never'}"
        yield f"often {speaker} {min(4, len(found))}"
