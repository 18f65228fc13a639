"""The job an offer is for, verbatim."""

from collections.abc import Iterator

from nlp.content import patterns
from nlp.places import find_places
from nlp.text import Reading
from warehouse.contracts import KindHint

_LONGEST = 70
_EDGES = " *_\"'-–/&"


def find_title(reading: Reading, kind_hint: KindHint | None) -> str | None:
    title = reading.title.strip()
    if title and kind_hint == "job_ad" and len(title) <= _LONGEST * 2:
        return title
    text = reading.joined
    lower = text.lower()
    jobs = _told(text, lower) if len(lower) == len(text) else iter(())
    return next(jobs, title if title and len(title) <= _LONGEST else None)


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
        elif len(job := _placeless(told)) >= 2 and not job.isdigit():
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
