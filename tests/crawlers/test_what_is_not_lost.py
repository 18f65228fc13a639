"""Polls one after the other over a small site that changes: what must be found, kept, corrected, or left alone."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.clock import WallClock
from crawlers.conclude import conclude
from crawlers.desk import desk_of
from crawlers.landing import pending, read_landed
from crawlers.polls import earlier_polls
from crawlers.source import Source
from crawlers.spiders import spider_of
from crawlers.state import State
from flows.collect import is_due
from tests.crawlers.conftest import HOST, LONG, NOW, Home, article, feed
from warehouse.contracts import Document, SourceRun

MakeSource = Callable[..., Source]
ROOT = f"http://{HOST}"
SECOND = LONG.replace("Petugas", "Kepala dinas")
RECENT = "Mon, 23 Nov 2026 03:15:00 GMT"
HTML = "text/html; charset=utf-8"


@dataclass
class Site:
    """Answers without a network; the spiders, the desk and the state are the real ones."""

    home: Home
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    _polls: int = 0

    @classmethod
    def at(cls, folder: Path) -> "Site":
        return cls(Home(folder, "http://127.0.0.1:1"))

    def put(self, path: str, body: str, *, status: int = 200, kind: str = HTML, etag: str | None = None) -> None:
        headers = {"Content-Type": kind} | ({"ETag": etag} if etag else {})
        self.pages[ROOT + path] = (status, headers, body.encode())

    def poll(self, source: Source, *, hours: float = 0, **changes: Any) -> SourceRun:
        """One poll so many hours after the first; `documents` are those that it landed, `asked` its paths."""
        self._polls += 1
        request = self.home.request(
            source, run_id=f"run-{self._polls:03d}", now=NOW + timedelta(hours=hours), **changes
        )
        self.asked.clear()
        with State(request.state_path) as state, desk_of(request, state, WallClock(request.now)) as desk:
            desk.recover()
            spider = spider_of(source.platform)(desk=desk)
            order = count()
            queue = [(-item.priority, next(order), item) for item in chain(spider.first_requests(), spider.rechecks())]
            heapq.heapify(queue)
            while queue:
                _, _, asked = heapq.heappop(queue)
                assert asked.callback is not None
                for further in asked.callback(self._answer(asked), **asked.cb_kwargs) or ():
                    heapq.heappush(queue, (-further.priority, next(order), further))
            desk.close()
            run = conclude(desk)
        paths = [path for path in pending(request.landing_dir) if path.stem.endswith(f"--{request.run_id}")]
        self.documents = [document for path in paths for document in read_landed(path)]
        return run

    def _answer(self, request: Request) -> Response:
        self.asked.append(request.url.removeprefix(ROOT))
        status, found, body = self.pages.get(request.url, (404, {"Content-Type": "text/plain"}, b"none"))
        if "ETag" in found and (request.headers.get("If-None-Match") or b"").decode() == found["ETag"]:
            status, body = 304, b""
        headers = Headers(found)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(request.url, status=status, headers=headers, body=body, request=request)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.at(tmp_path)


def sitemap(modified: str, *paths: str) -> str:
    urls = "".join(f"<url><loc>{ROOT}{path}</loc><lastmod>{modified}</lastmod></url>" for path in paths)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def named(address: str, page: str) -> str:
    return page.replace("<head>", f'<head><link rel="canonical" href="{ROOT}{address}">')


def index(*numbers: int) -> str:
    links = "".join(f'<a class="j" href="/a/berita-nomor-{number}">x</a>' for number in numbers)
    return f"<html><body>{links}</body></html>"


def test_a_list_page_that_fails_once_is_asked_for_again(site: Site, source_of: MakeSource) -> None:
    for number in range(1, 7):
        site.put(f"/a/berita-nomor-{number}", article(f"Berita {number}", f"{number} {LONG}", SECOND))
    site.put("/indeks?page=1", index(1, 2, 3))
    site.put("/indeks?page=2", "oops", status=500)
    site.put("/indeks?page=3", index())
    source = source_of("listing", "/indeks?page={page}", discovery={"link_css": "a.j", "max_pages": 5})
    assert site.poll(source).parsed == 3
    site.put("/indeks?page=2", index(4, 5, 6))
    assert site.poll(source, hours=1).parsed == 3


def test_a_correction_is_found_under_the_address_that_was_listed(site: Site, source_of: MakeSource) -> None:
    source = source_of("sitemap", "/s.xml")
    own, listed = "/nasional/dua-belas-orang-batal", "/read/dua-belas-orang-batal"
    site.put("/s.xml", sitemap("2026-11-24T01:00:00Z", listed), kind="text/xml")
    site.put(listed, named(own, article("Dua Belas", LONG, SECOND)))
    assert site.poll(source).parsed == 1
    site.put("/s.xml", sitemap("2026-11-24T06:00:00Z", listed), kind="text/xml")
    site.put(
        listed, named(own, article("Dua Belas", LONG, SECOND, "RALAT: bukan dua belas, melainkan dua puluh orang."))
    )
    run = site.poll(source, hours=4)
    assert (run.edited, run.duplicates) == (1, 0)
    assert [document.url for document in site.documents] == [ROOT + own]
    assert "RALAT" in site.documents[0].text


@pytest.mark.parametrize("section", ["/berita-jawa-timur", "/20261123"])
def test_an_address_of_a_section_is_not_believed(site: Site, source_of: MakeSource, section: str) -> None:
    paths = [f"{section}/{slug}" for slug in ("polisi-gagalkan-pengiriman", "hakim-vonis-calo", "warga-pulang-selamat")]
    site.put("/rss", feed(*((path, path, RECENT) for path in paths)), kind="text/xml")
    for path in paths:
        site.put(path, named(f"{section}/", article(path, f"{path} {LONG}", SECOND)))
    assert site.poll(source_of("feed", "/rss")).parsed == 3
    assert {document.url for document in site.documents} == {ROOT + path for path in paths}


def test_a_part_that_fails_invents_no_correction(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    path = "/a/berita-panjang-sekali"
    link = f'<a href="{path}?page=2">2</a>'
    site.put("/rss", feed((path, "Panjang", RECENT)), kind="text/xml")
    site.put(path, article("Panjang", LONG, extra=link), etag='"1"')
    site.put(f"{path}?page=2", "oops", status=500)
    first = site.poll(source)
    assert (first.parsed, first.refused) == (1, {"server_error": 1})
    site.put(f"{path}?page=2", article("Panjang", SECOND, "Bagian kedua memuat keterangan kepala dinas setempat."))
    assert site.poll(source, hours=13).edited == 1
    assert "Bagian kedua" in site.documents[0].text
    site.put(f"{path}?page=2", "oops", status=500)
    assert site.poll(source, hours=40).edited == 0


def test_pages_left_out_by_since_are_found_without_it(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    site.put("/rss", feed(("/a/berita-lama-sekali", "Lama", RECENT)), kind="text/xml", etag='"1"')
    site.put("/a/berita-lama-sekali", article("Lama", LONG, SECOND))
    assert site.poll(source, since=NOW - timedelta(hours=1)).parsed == 0
    assert site.poll(source, hours=1).parsed == 1


def test_stamps_that_mean_nothing_leave_room_for_new_pages(site: Site, source_of: MakeSource) -> None:
    source = source_of("sitemap", "/s.xml", politeness={"delay_s": 0, "max_requests": 10})
    paths = [f"/a/berita-nomor-{number}" for number in range(15)]
    for path in paths:
        site.put(path, article(path, f"{path} {LONG}", SECOND))
    landed = 0
    for hour in range(4):
        site.put("/s.xml", sitemap(f"2026-11-24T{3 + hour:02d}:30:00Z", *paths), kind="text/xml")
        landed += site.poll(source, hours=hour + 1).parsed
    assert landed == 15


def test_a_page_whose_host_is_away_keeps_its_tries(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    site.put("/rss", feed(("/a/berita-satu-dua", "Satu", RECENT)), kind="text/xml")
    request, address = site.home.request(source, run_id="away"), f"{ROOT}/a/berita-satu-dua"
    with State(request.state_path) as state, desk_of(request, state, WallClock(NOW)) as desk:
        assert desk.take(address) == address
        for _ in range(9):
            desk.failed(address, "robots_unreachable")
    site.put("/a/berita-satu-dua", article("Satu", LONG, SECOND))
    assert site.poll(source, hours=200).parsed == 1


def test_a_page_taken_down_is_not_fetched_under_another_address(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    own, listed, other = (
        "/nasional/korban-dipulangkan-kemarin",
        "/read/korban-dipulangkan-kemarin",
        "/lain/korban-dipulangkan-kemarin",
    )
    site.put("/rss", feed((listed, "Korban", RECENT)), kind="text/xml")
    for path in (listed, other):
        site.put(path, named(own, article("Korban", LONG, SECOND)))
    site.poll(source)
    with State(site.home.request(source).state_path) as state:
        state.add_tombstone(site.documents[0].doc_id)
    site.put("/rss", feed((listed, "Korban", RECENT), (other, "Korban", RECENT)), kind="text/xml")
    run = site.poll(source, hours=13)
    assert (run.parsed, run.fetched, site.documents) == (0, 0, [])
    assert listed not in site.asked


def test_what_cannot_be_read_again_is_no_news_and_no_loss(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    items = [(f"/a/berita-nomor-{number}", "x", RECENT) for number in range(8)]
    site.put("/rss", feed(*items), kind="text/xml")
    for path, _, _ in items[1:]:
        site.put(path, article(path, f"{path} {LONG}", SECOND))
    assert site.poll(source).parsed == 7
    for path, _, _ in items[1:]:
        del site.pages[ROOT + path]
    later = [site.poll(source, hours=13 + hour) for hour in range(3)]
    assert [run.listed - run.known for run in later] == [0, 0, 0]
    assert {run.state for run in later} <= {"healthy", "quiet"}, [run.detail for run in later]


def test_one_listing_of_two_that_died_is_told(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss", "/mati")
    site.put("/rss", feed(("/a/berita-satu-dua", "Satu", RECENT)), kind="text/xml")
    site.put("/a/berita-satu-dua", article("Satu", LONG, SECOND))
    site.poll(source)
    assert site.poll(source, hours=1).rule == "listings_missing"


def test_a_sitemap_that_became_a_page_is_told(site: Site, source_of: MakeSource) -> None:
    source = source_of("sitemap", "/s.xml")
    site.put("/s.xml", "<html><body>Selamat datang</body></html>")
    site.poll(source)
    run = site.poll(source, hours=1)
    assert (run.state, run.rule) == ("broken", "listings_missing")


def test_a_wrong_clock_and_an_unreadable_poll_hold_nothing_up(site: Site, source_of: MakeSource) -> None:
    source = source_of("feed", "/rss")
    site.put("/rss", feed(), kind="text/xml")
    site.poll(source, hours=24 * 365 * 4)
    with State(site.home.request(source).state_path) as state:
        assert is_due(source, state, NOW)
        state.add_poll(source.id, NOW, '{"run_id": "of another version"}')
        assert is_due(source, state, NOW)
        assert len(earlier_polls(state, source.id)) == 1
    assert isinstance(site.poll(source, hours=1).next_at, datetime)
