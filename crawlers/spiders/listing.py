"""Index pages of articles: by day, by page, or by a link to the next."""

from collections.abc import Iterator
from itertools import chain, islice

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import decode
from crawlers.spiders.found import Found
from crawlers.spiders.links import article_links, next_page
from crawlers.spiders.paging import PagedSpider


class PlatformSpider(PagedSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        html = decode(response.body, self.encoding(response))
        links = list(islice(self.links_of(html, response.url), self.most_links + 1))
        work = (self.read(Found(url, told_by="listing")) for url in links)
        requests, fresh = self.taken(links, chain.from_iterable(work))
        yield from requests
        link = next_page(html, response.url, self.source.discovery.next_css)
        yield from self.following(response, links, fresh, link)

    def links_of(self, html: str, base: str) -> Iterator[str]:
        yield from article_links(html, base, self.source.discovery.link_css)
