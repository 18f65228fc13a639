"""Twenty sources over two months of publishing: no false alarm, and every fault seen within two polls."""

import random
from collections import Counter
from datetime import timedelta
from functools import cache

import pytest

from crawlers.health import Poll, Shows, judge, judge_all
from crawlers.source import Expect, Schedule
from tests.crawlers.health_web import Web, run, spoilt

KEPT = 300
RATES = (2, 3, 4, 5, 7, 9, 12, 15, 18, 22, 27, 33, 40, 50, 65, 80, 100, 130, 160, 200)
DAYS = 60


def expected(per_day: float) -> Expect:
    return Expect(per_week_min=max(1, int(2 * per_day)), per_week_max=int(12 * per_day))


@cache
def simulated(number: int) -> tuple[list[Poll], Shows]:
    rng, per_day = random.Random(number), RATES[number]
    kinds: tuple[Shows, ...] = ("latest", "latest", "recent", "day")
    shows = kinds[number % 4]
    schedule: Schedule = "daily" if per_day < 4 else "hourly" if per_day < 60 else "frequent"
    holiday = 0.0 if per_day < 15 else rng.uniform(0.1, 0.6)
    web = Web(per_day, schedule, shows, rng, rng.uniform(0.1, 0.9), rng.uniform(0, 0.9), rng.uniform(0, 0.2), holiday)
    web.publish(DAYS)
    return run(web, DAYS), shows


def test_two_months_of_twenty_sound_sources_raise_no_false_alarm() -> None:
    states: Counter[str] = Counter()
    for number, per_day in enumerate(RATES):
        polls, shows = simulated(number)
        for place in range(0, len(polls), 1 + len(polls) // 1000):
            poll = polls[place]
            history = polls[max(0, place - KEPT) : place]
            states[judge(poll, history, expected(per_day), shows=shows).state] += 1
    assert states["broken"] + states["blocked"] == 0
    assert states["degraded"] < 0.005 * states.total()
    assert states.total() > 8_000


def telling(fault: str, poll: Poll, shows: Shows) -> bool:
    """Whether a poll can show the fault at all: it brings a document, or a listing that is known not to be empty."""
    if fault in {"moved", "flood", "rule_dead"}:
        return poll.reached
    if fault == "nothing_listed":
        return poll.reached and (shows == "latest" or poll.listed > 0)
    return poll.with_date > 0 if fault in {"dates_missing", "clock_ahead"} else poll.parsed > 0


@pytest.mark.parametrize(
    "fault",
    ["nothing_listed", "bodies_missing", "bodies_alike", "titles_missing", "dates_missing", "clock_ahead",
     "nothing_parsed", "moved", "blocked_pages", "flood", "rule_dead"],
)  # fmt: skip
def test_every_fault_is_seen_within_two_polls(fault: str) -> None:
    rng, missed, tried = random.Random(fault), [], 0
    for number, per_day in enumerate(RATES):
        polls, shows = simulated(number)
        for _ in range(6):
            begin = rng.randrange(4, len(polls) - 30)
            before = polls[max(0, begin - KEPT) : begin]
            last = next((poll for poll in reversed(before) if poll.newest), None)
            if (
                fault == "nothing_listed"
                and shows != "latest"
                and (last is None or not fresh(last, polls[begin], shows))
            ):
                continue
            tried += 1
            if not seen_within_two(fault, before, polls[begin:], expected(per_day), shows):
                missed.append((per_day, shows, begin))
    assert missed == []
    assert tried > 60


def fresh(last: Poll, poll: Poll, shows: Shows) -> bool:
    assert last.newest is not None
    local = timedelta(hours=7)
    same_day = (last.newest + local).date() == (poll.at + local).date()
    return same_day if shows == "day" else poll.at - last.newest < timedelta(hours=24)


def seen_within_two(fault: str, before: list[Poll], after: list[Poll], expect: Expect, shows: Shows) -> bool:
    history, told = list(before), 0
    for poll in after:
        spoiled = spoilt(fault, poll) if poll.reached else poll
        verdicts = judge_all(spoiled, history, expect, shows=shows)
        history.append(spoiled)
        if fault in {verdict.rule for verdict in verdicts}:
            return judge(spoiled, history[:-1], expect, shows=shows).state in {"degraded", "broken", "blocked"}
        told += telling(fault, poll, shows)
        if told == 2:
            return False
    return False
