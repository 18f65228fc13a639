"""What all platforms share: pages that list, pages that are read, and one count for each thing that can happen."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from crawlers.desk import Desk
from crawlers.extract.article import ENOUGH, read_body
from crawlers.extract.dates import ParsedDate
from crawlers.extract.document import build_document
from crawlers.refusals import reason_of_status
from crawlers.remembered import Listing
from crawlers.spiders.found import Found
from crawlers.spiders.reading import PageSpider
from crawlers.spiders.shares import Shares
from warehouse.contracts import Document

READ_WHOLE_AFTER = timedelta(hours=6)
"""A listing that is unchanged is read again after so long: its known pages may have changed."""
_LISTING = 10
"""Before pages: what was listed first is read first."""


class SourceSpider(PageSpider):
    """A platform's spider says where to begin and what a listing page names; the rest is here."""

    name = "source"
    most_links = 20_000
    """Addresses that all listings of one run may name."""

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(desk, **kwargs)
        self._shares = Shares(1, self.source.politeness.max_requests, self.most_links)
        self._walk = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.read_what_waits, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        first = list(self.first_requests())
        self._shares.lists = len(first)
        for request in chain(first, self.rechecks()):
            yield request

    def read_what_waits(self) -> None:
        """All lists had their part of the run: pages beyond it are read while there is room."""
        requests, n_left = self._shares.release()
        for _ in range(n_left):
            self.desk.refuse("request_limit")
        engine = self.crawler.engine
        if requests and engine is not None:
            for request in requests:
                engine.crawl(request)
            raise DontCloseSpider

    def first_requests(self) -> Iterable[Request]:
        return [self.list_at(url) for url in self.source.discovery.urls]

    def discover(self, response: Response) -> Iterator[Request]:
        """Requests for what a listing page names: `self.read(found)`, and `self.list_at(url)` for further listings."""
        raise NotImplementedError

    def list_at(self, url: str, **notes: Any) -> Request:
        known = self.desk.state.listing(self.source.id, url)
        if known is not None and self.desk.clock.now() - known.read_at >= READ_WHOLE_AFTER:
            known = None
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
        return Request(
            url,
            self.parse_listing,
            errback=self.failed,
            headers={**self.source.discovery.headers, **{name: value for name, value in asked.items() if value}},
            meta={"listing": True, "asked": url, **notes},
            priority=_LISTING,
        )

    def parse_listing(self, response: Response) -> Iterator[Request]:
        asked = response.meta["asked"]
        self._note_move(response)
        if response.status == 304:
            self.desk.reached = True
            self.desk.n_unchanged += 1
            if (known := self.desk.state.listing(self.source.id, asked)) is not None:
                self.desk.listings[asked] = known
            return
        if response.status != 200:
            self.desk.refuse(reason_of_status(response.status), listing=True)
            self.desk.complain(f"listing_{response.status}")
            yield from self.not_listed(asked)
            return
        self.desk.reached = True
        self.desk.n_changed += 1
        headers = self.headers(response)
        now = self.desk.clock.now()
        self.desk.listings[asked] = Listing(headers.get("etag"), headers.get("last-modified"), now)
        if self.desk.request.keep_listings:
            self.desk.keep(self.answer(response))
        yield from self._shared(response.meta.get("walk", asked), self.discover(response))

    def _shared(self, walk: str, requests: Iterator[Request]) -> Iterator[Request]:
        """Requests of one list within its part. Other lists are read meanwhile: whose links come next is said each time."""
        while True:
            self._walk = walk
            request = next(requests, None)
            if request is None:
                return
            turn = "now" if request.meta.get("listing") else self._shares.plan(walk, request)
            if turn == "now":
                yield request
            elif turn == "never":
                self.desk.refuse("request_limit")

    def misread(self, response: Response, complaint: str) -> None:
        """A listing that came, but is none of the kind that the source says."""
        self.desk.complain(complaint)
        self.desk.refuse("unreadable", listing=True)
        self.desk.listings.pop(response.meta["asked"], None)

    def read(self, found: Found) -> Iterator[Request]:
        """The request for a listed page, unless it is known, taken down, too old, out of scope or on another host."""
        canonical = self.take(found)
        if canonical is not None:
            yield self._page_request(found, canonical, with_param=True)

    def take(self, found: Found, *, in_hand: bool = False) -> str | None:
        """The canonical address of a listed page that is to be read now."""
        beyond = self._shares.beyond(self._walk)
        if beyond > 0:
            if beyond == 1:
                self.desk.refuse("too_many_links")
            return None
        try:
            parts = urlsplit(found.url)
        except ValueError:
            return None  # lists name anything as an address
        rules = self.source.discovery
        if parts.hostname not in self.source.hosts:
            return None
        if (rules.path_allow and not re.search(rules.path_allow, parts.path)) or (
            rules.path_deny and re.search(rules.path_deny, parts.path)
        ):
            return None
        published, modified = self.date(found.published), self.date(found.modified)
        if published is not None:
            self.desk.note_published(published.at)
        canonical = self.desk.take(found.url, modified.at if modified else None, in_hand=in_hand)
        if canonical is not None and self.too_old(published):
            self.desk.undone = True  # a run without `since` is to find it
            return None
        return canonical

    def too_old(self, published: ParsedDate | None) -> bool:
        """Older than asked for; a date without a time of day is judged by its day."""
        since = self.desk.request.since
        if since is None or published is None:
            return False
        if published.precision in {"minute", "second"}:
            return published.at < since
        return self.source.local_day(published.at) < self.source.local_day(since)

    def read_inline(self, found: Found, markup: str, response: Response) -> Iterator[Request]:
        """A listed page whose body came with the listing; where that is cut short, the page's own request."""
        body = read_body(markup, self.source.article)
        whole = len(body.text) >= ENOUGH
        canonical = self.take(found, in_hand=whole)
        if canonical is None:
            return
        if not whole:
            yield self._page_request(found, canonical, with_param=True)
            return
        notes = {"editor": body.editor, "dateline": body.dateline, "desk_code": body.desk_code}
        self.land_listed(
            build_document(
                source=self.source.id,
                url=canonical,
                title=found.title or "",
                text=body.text,
                byline=body.byline,
                outlet=self.source.title,
                kind_hint=self.source.kind_hint,
                published=self.date(found.published),
                published_raw=found.published,
                fetched_at=self.desk.clock.now(),
                provenance=dict.fromkeys(("title", "text", "published_at"), found.told_by),
                extra={key: value for key, value in notes.items() if value},
            ),
            response,
        )

    def land_listed(self, document: Document, response: Response) -> None:
        """Land a document whose text came with its listing, unless just this text is known."""
        if self.desk.is_kept(document):
            return
        self.desk.counts.fetched += 1
        self.desk.land(document.model_copy(update={"fetch_id": self.desk.keep(self.answer(response))}))

    def _note_move(self, response: Response) -> None:
        """A listing that answers for good from another address."""
        reasons = response.meta.get("redirect_reasons", [])
        if reasons and all(reason in {301, 308} for reason in reasons):
            self.desk.redirected_to = response.url
