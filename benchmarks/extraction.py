"""`python -m benchmarks.extraction`: our reading of the saved news pages against the hand-made gold, beside trafilatura's.

`blind` is our reading without any template, as of an outlet never seen; `alone` and `precise` are trafilatura's own.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import trafilatura

from crawlers.extract.article import Extracted, extract_article
from crawlers.extract.body import densest_text
from crawlers.extract.boilerplate import separate
from crawlers.extract.document import without_heading
from crawlers.extract.fields import ArticlePage
from crawlers.extract.page import Page, decode
from crawlers.source import ArticleRules, Source
from crawlers.source_files import SHIPPED, load_sources
from tests.crawlers.gold import GoldPage, f1, load

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Compared:
    page: GoldPage
    read: Extracted
    ours: float
    blind: float
    """As if no selector knew the page's template."""
    alone: float
    alone_precise: float

    @property
    def title_right(self) -> bool:
        return self.read.title == self.page.title

    @property
    def day_right(self) -> bool:
        read = self.read.published
        return read is not None and read.at.astimezone(ZoneInfo(ZONE)).date() == self.page.day

    @property
    def leaks(self) -> int:
        """How many lines of other articles' links are left."""
        return sum(line.strip().casefold().startswith("baca juga") for line in self.read.text.split("\n"))


def compare() -> list[Compared]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return [_compared(page) for page in load()]


def read_page(html: bytes) -> Extracted:
    """As the importer of saved pages reads it: by the rules of the source that the page's own address belongs to."""
    page = Page(decode(html))
    source = _by_host().get(urlsplit(page.address or "").hostname or "")
    rules, earlier = (source.article, source.article_versions) if source else (ArticleRules(), ())
    return extract_article(page, None, rules=rules, earlier=earlier, zone=ZONE, now=NOW)


def _compared(page: GoldPage) -> Compared:
    read = read_page(page.html)
    alone = trafilatura.extract(page.html) or ""
    precise = trafilatura.extract(page.html, favor_precision=True, include_comments=False) or ""
    return Compared(page, read, *(f1(text, page.body) for text in (read.text, _blind(page.html), alone, precise)))


def _blind(html: bytes) -> str:
    article = ArticlePage(Page(decode(html)), ArticleRules(), None, ZONE, NOW)
    return separate(without_heading(densest_text(article, set()), article.title(), ZONE, NOW)).text


@cache
def _by_host() -> dict[str, Source]:
    return {host: source for source in load_sources(SHIPPED).values() for host in source.hosts}


def milliseconds(work: Callable[[], object], times: int = 5) -> float:
    """Of processor time: the best of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def _speed(compared: list[Compared]) -> Iterator[str]:
    spent: dict[str, list[tuple[float, int]]] = {}
    for item in compared:
        html = item.page.html
        took = milliseconds(lambda html=html: read_page(html))  # type: ignore[misc]
        spent.setdefault(item.read.provenance.get("text", item.read.rejected or "-"), []).append((took, len(html)))
    for how, all_of in sorted(spent.items()):
        mean, size = statistics.mean(took for took, _ in all_of), statistics.mean(size for _, size in all_of)
        yield f"  {how:12} {len(all_of):3} pages  {mean:6.2f} ms a page of {size / 1000:.0f} kB  ({mean / size * 50_000:.2f} ms per 50 kB)"


def main() -> None:
    compared = compare()
    out = sys.stdout.write
    out("    F1  blind  alone precise  title day  how\n")
    for item in sorted(compared, key=lambda item: item.ours):
        marks = f"{'ok' if item.title_right else '--':5} {'ok' if item.day_right else '--':4}"
        how = item.read.rejected or item.read.provenance.get("text", "-")
        out(
            f" {item.ours:.3f}  {item.blind:.3f}  {item.alone:.3f}  {item.alone_precise:.3f}  {marks} {how:12} {item.page.name}\n"
        )
    kinds = ("ours", "blind", "alone", "alone_precise")
    means = "  ".join(f"{statistics.mean(getattr(item, kind) for item in compared):.3f}" for kind in kinds)
    out(f" {means}  mean of {len(compared)} pages\n")
    titles, days = (statistics.mean(getattr(item, key) for item in compared) for key in ("title_right", "day_right"))
    out(f" title {titles:.1%}, day {days:.1%}, `Baca juga` lines left: {sum(item.leaks for item in compared)}\n")
    out("\n".join(_speed(compared)) + "\n")


if __name__ == "__main__":
    main()
