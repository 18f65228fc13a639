"""What goes wrong on the sites, when, and which articles no collector can have because of it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Literal

from benchmarks.month.profiles import INDEX_DAYS, SITEMAP_HOURS, Profile
from benchmarks.month.timeline import Article, Course, Entry

FaultKind = Literal[
    "outage_5xx", "outage_timeout", "dns", "redesign_listing", "redesign_body", "redesign_date", "moved_feed_301",
    "moved_feed_404", "frozen_feed", "clock_ahead", "block_page", "forbidden_403", "rate_limited_429", "robots_5xx",
    "robots_disallow", "flood",
]  # fmt: skip
HOUR = timedelta(hours=1)
ROBOTS_KEPT = timedelta(hours=24)
FROZEN_EVIDENCE = 12
"""Articles held back before a silent list can be told from a slow day."""
CLOCK_AHEAD = timedelta(hours=7)
_GRACE = HOUR
"""A list must name an article for this long, while it can be had, for the article to be expected."""
_RECOVERY = HOUR
"""How long after a fault a collector may still be waiting."""
_BLIND: Mapping[FaultKind, timedelta] = {
    "outage_5xx": _RECOVERY, "outage_timeout": _RECOVERY, "dns": _RECOVERY, "redesign_listing": _RECOVERY,
    "moved_feed_404": _RECOVERY, "frozen_feed": _RECOVERY, "block_page": _RECOVERY, "forbidden_403": _RECOVERY,
    "rate_limited_429": _RECOVERY + HOUR, "robots_5xx": ROBOTS_KEPT, "robots_disallow": ROBOTS_KEPT,
}  # fmt: skip
"""Kinds under which lists cannot be had, and for how long after their end a polite collector still stays away."""
_HOURS: Mapping[FaultKind, tuple[float, float]] = {
    "outage_5xx": (3, 30), "outage_timeout": (3, 30), "dns": (4, 24), "redesign_listing": (24, 72),
    "redesign_body": (24, 72), "redesign_date": (24, 72), "moved_feed_301": (24, 96), "moved_feed_404": (12, 48),
    "frozen_feed": (48, 96), "clock_ahead": (12, 72), "block_page": (6, 48), "forbidden_403": (6, 48),
    "rate_limited_429": (4, 24), "robots_5xx": (36, 60), "robots_disallow": (36, 96), "flood": (6, 24),
}  # fmt: skip
_SLOW = 5.0
_SLOW_LASTS = 2.5
"""A site with fewer articles a day than this is asked once a day at times: its faults last days."""
_APART = timedelta(days=2)
_MOVING = {"rss", "rss_full", "atom", "sitemap_news", "sitemap_index"}
_LISTED_ONLY = {"rss", "atom", "sitemap_news", "sitemap_index", "dated", "paged", "page_json", "wp_closed"}
_FLOODED = {"rss", "rss_full", "atom", "page_json", "paged"}


@dataclass(frozen=True)
class Fault:
    source: str
    kind: FaultKind
    begin: datetime
    end: datetime

    def active(self, at: datetime) -> bool:
        return self.begin <= at < self.end


def fits(kind: FaultKind, site: Profile) -> bool:
    """Whether a site of this shape can have this fault, and whether anyone could notice."""
    if kind in {"moved_feed_301", "moved_feed_404"}:
        return site.variant in _MOVING
    if kind == "frozen_feed":
        return site.rate >= 20
    if kind == "flood":
        return site.variant in _FLOODED
    if kind == "redesign_body":
        return site.variant in _LISTED_ONLY and site.rate >= 4
    if kind == "redesign_date":
        return site.variant in _LISTED_ONLY and site.rate >= 4 and "{date" not in site.path
    if kind == "clock_ahead":
        return site.rate >= 8 and "{date" not in site.path
    return True


def schedule(rng: Random, sites: Sequence[Profile], *, start: datetime, days: int) -> tuple[Fault, ...]:
    """Each kind several times where the month has room: faults of one site stay two days apart."""
    taken: dict[str, list[Fault]] = {site.id: [] for site in sites}
    for _ in range(max(1, len(sites) // 10)):
        for kind in sorted(_HOURS, key=lambda item: sum(fits(item, site) for site in sites)):
            able = [site for site in sites if fits(kind, site)]
            rng.shuffle(able)
            for site in sorted(able, key=lambda item: len(taken[item.id])):
                fault = _placed(rng, kind, site, taken[site.id], start=start, days=days)
                if fault:
                    taken[site.id].append(fault)
                    break
    return tuple(
        sorted((fault for found in taken.values() for fault in found), key=lambda item: (item.begin, item.source))
    )


def _placed(
    rng: Random, kind: FaultKind, site: Profile, others: Iterable[Fault], *, start: datetime, days: int
) -> Fault | None:
    least, most = _HOURS[kind]
    slower = _SLOW_LASTS * 24 if site.rate < _SLOW else 0
    lasts = timedelta(hours=max(slower, rng.uniform(least, most)))
    first, last = start + timedelta(days=1), start + timedelta(days=days - 2) - lasts
    for _ in range(8):
        if last <= first:
            return None
        begin = (first + rng.random() * (last - first)).replace(second=0, microsecond=0)
        fault = Fault(site.id, kind, begin, begin + lasts)
        if all(fault.end + _APART < other.begin or other.end + _APART < fault.begin for other in others):
            return fault
    return None


def judge_lost(course: Course, faults: Sequence[Fault]) -> list[Article]:
    """Mark the articles that no list named for an hour while the site could be asked."""
    blind = [(fault.begin, fault.end + _BLIND[fault.kind]) for fault in faults if fault.kind in _BLIND]
    if not blind:
        return course.articles
    reached: dict[int, timedelta] = {}
    for number, entry in enumerate(course.entries):
        seen = _open_time(entry.listed_at, gone_at(course, number), blind)
        reached[entry.place] = max(reached.get(entry.place, timedelta(0)), seen)
    return [replace(article, lost_to_outage=reached[place] < _GRACE) for place, article in enumerate(course.articles)]


def gone_at(course: Course, number: int) -> datetime:
    """When the lists that a collector reads no longer name an entry."""
    site, entry = course.profile, course.entries[number]
    published = course.articles[entry.place].published_at
    if site.shape.platform == "sitemap":
        return published + timedelta(hours=SITEMAP_HOURS)
    if site.variant == "dated":
        day = published.astimezone(site.zone).date() + timedelta(days=INDEX_DAYS)
        return datetime.combine(day, time(), site.zone)
    pushed = number + site.reach
    return course.entries[pushed].listed_at if pushed < len(course.entries) else datetime.max.replace(tzinfo=UTC)


def _open_time(begin: datetime, end: datetime, blind: Sequence[tuple[datetime, datetime]]) -> timedelta:
    far = begin + timedelta(days=60)
    total, at = timedelta(0), begin
    for shut, opened in sorted(blind):
        if opened <= at:
            continue
        total += max(timedelta(0), min(shut, end, far) - at)
        at = max(at, opened)
    return total + max(timedelta(0), min(end, far) - at)


def hidden(entries: Sequence[Entry], since: datetime, at: datetime) -> int:
    """Entries that a list frozen at `since` keeps back at a later moment."""
    return bisect_right(entries, at, key=lambda entry: entry.listed_at) - bisect_right(
        entries, since, key=lambda entry: entry.listed_at
    )
