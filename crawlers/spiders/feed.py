"""RSS and Atom feeds."""

import gzip
from collections.abc import Iterator

import feedparser
from scrapy import Request
from scrapy.http import Response

from crawlers.spiders.base import Found, SourceSpider


class PlatformSpider(SourceSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        found = list(feed_items(response.body))
        if not found:
            self.desk.complain("empty_feed")
        for item in found:
            yield from self.read(item)


def feed_items(body: bytes) -> Iterator[Found]:
    """Entries with a link; some sites send gzip bytes without saying so."""
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    for entry in feedparser.parse(body).entries:
        link = entry.get("link")
        if link:
            yield Found(link.strip(), entry.get("title"), entry.get("published") or entry.get("updated"))
