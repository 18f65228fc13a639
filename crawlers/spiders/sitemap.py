"""News sitemaps, plain and text sitemaps, and indexes of them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.spiders.feed import read_feed
from crawlers.spiders.found import Found
from crawlers.spiders.markup import name_of, unpacked, worded, xml_root
from crawlers.spiders.paging import PagedSpider

MOST_URLS = 50_000
"""The sitemap protocol's own bound for one file."""
_MOST_MISSED = 12
_A_DAY = timedelta(days=1)
_DEEPEST = 2
_SKIPPED = worded("sitemap_skip")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?:[-_/]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


class PlatformSpider(PagedSpider):
    most_links = 3 * MOST_URLS

    def discover(self, response: Response) -> Iterator[Request]:
        body = unpacked(response.body)
        if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"http"):
            lines = body.decode("utf-8", "replace").split()
            yield from self._pages(Found(line, told_by="sitemap") for line in lines)
            return
        root = xml_root(body)
        kind = name_of(root)
        if kind == "sitemapindex":
            yield from self._children(root, response)
        elif kind == "urlset":
            yield from self._pages(_entries(root))
        elif feed := read_feed(body, response.url):
            yield from self._pages(item.found for item in feed.items)
        else:
            self.misread(response, "not_a_sitemap")

    def _pages(self, entries: Iterator[Found]) -> Iterator[Request]:
        """Newest first, so that a run cut short has the news. Nothing is published after its page's last change."""
        found = list(islice(entries, MOST_URLS + 1))
        if len(found) > MOST_URLS:
            self.desk.refuse("too_many_links")
        if not found:
            self.desk.complain("empty_sitemap")
        for page in sorted(found[:MOST_URLS], key=lambda page: page.published or page.modified or "", reverse=True):
            if page.published is None and self.too_old(self.date(page.modified)):
                self.take(page)  # counted as listed, and let be
            else:
                yield from self.read(page)

    def _children(self, root: Any, response: Response) -> Iterator[Request]:
        """The lists that may hold recent pages: of news first, then the newest, at most as many as the source allows."""
        depth = response.meta.get("depth_of_index", 0) + 1
        listed = [
            (urljoin(response.url, _text(item, "loc")), _text(item, "lastmod")) for item in root.iter("{*}sitemap")
        ]
        own = [(loc, day) for loc, day in listed if urlsplit(loc).hostname in self.source.hosts]
        if not listed:
            self.desk.complain("empty_sitemap")
        if len(own) < len(listed):
            self.desk.refuse("other_host")
        if depth > _DEEPEST:
            self.desk.refuse("endless_paging")
            return
        open_lists = [
            (loc, day) for loc, day in own if not _SKIPPED.search(urlsplit(loc).path) and self._recent(loc, day)
        ]
        open_lists.sort(key=lambda child: (_day_in(child[0]) or child[1][:10], child[1]), reverse=True)
        open_lists.sort(key=lambda child: "news" not in urlsplit(child[0]).path.casefold())
        most = self.source.discovery.max_pages
        missed = [child for child in open_lists[most : most + _MOST_MISSED] if self._was_missed(child[1])]
        for loc, _day in [*open_lists[:most], *missed]:
            yield self.page_at(loc, 1, depth_of_index=depth)

    def _was_missed(self, lastmod: str) -> bool:
        """Whether a further list is younger than the newest page that was ever met: after days out of reach more are."""
        changed = self.date(lastmod)
        return changed is not None and self._newest_known is not None and changed.at > self._newest_known - _A_DAY

    def _recent(self, loc: str, lastmod: str) -> bool:
        """By its last change; else by the month or day in its name, which is over when the next begins."""
        changed, since = self.date(lastmod), self.desk.request.since
        if changed or since is None:
            return not self.too_old(changed)
        named = _MONTH.search(urlsplit(loc).path)
        if named is None:
            return True
        first = date(int(named[1]), int(named[2]), 1)
        last = (
            first.replace(day=28) + timedelta(days=4) if named[3] is None else first + timedelta(days=int(named[3]) - 1)
        )
        return last >= self.source.local_day(since)


def _entries(root: Any) -> Iterator[Found]:
    """Each `<url>`; the news date is the article's, `lastmod` only its page's."""
    for item in root.iter("{*}url"):
        if loc := _text(item, "loc"):
            yield Found(
                loc,
                _text(item, "news/{*}title") or None,
                _text(item, "news/{*}publication_date") or None,
                told_by="sitemap",
                modified=_text(item, "lastmod") or None,
            )


def _text(item: Any, path: str) -> str:
    return str(item.findtext(f"{{*}}{path}") or "").strip()


def _day_in(loc: str) -> str | None:
    named = _MONTH.search(urlsplit(loc).path)
    return "-".join(filter(None, named.groups())) if named else None
