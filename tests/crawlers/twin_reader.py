"""Reads the twin as a person with a browser would: by its feeds, lists, sitemaps and pages."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import ProxyHandler, Request, build_opener
from zoneinfo import ZoneInfo

import feedparser
from selectolax.lexbor import LexborHTMLParser

from crawlers.twin import Twin

BASE = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Jakarta"))


@dataclass(frozen=True)
class Page:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def html(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    @property
    def words(self) -> str:
        """What a reader sees, with single blanks."""
        return " ".join(self.html.root.text(separator=" ").split()) if self.html.root else ""


def get(twin: Twin, url: str, **headers: str) -> Page:
    opener = build_opener(ProxyHandler({"http": twin.proxy_url}))
    try:
        with opener.open(Request(url, headers=headers), timeout=10) as answer:
            return Page(answer.status, dict(answer.headers), answer.read())
    except HTTPError as error:
        with error:
            return Page(error.code, dict(error.headers), error.read())


def links(twin: Twin, url: str, css: str, next_css: str) -> Iterator[str]:
    """Links of a paged list, page by page."""
    following: str | None = url
    while following:
        page = get(twin, following)
        assert page.status == 200, following
        here = following
        yield from (urljoin(here, node.attributes["href"] or "") for node in page.html.css(css))
        after = page.html.css_first(next_css)
        following = urljoin(here, after.attributes["href"] or "") if after else None


def found_by_feed(twin: Twin) -> list[str]:
    return [
        entry.link for entry in feedparser.parse(get(twin, "http://lensa-nusa.example/rss/terkini.xml").body).entries
    ]


def found_by_days(twin: Twin) -> list[str]:
    days = [BASE - timedelta(days=back) for back in range(16)]
    urls = [f"http://harianpesisir.example/indeks/{day:%Y/%m/%d}" for day in days]
    return [link for url in urls for link in links(twin, url, "a.indeks-judul", "a.berikut")]


def found_by_sitemap(twin: Twin) -> list[str]:
    maps = re.findall(r"<loc>(.+?)</loc>", get(twin, "http://kabarutama.example/sitemap.xml").text)
    news = [url for url in maps if url.endswith("sitemap-news.xml")]
    return [loc for url in news for loc in re.findall(r"<loc>(.+?)</loc>", get(twin, url).text)]


def found_by_rest(twin: Twin) -> list[dict[str, str]]:
    url: str | None = "http://suaratimur.example/wp-json/wp/v2/posts?per_page=5"
    posts: list[dict[str, str]] = []
    while url:
        page = get(twin, url)
        posts += json.loads(page.text)
        after = re.search(r'<(.+?)>; rel="next"', page.headers.get("Link", ""))
        url = after[1] if after else None
    assert len(posts) == int(page.headers["X-WP-Total"])
    return posts


def found_by_json(twin: Twin) -> list[str]:
    node = get(twin, "http://cakrawala-id.example/indeks").html.css_first("script#__NEXT_DATA__")
    assert node
    items = json.loads(node.text())["props"]["pageProps"]["initialArticles"]
    return [urljoin("http://cakrawala-id.example/", item["url"]) for item in items]


def found_by_sections(twin: Twin) -> list[str]:
    urls = [f"http://bumigora-pos.example/kategori/{name}" for name in ("hukrim", "lombok", "sumbawa")]
    return [link for url in urls for link in links(twin, url, "h4.media-heading a", "a[rel=next]")]


def found_on_board(twin: Twin) -> list[str]:
    return list(links(twin, "http://kerjalintas.example/lowongan", "a.tautan-loker", "a[rel=next]"))


def found_in_channel(twin: Twin) -> list[LexborHTMLParser]:
    url: str | None = "http://kanal.example/s/lokerperantau"
    pages = []
    while url:
        pages.append(get(twin, url).html)
        older = pages[-1].css_first("link[rel=prev]")
        url = urljoin(url, older.attributes["href"] or "") if older else None
    return pages


def article_urls(twin: Twin) -> list[str]:
    posts = [post["link"] for post in found_by_rest(twin)]
    return [
        *found_by_feed(twin), *found_by_days(twin), *found_by_sitemap(twin), *posts, *found_by_json(twin),
        *found_by_sections(twin), *found_on_board(twin),
    ]  # fmt: skip


def page_words(twin: Twin, url: str) -> str:
    return get(twin, f"{url}?page=all" if "bumigora" in url else url).words


def url_of(twin: Twin, text_id: str) -> str:
    return next(
        f"http://{host}{path}"
        for host, site in twin.sites.items()
        for path, article in getattr(site, "articles", {}).items()
        if article.id == text_id
    )
