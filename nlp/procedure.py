"""What was done to the victims and what is done about it: exploitation, promise, stage, day."""

import re
from collections import defaultdict
from datetime import date
from functools import cache
from typing import get_args

from nlp.content import content, cues
from nlp.places import gazetteer_entry
from nlp.story import Sentence, phrases_in
from nlp.when import Day, find_days
from warehouse.contracts import Stage

_STAGES: tuple[Stage, ...] = tuple(stage for stage in get_args(Stage) if stage != "returned_to_family")
_FULL = len("2025-06-01")
_TOLD_LATER = ("case_testimony", "case_missing", "case_death")
"""Kinds whose story begins long after, or long before, the day that its head names."""
_NAMED = len("hari ini")
_EXPLOITED = 2.2
"""Evidence from which a further kind of exploitation counts beside the first."""


def exploitation(story: list[Sentence], kind: str) -> dict[str, list[tuple[int, int]]]:
    """Kinds of exploitation with their spans, by the sentences that tell them of this case.

    What was only promised is none, but for stopped departures, where it is the work that awaited them.
    """
    weights: dict[str, float] = defaultdict(float)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, sentence, match in phrases_in(story, "cases", ("exploitation",)):
        weight = 1.6 if sentence.index <= 2 else 1.0 if sentence.index <= 8 else 0.5
        weight *= 0.4 if sentence.general or sentence.totals else 1.0
        promised = one("promise").search(sentence.low, 0, match.start()) is not None
        weight *= 0.25 if promised and kind != "case_foiled" else 1.0
        weights[name] += weight
        spans[name].append((sentence.start + match.start(), sentence.start + match.end()))
    if not weights:
        return {}
    first = max(weights, key=lambda name: weights[name])
    general = content("cases")["specific_over_general"]
    return {
        name: spans[name]
        for name, weight in weights.items()
        if weight >= 1.0
        and (name == first or (weight >= _EXPLOITED and weight > weights[first] * 0.3 and name not in general))
    }


def stage(story: list[Sentence]) -> tuple[Stage, int, int] | None:
    """The furthest stage that the text states of its own case; a return to the family where no procedure is told."""
    told: dict[str, tuple[int, int]] = {}
    for name, sentence, match in phrases_in(story, "cases", ("stages",)):
        if name in told or (sentence.totals and sentence.index > 1) or sentence.earlier:
            continue
        if not one("no_stage").search(sentence.low[: match.start()]):
            told[name] = sentence.start + match.start(), sentence.start + match.end()
    furthest = next((stage for stage in reversed(_STAGES) if stage in told), None)
    if furthest:
        return furthest, *told[furthest]
    for sentence in story:
        match_home = one("returned").search(sentence.low)
        if match_home and not one("no_stage").search(sentence.low[: match_home.start()]):
            return "returned_to_family", sentence.start + match_home.start(), sentence.start + match_home.end()
    return None


def promised_job(story: list[Sentence]) -> tuple[int, int] | None:
    """The job right behind a word of promising, else another one in such a sentence."""
    for name in ("job_after", "job_as"):
        for sentence in story:
            matches = one(name).finditer(sentence.low) if one("promise").search(sentence.low) else iter(())
            for match in matches:
                job = match["job"].strip()
                place = gazetteer_entry(re.sub(r"^(?:di|ke) ", "", job))
                if len(job) > 2 and place is None and not one("no_job").search(job):
                    start = sentence.start + match.start("job")
                    return start, start + len(match["job"].rstrip())
    return None


def event_day(story: list[Sentence], kind: str, published: date | None) -> Day | None:
    """The day in the first sentence that tells the main event of the kind; dates of statements are none."""
    pattern = cues("cases", "events").get(kind)
    if pattern is None:
        return None
    for sentence in story[:9]:
        event = pattern.search(sentence.low)
        if event is None or sentence.earlier or sentence.totals:
            continue
        for day in find_days(sentence.text, published):
            if _dates_the_event(sentence.low, pattern, day):
                return Day(sentence.start + day.start, sentence.start + day.end, day.value)
    return None if kind in _TOLD_LATER else _first_day(story, published)


def _first_day(story: list[Sentence], published: date | None) -> Day | None:
    """The first day printed in full at the head of a story, where no speech and no other event stands beside it."""
    for sentence in story[:6]:
        if sentence.earlier or sentence.totals or sentence.general or one("speech").search(sentence.low):
            continue
        for day in find_days(sentence.text, published):
            if (
                len(day.value) == _FULL
                and day.end - day.start > _NAMED
                and not one("other_day").search(sentence.low, 0, day.start)
            ):
                return Day(sentence.start + day.start, sentence.start + day.end, day.value)
    return None


def _dates_the_event(text: str, pattern: re.Pattern[str], day: Day) -> bool:
    """Whether the last thing told before the day is the event and no speech."""
    events = [match.end() for match in pattern.finditer(text, 0, day.start)]
    speech = [match.end() for match in one("speech").finditer(text, 0, day.start)]
    if speech and (not events or speech[-1] > events[-1]):
        return False
    if events:
        return day.start - events[-1] < 160
    following = pattern.search(text, day.end)
    return following is not None and following.start() - day.end < 80


@cache
def one(name: str) -> re.Pattern[str]:
    return re.compile(content("cases")[name].removeprefix("(?i)"))
