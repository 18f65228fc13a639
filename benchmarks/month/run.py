"""A month of the simulated web, collected: `python -m benchmarks.month.run [--days 30 --sources 60 --pages 30000 --seed 7]`.

The crawler is the one of every run; only its clock is the simulation's and its answers come from the simulated web in
place of the network. Sources are polled when their own plan says so, by the schedule's tick of ten minutes.
"""

import argparse
import asyncio
import heapq
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from scrapy.responsetypes import responsetypes

from benchmarks.month.web import SimulatedWeb
from crawlers.collect import CrawlRequest
from crawlers.conclude import conclude
from crawlers.desk import desk_of
from crawlers.engine import crawler_of
from crawlers.landing import discard, pending, read_landed
from crawlers.source import Source
from crawlers.state import State
from warehouse.contracts import Document, SourceRun

START = datetime(2026, 6, 1, tzinfo=UTC)
TICK = timedelta(minutes=10)
_ANSWER_S, _TIMEOUT_S = 0.3, 30.0


class SimulatedClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class SimulatedNetwork(BaseDownloadHandler):
    """Scrapy's place for a network: asks the simulated web at the moment that the crawl's clock shows.

    The web stands in a class made for it: settings would be copied, and the web with them.
    """

    web: ClassVar[SimulatedWeb]

    async def download_request(self, request: Request) -> Response:
        web, clock = self.web, self.crawler.spider.desk.clock  # type: ignore[union-attr]
        headers = {name.decode(): b"".join(values).decode("latin-1") for name, values in request.headers.items()}
        answer = web.answer(request.method, request.url, headers, clock.now())
        clock.at += timedelta(seconds=_ANSWER_S if answer.status else _TIMEOUT_S)
        if answer.failure == "dns":
            raise CannotResolveHostError(request.url)
        if answer.failure == "timeout":
            raise DownloadTimeoutError(request.url)
        kind = responsetypes.from_headers({b"Content-Type": answer.headers.get("Content-Type", "").encode()})
        return (kind or HtmlResponse)(
            request.url, status=answer.status, headers=dict(answer.headers), body=answer.body, request=request
        )


class Month:
    """`only`: ids of the sources to collect; of all when empty."""

    def __init__(self, web: SimulatedWeb, home: Path, only: Sequence[str] = ()) -> None:
        self.web = web
        self.home = home
        self.sources = [Source.model_validate(item) for item in web.sources if not only or item["id"] in only]
        self.documents: list[Document] = []
        self.health: list[tuple[str, datetime, str, str | None]] = []
        self.polls = 0
        self.states: Counter[str] = Counter()
        network = type("Network", (SimulatedNetwork,), {"web": web})
        self.settings: dict[str, Any] = {
            "DOWNLOAD_HANDLERS": {"http": network, "https": network},
            "TWISTED_REACTOR_ENABLED": False,
            "MEMUSAGE_ENABLED": False,  # the web is in this process too
            "CLOSESPIDER_TIMEOUT": 0,
        }

    async def run(self) -> None:
        queue = [(self.web.truth.start, number) for number in range(len(self.sources))]
        heapq.heapify(queue)
        while queue and queue[0][0] < self.web.truth.end:
            at, number = heapq.heappop(queue)
            run = await self._poll(self.sources[number], at)
            assert run.next_at is not None
            heapq.heappush(queue, (_next_tick(max(run.next_at, run.ended_at), self.web.truth.start), number))

    async def _poll(self, source: Source, at: datetime) -> SourceRun:
        clock = SimulatedClock(at)
        self.polls += 1
        request = CrawlRequest(
            source=source,
            run_id=f"run-{self.polls:06d}",
            now=at,
            archive_dir=self.home / "archive",
            landing_dir=self.home / "landing" / source.id,
            state_path=self.home / "state.sqlite",
            proxy="http://simulated.invalid",  # names are not to be looked up
        )
        with State(request.state_path) as state, desk_of(request, state, clock) as desk:
            await crawler_of(desk, **self.settings).crawl_async(desk=desk)
            desk.close()
            run = conclude(desk)
        self.documents += _landed(request.landing_dir)
        self.health.append((source.id, run.ended_at, run.state or "", run.rule))
        self.states[run.state or ""] += 1
        return run


def _landed(folder: Path) -> Iterator[Document]:
    for path in pending(folder):
        yield from read_landed(path)
        discard(path)


def _next_tick(at: datetime, start: datetime) -> datetime:
    return start + -(-(at - start) // TICK) * TICK


def collect(*, days: int, sources: int, pages: int, seed: int, home: Path, only: Sequence[str] = ()) -> Month:
    month = Month(SimulatedWeb(seed=seed, start=START, days=days, sources=sources, pages=pages), home, only)
    asyncio.run(month.run())
    return month


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.month.run", description=__doc__)
    for name, default in (("days", 30), ("sources", 60), ("pages", 30_000), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="SOURCE", help="collect these; judge nothing of others"
    )
    asked: dict[str, Any] = vars(parser.parse_args(arguments))
    begun = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        month = collect(**asked, home=Path(folder))
    report = month.web.score(month.documents, month.health, asked["only"])
    sys.stdout.write(f"{report}\n\n")
    for name, found in vars(report).items():
        if isinstance(found, tuple) and found and name != "shown_as":
            sys.stdout.write(f"{name}: {len(found)}\n" + "".join(f"  {str(item)[:300]}\n" for item in found[:12]))
    requests = len(month.web.log)
    sys.stdout.write(
        f"polls {month.polls}, requests {requests}, documents {len(month.documents)}, states {dict(month.states)}\n"
        f"processor time {time.process_time() - begun:.0f} s\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
