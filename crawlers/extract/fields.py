"""Title, date and byline of an article page, each with how it was read."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from crawlers.extract.dates import ParsedDate, date_of_url, parse_date
from crawlers.extract.page import Page, lines_of, one_line
from crawlers.source import ArticleRules
from crawlers.yaml_content import read_yaml

RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("article.yml"))
_LONGEST_HEADLINE = 1_000
_AROUND = 2
"""How many elements up from the headline its date is looked for."""
_TIMED = ("minute", "second")


@dataclass(frozen=True)
class ArticlePage:
    page: Page
    rules: ArticleRules
    url: str | None
    zone: str
    now: datetime
    provenance: dict[str, str] = field(default_factory=dict)

    @cached_property
    def structured(self) -> dict[str, Any]:
        return self.page.typed(RULES["article_types"])

    @cached_property
    def _headings(self) -> list[tuple[LexborNode, str]]:
        nodes = [node for css in ("h1", *self.page.possible(RULES["title"])) for node in self.page.tree.css(css)]
        return [(node, one_line(node.text(separator=" "))) for node in nodes]

    def title(self) -> str:
        """The printed headline where one is found; else the headline of the structured data, else of the page's title."""
        for how, text in self._titles():
            if text:
                self.provenance["title"] = how
                return text[:_LONGEST_HEADLINE]
        return ""

    def _titles(self) -> Iterator[tuple[str, str]]:
        own = self.page.tree.css_first(self.rules.title_css) if self.rules.title_css else None
        yield "css", one_line(own.text(separator=" ")) if own else ""
        headline = one_line(str(self.structured.get("headline") or ""))
        metas = [_without_outlet(text) for text in (one_line(self.page.meta("og:title")), self.page.title_tag) if text]
        alike = [text for _, text in self._headings if any(_same_headline(text, other) for other in [headline, *metas])]
        yield "css", min(alike, key=len, default="")
        yield "jsonld", headline
        yield "meta", next(iter(metas), "")

    def published(self) -> ParsedDate | None:
        """The first readable date; a day alone gives way to a later candidate within a day of it that has a time."""
        best: tuple[str, ParsedDate] | None = None
        for how, raw in self._dates():
            parsed = parse_date(raw, self.zone, self.now)
            if parsed is None:
                continue
            near = best is None or abs((parsed.at - best[1].at).total_seconds()) < 86400
            if best is None or (near and parsed.precision in _TIMED):
                best = (how, parsed)
            if best[1].precision in _TIMED:
                break
        if best is None and self.url:
            in_url = date_of_url(self.url, self.zone, self.now)
            best = ("url", in_url) if in_url else None
        if best is None:
            return None
        self.provenance["published_at"] = f"{best[0]}:relative" if best[1].relative else best[0]
        return best[1]

    def day(self, published: ParsedDate | None) -> date | None:
        return published.at.astimezone(ZoneInfo(self.zone)).date() if published else None

    def _dates(self) -> Iterator[tuple[str, str]]:
        if self.rules.date_css:
            yield from self._printed_dates([self.rules.date_css])
        for key in ("datePublished", "dateCreated"):
            if self.structured.get(key):
                yield "jsonld", str(self.structured[key])
        for name in RULES["meta_date"]:
            if value := self.page.meta(name):
                yield "meta", value
        for node in self.page.tree.css("[itemprop=datePublished]"):
            yield "meta", node.attributes.get("content") or node.attributes.get("datetime") or one_line(node.text())
        printed = list(self._printed_dates(RULES["date"]))
        if (
            len({text for _, text in printed if text}) != 1
        ):  # none, or other articles' dates too: what stands by the headline counts
            near = self._lines_by_title()
            yield from (("css" if ("css", line) in printed else "text", line) for line in near)
        yield from printed

    def _lines_by_title(self) -> list[str]:
        """What is printed right above and under the headline, where no template names the date."""
        title = self.title()
        heading = next((node for node, text in self._headings if text == title), None)
        part = heading or self.page.tree.body
        for _ in range(_AROUND if heading else 0):
            part = part.parent if part and part.parent and part.parent.tag != "html" else part
        above: deque[str] = deque(maxlen=2)
        lines = (line for line, _ in (lines_of(part) if part else ()))
        for line in lines:
            if line.casefold() == title.casefold():
                return [near for near in (*above, *islice(lines, 8)) if re.search(r"\d", near)]
            above.append(line)
        return []

    def _printed_dates(self, selectors: Sequence[str]) -> Iterator[tuple[str, str]]:
        for selector in self.page.possible(selectors):
            for node in self.page.tree.css(selector)[:3]:
                yield "css", node.attributes.get("datetime") or ""
                yield "css", one_line(node.text(separator=" "))

    def byline(self) -> str | None:
        for how, raw in self._bylines():
            name = _person(raw)
            if name:
                self.provenance["byline"] = how
                return name
        return None

    def _bylines(self) -> Iterator[tuple[str, str]]:
        own = [self.rules.byline_css] if self.rules.byline_css else []
        for selector in self.page.possible([*own, *RULES["byline"]]):
            for node in self.page.tree.css(selector)[:2]:
                yield "css", one_line(node.text(separator=" "))
        authors = self.structured.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            if isinstance(author, dict) and author.get("@type", "Person") == "Person":
                yield "jsonld", one_line(str(author.get("name") or ""))
            elif isinstance(author, str):
                yield "jsonld", one_line(author)
        for name in RULES["meta_author"]:
            if value := self.page.meta(name):
                yield "meta", value


def _same_headline(printed: str, other: str) -> bool:
    """Equal but for punctuation, a cut end or an added outlet."""
    a, b = (re.sub(r"\W+", "", text[:_LONGEST_HEADLINE].casefold()) for text in (printed, other))
    if not a or not b or not 0.6 <= len(a) / len(b) <= 2.5:
        return False
    shorter = min(len(a), len(b))
    return a in b or b in a or SequenceMatcher(None, a[:shorter], b[:shorter], autojunk=False).ratio() > 0.85


def _without_outlet(title: str) -> str:
    """Cut " - Outlet" or " | Kanal Outlet" off a page title, while three words of headline remain."""
    parts = re.split(r"(\s+(?:\|+|:+)\s+|\s+[-–—]\s+)", title[:_LONGEST_HEADLINE])
    while len(parts) > 2 and len(parts[-1].split()) <= 4 and len("".join(parts[:-2]).split()) >= 3:
        parts = parts[:-2]
    return "".join(parts).strip()


def _person(raw: str) -> str | None:
    name = re.split(r"\s[-–—|•]\s|,?\s*(?:Terbit|Editor|Tayang)\b", one_line(raw))[0]
    name = re.sub(r"(?i)^\s*(?:oleh|by|penulis|reporter|pewarta|rep|laporan)\b\s*:?\s*", "", name).strip(" ,.:;-/")
    words = name.split()
    if not 1 <= len(words) <= 6 or re.search(RULES["no_byline"], name):
        return None
    return name if all(word[:1].isupper() for word in words) else None
