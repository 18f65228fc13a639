"""A source's own rhythm: how much it publishes, and how long it may be silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from crawlers.health.model import Poll
from crawlers.yaml_content import read_yaml

RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("rules.yml"))
_HOUR = timedelta(hours=1)
_HOURS_OF_DAY = [share / sum(RULES["hours"]) for share in RULES["hours"]]


@cache
def day_factor(day: date) -> float:
    """What a source of middling diligence publishes on a day, against a working day."""
    factors, lebaran = RULES["days"], RULES["lebaran"]
    for feast in map(date.fromisoformat, lebaran["days"]):
        if -lebaran["before"] <= (day - feast).days <= lebaran["after"]:
            return float(factors["lebaran"])
    if day.strftime("%m-%d") in RULES["fixed_holidays"]:
        return float(factors["holiday"])
    return float(factors[{5: "saturday", 6: "sunday"}.get(day.weekday(), "working")])


def working_days(start: datetime, end: datetime, zone: str) -> float:
    """The time between, in working days: half a Sunday is less than half a day."""
    local, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    total = 0.0
    while local < last:
        midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        until = min(midnight, last)
        total += (until - local).total_seconds() / 86400 * day_factor(local.date())
        local = until
    return total


class _Calendar:
    """Working days passed since a moment, growing through each day as outlets publish through it."""

    def __init__(self, first: datetime, end: datetime, zone: str) -> None:
        begin = first.astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0)
        hours = [begin + timedelta(hours=n) for n in range(int((end - begin) / _HOUR) + 2)]
        weights = [day_factor(hour.date()) * _HOURS_OF_DAY[hour.hour] for hour in hours]
        self._begin, self._passed = begin, np.concatenate([[0.0], np.cumsum(weights)])

    def at(self, moments: Sequence[datetime]) -> NDArray[np.float64]:
        hours = [(moment - self._begin) / _HOUR for moment in moments]
        passed: NDArray[np.float64] = np.interp(hours, np.arange(len(self._passed)), self._passed)
        return passed


def expected(start: datetime, end: datetime, zone: str) -> float:
    """The time between in working days, as much as outlets publish in it: a night is little, a Sunday is less."""
    if end <= start:
        return 0.0
    before, after = _Calendar(start, end, zone).at([start, end])
    return float(after - before)


@dataclass(frozen=True)
class Rhythm:
    """`rate`: documents a working day; null while too little was seen. `last`: when the newest document known was
    published, or found where nothing is dated. `longest`: the third longest of `n_silences` before this one, in the
    source's working days by time of day (`expected`): one fault or two of the past weeks must not set the measure.
    """

    rate: float | None
    last: datetime | None
    longest: float
    n_silences: int
    watched: timedelta


def rhythm(history: Sequence[Poll], zone: str) -> Rhythm:
    """`history` includes the poll that is judged; what the first poll finds had gathered before."""
    reached = [poll for poll in history if poll.reached]
    if not reached:
        return Rhythm(None, None, 0.0, 0, timedelta(0))
    first, end = reached[0].at, reached[-1].at
    dated = [poll.newest for poll in reached if poll.newest and poll.newest <= poll.at]
    found = [poll.at for poll in reached if poll.new]
    last = max(dated, default=max(found, default=None))
    rate, watched = None, end - first
    counts = [poll.new for poll in reached[1:] if poll.new]
    ceiling = max(RULES["flood"]["at_least"], RULES["flood"]["factor"] * median(counts or [0]))
    new = sum(min(count, ceiling) for count in counts)
    if new and watched >= timedelta(days=RULES["silence"]["rate_from_days"]):
        # Around Lebaran some outlets do publish: few working days must not make their rate look high.
        rate = new / max(working_days(first, end, zone), 0.5 * watched.total_seconds() / 86400)
    silences = np.sort(np.diff(_Calendar(first, end, zone).at(found)))
    return Rhythm(rate, last, float(silences[-3:].min(initial=np.inf)), len(silences), watched)
