"""Robots.txt by RFC 9309: unreachable forbids, unavailable (4xx, a blocked file included) allows; once a host and run."""

import asyncio
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from twisted.internet.error import ConnectError, ConnectionClosed, DNSLookupError
from twisted.internet.error import TimeoutError as TwistedTimeout
from twisted.web.client import ResponseFailed

from crawlers.extract.page import decode
from crawlers.middlewares import Refused
from crawlers.spiders.base import SourceSpider

_TOKEN = "Suar"  # noqa: S105 (a product token, no secret)
_NETWORK = (ConnectError, ConnectionClosed, DNSLookupError, TwistedTimeout, ResponseFailed, OSError, IgnoreRequest)


@dataclass(frozen=True)
class _Rules:
    status: int | None
    parsed: Protego | None = None

    def answer(self, url: str) -> Literal["allowed", "disallowed", "unreachable", "none"]:
        if self.parsed is not None:
            return "allowed" if self.parsed.can_fetch(url, _TOKEN) else "disallowed"
        return "none" if self.status is not None and 400 <= self.status < 500 else "unreachable"

    @property
    def delay_s(self) -> float:
        return float(self.parsed.crawl_delay(_TOKEN) or 0) if self.parsed is not None else 0.0


class RobotsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, _Rules] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots_txt"):
            return
        rules = await self._of_host(request)
        answer = rules.answer(request.url)
        request.meta["robots"] = answer
        if answer in {"disallowed", "unreachable"}:
            raise Refused(answer)
        self._slow_down(request, rules.delay_s)

    async def _of_host(self, request: Request) -> _Rules:
        parts = urlsplit(request.url)
        host = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(host, asyncio.Lock()):
            if host not in self._rules:
                self._rules[host] = await self._ask(host)
        return self._rules[host]

    async def _ask(self, host: str) -> _Rules:
        spider, engine = self._crawler.spider, self._crawler.engine
        assert isinstance(spider, SourceSpider)
        assert engine is not None
        request = Request(f"{host}/robots.txt", callback=NO_CALLBACK, meta={"robots_txt": True}, priority=1000)
        try:
            response = await engine.download_async(request)
        except _NETWORK:
            rules = _Rules(None)
        else:
            sound = 200 <= response.status < 300
            rules = _Rules(response.status, Protego.parse(decode(response.body)) if sound else None)
        spider.desk.state.note_robots(urlsplit(host).netloc, rules.status, spider.desk.request.now)
        return rules

    def _slow_down(self, request: Request, delay_s: float) -> None:
        """Hold the host's queue to the Crawl-delay where it is longer than the source's own delay."""
        engine, spider = self._crawler.engine, self._crawler.spider
        assert isinstance(spider, SourceSpider)
        assert engine is not None
        if delay_s <= spider.desk.request.source.politeness.delay_s:
            return
        slot = engine.downloader.slots.get(engine.downloader.get_slot_key(request))
        if slot is not None:
            slot.delay = max(slot.delay, delay_s)
        request.meta["autothrottle_dont_adjust_delay"] = True
