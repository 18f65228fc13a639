"""The crawl process: `python -m crawlers.process RESULT`, a CrawlRequest as one line on standard input."""

import os
import sys
import threading
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from scrapy.crawler import CrawlerProcess

from crawlers.collect import CrawlRequest
from crawlers.desk import Desk
from crawlers.landing import Archive, Landing
from crawlers.spiders import spider_of
from crawlers.state import State

_OTHER_CRAWL_S = 60


def main(result: Path) -> int:
    request = CrawlRequest.model_validate_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    request.landing_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(request.landing_dir / f".{request.source.id}.lock", timeout=_OTHER_CRAWL_S):
            _crawl(request, result)
    except Timeout:
        sys.stderr.write(f"another crawl of {request.source.id} is still running\n")
        return 1
    return 0


def _crawl(request: CrawlRequest, result: Path) -> None:
    landing = Landing(request.landing_dir, request.source.id, request.run_id)
    with State(request.state_path) as state:
        desk = Desk(request, state, landing, Archive(request.archive_dir))
        desk.recover()
        process = CrawlerProcess(settings(request))
        process.crawl(spider_of(request.source.platform), desk=desk)
        process.start()
        landing.close()
        part = result.with_suffix(".part")
        part.write_text(desk.report().model_dump_json(), encoding="utf-8")
        part.replace(result)


def settings(request: CrawlRequest) -> dict[str, Any]:
    delay = request.source.politeness.delay_s
    ours = "crawlers.middlewares"
    return {
        "USER_AGENT": request.user_agent,
        "ROBOTSTXT_OBEY": False,  # our own middleware decides: Scrapy's allows on 5xx and reads a 403's body
        "DOWNLOADER_MIDDLEWARES": {
            f"{ours}.limits.LimitsMiddleware": 50,
            f"{ours}.robots.RobotsMiddleware": 100,
            f"{ours}.block_page.BlockPageMiddleware": 540,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # never from the environment
        },
        "DOWNLOAD_DELAY": delay,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [500, 502, 503, 504, 408],
        "REDIRECT_MAX_TIMES": 5,
        "DOWNLOAD_TIMEOUT": 30,
        "DOWNLOAD_MAXSIZE": 8 * 1024 * 1024,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": int(request.timeout_s * 0.9),
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
    }


def _end_with_parent() -> None:
    """Standard input closes when whoever asked for this crawl is gone, however it ended."""
    while os.read(0, 1024):
        pass
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
