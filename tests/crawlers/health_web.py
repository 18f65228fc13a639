"""A simulated source: what it publishes, and what a poll of it meets, sound or with an injected fault."""

import random
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.health import Poll, Shows
from crawlers.polling import Round, next_poll
from crawlers.source import Schedule

START = datetime(2026, 2, 9, tzinfo=UTC)
LEBARAN = (date(2026, 3, 17), date(2026, 3, 26))
ZONE = ZoneInfo("Asia/Jakarta")
LISTED = 20


@dataclass
class Web:
    """`holiday`: what is left of a usual day during Lebaran week; `share_*` of documents that are whole."""

    per_day: float
    schedule: Schedule
    shows: Shows
    rng: random.Random
    saturday: float = 0.7
    sunday: float = 0.5
    night: float = 0.1
    holiday: float = 0.3
    share_body: float = 0.97
    share_date: float = 0.98
    times: list[datetime] = field(default_factory=list)

    def publish(self, days: int) -> None:
        at, busiest = START - timedelta(days=4), self.per_day / 24 * 1.7
        while at < START + timedelta(days=days):
            at += timedelta(hours=self.rng.expovariate(busiest))
            if self.rng.random() < self.factor(at) / 1.7:
                self.times.append(at)

    def factor(self, at: datetime) -> float:
        local = at.astimezone(ZONE)
        factor = {5: self.saturday, 6: self.sunday}.get(local.weekday(), 1.0)
        if LEBARAN[0] <= local.date() <= LEBARAN[1]:
            factor = min(factor, self.holiday)
        return factor * (self.night if local.hour < 5 or local.hour >= 22 else 1.4)

    def visible(self, at: datetime) -> list[datetime]:
        end = bisect_right(self.times, at)
        if self.shows == "latest":
            return self.times[max(0, end - LISTED) : end]
        since = at - timedelta(hours=48)
        if self.shows == "day":
            since = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.times[bisect_right(self.times, since) : end]

    def some(self, count: int, share: float) -> int:
        return sum(self.rng.random() < share for _ in range(count))


def met(web: Web, at: datetime, seen: set[datetime]) -> Poll:
    """A sound poll: now and then a page times out, or the whole listing."""
    if web.rng.random() < 0.0005:
        return Poll(at, reached=False, refused={"too_slow": 1})
    shown = web.visible(at)
    fresh = [time for time in shown if time not in seen]
    unchanged = bool(shown) and not fresh and web.rng.random() < 0.5
    got = web.some(len(fresh), 0.99)
    seen.update(fresh)
    return Poll(
        at,
        unchanged=unchanged,
        listed=0 if unchanged else len(shown),
        known=len(shown) - len(fresh),
        new=len(fresh),
        fetched=got,
        parsed=got,
        with_title=got,
        with_date=web.some(got, web.share_date),
        with_body=web.some(got, web.share_body),
        refused={"too_slow": len(fresh) - got} if got < len(fresh) else {},
        newest=shown[-1] if shown else None,
    )


def run(web: Web, days: int) -> list[Poll]:
    polls: list[Poll] = []
    rounds: list[Round] = []
    seen: set[datetime] = set()
    now = START
    while True:
        now = next_poll(rounds[-100:], web.schedule, now, source_id="s").next_at
        if now > START + timedelta(days=days):
            return polls
        poll = met(web, now, seen)
        polls.append(poll)
        window = poll.listed if web.shows == "latest" else 0
        rounds.append(Round(poll.at, poll.new, window, 0 < LISTED <= poll.new, failed=not poll.reached))


def refused(reason: str, poll: Poll) -> Poll:
    return Poll(poll.at, reached=False, refused={reason: 1})


def spoilt(fault: str, poll: Poll) -> Poll:
    """What the same poll would have met under a fault."""
    changes: dict[str, dict[str, object]] = {
        "nothing_listed": {"listed": 0, "new": 0, "fetched": 0, "parsed": 0, "with_title": 0, "with_date": 0,
                           "with_body": 0, "unchanged": False, "newest": None, "refused": {}},
        "bodies_missing": {"with_body": 0},
        "bodies_alike": {"duplicates": poll.parsed},
        "titles_missing": {"with_title": 0},
        "dates_missing": {"with_date": 0, "newest": None},
        "clock_ahead": {"ahead": poll.with_date},
        "nothing_parsed": {"parsed": 0, "with_title": 0, "with_date": 0, "with_body": 0},
        "moved": {"redirected_to": "https://kabar.example/feed-baru"},
        "blocked_pages": {"fetched": 0, "parsed": 0, "with_title": 0, "with_date": 0, "with_body": 0,
                          "refused": {"block_page": poll.new} if poll.new else {}},
        "flood": {"new": poll.new + 400, "listed": poll.listed + 400},
        "rule_dead": {"alarms": ("rule_dead: baca_juga",)},
    }  # fmt: skip
    return replace(poll, **changes[fault])  # type: ignore[arg-type]
