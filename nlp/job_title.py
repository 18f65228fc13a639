"""The job an offer is for, verbatim."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from nlp.content import patterns, table
from nlp.places import find_places
from nlp.text import Reading
from warehouse.contracts import KindHint

_LONGEST, _SHORTEST, _READ, _BEFORE, _TOLD, _BRIEF = 70, 2, 1500, 24, 4, 4
"""Letters of a job; characters of a text, and before a name, that are read; jobs told that are looked at;
words of a brief one."""
_EDGES = " *_\"'-–/&"


def find_title(reading: Reading, kind_hint: KindHint | None) -> str | None:
    """What words of seeking lead up to, if it is a job by its name; else the first job that the text names; else the former, if it is brief."""
    title = reading.title.strip()
    if title and kind_hint == "job_ad" and len(title) <= _LONGEST * 2:
        return title
    otherwise = title if title and len(title) <= _LONGEST else None
    text = reading.joined
    lower = text.lower()
    if len(lower) != len(text):
        return otherwise
    told = list(islice(_told(text, lower), _TOLD))
    named = next((job for one in told if (job := _named(one, one.lower()))), None)
    brief = (one for one in told if len(one.split()) <= _BRIEF)
    return named or _named(text[:_READ], lower[:_READ]) or next(brief, otherwise)


@cache
def _occupations() -> re.Pattern[str]:
    phrases = sorted((row["phrase"] for row in table("occupations")), key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<![\w@#./-])(?:{either})(?!(?!s\b)\w|[@.]\w|-\w)(?:[ /&]+[a-z][\w'&-]*){{0,3}}")


def _named(text: str, lower: str) -> str | None:
    """The first job by its name, with up to three words behind it that tell no place, pay or term."""
    for match in _occupations().finditer(lower):
        if patterns("offers")["no_occupation"].search(lower, max(0, match.start() - _BEFORE), match.start()):
            continue
        end = patterns("offers")["job_end"].search(match[0])
        job = _placeless(text[match.start() : match.start() + end.start() if end else match.end()].strip(_EDGES))
        if len(job) >= _SHORTEST:
            return job
    return None


def _told(text: str, lower: str) -> Iterator[str]:
    """What words of seeking lead up to, but for the names of employers."""
    rules = patterns("offers")
    match = rules["job"].search(lower)
    while match:
        start, position = match.start("job"), match.end()
        end = rules["job_end"].search(match["job"])
        told = text[start : start + end.start() if end else match.end("job")].strip(_EDGES)
        if rules["employer"].match(told.lower()) or rules["no_title"].match(told.lower()):
            position = start
        elif len(job := _placeless(told)) >= _SHORTEST and not job.isdigit():
            yield job
        match = rules["job"].search(lower, position)


def _placeless(job: str) -> str:
    """Without the places that stand before and behind it; empty where it names nothing else."""
    places, nothing = find_places(job, lower=True), patterns("offers")["no_job"]
    start, end = 0, len(job)
    for place in places:
        if nothing.fullmatch(job.lower(), start, place.start):
            start = place.end
    for place in reversed(places):
        if place.start >= start and nothing.fullmatch(job.lower(), place.end, end):
            end = place.start
    left = job[start:end]
    return "" if nothing.fullmatch(left.lower()) else left.strip(_EDGES)
