"""Robots.txt by RFC 9309: unreachable forbids, unavailable (4xx, a blocked file included) allows; asked once a host and day."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK

from crawlers.desk import Desk
from crawlers.extract.page import decode
from crawlers.middlewares.hosts import host_of
from crawlers.refusals import DOWNLOAD_ERRORS, Refusal, reason_of
from crawlers.spiders.base import SourceSpider

_TOKEN = "Suar"  # noqa: S105 (a product token, no secret)
_KEPT = timedelta(hours=24)
_KEPT_WHEN_UNREACHABLE = timedelta(minutes=30)
_MOST_BYTES = 512 * 1024
_LONGEST_DELAY_S = 300.0
_AWAY = frozenset({"no_such_host", "no_connection", "too_slow", "breaker_open", "rate_limited"})
"""The host is away, not its robots.txt: said by its own name, and asked again at the next poll."""
_LONGEST_FILE = 32 * 1024 * 1024
"""Beyond this a file is not even begun."""


@dataclass(frozen=True)
class _Rules:
    """`earlier`: the file as last read, while it cannot be had: the pause that it demanded still holds."""

    status: int | None
    parsed: Protego | None = None
    earlier: Protego | None = None

    def answer(self, url: str) -> Literal["allowed", "disallowed", "unreachable", "none"]:
        if self.parsed is not None:
            return "allowed" if self.parsed.can_fetch(url, _TOKEN) else "disallowed"
        return "none" if self.status is not None and 400 <= self.status < 500 else "unreachable"

    @property
    def delay_s(self) -> float:
        """The demanded pause; what is no number of seconds demands nothing."""
        parsed = self.parsed or self.earlier
        asked = parsed.crawl_delay(_TOKEN) if parsed is not None else None
        return float(asked) if asked is not None and asked > 0 else 0.0


class RobotsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, _Rules] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.enough, signals.bytes_received)
        return middleware

    def enough(self, data: bytes, request: Request) -> None:
        """What comes after the first half megabyte of a robots.txt need not be read (RFC 9309, 2.5)."""
        if request.meta.get("robots_txt"):
            request.meta["received"] = request.meta.get("received", 0) + len(data)
            if request.meta["received"] > _MOST_BYTES:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots_txt"):
            return
        rules = await self._of_host(request)
        answer = rules.answer(request.url)
        request.meta["robots"] = answer
        if answer in {"disallowed", "unreachable"}:
            raise Refusal(f"robots_{answer}")
        if rules.delay_s > _LONGEST_DELAY_S:
            raise Refusal("crawl_delay", f"{rules.delay_s:.0f} s")
        request.meta["crawl_delay_s"] = rules.delay_s

    async def _of_host(self, request: Request) -> _Rules:
        host = host_of(request.url)
        async with self._asking.setdefault(host, asyncio.Lock()):
            if host not in self._rules:
                self._rules[host] = self._kept(host) or await self._ask(host, urlsplit(request.url).scheme)
        return self._rules[host]

    def _kept(self, host: str) -> _Rules | None:
        desk = self._desk
        found = desk.state.robots_file(host)
        if found is None:
            return None
        status, body, at = found
        sound = status is not None and status < 500
        fresh = desk.clock.now() - at < (_KEPT if sound else _KEPT_WHEN_UNREACHABLE)
        return _rules(status, body) if fresh else None

    async def _ask(self, host: str, scheme: str) -> _Rules:
        engine = self._crawler.engine
        assert engine is not None
        before = self._desk.state.robots_file(host)
        pause = _rules(before[0], before[1]).delay_s if before else 0.0
        meta = {"robots_txt": True, "download_maxsize": _LONGEST_FILE, "crawl_delay_s": min(pause, _LONGEST_DELAY_S)}
        request = Request(f"{scheme}://{host}/robots.txt", callback=NO_CALLBACK, meta=meta, priority=1000)
        status: int | None
        try:
            response = await engine.download_async(request)
        except DOWNLOAD_ERRORS as error:
            if (reason := reason_of(error)) in _AWAY:
                raise Refusal(reason, f"asking {host} for its robots.txt") from error
            status, body = None, None
        else:
            status = response.status
            body = decode(response.body[:_MOST_BYTES]) if 200 <= status < 300 else None
        if before and (status is None or status >= 500):
            body = before[1]
        self._desk.state.set_robots_file(host, status, body, self._desk.clock.now())
        return _rules(status, body)

    @property
    def _desk(self) -> Desk:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider.desk


def _rules(status: int | None, body: str | None) -> _Rules:
    parsed = None if body is None else Protego.parse(body)
    return _Rules(status, parsed) if status is not None and 200 <= status < 300 else _Rules(status, earlier=parsed)
