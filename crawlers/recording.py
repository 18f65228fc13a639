"""A source's pages as a recorded case: the spider walks over them without a network, as it will in a test."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.archive import ArchivedFetch
from crawlers.clock import WallClock
from crawlers.collect import CrawlRequest
from crawlers.desk import desk_of
from crawlers.landing import pending, read_landed, read_rows
from crawlers.spiders import spider_of
from crawlers.state import State
from warehouse.contracts import Document, RegisterRow, SourceRun

_MOST = 2000
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


GONE = Page(404, {"Content-Type": "text/plain"})


@dataclass(frozen=True)
class Walk:
    """What came of the pages. `asked`: each page that was asked for, those that were not there as `GONE`."""

    run: SourceRun
    documents: list[Document]
    rows: list[RegisterRow]
    asked: dict[str, Page]


def pages_of(fetches: Iterable[ArchivedFetch]) -> dict[str, Page]:
    """By address; where an answer came from elsewhere, also the redirect that led to it."""
    pages: dict[str, Page] = {}
    for fetch in fetches:
        answer = fetch.response
        final = Request(answer.final_url).url
        pages[final] = Page(answer.status, {name.title(): value for name, value in answer.headers.items()}, answer.body)
        for url in {answer.url, fetch.context.notes.get("listed", answer.url)}:
            if Request(url).url != final:
                pages.setdefault(Request(url).url, Page(301, {"Location": final, "Content-Type": "text/html"}))
    return pages


def walk(request: CrawlRequest, pages: Mapping[str, Page]) -> Walk:
    """One poll over these pages, in the order of Scrapy's scheduler, into the folders of the request."""
    asked: dict[str, Page] = {}
    with State(request.state_path) as state, desk_of(request, state, WallClock(request.now)) as desk:
        spider = spider_of(request.source.platform)(desk=desk)
        order = count()
        waiting = [(-first.priority, next(order), first) for first in spider.first_requests()]
        heapq.heapify(waiting)
        while waiting and len(asked) < _MOST:
            _, _, following = heapq.heappop(waiting)
            *_, response = _answers(following, pages, asked)
            assert following.callback is not None
            for more in following.callback(response, **following.cb_kwargs) or ():
                heapq.heappush(waiting, (-more.priority, next(order), more))
        desk.close()
        run = desk.report()
    documents = [document for path in pending(request.landing_dir) for document in read_landed(path)]
    return Walk(run, documents, list(read_rows(request.landing_dir)), asked)


def _answers(request: Request, pages: Mapping[str, Page], asked: dict[str, Page]) -> Iterator[Response]:
    """The answer, after those that lead to it."""
    for _ in range(5):
        page = asked[request.url] = pages.get(request.url, GONE)
        headers = Headers(dict(page.headers))
        kind: type[Response] = responsetypes.from_args(headers=headers, url=request.url, body=page.body)
        yield kind(request.url, status=page.status, headers=headers, body=page.body, request=request)
        if page.status not in _REDIRECTS:
            return
        reasons = [*request.meta.get("redirect_reasons", []), page.status]
        url = urljoin(request.url, page.headers["Location"])
        request = request.replace(url=url, meta={**request.meta, "redirect_reasons": reasons})
