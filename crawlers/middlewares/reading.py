"""An error while a page is read is that page's own: it is counted by name, tried again later, and the crawl goes on."""

from collections.abc import Iterator
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.refusals import reason_of
from crawlers.spiders.base import SourceSpider
from crawlers.spiders.found import told_of


class ReadingMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterator[Request]:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        reason = reason_of(exception)
        canonical = response.cb_kwargs.get("canonical")
        if canonical:
            told = told_of(response.cb_kwargs["found"], canonical, response.meta)
            spider.not_read(canonical, reason, told)
        else:
            spider.desk.refuse(reason, listing=True)
            spider.desk.complain(f"listing_{reason}")
        yield from ()
