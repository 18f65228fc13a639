"""The simulated web: sixty sites, one month, everything decided by a seed, and nothing measured by a clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

from benchmarks.month.answers import Answer
from benchmarks.month.faults import Fault, judge_lost, schedule
from benchmarks.month.profiles import profiles, source_of
from benchmarks.month.score import DocumentLike, HealthRow, Report, score
from benchmarks.month.site import Site
from benchmarks.month.timeline import Course, courses
from benchmarks.month.truth import Asked, SecondAddress, Truth


class SimulatedWeb:
    """`answer` at moments between `start` and `start + days`; `scheme` and `tld` name the hosts."""

    def __init__(
        self,
        *,
        seed: int,
        start: datetime,
        days: int = 30,
        sources: int = 60,
        pages: int = 30_000,
        faults: bool = True,
        scheme: str = "https",
        tld: str = "test",
    ) -> None:
        rng = Random(seed)
        self.start, self.end = start, start + timedelta(days=days)
        self.profiles = profiles(rng, sources=sources, per_day=pages / days, scheme=scheme, tld=tld)
        made = courses(rng, self.profiles, start=start, days=days)
        wrong = schedule(rng, self.profiles, start=start, days=days) if faults else ()
        self.log: list[Asked] = []
        self.met: dict[Fault, datetime] = {}
        """When a collector first got an answer that shows a fault."""
        self._sites: dict[str, Site] = {}
        for course in made:
            own = tuple(fault for fault in wrong if fault.source == course.profile.id)
            course.articles = judge_lost(course, own)
            site = Site(course, own, self.met)
            self._sites[course.profile.host] = self._sites[f"m.{course.profile.host}"] = site
        self.truth = self._truth(made, wrong)

    @property
    def sources(self) -> list[dict[str, Any]]:
        return [source_of(profile) for profile in self.profiles]

    def answer(self, method: str, url: str, headers: Mapping[str, str], at: datetime) -> Answer:
        """What the web says at a moment; an unknown host has no address."""
        host = urlsplit(url).hostname or ""
        site = self._sites.get(host)
        answer = site.answer(method, url, headers, at) if site else Answer(0, failure="dns")
        self.log.append(Asked(at, host, url, answer.status))
        return answer

    def score(self, documents: Iterable[DocumentLike], health: Iterable[HealthRow], only: Sequence[str] = ()) -> Report:
        """Judge what a collector made of the month, or of some of its sources; a row of health bears the time at which
        its poll ended.
        """
        truth = self.truth.of(only) if only else self.truth
        return score(truth, self.log, self.met, documents, health)

    def _truth(self, made: Sequence[Course], wrong: tuple[Fault, ...]) -> Truth:
        days = (self.end - self.start).days
        return Truth(
            start=self.start,
            end=self.end,
            articles=tuple(article for course in made for article in course.articles),
            duplicates=tuple(second for course in made for second in _second_addresses(course)),
            faults=wrong,
            quiet_days=tuple(quiet for course in made for quiet in _quiet_days(course, self.start, days)),
            spacing_s={host: site.profile.spacing_s for host, site in self._sites.items()},
            flood_markers=frozenset(word for site in self._sites.values() for word in site.flood_markers()),
        )


def _second_addresses(course: Course) -> Iterator[SecondAddress]:
    for entry in course.entries:
        if entry.kind:
            first = course.articles[entry.place].url
            yield SecondAddress(course.profile.id, first, entry.url, entry.kind, entry.listed_at)


def _quiet_days(course: Course, start: datetime, days: int) -> Iterator[tuple[str, date]]:
    site = course.profile
    busy = {article.published_at.astimezone(site.zone).date() for article in course.articles}
    first = start.astimezone(site.zone).date()
    if site.rate >= 1:
        yield from ((site.id, day) for day in (first + timedelta(days=n) for n in range(days)) if day not in busy)
