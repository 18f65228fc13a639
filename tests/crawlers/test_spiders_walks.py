"""How far the spiders walk through lists: new pages, known ones, bounds, and every shipped source's first step."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest

from crawlers.clock import WallClock
from crawlers.collect import CrawlRequest
from crawlers.desk import desk_of
from crawlers.source import Source
from crawlers.source_files import SHIPPED, lint, load_sources
from crawlers.spiders import spider_of
from crawlers.state import State
from tests.crawlers.conftest import LONG, NOW, article
from tests.crawlers.replay import Case, Page, Visit, replay

MOST = 40
MakeSource = Callable[..., Source]


def _visit(pages: dict[str, tuple[str, bytes]], **changes: Any) -> Visit:
    recorded = {url: Page(200, {"Content-Type": kind}, body) for url, (kind, body) in pages.items()}
    return Visit(changes.pop("now", NOW), changes.pop("since", None), recorded, {})


def test_a_sitemap_is_read_up_to_a_bound(
    tmp_path: Path, source_of: MakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawlers.spiders.sitemap.MOST_URLS", MOST)
    source = source_of("sitemap", "/sitemap.xml", politeness={"delay_s": 0, "max_requests": 1})
    url = source.discovery.urls[0]
    host = url.removesuffix("/sitemap.xml")
    body = f"<urlset>{''.join(f'<url><loc>{host}/a/{n}</loc></url>' for n in range(MOST + 5))}</urlset>".encode()
    pages = {url: ("application/xml", body), f"{host}/a/0": ("text/html", b"<html></html>")}
    run = replay(Case(tmp_path, source, ()), _visit(pages), tmp_path, "run-1").run
    assert run.listed == MOST
    assert run.refused["too_many_links"] == 1


def test_old_pages_of_a_plain_sitemap_are_counted_and_not_fetched(tmp_path: Path, source_of: MakeSource) -> None:
    source = source_of("sitemap", "/sitemap.xml", politeness={"delay_s": 0, "max_requests": 1})
    host = source.discovery.urls[0].removesuffix("/sitemap.xml")
    old = "".join(f"<url><loc>{host}/a/{n}</loc><lastmod>2020-01-0{n}</lastmod></url>" for n in range(1, 9))
    pages = {source.discovery.urls[0]: ("application/xml", f"<urlset>{old}</urlset>".encode())}
    visit = _visit(pages, since=NOW - timedelta(days=7))
    outcome = replay(Case(tmp_path, source, ()), visit, tmp_path, "run-1")
    assert (outcome.run.listed, outcome.run.refused) == (8, {})
    assert outcome.asked == [source.discovery.urls[0]]


def test_a_known_page_of_a_walk_ends_it(tmp_path: Path, source_of: MakeSource) -> None:
    source = source_of("feed", "/feed/", discovery={"max_pages": 9})
    url = source.discovery.urls[0]
    host = url.removesuffix("/feed/")

    def feed(*numbers: int) -> tuple[str, bytes]:
        items = "".join(
            f"<item><title>t{n}</title><link>{host}/a/{n}</link><pubDate>Mon, 23 Nov 2026 03:00:00 GMT</pubDate>"
            f"<content:encoded>{escape(f'<p>{n} {LONG}</p>')}</content:encoded></item>"
            for n in numbers
        )
        ns = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        text = (
            f'<rss version="2.0" {ns}><channel><generator>https://wordpress.org/?v=6</generator>{items}</channel></rss>'
        )
        return "application/rss+xml", text.encode()

    case = Case(tmp_path, source, ())
    first = replay(case, _visit({url: feed(2, 1), f"{url}?paged=2": feed()}), tmp_path, "run-1")
    assert (first.run.parsed, len(first.asked)) == (2, 2)
    second = replay(case, _visit({url: feed(3, 2)}, now=NOW + timedelta(hours=1)), tmp_path, "run-2")
    assert (second.run.parsed, second.run.known, second.asked) == (1, 1, [url])
    third = replay(
        case,
        _visit(
            {url: feed(7, 6), f"{url}?paged=2": feed(5, 4), f"{url}?paged=3": feed(3, 2)}, now=NOW + timedelta(hours=2)
        ),
        tmp_path,
        "run-3",
    )
    assert (third.run.parsed, len(third.asked)) == (4, 3)


def test_an_outlet_of_a_known_platform_is_one_short_file(tmp_path: Path) -> None:
    text = """id: kabar-uji
title: Kabar Uji
publisher: PT Kabar Uji
kind: news
permission: not_needed
terms_note: Invented.
hosts: [kabar.example]
platform: listing
discovery: {urls: ["https://kabar.example/indeks?page={page}"], max_pages: 3, link_css: a.judul}
"""
    (tmp_path / "kabar-uji.yml").write_text(text)
    assert lint(tmp_path) == []
    assert [path.name for path in sorted(SHIPPED.glob("*.yml")) if len(re.findall(r"\n", path.read_text())) >= 35] == []


def test_every_shipped_source_knows_where_to_begin(tmp_path: Path) -> None:
    state_path = tmp_path / "state.sqlite"
    for source in load_sources(SHIPPED).values():
        request = CrawlRequest(
            source=source, run_id="run-1", now=NOW, since=NOW - timedelta(days=2), archive_dir=tmp_path / "archive",
            landing_dir=tmp_path / "landing", state_path=state_path,
        )  # fmt: skip
        with State(state_path) as state, desk_of(request, state, WallClock(NOW)) as desk:
            asked = [item.url for item in spider_of(source.platform)(desk=desk).first_requests()]
        assert asked, source.id
        assert len(asked) == len(set(asked)), source.id
        assert {urlsplit(url).hostname for url in asked} <= set(source.hosts), source.id
        assert not [url for url in asked if re.search(r"[{}]|%7B", url)], source.id


@pytest.mark.parametrize(("killed", "pages"), [(False, 1), (True, 2)])
def test_the_run_after_a_killed_one_reads_on(tmp_path: Path, source_of: MakeSource, killed: bool, pages: int) -> None:
    source = source_of("listing", "/indeks?page={page}", discovery={"max_pages": 2, "link_css": "a"})
    first, second = (source.discovery.urls[0].replace("{page}", page) for page in "12")
    host = first.partition("/indeks")[0]
    recorded = {
        first: ("text/html", b"<a href='/a/satu'>1</a>"),
        second: ("text/html", b"<a href='/a/dua'>2</a>"),
        **{
            f"{host}/a/{name}": ("text/html", article(f"Berita {name}", f"{name} {LONG}").encode())
            for name in ("satu", "dua")
        },
    }
    only_first = source.model_copy(update={"discovery": source.discovery.model_copy(update={"max_pages": 1})})
    assert replay(Case(tmp_path, only_first, ()), _visit(recorded), tmp_path, "run-1", killed=killed).run.parsed == 1
    later = _visit(recorded, now=NOW + timedelta(hours=1))
    outcome = replay(Case(tmp_path, source, ()), later, tmp_path, "run-2")
    assert len([url for url in outcome.asked if "indeks" in url]) == pages
    assert outcome.run.parsed == pages - 1
