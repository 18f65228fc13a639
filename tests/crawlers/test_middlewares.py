"""Manners of single hosts by a simulated clock: waiting when told to, resting after failures, robots.txt once a day."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.bounded import check_list, check_markup, cpu_limit
from crawlers.desk import Desk, desk_of
from crawlers.middlewares.bounds import BoundsMiddleware
from crawlers.middlewares.hosts import host_of
from crawlers.middlewares.pace import PaceMiddleware, retry_after
from crawlers.middlewares.robots import RobotsMiddleware
from crawlers.refusals import REASONS, Refusal, reason_of
from crawlers.spiders.feed import PlatformSpider
from crawlers.state import State
from tests.crawlers.conftest import HOST, NOW, Home
from tests.crawlers.hostile.home import source_of

URL = f"http://{HOST}/a/berita"


@dataclass
class Clock:
    at: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@dataclass
class Host:
    """One host as the middlewares of one run see it."""

    desk: Desk
    clock: Clock
    robots_txt: tuple[int, bytes] = (200, b"")
    robots_asked: int = 0
    pauses: list[float] = field(default_factory=list)
    """Demanded before each request for robots.txt."""

    def crawler(self) -> Crawler:
        spider = PlatformSpider(self.desk)
        signals = SimpleNamespace(connect=lambda *_args: None)
        return cast(
            "Crawler",
            SimpleNamespace(spider=spider, signals=signals, engine=SimpleNamespace(download_async=self._robots)),
        )

    async def _robots(self, request: Request) -> Response:
        self.robots_asked += 1
        self.pauses.append(request.meta["crawl_delay_s"])
        return Response(request.url, status=self.robots_txt[0], body=self.robots_txt[1])


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    yield from _host(tmp_path, Clock())


def _host(folder: Path, clock: Clock) -> Iterator[Host]:
    source = source_of([HOST], [f"http://{HOST}/rss"], politeness={"delay_s": 2.0, "per_day": 40})
    request = Home(folder, "http://127.0.0.1:1").request(source, timeout_s=10**9)
    with State(folder / "state.sqlite") as state, desk_of(request, state, clock) as desk:
        yield Host(desk, clock)


def asked(pace: PaceMiddleware, status: int = 200, url: str = URL, **headers: str) -> str:
    request = Request(url)
    try:
        asyncio.run(pace.process_request(request))
        pace.process_response(request, Response(url, status=status, headers=dict(headers)))
    except Refusal as refusal:
        return refusal.reason
    return "answered"


def test_requests_are_spaced_by_the_delay_or_the_longer_crawl_delay(host: Host) -> None:
    pace = PaceMiddleware(host.crawler())
    assert [asked(pace) for _ in range(3)] == ["answered"] * 3
    assert host.clock.slept == [2.0, 2.0]
    request = Request(URL, meta={"crawl_delay_s": 9.0})
    asyncio.run(pace.process_request(request))
    assert asked(pace) == "answered"
    assert host.clock.slept[-1] == 9.0


def test_the_name_of_a_user_and_the_case_of_letters_make_no_other_host(host: Host) -> None:
    assert host_of(f"http://siapa:apa@{HOST.upper()}:80/x") == host_of(f"http://{HOST}/") == HOST
    assert host_of(f"https://{HOST}:80/") == f"{HOST}:80"
    assert host_of("http://[::1]:81/") == "[::1]:81"
    pace = PaceMiddleware(host.crawler())
    assert asked(pace) == asked(pace, url=f"http://{HOST.upper()}/b") == "answered"
    assert host.clock.slept == [2.0]


def test_five_failures_close_a_host_and_each_further_one_doubles_its_rest(host: Host) -> None:
    pace = PaceMiddleware(host.crawler())
    assert [asked(pace, 500) for _ in range(6)] == ["answered"] * 5 + ["breaker_open"]
    rests = []
    for _ in range(8):
        kept = host.desk.state.host(HOST)
        assert kept is not None
        assert kept.closed_until is not None
        rests.append((kept.closed_until - host.clock.at).total_seconds() / 60)
        host.clock.at = kept.closed_until - timedelta(seconds=31)
        assert asked(pace, 500) == "breaker_open"
        host.clock.at = kept.closed_until
        assert asked(pace, 500) == "answered"
    assert rests == pytest.approx([10, 20, 40, 60, 60, 60, 60, 60])


def test_what_a_host_demanded_is_kept_for_the_next_run(host: Host) -> None:
    assert asked(PaceMiddleware(host.crawler()), 429, **{"Retry-After": "600"}) == "rate_limited"
    host.clock.at += timedelta(minutes=5)
    assert asked(PaceMiddleware(host.crawler())) == "rate_limited"
    host.clock.at += timedelta(minutes=5)
    assert asked(PaceMiddleware(host.crawler())) == "answered"
    kept = host.desk.state.host(HOST)
    assert kept is not None
    assert (kept.failures, kept.closed_until, kept.used) == (0, None, 2)


def test_a_host_is_asked_so_often_a_day(host: Host) -> None:
    pace = PaceMiddleware(host.crawler())
    assert [asked(pace) for _ in range(41)] == ["answered"] * 40 + ["day_budget"]
    host.clock.at += timedelta(days=1)
    assert asked(pace) == "answered"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120), (b" 0 ", 0), (b"1000000000000", 10**9), (b"9" * 5000, 10**9),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True).encode(), 3600),
        (b"Tue, 24 Nov 2020 04:00:00 GMT", 0), (b"Tue, 24 Nov 2026 04:00:00 -0000", 3600),
        (None, None), (b"", None), (b"-5", None), (b"1.5", None), (b"besok", None), ("٣".encode(), None),
        (b"Tue, 99 Nov 99999 04:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(header: bytes | None, seconds: float | None) -> None:
    wait = retry_after(header, NOW)
    assert (wait.total_seconds() if wait is not None else None) == seconds


@given(st.binary(max_size=60) | st.text(alphabet="Tue, 24Nov:GMT+-0123456789", max_size=60).map(str.encode))
def test_retry_after_reads_anything(header: bytes) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or wait >= timedelta(0)


def robots(host: Host, url: str = URL) -> str:
    request = Request(url)
    try:
        asyncio.run(RobotsMiddleware(host.crawler()).process_request(request))
    except Refusal as refusal:
        return refusal.reason
    return f"{request.meta['robots']} {request.meta['crawl_delay_s']:g}"


def test_robots_are_asked_once_a_host_and_day(host: Host) -> None:
    host.robots_txt = (200, b"User-agent: *\nDisallow: /tertutup\nCrawl-delay: 7\n")
    assert [robots(host), robots(host, f"http://{HOST}/tertutup/x")] == ["allowed 7", "robots_disallowed"]
    host.clock.at += timedelta(hours=23)
    host.robots_txt = (200, b"User-agent: *\nDisallow: /\n")
    assert (robots(host), host.robots_asked) == ("allowed 7", 1)
    host.clock.at += timedelta(hours=2)
    assert (robots(host), host.robots_asked) == ("robots_disallowed", 2)


def test_the_pause_a_host_once_demanded_holds_while_its_robots_cannot_be_had(host: Host) -> None:
    host.robots_txt = (200, b"User-agent: *\nCrawl-delay: 7\n")
    assert robots(host) == "allowed 7"
    host.clock.at += timedelta(hours=25)
    host.robots_txt = (503, b"")
    assert [robots(host), robots(host)] == ["robots_unreachable"] * 2
    host.clock.at += timedelta(hours=1)
    host.robots_txt = (404, b"")
    assert robots(host) == "none 0"
    assert host.pauses == [0.0, 7.0, 7.0]


def test_robots_that_could_not_be_had_are_asked_again_soon(host: Host) -> None:
    host.robots_txt = (503, b"")
    assert [robots(host), robots(host)] == ["robots_unreachable"] * 2
    host.robots_txt = (404, b"User-agent: *\nDisallow: /\n")
    assert host.robots_asked == 1
    host.clock.at += timedelta(minutes=31)
    assert (robots(host), host.robots_asked) == ("none 0", 2)


@pytest.mark.parametrize("delay", [b"nan", b"-3", b"lama", b"", b"1e-400"])
def test_a_crawl_delay_that_is_none(host: Host, delay: bytes) -> None:
    host.robots_txt = (200, b"User-agent: *\nCrawl-delay: " + delay + b"\n")
    assert robots(host) == "allowed 0"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_robots_file(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    for host in _host(tmp_path_factory.mktemp("robots"), Clock()):
        host.robots_txt = (200, body)
        assert robots(host).split()[0] in {"allowed", "robots_disallowed", "crawl_delay"}


def test_a_redirect_from_https_to_http_of_the_same_site_is_looked_at_again(host: Host) -> None:
    bounds = BoundsMiddleware(host.crawler())
    moved = Response(f"https://{HOST}/a", status=302, headers={"Location": f"http://www.{HOST}/a"})
    assert bounds.process_response(Request(f"https://{HOST}/a"), moved) is moved
    for target in (f"http://www.{HOST}/a", f"http://lain.{HOST}/"):
        asyncio.run(bounds.process_request(Request(target, meta={"redirect_times": 1})))
    with pytest.raises(Refusal, match="other_domain"):
        asyncio.run(bounds.process_request(Request("http://kenari.example/", meta={"redirect_times": 1})))


@given(st.binary(max_size=80))
def test_any_location_is_followed_within_the_site_or_refused(
    tmp_path_factory: pytest.TempPathFactory, location: bytes
) -> None:
    for host in _host(tmp_path_factory.mktemp("bounds"), Clock()):
        response = Response(URL, status=302, headers={"Location": location})
        try:
            BoundsMiddleware(host.crawler()).process_response(Request(URL), response)
            outcome = "followed"
        except Refusal as refusal:
            outcome = refusal.reason
        assert outcome in {"followed", "other_scheme", "other_domain", "private_address"}


def test_markup_on_which_parsers_take_long() -> None:
    for sound in (
        b"<p>kata<br>" * 20_000,
        b"<div><b>x</b></div>" * 20_000,
        b"<img src=x>" * 20_000,
        b"a < b " * 50_000,
    ):
        check_markup(sound)
    with pytest.raises(Refusal, match="too_deep"):
        check_markup(b"<div/>" * 20_000)
    with pytest.raises(Refusal, match="too_costly"):
        check_markup(b"<p " + b"a=1 " * 20_000 + b">")
    check_list(b"<urlset>" + b"<url><loc>x</loc></url>" * 50_000 + b"</urlset>")
    with pytest.raises(Refusal, match="too_deep"):
        check_list(b"<a>" * 1000)


def test_work_that_takes_too_long_is_broken_off() -> None:
    with pytest.raises(Refusal, match="too_costly"), cpu_limit(0.05), cpu_limit(60):
        any(number < 0 for number in itertools.count())
    with cpu_limit(0.05):
        assert sum(range(10)) == 45


class _Odd(Exception):  # noqa: N818
    pass


def test_an_error_without_a_name_is_counted_as_such() -> None:
    errors: list[BaseException] = [
        _Odd(),
        KeyError("x"),
        Refusal("gone"),
        MemoryError(),
        TimeoutError(),
        AttributeError(),
    ]
    names = [reason_of(error) for error in errors]
    assert names == ["unforeseen", "unforeseen", "gone", "out_of_memory", "no_connection", "unforeseen"]
    assert set(names) <= set(REASONS)
