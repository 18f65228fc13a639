"""Lists of several pages: which address comes next, and when to stop asking."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.desk import Desk
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.fieldtypes import dated
from crawlers.polls import earlier_polls
from crawlers.refusals import Refusal
from crawlers.spiders.base import SourceSpider
from warehouse.contracts import SourceRun

_NUMBER = re.compile(r"\{page\}|\{offset:(\d+)\}")
_CUT_SHORT = frozenset({"request_limit", "day_budget", "out_of_time", "out_of_memory", "breaker_open"})
_LOOKED_BACK = 60
"""Polls among which the last whole one, and the newest page ever met, are looked for."""
_BEHIND_THE_LAST = frozenset({400, 404, 410})


class PagedSpider(SourceSpider):
    """A walk is one list with its following pages; it is named by its address before the page's number is filled in."""

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        self._shown: dict[str, set[tuple[str, ...]]] = {}
        self._met: set[str] = set()
        polls = earlier_polls(desk.state, self.source.id, newest=_LOOKED_BACK)
        self._whole_until = next((poll.ended_at for poll in reversed(polls) if _is_whole(poll)), None)
        self._newest_known = max((poll.newest for poll in polls if poll.newest), default=None)

    def first_requests(self) -> Iterable[Request]:
        """Newest day first, so that a run cut short has the news."""
        today = self.source.local_day(self.desk.request.now)
        since, days = self.desk.request.since, self.source.discovery.days
        if since is not None:
            asked, days = days, min(days, (today - self.source.local_day(since)).days + 1)
            self.desk.undone |= days < asked
        walk = [today - timedelta(days=back) for back in range(max(1, days))]
        addresses = dict.fromkeys(dated(url, day) for day in walk for url in self.source.discovery.urls)
        return [self.page_at(address, 1) for address in addresses]

    def page_at(self, walk: str, page: int, url: str | None = None, **notes: Any) -> Request:
        return self.list_at(url or numbered(walk, page), walk=walk, page=page, **notes)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        if response.meta.get("page", 1) > 1 and response.status in _BEHIND_THE_LAST:
            return
        try:
            yield from super().parse_listing(response)
        except Refusal as refusal:
            self.desk.refuse(refusal.reason, listing=True)

    def taken(self, urls: Iterable[str], work: Iterable[Request]) -> tuple[list[Request], int]:
        """What a page's items ask for, and how many of the items are new, or were when the last whole poll ended: a run
        that was cut short may have read the first page only.
        """
        met = [url for url in islice(dict.fromkeys(urls), self.most_links) if url not in self._met]
        self._met.update(met)
        resumed = sum(self._is_of_cut_run(url) for url in met)
        counts = self.desk.counts
        new, landed = counts.listed - counts.known, counts.parsed
        requests = list(work)
        return requests, resumed + min(counts.listed - counts.known - new, len(requests) + counts.parsed - landed)

    def _is_of_cut_run(self, url: str) -> bool:
        try:
            known = self.desk.known(canonical_url(url))
        except UrlError:
            return False
        return known is not None and (self._whole_until is None or known.first_seen > self._whole_until)

    def following(
        self, response: Response, shown: Sequence[str], fresh: int, link: str | None = None
    ) -> Iterator[Request]:
        """The next page, while this one brought something new and is no repetition of an earlier one."""
        walk, page = response.meta["walk"], response.meta["page"]
        earlier = self._shown.setdefault(walk, set())
        if tuple(shown) in earlier:
            self.desk.refuse("endless_paging")
            return
        earlier.add(tuple(shown))
        if not shown or not fresh or page >= self.source.discovery.max_pages or self._shares.is_full:
            return
        if _NUMBER.search(walk):
            yield self.page_at(walk, page + 1)
        elif link and link != response.url and urlsplit(link).hostname in self.source.hosts:
            yield self.page_at(walk, page + 1, link)


def _is_whole(poll: SourceRun) -> bool:
    return poll.reached and not poll.refused_listings and not _CUT_SHORT & set(poll.refused)


def numbered(walk: str, page: int) -> str:
    """Fill `{page}`, counted from 1, or `{offset:20}`, counted from 0."""
    return _NUMBER.sub(lambda match: str((page - 1) * int(match[1]) if match[1] else page), walk)
