"""One source in one Scrapy engine: the settings that hold for every crawl, and what its end is worth."""

from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.extensions.memusage import MemoryUsage

from crawlers.bounded import memory_kb
from crawlers.collect import CrawlRequest
from crawlers.desk import Desk
from crawlers.spiders import spider_of

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer, compressed or not."""
MEMORY_MB = 420
"""At which the crawl ends; the process may not grow much beyond."""
HEADROOM_MB = 400
"""By which the process may grow after it has begun."""
_ENDS = {"closespider_timeout": "out_of_time", "memusage_exceeded": "out_of_memory"}


def crawler_of(desk: Desk, *, init_reactor: bool = False, **changes: Any) -> Crawler:
    """A crawler for the desk's source; start it with `crawl(desk=desk)`. `changes`: settings of a simulated web."""
    spider = spider_of(desk.request.source.platform)
    crawler = Crawler(spider, settings(desk.request) | changes, init_reactor=init_reactor)

    def ended(reason: str) -> None:
        if reason in _ENDS:
            desk.refuse(_ENDS[reason])

    crawler.signals.connect(ended, signals.spider_closed, weak=False)  # a weak reference would let it go at once
    return crawler


class MemoryWatch(MemoryUsage):
    """Scrapy's, but by this process alone: what `getrusage` tells begins with the memory of the parent."""

    def get_virtual_size(self) -> int:
        return memory_kb("VmHWM") * 1024


def settings(request: CrawlRequest) -> dict[str, Any]:
    ours = "crawlers.middlewares"
    return {
        "USER_AGENT": request.user_agent,
        "ROBOTSTXT_OBEY": False,  # our own middleware decides: Scrapy's allows on 5xx and reads a 403's body
        "DOWNLOADER_MIDDLEWARES": {
            f"{ours}.bounds.BoundsMiddleware": 610,  # before redirects are followed
            f"{ours}.robots.RobotsMiddleware": 620,
            f"{ours}.block_page.BlockPageMiddleware": 540,
            f"{ours}.pace.PaceMiddleware": 900,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # never from the environment
        },
        "SPIDER_MIDDLEWARES": {
            f"{ours}.reading.ReadingMiddleware": 500,
            # It would drop long addresses without a word: our own bounds count them.
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        },
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), f"{ours}.download.DownloadHandler")
        | dict.fromkeys(("data", "file", "ftp", "s3")),
        "EXTENSIONS": {"scrapy.extensions.memusage.MemoryUsage": None, "crawlers.engine.MemoryWatch": 0},
        # Requests of a source stand in one queue; only a web of our own is asked without pause.
        "CONCURRENT_REQUESTS": 1 if request.source.politeness.delay_s else 8,
        "CONCURRENT_ITEMS": 1,  # spiders land documents themselves; Scrapy starts so many tasks for each answer
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if request.source.politeness.delay_s else 8,
        "DOWNLOAD_DELAY": 0,  # our own pace: it outlives the run
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 408],
        "REDIRECT_MAX_TIMES": 5,
        "DOWNLOAD_TIMEOUT": min(request.answer_s, request.timeout_s / 4),
        "DOWNLOAD_MAXSIZE": LARGEST,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "CLOSESPIDER_TIMEOUT": max(1, int(request.timeout_s * 0.9)),
        "MEMUSAGE_LIMIT_MB": MEMORY_MB,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 0.5,
        "TELNETCONSOLE_ENABLED": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it reads the source of each callback anew for each answer
        "LOG_ENABLED": False,
    }
