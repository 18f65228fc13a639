"""Whole crawls of a small invented site, each in its own process."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from crawlers.archive import ArchiveReader
from crawlers.collect import CrawlFailed, CrawlRefused
from crawlers.landing import read_fetches
from crawlers.source import Source
from crawlers.state import State
from tests.crawlers.conftest import HOST, LONG, NOW, Home, Web, article, feed

MakeSource = Callable[..., Source]
RECENT = "Mon, 23 Nov 2026 10:15:00 +0700"


def _site(web: Web, *, robots: tuple[int, str] = (200, "User-agent: *\nDisallow: /tertutup/\n")) -> None:
    web.put("/robots.txt", robots[1], status=robots[0], kind="text/plain")
    web.put(
        "/rss",
        feed(
            ("/a/satu-dua-tiga?utm_source=rss", "Satu", RECENT), ("/a/lama", "Lama", "Mon, 02 Nov 2026 10:15:00 +0700")
        ),
    )
    web.put(
        "/a/satu-dua-tiga?utm_source=rss",
        article("Dua Belas Orang Batal Berangkat", LONG, "Baca juga: Polisi tangkap perekrut"),
    )
    web.put("/a/lama", article("Berita Lama Sekali", LONG, date="2 November 2026 10:15 WIB"))


def test_feed_is_crawled_once_and_leaves_a_trace(web: Web, home: Home, source_of: MakeSource) -> None:
    _site(web)
    begun = monotonic()
    run = home.crawl(source_of("feed", "/rss"), contact="https://suar.example/kontak")
    assert monotonic() - begun < 20
    assert (run.reached, run.listed, run.fetched, run.parsed, run.with_date, run.with_body) == (True, 2, 2, 2, 2, 2)
    first = next(document for document in home.documents() if "Dua Belas" in document.title)
    assert first.url == f"http://{HOST}/a/satu-dua-tiga"
    assert first.text == LONG
    assert first.published_raw == "Senin, 23 November 2026 10:15 WIB"
    assert first.published_zone == "printed"
    fetch = next(fetch for fetch in read_fetches(home.folder / "landing") if fetch.fetch_id == first.fetch_id)
    assert fetch.robots == "allowed"
    assert LONG.encode() in ArchiveReader(home.folder / "archive").read(fetch.archive_path)
    assert web.agents == {"Suar/0.1 (+https://suar.example/kontak)"}
    again = home.crawl(source_of("feed", "/rss"), run_id="run-2")
    assert (again.listed, again.fetched, again.parsed) == (2, 0, 0)
    assert web.count("/a/lama") == 1


def test_since_and_tombstones_keep_pages_out(web: Web, home: Home, source_of: MakeSource) -> None:
    _site(web)
    first = home.crawl(source_of("feed", "/rss"), since=NOW - timedelta(days=7))
    assert (first.listed, first.parsed, first.reason) == (2, 1, None)
    assert [document.title for document in home.documents()] == ["Dua Belas Orang Batal Berangkat"]
    doc_id = home.documents()[0].doc_id
    with State(home.folder / "state.sqlite") as state:
        state.forget(doc_id)
        state.add_tombstone(doc_id)
    (home.folder / "landing" / "kabar-uji--run-1.jsonl").unlink()
    run = home.crawl(source_of("feed", "/rss"), run_id="run-2", since=NOW - timedelta(days=7))
    assert run.parsed == 0
    assert web.count("/a/satu-dua-tiga?utm_source=rss") == 1


@pytest.mark.parametrize(
    ("robots", "parsed", "refused", "state"),
    [
        ((403, "User-agent: *\nDisallow: /\n"), 2, 0, "none"),
        ((500, ""), 0, 1, None),
        ((200, "User-agent: Suar\nDisallow: /a/lama\n"), 1, 1, "allowed"),
    ],
)
def test_robots_by_rfc_9309(
    web: Web, home: Home, source_of: MakeSource, robots: tuple[int, str], parsed: int, refused: int, state: str | None
) -> None:
    _site(web, robots=robots)
    run = home.crawl(source_of("feed", "/rss"))
    assert (run.parsed, run.refused_by_robots) == (parsed, refused)
    assert {fetch.robots for fetch in read_fetches(home.folder / "landing")} == ({state} if state else set())
    with State(home.folder / "state.sqlite") as memory:
        assert memory.robots_notes() == {HOST: robots[0]}
    if robots[0] == 500:
        assert not run.reached
        assert run.reason == "robots_unreachable, not_reached"
        assert web.count("/rss") == 0


def test_refusals_are_counted_and_are_no_documents(web: Web, home: Home, source_of: MakeSource) -> None:
    _site(web)
    paths = (
        "/a/satu-dua-tiga?utm_source=rss",
        "/a/terlarang",
        "/a/blokir",
        "/a/hilang",
        "/a/captcha",
        "/tertutup/x",
        "/a/indeks-berita",
    )
    web.put("/rss", feed(*((path, path, RECENT) for path in paths)))
    web.put("/a/terlarang", "no", status=403)
    web.put("/a/blokir", "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>")
    web.put("/a/captcha", article("Modus Captcha Palsu Menjerat Pencari Kerja", LONG))
    run = home.crawl(source_of("feed", "/rss"))
    assert (run.listed, run.fetched, run.parsed) == (7, 2, 2)
    assert (run.blocked, run.failed, run.refused_by_robots) == (2, 2, 1)
    assert web.count("/tertutup/x") == 0


def test_a_killed_crawl_is_finished_by_the_next(web: Web, home: Home, source_of: MakeSource) -> None:
    web.put("/robots.txt", "", kind="text/plain")
    paths = [f"/a/berita-{number}" for number in range(1, 49)]
    web.put("/rss", feed(*((path, path, RECENT) for path in paths)))
    for path in paths:
        web.put(path, article(f"Berita {path}", f"{path} {LONG}"))
    source = source_of("feed", "/rss", politeness={"delay_s": 0.1, "max_requests": 60})
    request = home.request(source)
    with subprocess.Popen(
        [sys.executable, "-m", "crawlers.process", str(home.folder / "result.json")],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2],
    ) as child:  # fmt: skip
        assert child.stdin is not None
        child.stdin.write(request.model_dump_json().encode() + b"\n")
        child.stdin.flush()
        landed = home.folder / "landing" / "kabar-uji--run-1.jsonl"
        while not (landed.exists() and landed.read_bytes().count(b"\n") >= 3):
            assert child.poll() is None
        child.send_signal(signal.SIGKILL)
    with landed.open("ab") as lines:
        lines.write(b'{"doc_id": "cut')
    before = {document.doc_id for document in home.documents()}
    assert 3 <= len(before) < 48
    home.crawl(source)
    ids = [document.doc_id for document in home.documents()]
    assert len(ids) == len(set(ids)) == 48
    assert before <= set(ids)


def test_the_process_ends_with_its_parent(home: Home, source_of: MakeSource) -> None:
    request = home.request(source_of("feed", "/rss", politeness={"delay_s": 30, "max_requests": 60}))
    with subprocess.Popen(
        [sys.executable, "-m", "crawlers.process", str(home.folder / "result.json")],
        stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2],
    ) as child:  # fmt: skip
        assert child.stdin is not None
        child.stdin.write(request.model_dump_json().encode() + b"\n")
        child.stdin.close()
        assert child.wait(20) == 3


def test_all_pages_parameter_and_dated_listing(web: Web, home: Home, source_of: MakeSource) -> None:
    web.put("/robots.txt", "", kind="text/plain")
    web.put(
        "/indeks/2026/11/24", '<html><body><h2><a class="judul" href="/a/panjang-sekali">Panjang</a></h2></body></html>'
    )
    web.put(
        "/indeks/2026/11/23", '<html><body><h2><a class="judul" href="/a/pendek-saja">Pendek</a></h2></body></html>'
    )
    web.put("/a/panjang-sekali", article("Panjang Sekali", LONG))
    web.put(
        "/a/panjang-sekali?page=all", article("Panjang Sekali", LONG, "Halaman kedua berisi keterangan kepala dinas.")
    )
    web.put("/a/pendek-saja", article("Pendek Saja", LONG))
    source = source_of(
        "listing",
        "/indeks/{date:%Y/%m/%d}",
        discovery={"days": 2, "link_css": "a.judul"},
        article={"all_pages_param": "page=all"},
    )
    run = home.crawl(source)
    assert run.parsed == 2
    texts = {document.url: document.text for document in home.documents()}
    assert "Halaman kedua" in texts[f"http://{HOST}/a/panjang-sekali"]
    assert f"http://{HOST}/a/pendek-saja" in texts


def test_wordpress_falls_back_to_the_feed(web: Web, home: Home, source_of: MakeSource) -> None:
    _site(web)
    web.put("/feed/", feed(("/a/lama", "Lama", RECENT)))
    run = home.crawl(source_of("wordpress", "/"))
    assert (run.reached, run.parsed) == (True, 1)


def test_wordpress_posts_need_no_page(web: Web, home: Home, source_of: MakeSource) -> None:
    web.put("/robots.txt", "", kind="text/plain")
    post = {
        "link": f"http://{HOST}/2026/11/23/sebuah-berita/",
        "date_gmt": "2026-11-23T03:15:00",
        "title": {"rendered": "Dua Belas &#8220;Orang&#8221;"},
        "content": {"rendered": f"<p>Mataram (ANTARA) - {LONG}</p><p>Baca juga: Lain lagi</p>"},
    }
    fields = "_fields=id,link,date,date_gmt,modified_gmt,title,content"
    web.put(f"/wp-json/wp/v2/posts?per_page=20&page=1&{fields}", json.dumps([post]), kind="application/json")
    home.crawl(source_of("wordpress", "/"))
    (document,) = home.documents()
    assert document.title == "Dua Belas “Orang”"
    assert document.text == LONG
    assert document.extra["dateline"] == "Mataram (ANTARA)"
    assert document.published_at == NOW.replace(day=23, hour=3, minute=15)


def test_a_source_without_permission_is_refused(home: Home, source_of: MakeSource) -> None:
    with pytest.raises(CrawlRefused, match="permission"):
        home.crawl(source_of("feed", "/rss", permission="asked", enabled=False))


def test_a_crawl_that_takes_too_long_fails(home: Home, source_of: MakeSource) -> None:
    with pytest.raises(CrawlFailed, match="not done after"):
        home.crawl(source_of("feed", "/rss"), timeout_s=0.05)


def test_other_hosts_and_too_many_requests_stay_out(web: Web, home: Home, source_of: MakeSource) -> None:
    _site(web)
    items = [(f"/a/berita-{number}", "x", RECENT) for number in range(6)]
    web.put("/rss", feed(*items).replace("</channel>", "<item><link>http://lain.example/a</link></item></channel>"))
    for path, _, _ in items:
        web.put(path, article(f"Berita {path}", LONG))
    run = home.crawl(source_of("feed", "/rss", politeness={"delay_s": 0, "max_requests": 4}))
    assert run.listed == 6
    assert run.parsed == 3
    assert run.reason == "request_limit"
    assert not [url for url in web.asked if "lain.example" in url]


def test_a_long_list_leaves_room_for_the_other_and_takes_what_that_leaves(
    web: Web, home: Home, source_of: MakeSource
) -> None:
    _site(web)
    long_, short = ([(f"/a/{name}-{number}", "x", RECENT) for number in range(n)] for name, n in (("p", 30), ("q", 2)))
    web.put("/rss", feed(*long_))
    web.put("/rss-lain", feed(*short))
    for path, _, _ in [*long_, *short]:
        web.put(path, article(f"Berita {path}", LONG))
    source = source_of("feed", "/rss", politeness={"delay_s": 0.001, "max_requests": 12})
    lists = (*source.discovery.urls, source.discovery.urls[0] + "-lain")
    run = home.crawl(source.model_copy(update={"discovery": source.discovery.model_copy(update={"urls": lists})}))
    assert all(web.count(path) == 1 for path, _, _ in short)
    assert (run.listed, run.parsed) == (32, 10)  # two of the requests were for the lists
    assert run.reason == "request_limit"
