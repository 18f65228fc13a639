"""How fast a host is asked: one request at a time, spaced; waiting when told to; leaving it alone when it fails.

What a host demands outlives the run: it is kept in the state, so that the next run, or another source on the same
host, keeps to it.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.middlewares.hosts import host_of
from crawlers.refusals import Refusal
from crawlers.remembered import Host
from crawlers.spiders.base import SourceSpider

WORTH_WAITING = timedelta(seconds=30)
_FAILURES_TO_OPEN = 5
_FIRST_REST = timedelta(minutes=10)
_LONGEST_REST = timedelta(hours=1)
_LONGEST_RETRY_AFTER = timedelta(days=1)
_LONGEST_PAUSE = timedelta(minutes=5)
_WORTH_A_COMMIT_S = 2.0
_WRITTEN_EVERY = timedelta(seconds=0.5)
"""A host that is asked without pause is not written down for each request."""
_TOLD_TO_WAIT = {429, 503}


class PaceMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, Host] = {}
        self._began: dict[str, datetime] = {}
        self._written: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pace = cls(crawler)
        crawler.signals.connect(pace.write_all, signals.spider_closed)
        return pace

    def write_all(self) -> None:
        for name, host in self._hosts.items():
            self._spider.desk.state.set_host(name, host)

    @property
    def _spider(self) -> SourceSpider:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider

    async def process_request(self, request: Request) -> None:
        desk, name = self._spider.desk, host_of(request.url)
        now = desk.clock.now()
        host = self._host(name, now)
        if host.closed_until is not None and now + WORTH_WAITING < host.closed_until <= now + _LONGEST_RETRY_AFTER:
            raise Refusal(host.why or "breaker_open", f"until {host.closed_until:%Y-%m-%d %H:%M:%S} UTC")
        if host.used >= desk.request.source.politeness.per_day:
            raise Refusal("day_budget", f"{name} was asked {host.used} times today")
        delay = max(desk.request.source.politeness.delay_s, request.meta.get("crawl_delay_s", 0.0))
        began = self._began.get(name)
        spaced = began + timedelta(seconds=delay) if began else host.next_at
        latest = now + max(timedelta(seconds=delay), _LONGEST_PAUSE)  # later was set by a wrong clock
        ready = min(max(host.next_at, spaced, host.closed_until or host.next_at), latest)
        if ready > desk.deadline:
            raise Refusal("out_of_time", f"{name} may be asked at {ready:%H:%M:%S} UTC")
        if ready > now:
            wait_s = (ready - now).total_seconds()
            if wait_s > _WORTH_A_COMMIT_S:
                desk.commit()
            await desk.clock.sleep(wait_s)
        self._began[name] = desk.clock.now()
        request.meta["delay_s"] = delay
        self._keep(name, replace(host, next_at=self._began[name] + timedelta(seconds=delay), used=host.used + 1))

    def process_response(self, request: Request, response: Response) -> Response:
        name = host_of(request.url)
        now = self._spider.desk.clock.now()
        host = self._host(name, now)
        if response.status in _TOLD_TO_WAIT:
            wait = retry_after(response.headers.get("Retry-After"), now)
            if wait is not None or response.status == 429:
                until = now + min(wait if wait is not None else _FIRST_REST, _LONGEST_RETRY_AFTER)
                self._keep(name, replace(host, closed_until=until, why="rate_limited"))
                raise Refusal("rate_limited", f"{name} asks to wait until {until:%H:%M:%S} UTC")
        if response.status >= 500:
            self._failed(name, host, now)
            return response
        # At least as long a pause as the site took to answer.
        latency = now - self._began.get(name, now)
        calm = now + min(latency, timedelta(seconds=60)) if request.meta.get("delay_s") else host.next_at
        self._keep(name, replace(host, next_at=max(host.next_at, calm), failures=0, closed_until=None, why=None))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, Refusal):
            name = host_of(request.url)
            now = self._spider.desk.clock.now()
            self._failed(name, self._host(name, now), now)

    def _failed(self, name: str, host: Host, now: datetime) -> None:
        """After five failures in a row the host rests; each further failure doubles the rest."""
        failures = host.failures + 1
        closed = host.closed_until
        if failures >= _FAILURES_TO_OPEN:
            rest = min(_FIRST_REST * 2 ** min(failures - _FAILURES_TO_OPEN, 10), _LONGEST_REST)
            closed = now + rest
        self._keep(name, replace(host, failures=failures, closed_until=closed, why="breaker_open"))

    def _host(self, name: str, now: datetime) -> Host:
        host = self._hosts.get(name) or self._spider.desk.state.host(name) or Host(next_at=now)
        day = f"{now.astimezone(UTC):%Y-%m-%d}"
        return host if host.day == day else replace(host, day=day, used=0)

    def _keep(self, name: str, host: Host) -> None:
        before, self._hosts[name] = self._hosts.get(name), host
        self._spider.desk.closed_until = min(
            (h.closed_until for h in self._hosts.values() if h.closed_until), default=None
        )
        if before is None or _says_more(before, host) or host.next_at - self._written[name] >= _WRITTEN_EVERY:
            self._written[name] = host.next_at
            self._spider.desk.state.set_host(name, host)


def _says_more(before: Host, host: Host) -> bool:
    return (before.closed_until, before.failures, before.day) != (host.closed_until, host.failures, host.day)


def retry_after(header: bytes | None, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3); null where there is none or it cannot be read."""
    text = (header or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), 10**9))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return max(wait, timedelta(0))
