"""What a site's lists name at one moment."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from benchmarks.month.faults import CLOCK_AHEAD, Fault
from benchmarks.month.profiles import SITEMAP_HOURS
from benchmarks.month.render import Item
from benchmarks.month.timeline import Article, Course, Entry
from benchmarks.month.words import WORDS, marker

FLOOD_FACTOR = 10
_FLOOD_NUMBER = 900_000


@dataclass(frozen=True)
class Moment:
    """When a site is asked, and what is wrong with it then."""

    at: datetime
    fault: Fault | None

    def has(self, *kinds: str) -> bool:
        return self.fault is not None and self.fault.kind in kinds

    @property
    def lists_at(self) -> datetime:
        return self.fault.begin if self.fault is not None and self.has("frozen_feed") else self.at


class Lists:
    def __init__(self, course: Course) -> None:
        self.course = course
        self.site = course.profile

    @cached_property
    def _listed(self) -> list[datetime]:
        return [entry.listed_at for entry in self.course.entries]

    @cached_property
    def _available(self) -> list[datetime]:
        return [article.available_from for article in self.course.articles]

    @cached_property
    def _by_day(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.course.entries:
            local = self.course.articles[entry.place].published_at.astimezone(self.site.zone)
            found[f"{local:%Y-%m-%d}"].append(entry)
        return found

    def item(self, article: Article, moment: Moment, url: str | None = None) -> Item:
        """As shown now: a redesign hides dates, a wrong clock moves those of what is published under it."""
        published, updated = article.published_at, article.modified(moment.at) if self.site.stamps else None
        if moment.fault and moment.fault.kind == "clock_ahead" and published >= moment.fault.begin:
            published, updated = published + CLOCK_AHEAD, updated and updated + CLOCK_AHEAD
        hidden = moment.has("redesign_date")
        return Item(
            number=article.number,
            title=article.title,
            url=url or article.url,
            section=article.section,
            published=None if hidden else published,
            updated=None if hidden else updated and updated.astimezone(self.site.zone),
            text=article.shown(moment.at),
        )

    def newest(self, moment: Moment, start: int, size: int) -> list[Item]:
        """A page of the list, newest first."""
        end = bisect_right(self._listed, moment.lists_at) - start
        shown = self.course.entries[max(0, end - size) : max(0, end)]
        items = [self._entry(entry, moment) for entry in reversed(shown)]
        return [*self._flood(moment, size), *items] if start == 0 and moment.has("flood") else items

    def of_day(self, moment: Moment, day: str) -> list[Item]:
        entries = self._by_day.get(day, [])
        shown = entries[: bisect_right(entries, moment.lists_at, key=lambda entry: entry.listed_at)]
        return [self._entry(entry, moment) for entry in reversed(shown)]

    def of_sitemap(self, moment: Moment) -> list[Item]:
        oldest = moment.lists_at - timedelta(hours=SITEMAP_HOURS)
        end = bisect_right(self._listed, moment.lists_at)
        begin = bisect_right(self._listed, oldest)
        entries = [
            entry
            for entry in reversed(self.course.entries[begin:end])
            if self.course.articles[entry.place].published_at >= oldest
        ]
        return [self._entry(entry, moment) for entry in entries]

    def posts(self, moment: Moment, query: Mapping[str, str]) -> list[Article]:
        """What the REST route of WordPress answers, before it is cut to pages."""
        at = moment.lists_at
        found = self.course.articles[: bisect_right(self._available, at)][::-1]
        if query.keys() & {"after", "before", "modified_after"}:
            found = [article for article in found if _within(article, at, query)]
        if query.get("orderby") == "modified":
            found.sort(key=lambda article: article.modified(at) or article.published_at, reverse=True)
        return found[::-1] if query.get("order") == "asc" else found

    def messages(self, moment: Moment, before: int | None, size: int) -> list[Article]:
        """Newest first; numbers are places in time, from 1."""
        end = bisect_right(self._available, moment.lists_at)
        end = min(end, before - 1) if before is not None else end
        return list(reversed(self.course.articles[max(0, end - size) : max(0, end)]))

    def flooded(self, number: int, published: datetime | None) -> Item:
        """An old text that a flood brings up again; its words are its own."""
        return Item(
            number=_FLOOD_NUMBER + number,
            title=f"Naskah Lama dari {WORDS['places'][number % len(WORDS['places'])]} Nomor {number}",
            url=f"{self.site.root}/arsip/{_FLOOD_NUMBER + number}/naskah-lama-nomor-{number}",
            section=WORDS["sections"][0],
            published=published,
            updated=None,
            text=(_FLOOD_NUMBER + number, self.flood_marker(number), None),
        )

    def flood_marker(self, number: int) -> str:
        return marker(2 * (5_000_000 + self.site.number * 10_000 + number))

    def flood_item(self, path: str, moment: Moment) -> Item | None:
        found = re.fullmatch(rf"/arsip/({_FLOOD_NUMBER // 100_000}\d{{5}})/[\w-]+", path)
        if found is None:
            return None
        published = moment.fault.begin if moment.fault and moment.has("flood") else None
        return self.flooded(int(found[1]) - _FLOOD_NUMBER, published)

    def _flood(self, moment: Moment, size: int) -> Iterator[Item]:
        assert moment.fault is not None
        for number in range((FLOOD_FACTOR - 1) * size):
            yield self.flooded(number, moment.fault.begin.astimezone(self.site.zone))

    def _entry(self, entry: Entry, moment: Moment) -> Item:
        return self.item(self.course.articles[entry.place], moment, entry.url)


def _within(article: Article, at: datetime, query: Mapping[str, str]) -> bool:
    published, changed = article.published_at, article.modified(at) or article.published_at
    return (
        ("after" not in query or published > _moment(query["after"]))
        and ("before" not in query or published < _moment(query["before"]))
        and ("modified_after" not in query or changed > _moment(query["modified_after"]))
    )


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
