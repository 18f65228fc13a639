"""Pages into documents: one article, perhaps over several pages, with a count for each thing that can happen."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.bounded import cpu_limit
from crawlers.counts import Answer
from crawlers.desk import Desk
from crawlers.extract.article import Extracted, extract_article
from crawlers.extract.dates import ParsedDate, parse_date
from crawlers.extract.document import build_document
from crawlers.extract.page import Page, decode
from crawlers.extract.pages import find_pages, join
from crawlers.extract.urls import own_address
from crawlers.refusals import REASONS, reason_of, reason_of_status
from crawlers.spiders.found import Found, Parts, carried, found_of, meta_of, notes_of, told_of
from warehouse.contracts import Document

_HEADERS = ("content-type", "etag", "last-modified", "date")
_PART, _NEW_PAGE, _KNOWN_PAGE = 5, 0, -5
_STAYS_AWAY = frozenset({"not_found", "gone", "not_text", "ad_closed"})
"""Told once of a page: that it is still so at the next try says nothing of the source."""
_NO_FURTHER_PART = frozenset({404, 410})


class PageSpider(scrapy.Spider):
    """How a listed page is asked for, read and landed."""

    def __init__(self, desk: Desk, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.desk = desk
        self.source = desk.request.source
        self._last_page: tuple[Response, Page] | None = None
        self._matched: tuple[str, ...] = ()

    def date(self, raw: str | None) -> ParsedDate | None:
        return parse_date(raw, self.source.timezone, self.desk.clock.now()) if raw else None

    def _page_request(self, found: Found, canonical: str, *, with_param: bool) -> Request:
        param = self.source.article.all_pages_param if with_param else None
        url = found.url if param is None else f"{found.url}{'&' if urlsplit(found.url).query else '?'}{param}"
        known = self.desk.known(canonical)
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
        return Request(
            url,
            self.parse_page,
            errback=self.failed,
            headers={name: value for name, value in asked.items() if value},
            cb_kwargs={"found": found, "canonical": canonical},
            priority=_NEW_PAGE if known is None else _KNOWN_PAGE,
        )

    def rechecks(self) -> Iterator[Request]:
        """Known pages that are to be looked at again, whatever the listing says."""
        for canonical, notes in self.desk.due_rechecks():
            request = self._page_request(found_of(notes), canonical, with_param=True)
            request.meta.update(meta_of(notes))
            yield request

    def parse_page(self, response: Response, found: Found, canonical: str) -> Iterator[Request]:
        if response.status == 304:
            self.desk.unmodified(canonical)
            return
        told = told_of(found, canonical, response.meta)
        if response.status != 200:
            param = self.source.article.all_pages_param
            if param and param in response.request.url:  # type: ignore[union-attr]
                yield self._page_request(found, canonical, with_param=False)
                return
            self.not_read(canonical, reason_of_status(response.status), told)
            return
        if response.status == 200 and not self._is_text(response):
            self.not_read(canonical, "not_text", told)
            return
        own = own_address(self.page(response).address, canonical)
        if own is not None and self.desk.is_taken_down(self.desk.doc_id(own)):
            return
        self.desk.counts.fetched += 1
        fetch_id = self.desk.keep(self.answer(response, notes_of(found, canonical)))
        with cpu_limit():
            further = self._further_pages(response)
            document = None if further else self.document_of(response, found, canonical, fetch_id)
        if further:
            first = Parts(found, canonical, fetch_id, (self.extracted(response),), further)
            yield self._part_request(first)
            return
        self._finish(document, canonical, told)

    def _finish(
        self, document: Document | None, canonical: str, notes: Mapping[str, str], *, whole: bool = True
    ) -> None:
        if document is not None:
            self.desk.land(document, listed_as=canonical, matched=self._matched, whole=whole, notes=notes)
        elif self.desk.known(canonical) is None:
            self.desk.failed(canonical, "unreadable", notes)
        else:
            self.desk.unmodified(canonical)

    def _further_pages(self, response: Response) -> tuple[str, ...]:
        """Addresses of the article's other pages: one with all of them where the site has it."""
        rules = self.source.article
        whole_asked = bool(rules.all_pages_param and rules.all_pages_param in response.url)
        if rules.pages == "single" or whole_asked or self.source.kind_hint != "news":
            return ()
        found = find_pages(self.page(response), response.url)
        return (found.whole,) if found.whole else found.addresses

    def _part_request(self, parts: Parts) -> Request:
        return Request(
            parts.further[0],
            self.parse_part,
            errback=self._no_part,
            cb_kwargs={"parts": parts},
            priority=_PART,
        )

    def parse_part(self, response: Response, parts: Parts) -> Iterator[Request]:
        """A further page of an article; one that cannot be had, or brings nothing new, ends it."""
        before = join(parts.read)
        if response.status == 200 and self._is_text(response):
            number = str(len(parts.read) + 1)
            self.desk.keep(self.answer(response, {"canonical": parts.canonical, "part": number}))
            parts = parts.with_next(self.extracted(response))
            if parts.further and len(join(parts.read).text) > len(before.text):
                yield self._part_request(parts)
                return
        elif response.status not in _NO_FURTHER_PART:
            self._end_early(parts, reason_of_status(response.status))
            return
        self._end_parts(parts, whole=True)

    def _no_part(self, failure: Failure) -> None:
        assert failure.value is not None
        self._end_early(failure.request.cb_kwargs["parts"], reason_of(failure.value))  # type: ignore[attr-defined]

    def _end_early(self, parts: Parts, reason: str) -> None:
        """A part could not be had: a new article is landed as far as it goes, a known one keeps its text."""
        self.desk.refuse(reason)
        if self.desk.known(parts.canonical) is None:
            self._end_parts(parts, whole=False)
        else:
            self.desk.undone = True

    def _end_parts(self, parts: Parts, *, whole: bool) -> None:
        document = self.article_document(join(parts.read), parts.found, parts.canonical, parts.fetch_id)
        self._finish(document, parts.canonical, notes_of(parts.found, parts.canonical), whole=whole)

    def page(self, response: Response) -> Page:
        if self._last_page is None or self._last_page[0] is not response:
            self._last_page = (response, Page(decode(response.body, self.encoding(response))))
        return self._last_page[1]

    def extracted(self, response: Response) -> Extracted:
        with cpu_limit():
            return extract_article(
                self.page(response),
                response.url,
                rules=self.source.article,
                earlier=self.source.article_versions,
                zone=self.source.timezone,
                now=self.desk.clock.now(),
            )

    def document_of(self, response: Response, found: Found, canonical: str, fetch_id: str) -> Document | None:
        return self.article_document(self.extracted(response), found, canonical, fetch_id)

    def article_document(self, read: Extracted, found: Found, canonical: str, fetch_id: str) -> Document | None:
        self._matched = read.matched
        if read.rejected:
            self.desk.complain(read.rejected)
            return None
        told = None if read.published else self.date(found.published)
        return build_document(
            source=self.source.id,
            url=own_address(read.address, canonical) or canonical,
            title=read.title or found.title or "",
            text=read.text,
            byline=read.byline,
            outlet=self.source.title,
            kind_hint=self.source.kind_hint,
            published=read.published or told,
            published_raw=found.published,
            fetched_at=self.desk.clock.now(),
            fetch_id=fetch_id,
            provenance=read.provenance | ({"published_at": found.told_by} if told else {}),
            extra=read.extra,
        )

    def answer(self, response: Response, notes: Mapping[str, str] | None = None) -> Answer:
        asked = response.meta.get("asked") or (response.request.url if response.request else response.url)
        return Answer(
            url=asked,
            final_url=response.url,
            status=response.status,
            headers=self.headers(response),
            body=response.body,
            robots=response.meta.get("robots", "not_asked"),
            role="listing" if response.meta.get("listing") else "page",
            notes={**(notes or {}), **carried(response.meta)},
        )

    def headers(self, response: Response) -> dict[str, str]:
        found = {name: (response.headers.get(name) or b"").decode("latin-1") for name in _HEADERS}
        return {name: value for name, value in found.items() if value}

    def encoding(self, response: Response) -> str | None:
        kind = self.headers(response).get("content-type", "")
        return kind.partition("charset=")[2].strip(" \"';") or None

    def not_listed(self, _url: str) -> Iterator[Request]:
        """What to try when a listing page could not be had."""
        yield from ()

    def failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        reason = reason_of(failure.value)
        if "canonical" in request.cb_kwargs:
            found, canonical = request.cb_kwargs["found"], request.cb_kwargs["canonical"]
            self.not_read(canonical, reason, told_of(found, canonical, request.meta))
        else:
            self.desk.refuse(reason, listing=bool(request.meta.get("listing")))
        if request.meta.get("listing"):
            if REASONS[reason] == "failed":
                self.desk.complain(f"listing_{reason}")
            yield from self.not_listed(request.meta["asked"])

    def not_read(self, canonical: str, reason: str, told: Mapping[str, str]) -> None:
        """A known page that cannot be had again stays as it is: no loss, and tried again only if it may come back."""
        if self.desk.known(canonical) is not None:
            if reason in _STAYS_AWAY:
                self.desk.unmodified(canonical)
            return
        if reason not in _STAYS_AWAY or not self.desk.was_tried(canonical):
            self.desk.refuse(reason)
        self.desk.failed(canonical, reason, told)

    def _is_text(self, response: Response) -> bool:
        kind = self.headers(response).get("content-type", "text/html").partition(";")[0].strip().lower()
        return kind.startswith("text/") or kind.endswith(("xml", "json", "html")) or kind in {"", "*/*"}
