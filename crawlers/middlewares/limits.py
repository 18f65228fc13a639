"""The bounds of a source: its hosts, its number of requests; and the way every request goes."""

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.middlewares import OutOfBounds
from crawlers.spiders.base import SourceSpider


class LimitsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._sent = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        asked = spider.desk.request
        if asked.proxy:
            request.meta["proxy"] = asked.proxy
        if request.meta.get("robots_txt"):
            return
        host = urlsplit(request.url).hostname
        if host not in asked.source.hosts:
            spider.desk.complain("left_its_hosts")
            raise OutOfBounds(f"{host} is not a host of {asked.source.id}")
        self._sent += 1
        if self._sent > asked.source.politeness.max_requests:
            spider.desk.complain("request_limit")
            raise OutOfBounds(f"{asked.source.id} allows {asked.source.politeness.max_requests} requests")
