"""The job an offer is for, verbatim."""

from nlp.content import patterns
from nlp.text import Reading
from warehouse.contracts import KindHint

_LONGEST = 70


def find_title(reading: Reading, kind_hint: KindHint | None) -> str | None:
    title = reading.title.strip()
    if title and kind_hint == "job_ad" and len(title) <= _LONGEST * 2:
        return title
    rules, text = patterns("offers"), reading.joined
    lower = text.lower()
    for match in rules["job"].finditer(lower) if len(lower) == len(text) else ():
        start = match.start("job")
        end = rules["job_end"].search(match["job"])
        job = text[start : start + end.start() if end else match.end("job")].strip(" *_\"'-–/")
        if len(job) >= 2 and not job.isdigit():
            return job
    return title if title and len(title) <= _LONGEST else None
