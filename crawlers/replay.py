"""Archived pages read anew with today's rules: the real spiders over the bytes of then, and nothing is fetched."""
# ruff: noqa: ARG002 - the methods of ReplayDesk have the signatures of the desk's

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.archive import ArchivedFetch, ArchiveWriter
from crawlers.collect import CrawlRequest
from crawlers.counts import Answer
from crawlers.desk import Desk
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.landing import Landing
from crawlers.remembered import Known
from crawlers.spiders import spider_of
from crawlers.spiders.found import Parts, found_of, meta_of
from crawlers.state import State
from warehouse.contracts import Document


@dataclass(frozen=True)
class Replayed:
    """`unread`: pages out of which no document came; `refused`: documents that were not wanted."""

    fetches: int
    documents: int
    register_rows: int
    unread: int
    refused: int


class _ThenClock:
    """Stands at the time of the fetch that is being read: "kemarin" is the day before that."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Nobody waits for what lies there already."""


@dataclass
class ReplayDesk(Desk):
    """Lands all that is read, except what was taken down. Nothing is archived, and the state is not written."""

    archive: ArchiveWriter = field(init=False)
    """None: what is read lies in the archive already."""
    wanted: Callable[[Document], bool] = lambda _: True
    fetch_id: str = ""
    n_unread: int = 0
    n_refused: int = 0
    _latest: dict[str, tuple[str, datetime | None]] = field(default_factory=dict)
    """Text and date of each document as landed last: a feed shows the same article at every poll."""

    def take(self, url: str, modified: datetime | None = None, *, in_hand: bool = False) -> str | None:
        try:
            canonical = canonical_url(url)
        except UrlError:
            return None
        self.counts.listed += 1
        return None if self.state.is_tombstoned(self.doc_id(canonical)) else canonical

    def known(self, canonical: str) -> Known | None:
        return None

    def keep(self, answer: Answer) -> str:
        return self.fetch_id

    def is_kept(self, document: Document) -> bool:
        return False

    def land(
        self,
        document: Document,
        *,
        listed_as: str | None = None,
        matched: tuple[str, ...] = (),
        whole: bool = True,
        notes: Mapping[str, str] | None = None,
    ) -> bool:
        names = {document.doc_id} | ({self.doc_id(listed_as)} if listed_as else set())
        if any(self.state.is_tombstoned(name) for name in names) or self.state.alias(document.doc_id) is not None:
            return False
        reading = document.text_sha256, document.published_at
        if self._latest.get(document.doc_id) == reading:
            return False
        if not self.wanted(document):
            self.n_refused += 1
            return False
        self._latest[document.doc_id] = reading
        self.landing.put(document)
        self.counts.parsed += 1
        return True

    def unmodified(self, canonical: str) -> None:
        """Nothing to note: only whole answers are archived."""

    def failed(self, canonical: str, reason: str, notes: Mapping[str, str] | None = None) -> None:
        self.n_unread += 1

    def commit(self) -> None:
        self.landing.commit()


def replay(
    fetches: Iterable[ArchivedFetch],
    request: CrawlRequest,
    state: State,
    wanted: Callable[[Document], bool] = lambda _: True,
) -> Replayed:
    """Land what one source's fetches, in order of time, hold by today's rules; `fetched_at` stays the time of the fetch.

    What a page or a listing asks for beyond that is let be, except further pages of an article that are archived too.
    """
    landing = Landing(request.landing_dir, request.source.id, request.run_id)
    clock = _ThenClock(request.now)
    try:
        desk = ReplayDesk(request, state, clock, landing=landing, wanted=wanted)
        reader, count = _Reader(desk, clock), 0
        for count, fetch in enumerate(fetches, start=1):  # noqa: B007 - the last number is the answer
            reader.read(fetch)
        reader.end_run()
    finally:
        landing.close()
    return Replayed(count, desk.counts.parsed, desk.counts.register_rows, desk.n_unread, desk.n_refused)


class _Reader:
    def __init__(self, desk: ReplayDesk, clock: _ThenClock) -> None:
        self._desk = desk
        self._clock = clock
        self._spider = spider_of(desk.request.source.platform)(desk=desk)
        self._run_id: str | None = None
        self._waiting: dict[str, tuple[Parts, datetime]] = {}
        """Articles whose next page is still to come, by address."""

    def read(self, fetch: ArchivedFetch) -> None:
        if fetch.context.run_id != self._run_id:
            self.end_run()
            self._run_id = fetch.context.run_id
        self._clock.at, self._desk.fetch_id = fetch.response.at, fetch.context.fetch_id
        try:
            following = self._requests(fetch)
        except Exception:  # noqa: BLE001 - as in a crawl: whatever one page does to us, the others are still read
            self._desk.n_unread += 1
            return
        for request in following:
            if parts := request.cb_kwargs.get("parts"):
                self._waiting[parts.canonical] = parts, fetch.response.at

    def end_run(self) -> None:
        """Articles whose other pages did not come end where they are; lists begin anew."""
        for parts, at in self._waiting.values():
            self._clock.at = at
            list(self._spider.parse_part(Response(parts.further[0], status=404), parts))
        self._waiting.clear()
        self._desk.commit()
        self._spider = spider_of(self._desk.request.source.platform)(desk=self._desk)

    def _requests(self, fetch: ArchivedFetch) -> list[Request]:
        response, notes = _response_of(fetch), fetch.context.notes
        if fetch.context.role == "listing":
            return list(self._spider.parse_listing(response))
        if "part" not in notes:
            return list(self._spider.parse_page(response, found_of(notes), notes["canonical"]))
        parts, _ = self._waiting.pop(notes["canonical"], (None, None))
        return list(self._spider.parse_part(response, parts)) if parts else []


def _response_of(fetch: ArchivedFetch) -> Response:
    answer, context = fetch.response, fetch.context
    meta = {"walk": answer.url, "page": 1, **meta_of(context.notes), "asked": answer.url, "robots": context.robots}
    request = Request(answer.url, meta=meta | ({"listing": True} if context.role == "listing" else {}))
    headers = Headers(dict(answer.headers))
    kind: type[Response] = responsetypes.from_args(headers=headers, url=answer.final_url, body=answer.body)
    return kind(answer.final_url, status=answer.status, headers=headers, body=answer.body, request=request)
