"""Silence of a source, measured in documents that should have come."""

from datetime import timedelta

from crawlers.health.case import Case
from crawlers.health.model import Verdict
from crawlers.health.rhythm import RULES, expected


def stalled(case: Case) -> Verdict | None:
    """Silent for longer than its rhythm allows: by time of day, and against its own longest silence, both counted in
    documents, so that a night weighs little and a source that publishes in batches is known for it.
    """
    rules, rhythm, at = RULES["silence"], case.rhythm, case.poll.at
    if rhythm.last is None:
        return None
    gap = at - rhythm.last
    missed = (rhythm.rate or case.expect.per_week_min / 6) * expected(rhythm.last, at, case.zone)
    seen_enough = rhythm.n_silences >= rules["learned_after"]
    learned = rhythm.rate is not None and (seen_enough or rhythm.watched >= timedelta(days=rules["learned_after_days"]))
    if gap < timedelta(hours=rules["least_hours_learned" if learned else "least_hours"]):
        return None
    allowed = max(rules["likely"], rules["longest_factor"] * rhythm.longest * (rhythm.rate or 0.0))
    if missed < (allowed if learned else rules["certain"]):
        return None
    return Verdict(
        "degraded", "stalled", f"Nothing new for {_hours(gap)}; about {missed:.0f} documents were to be expected."
    )


def _hours(gap: timedelta) -> str:
    hours = gap.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
