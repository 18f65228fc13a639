"""A look at sources on the live web: read a few pages of each into a folder that is thrown away, and say what came."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from scipy.special import bdtr

from crawlers.archive import ArchivedFetch, ArchiveError, ArchiveReader
from crawlers.collect import CrawlRequest
from crawlers.landing import pending, read_landed
from crawlers.source import Source
from crawlers.state import State
from flows import collect, records
from flows.logs import open_log
from flows.runs import Run, new_run_id
from flows.settings import Home, Settings
from warehouse.contracts import Document, SourceRun

_LISTING_DAYS = 5
"""Of a listing by day: today's may still be empty, and a small outlet rests at the week's end."""
_BY_CHANCE = 0.05
_FIRST = 3


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assertion(_Part):
    """A share that the source file asserts; it holds unless so few pages would hardly show less by chance."""

    name: str
    expected: float
    found: float
    holds: bool


class Sample(_Part):
    title: str
    published_at: AwareDatetime | None
    url: str | None


class Check(_Part):
    """What one look at a source found. `conditional_*`: whether answers carry an ETag or a Last-Modified; null without
    an answer of that sort. `read` counts register lines too.
    """

    source: str
    at: AwareDatetime
    ok: bool
    reached: bool
    robots: tuple[str, ...]
    listed: int
    read: int
    with_date: int
    with_body: int
    refused: dict[str, int]
    state: str | None
    rule: str | None
    detail: str | None
    reason: str | None
    assertions: tuple[Assertion, ...]
    conditional_listing: bool | None
    conditional_pages: bool | None
    first: tuple[Sample, ...] = ()
    """Never recorded: titles may name people."""

    @property
    def verified(self) -> str | None:
        """The line to put into the source file when all is well."""
        return f"verified: {self.at.date().isoformat()}" if self.ok else None


def check(
    settings: Settings, sources: Sequence[Source], now: datetime, *, pages: int, proxy: str | None = None
) -> list[Check]:
    """Look at sources regardless of their schedule, and record what was found; nothing else of the home is touched."""
    with TemporaryDirectory(prefix="suar-check-") as folder:
        away = Home.at(Path(folder))
        done = visit(settings, away, sources, now, pages=pages, proxy=proxy)
        found = [_check_of(source, run, away) for source, run in zip(sources, done, strict=True)]
    records.append(settings.home.checks, *(item.model_copy(update={"first": ()}) for item in found))
    return found


def visit(
    settings: Settings, away: Home, sources: Sequence[Source], now: datetime, *, pages: int, proxy: str | None
) -> tuple[SourceRun, ...]:
    """Crawl a few pages of each source into another home; hosts that asked to be left alone still are."""
    contact = None if proxy else settings.contact()
    run = Run(home=away.root, run_id=new_run_id(now), now=now, proxy=proxy)

    def request(source: Source) -> CrawlRequest:
        asked = collect.request_of(run, _shortened(source), contact)
        return asked.model_copy(update={"most_documents": pages, "keep_listings": True})

    _carry_hosts(settings.home, away, sources)
    with open_log(away.logs, run.run_id) as log:
        return collect.collect(sources, request, log, at_once=settings.config.crawl.at_once)


def fetches_of(away: Home, source: str) -> list[ArchivedFetch]:
    """What a visit was answered; nothing where it archived nothing."""
    begin, end = datetime(1970, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=365)
    try:
        with ArchiveReader(away.archive) as archive:
            return list(archive.fetches(begin, end, source))
    except ArchiveError:
        return []


def documents_of(away: Home, source: str) -> Iterator[Document]:
    for path in pending(away.landing):
        if path.name.startswith(f"{source}--"):
            yield from read_landed(path)


def _shortened(source: Source) -> Source:
    """With the first page of each listing only."""
    days = min(source.discovery.days, _LISTING_DAYS)
    return source.model_copy(update={"discovery": source.discovery.model_copy(update={"max_pages": 1, "days": days})})


def _carry_hosts(home: Home, away: Home, sources: Sequence[Source]) -> None:
    if not home.state.exists():
        return
    with ExitStack() as stack:
        here, there = stack.enter_context(State(home.state)), stack.enter_context(State(away.state))
        for host in {host for source in sources for host in source.hosts}:
            if told := here.host(host):
                there.set_host(host, told)


def _check_of(source: Source, run: SourceRun, away: Home) -> Check:
    fetches, documents = fetches_of(away, source.id), list(documents_of(away, source.id))
    assertions = tuple(_assertions(source, run))
    read = run.parsed + run.register_rows
    fine = run.reached and read > 0 and run.state in {"healthy", "quiet"}
    return Check(
        source=source.id,
        at=run.ended_at,
        ok=fine and all(item.holds for item in assertions),
        reached=run.reached,
        robots=_robots(run, fetches),
        listed=run.listed + run.register_rows,
        read=read,
        with_date=run.with_date,
        with_body=run.with_body,
        refused=run.refused,
        state=run.state,
        rule=run.rule,
        detail=run.detail,
        reason=run.reason,
        assertions=assertions,
        conditional_listing=_conditional(fetches, "listing"),
        conditional_pages=_conditional(fetches, "page"),
        first=tuple(_sample(document) for document in documents[:_FIRST]),
    )


def _assertions(source: Source, run: SourceRun) -> Iterator[Assertion]:
    if not run.parsed:
        return
    for name, good in (("date_share_min", run.with_date), ("body_share_min", run.with_body)):
        expected = float(getattr(source.expect, name))
        holds = bool(bdtr(good, run.parsed, expected) >= _BY_CHANCE)
        yield Assertion(name=name, expected=expected, found=round(good / run.parsed, 2), holds=holds)


def _robots(run: SourceRun, fetches: Sequence[ArchivedFetch]) -> tuple[str, ...]:
    refusals = {name.removeprefix("robots_") for name in run.refused if name.startswith("robots_")}
    return tuple(sorted(refusals | {fetch.context.robots for fetch in fetches}))


def _conditional(fetches: Sequence[ArchivedFetch], role: str) -> bool | None:
    headers: list[Any] = [fetch.response.headers for fetch in fetches if fetch.context.role == role]
    return any("etag" in told or "last-modified" in told for told in headers) if headers else None


def _sample(document: Document) -> Sample:
    return Sample(title=document.title, published_at=document.published_at, url=document.url)
