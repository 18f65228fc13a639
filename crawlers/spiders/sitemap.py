"""News sitemaps, plain sitemaps, and indexes of them."""

import gzip
from collections.abc import Iterator

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from crawlers.spiders.base import Found, SourceSpider


class PlatformSpider(SourceSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        body = gzip.decompress(response.body) if response.body.startswith(b"\x1f\x8b") else response.body
        tree = Selector(body=body, type="xml")
        tree.remove_namespaces()
        children = [
            (item.xpath("lastmod/text()").get(), item.xpath("loc/text()").get()) for item in tree.xpath("//sitemap")
        ]
        fresh = [loc.strip() for day, loc in children if loc and not self.too_old(self.date(day))]
        for loc in fresh[: self.source.discovery.max_pages]:
            yield self.list_at(loc)
        entries = [found for item in tree.xpath("//url") if (found := _entry(item))]
        if not children and not entries:
            self.desk.complain("empty_sitemap")
        for found in entries:
            yield from self.read(found)


def _entry(item: Selector) -> Found | None:
    """One `<url>`; the news date is the article's, `lastmod` only its page's."""
    loc = (item.xpath("loc/text()").get() or "").strip()
    title = item.xpath("news/title/text()").get()
    published = item.xpath("news/publication_date/text()").get()
    return Found(loc, title, published or item.xpath("lastmod/text()").get(), "sitemap") if loc else None
