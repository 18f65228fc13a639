"""Index pages of articles: one a day where the address holds a date, and their following pages."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import decode
from crawlers.fieldtypes import dated
from crawlers.spiders.base import Found, SourceSpider
from crawlers.spiders.links import article_links, next_page


class PlatformSpider(SourceSpider):
    def first_requests(self) -> Iterable[Request]:
        """Newest day first, so that a run cut short has the news."""
        today = self.source.local_day(self.desk.request.now)
        since = self.desk.request.since
        days = self.source.discovery.days
        if since is not None:
            days = min(days, (today - self.source.local_day(since)).days + 1)
        walk = [today - timedelta(days=back) for back in range(days)]
        urls = dict.fromkeys(dated(url, day) for day in walk for url in self.source.discovery.urls)
        return [self.list_at(url, page=1) for url in urls]

    def discover(self, response: Response) -> Iterator[Request]:
        html = decode(response.body, self.encoding(response))
        links = list(self.links_of(html, response.url))
        for url in links:
            yield from self.read(Found(url, told_by="listing"))
        page = response.meta["page"]
        following = next_page(html, response.url, self.source.discovery.next_css)
        if links and following and page < self.source.discovery.max_pages and following != response.url:
            yield self.list_at(following, page=page + 1)

    def links_of(self, html: str, base: str) -> Iterator[str]:
        yield from article_links(html, base, self.source.discovery.link_css)
