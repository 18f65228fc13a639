"""When a source is polled next: as often as it publishes, before its listing turns over, patiently after errors."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from pathlib import Path
from statistics import median
from typing import Any, Literal, NamedTuple

from crawlers.source import Schedule
from crawlers.yaml_content import read_yaml

Why = Literal["first", "rate", "window", "overflow", "busiest", "idle", "error", "not_before"]

_DATA: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yml"))
_DAY_S = 86400.0


@dataclass(frozen=True)
class Round:
    """What one poll tells about a source's rhythm.

    `listed`: entries of a listing that drops its oldest for each new one; 0 when unchanged (304), and for listings that
    show all of a day or of the last hours. `window_full`: everything listed was new, so more may have been missed.
    """

    at: datetime
    new: int = 0
    listed: int = 0
    window_full: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Plan:
    """`interval_s` runs from the last poll; `next_at` is never before `now`."""

    next_at: datetime
    interval_s: float
    why: Why


def next_poll(
    history: Sequence[Round],
    schedule: Schedule,
    now: datetime,
    *,
    source_id: str,
    published: Sequence[datetime] = (),
    not_before: datetime | None = None,
) -> Plan:
    """Plan from earlier rounds, oldest first (three days of them suffice, a week is better).

    `published`: times printed in the newest listing; they give the rhythm of a source that is new to us.
    `not_before`: what Retry-After or a circuit breaker demands.
    """
    if not history:
        wait = offset(source_id, _DATA["floor_s"])
        return _not_sooner(Plan(now + timedelta(seconds=wait), wait, "first"), now, not_before)
    interval, why = _interval(history, schedule, now, published)
    return _not_sooner(Plan(history[-1].at + timedelta(seconds=interval), interval, why), now, not_before)


def offset(source_id: str, within_s: float) -> float:
    """Seconds in [0, within_s), always the same for a source: sources that start together spread out."""
    digest = hashlib.sha256(source_id.encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48 * within_s


class _Gap(NamedTuple):
    """From one poll that came to the next: what the second found, how long it was, how long ago it ended."""

    new: int
    length_s: float
    age_s: float


def _gaps(history: Sequence[Round], now: datetime) -> list[_Gap]:
    """What the very first poll finds had gathered before anybody watched, and counts for nothing."""
    pairs = pairwise(entry for entry in history if not entry.failed)
    return [
        _Gap(after.new, (after.at - before.at).total_seconds(), (now - after.at).total_seconds())
        for before, after in pairs
    ]


def _until_last_find(gaps: Sequence[_Gap]) -> Sequence[_Gap]:
    """Without the silence of now, while it is short: what it holds back still comes at the usual rate."""
    last = next((index for index in reversed(range(len(gaps))) if gaps[index].new), None)
    silent_s = 0.0 if last is None else gaps[last].age_s
    return gaps if last is None or silent_s > _DATA["silence_believed_s"] else gaps[: last + 1]


def _rate(gaps: Sequence[_Gap], half_life_s: float, count: float, time_s: float) -> float:
    """Documents per second: a gamma prior of `count` in `time_s`, and what was found since, fading."""
    for gap in gaps:
        weight = 0.5 ** (gap.age_s / half_life_s)
        count += weight * gap.new
        time_s += weight * gap.length_s
    return count / time_s


def _usual_rate(gaps: Sequence[_Gap], published: Sequence[datetime]) -> float:
    time_s = float(_DATA["prior_days"]) * _DAY_S
    return _rate(gaps, float(_DATA["usual_half_life_s"]), time_s * _prior(published), time_s)


def _prior(published: Sequence[datetime]) -> float:
    times = sorted(published)
    if len(times) < 3:
        return float(_DATA["prior_per_day"]) / _DAY_S
    return (len(times) - 1) / max((times[-1] - times[0]).total_seconds(), float(_DATA["floor_s"]))


def _interval(
    history: Sequence[Round], schedule: Schedule, now: datetime, published: Sequence[datetime]
) -> tuple[float, Why]:
    least, most = (float(_DATA["classes"][schedule][key]) for key in ("least_s", "most_s"))
    gaps = _gaps(history, now)
    usual = _usual_rate(gaps, published)
    turnover = _turnover_s(history, _peak_rate(gaps), usual)
    failures = sum(1 for _ in takewhile(lambda entry: entry.failed, reversed(history)))
    if failures:
        patience = min(most, max(float(_DATA["retry_most_busy_s"]), turnover))
        return min(_DATA["retry_s"] * 2.0 ** min(failures - 1, 20), patience), "error"
    if history[-1].window_full and gaps:
        return least, "overflow"
    # A source that is new to us is left alone no longer than it has been watched: the intervals double at most.
    current = float(_DATA["items_per_poll"]) / _current_rate(gaps, usual, most)
    wanted = min(current, float(_DATA["items_missed"]) / _usual_rate(_until_last_find(gaps), published))
    safe = turnover * float(_DATA["turnover"])
    known = float("inf") if len(published) >= 3 else (history[-1].at - history[0].at).total_seconds()
    interval = min(max(min(wanted, safe, known), least), most)
    if known < min(wanted, safe):
        return interval, "first"
    if interval == least:
        return interval, "busiest"
    if interval == most:
        return interval, "idle"
    return interval, "window" if safe < wanted else "rate"


def _current_rate(gaps: Sequence[_Gap], usual: float, most: float) -> float:
    """The usual rate, weighing a few documents, updated by the last hours: bursts and silence both count."""
    weight = float(_DATA["usual_weight"])
    return _rate(gaps, most * float(_DATA["now_half_life_share"]), weight, weight / usual)


def _turnover_s(history: Sequence[Round], peak: float, usual: float) -> float:
    """How long the whole listing lasts at the busiest pace of the last days; without a listing, for ever."""
    sizes = [entry.listed for entry in history if entry.listed]
    if not sizes:
        return float("inf")
    return median(sizes) / max(peak, float(_DATA["burst_factor"]) * usual)


def _peak_rate(gaps: Sequence[_Gap]) -> float:
    """The busiest stretch of at least an hour; one document less than counted, so that single ones make no peak."""
    recent = [gap for gap in gaps if gap.age_s < _DATA["peak_memory_s"]]
    least = float(_DATA["peak_over_s"])
    best, start, count, time = 0.0, 0, 0, 0.0
    for gap in recent:
        count, time = count + gap.new, time + gap.length_s
        while time - recent[start].length_s >= least:
            count, time = count - recent[start].new, time - recent[start].length_s
            start += 1
        best = max(best, (count - 1) / max(time, least))
    return best


def _not_sooner(plan: Plan, now: datetime, not_before: datetime | None) -> Plan:
    if not_before and not_before > plan.next_at:
        longer = plan.interval_s + (not_before - plan.next_at).total_seconds()
        return Plan(max(not_before, now), longer, "not_before")
    return Plan(max(plan.next_at, now), plan.interval_s, plan.why)
