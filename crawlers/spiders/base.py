"""What all platforms share: pages that list, pages that are read, and one count for each thing that can happen."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.desk import Answer, Desk
from crawlers.extract.article import ENOUGH, extract_article, read_body
from crawlers.extract.dates import ParsedDate, parse_date
from crawlers.extract.document import build_document
from crawlers.extract.page import decode
from crawlers.middlewares import Blocked, OutOfBounds, Refused
from warehouse.contracts import Document


@dataclass(frozen=True)
class Found:
    """A page that a listing names, with what the listing says of it."""

    url: str
    title: str | None = None
    published: str | None = None
    told_by: str = "feed"


class SourceSpider(scrapy.Spider):
    """A platform's spider says where to begin and what a listing page names; the rest is here."""

    name = "source"

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self.source = desk.request.source

    async def start(self) -> AsyncIterator[Request]:
        for request in self.first_requests():
            yield request

    def first_requests(self) -> Iterable[Request]:
        return [self.list_at(url) for url in self.source.discovery.urls]

    def discover(self, response: Response) -> Iterator[Request]:
        """Requests for what a listing page names: `self.read(found)`, and `self.list_at(url)` for further listings."""
        raise NotImplementedError

    def not_listed(self, _url: str) -> Iterator[Request]:
        """What to try when a listing page could not be had."""
        yield from ()

    def list_at(self, url: str, **notes: Any) -> Request:
        return Request(
            url, self.parse_listing, errback=self.failed, cb_kwargs={}, meta={"listing": True, **notes}, priority=10
        )

    def parse_listing(self, response: Response) -> Iterator[Request]:
        if response.status != 200:
            self.desk.counts.failed += 1
            self.desk.complain(f"listing_{response.status}")
            yield from self.not_listed(response.url)
            return
        self.desk.reached = True
        yield from self.discover(response)

    def read(self, found: Found) -> Iterator[Request]:
        """The request for a listed page, unless it is known, taken down, too old or on another host."""
        if urlsplit(found.url).hostname not in self.source.hosts:
            return
        canonical = self.desk.take(found.url)
        if canonical and not self.too_old(self.date(found.published)):
            yield self._page_request(found, canonical, with_param=True)

    def date(self, raw: str | None) -> ParsedDate | None:
        return parse_date(raw, self.source.timezone, self.desk.request.now) if raw else None

    def too_old(self, published: ParsedDate | None) -> bool:
        """Older than asked for; a date without a time of day is judged by its day."""
        since = self.desk.request.since
        if since is None or published is None:
            return False
        if published.precision in {"minute", "second"}:
            return published.at < since
        return self.source.local_day(published.at) < self.source.local_day(since)

    def _page_request(self, found: Found, canonical: str, *, with_param: bool) -> Request:
        param = self.source.article.all_pages_param if with_param else None
        url = found.url if param is None else f"{found.url}{'&' if urlsplit(found.url).query else '?'}{param}"
        return Request(url, self.parse_page, errback=self.failed, cb_kwargs={"found": found, "canonical": canonical})

    def parse_page(self, response: Response, found: Found, canonical: str) -> Iterator[Request]:
        if response.status != 200:
            param = self.source.article.all_pages_param
            if param and param in response.request.url:  # type: ignore[union-attr]
                yield self._page_request(found, canonical, with_param=False)
                return
            self.desk.counts.failed += 1
            return
        self.desk.counts.fetched += 1
        fetch_id = self.desk.keep(self.answer(response))
        document = self.document_of(response, found, canonical, fetch_id)
        if document:
            self.desk.land(document)

    def document_of(self, response: Response, found: Found, canonical: str, fetch_id: str) -> Document | None:
        read = extract_article(
            decode(response.body, self.encoding(response)),
            response.url,
            rules=self.source.article,
            zone=self.source.timezone,
            now=self.desk.request.now,
        )
        if read.rejected:
            self.desk.complain(read.rejected)
            return None
        told = None if read.published else self.date(found.published)
        return build_document(
            source=self.source.id,
            url=canonical,
            title=read.title or found.title or "",
            text=read.text,
            byline=read.byline,
            outlet=self.source.title,
            kind_hint=self.source.kind_hint,
            published=read.published or told,
            published_raw=found.published,
            fetched_at=self.desk.request.now,
            fetch_id=fetch_id,
            provenance=read.provenance | ({"published_at": found.told_by} if told else {}),
            extra=read.extra,
        )

    def read_inline(self, found: Found, markup: str, response: Response) -> Iterator[Request]:
        """A listed page whose body came with the listing; where that is cut short, the page's own request."""
        body = read_body(markup, self.source.article)
        for request in self.read(found):
            if len(body.text) < ENOUGH:
                yield request
                continue
            notes = {"editor": body.editor, "dateline": body.dateline, "desk_code": body.desk_code}
            self.desk.counts.fetched += 1
            self.desk.land(
                build_document(
                    source=self.source.id,
                    url=request.cb_kwargs["canonical"],
                    title=found.title or "",
                    text=body.text,
                    byline=body.byline,
                    outlet=self.source.title,
                    kind_hint=self.source.kind_hint,
                    published=self.date(found.published),
                    published_raw=found.published,
                    fetched_at=self.desk.request.now,
                    fetch_id=self.desk.keep(self.answer(response)),
                    provenance=dict.fromkeys(("title", "text", "published_at"), found.told_by),
                    extra={key: value for key, value in notes.items() if value},
                )
            )

    def answer(self, response: Response) -> Answer:
        asked = response.request.url if response.request else response.url
        headers = {
            name: (response.headers.get(name) or b"").decode("latin-1") or None for name in ("ETag", "Last-Modified")
        }
        robots = response.meta.get("robots", "not_asked")
        return Answer(
            asked, response.url, response.status, response.body, robots, headers["ETag"], headers["Last-Modified"]
        )

    def encoding(self, response: Response) -> str | None:
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return kind.partition("charset=")[2].strip(" \"';") or None

    def failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, Refused):
            self.desk.counts.refused_by_robots += 1
            self.desk.complain(f"robots_{failure.value}")
        elif isinstance(failure.value, Blocked):
            self.desk.counts.blocked += 1
        elif not isinstance(failure.value, OutOfBounds):
            self.desk.counts.failed += 1
        if request.meta.get("listing"):
            yield from self.not_listed(request.url)
