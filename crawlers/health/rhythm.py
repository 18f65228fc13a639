"""A source's own rhythm: how much it publishes, and how long it may be silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from crawlers.health.model import Poll

RULES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("rules.yml").read_text(encoding="utf-8"))


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


@dataclass(frozen=True)
class Rhythm:
    """`rate`: documents a working day; null while too little was seen. `last`: when the newest document known was
    published, or found where nothing is dated. `longest`: the longest silence before this one.
    """

    rate: float | None
    last: datetime | None
    longest: timedelta
    watched: timedelta


def rhythm(history: Sequence[Poll], zone: str) -> Rhythm:
    """`history` includes the poll that is judged; what the first poll finds had gathered before."""
    reached = [poll for poll in history if poll.reached]
    if not reached:
        return Rhythm(None, None, timedelta(0), timedelta(0))
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
    silences = [after - before for before, after in pairwise(found)]
    return Rhythm(rate, last, max(silences, default=timedelta(0)), watched)
