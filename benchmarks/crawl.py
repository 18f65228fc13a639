"""`python -m benchmarks.crawl`: pages a second of one crawl process on loopback, Suar beside Scrapy alone and Scrapy with
trafilatura or newspaper4k. Suar's figure holds the archive and the extraction; the others keep nothing.

A rate counts from the first page asked to the end of the process. Scrapy asks eight pages of a host at once by default;
Suar never more than one, so each is also run with one.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.pages import HOST, PAGES, ROOT, STATS

SCRAPY_AT_ONCE = 8
RUNS = (
    ("suar", 1, PAGES), ("scrapy", SCRAPY_AT_ONCE, 1000), ("scrapy", 1, 1000),
    ("scrapy + trafilatura", SCRAPY_AT_ONCE, 300), ("scrapy + trafilatura", 1, 300),
    ("scrapy + newspaper4k", SCRAPY_AT_ONCE, 100), ("scrapy + newspaper4k", 1, 100),
)  # fmt: skip
"""Contender, requests at once, pages: fewer for the slow ones, so that all takes less than three minutes."""


_HEADING = "{:24s}{:>8s}{:>7s}{:>7s}{:>8s}{:>8s}{:>9s}{:>9s}{:>9s}".format(
    "contender", "at once", "pages", "texts", "s", "cpu s", "pages/s", "of suar", "peak MB"
)


@dataclass(frozen=True)
class Result:
    name: str
    at_once: int
    pages: int
    texts: int
    seconds: float
    cpu_s: float
    """Of the whole process, its start included: what other work on the machine cannot change."""
    peak_mb: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def main() -> None:
    with _page_server() as proxy:
        print(_HEADING, flush=True)
        ours: float | None = None
        for name, at_once, pages in RUNS:
            item = measure(name, at_once, pages, proxy)
            ours = ours or item.rate
            print(
                f"{item.name:24s}{item.at_once:8d}{item.pages:7d}{item.texts:7d}{item.seconds:8.1f}{item.cpu_s:8.1f}"
                f"{item.rate:9.1f}{item.rate / ours:9.2f}{item.peak_mb:9.0f}",
                flush=True,
            )


def measure(name: str, at_once: int, pages: int, proxy: str) -> Result:
    with tempfile.TemporaryDirectory(prefix="suar-bench-") as folder:
        result, command, given = Path(folder) / "result.json", [sys.executable, "-m"], b""
        if name == "suar":
            command += ["crawlers.process", str(result)]
            given = suar_request(Path(folder), proxy, pages)
        else:
            command += ["benchmarks.crawl", name, str(at_once), str(pages), proxy, str(result)]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "PYTHONWARNINGS": "ignore"})
        assert child.stdin is not None
        child.stdin.write(given)
        child.stdin.flush()
        _, status, usage = os.wait4(child.pid, 0)
        ended = time.monotonic()
        child.returncode = os.waitstatus_to_exitcode(status)
        child.stdin.close()
        stats = _stats(proxy)
        if child.returncode or stats["asked"] != pages:
            raise SystemExit(f"{name} ended with {child.returncode} after {stats['asked']} of {pages} pages: see above")
        cpu_s = usage.ru_utime + usage.ru_stime
        texts = json.loads(result.read_text("utf-8"))["with_body"]
        return Result(name, at_once, pages, texts, ended - stats["first"], cpu_s, usage.ru_maxrss / 1024)


def suar_request(folder: Path, proxy: str, pages: int) -> bytes:
    """What `crawlers.process` reads from standard input."""
    from crawlers.collect import CrawlRequest
    from crawlers.source import Source

    source = Source.model_validate(
        {
            "id": "kabar-laju", "title": "Kabar Laju", "publisher": "PT Kabar Laju", "kind": "news",
            "permission": "not_needed", "terms_note": "Invented for the benchmark.", "hosts": [HOST], "platform": "sitemap",
            "discovery": {"urls": [_sitemap(pages)]}, "politeness": {"delay_s": 0, "max_requests": pages + 50},
        }
    )  # fmt: skip
    request = CrawlRequest(
        source=source,
        run_id="bench",
        now=datetime.now(UTC),
        archive_dir=folder / "archive",
        landing_dir=folder / "landing",
        state_path=folder / "state.sqlite",
        proxy=proxy,
    )
    return request.model_dump_json().encode() + b"\n"


def run_scrapy(name: str, at_once: int, pages: int, proxy: str, result: Path) -> None:
    """A Scrapy project's usual start: a sitemap, its pages, and a text of each."""
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response, TextResponse

    text_of, found = EXTRACTORS[name](), {"with_body": 0}

    class BenchSpider(scrapy.Spider):
        name = "bench"

        async def start(self) -> Any:
            yield scrapy.Request(_sitemap(pages), meta={"proxy": proxy})

        def parse(self, response: Response) -> Iterator[scrapy.Request]:
            assert isinstance(response, TextResponse)
            for url in response.selector.re(r"<loc>([^<]+)"):
                yield scrapy.Request(url, self.read, meta={"proxy": proxy})

        def read(self, response: Response) -> Iterator[dict[str, str]]:
            text = text_of(response.text, response.url)
            found["with_body"] += len(text) >= 200
            yield {"url": response.url, "text": text}

    process = CrawlerProcess({"CONCURRENT_REQUESTS_PER_DOMAIN": at_once, "LOG_ENABLED": False, "DOWNLOAD_DELAY": 0})
    process.crawl(BenchSpider)
    process.start()
    result.write_text(json.dumps(found), encoding="utf-8")


Extractor = Callable[[str, str], str]


def _whole_page() -> Extractor:
    return lambda html, _url: html


def _trafilatura() -> Extractor:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    def text(html: str, url: str) -> str:
        read = bare_extraction(html, url=url, with_metadata=True)
        return (read.text or "") if isinstance(read, Document) else ""

    return text


def _newspaper() -> Extractor:
    from newspaper import Article

    def text(html: str, url: str) -> str:
        article = Article(url, language="id", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return text


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "scrapy": _whole_page, "scrapy + trafilatura": _trafilatura, "scrapy + newspaper4k": _newspaper,
}  # fmt: skip


def _sitemap(pages: int) -> str:
    return f"{ROOT}/sitemap-{pages}.xml"


@contextmanager
def _page_server() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.pages"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.stdin.close()


def _stats(proxy: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{proxy}{STATS}") as answer:
        stats: dict[str, Any] = json.load(answer)
    return stats


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        contender, at_once, pages, proxy, result = sys.argv[1:]
        run_scrapy(contender, int(at_once), int(pages), proxy, Path(result))
