"""Title, date and byline of an article page, each with how it was read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from crawlers.extract.dates import ParsedDate, date_of_url, parse_date
from crawlers.extract.page import Page, one_line, text_of
from crawlers.source import ArticleRules

RULES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("article.yml").read_text(encoding="utf-8"))
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

    def title(self) -> str:
        """The printed headline where one is found; else the headline of the structured data, else of the page's title."""
        for how, text in self._titles():
            if text:
                self.provenance["title"] = how
                return text
        return ""

    def _titles(self) -> Iterator[tuple[str, str]]:
        own = self.page.tree.css_first(self.rules.title_css) if self.rules.title_css else None
        yield "css", one_line(own.text(separator=" ")) if own else ""
        headline = one_line(str(self.structured.get("headline") or ""))
        metas = [_without_outlet(text) for text in (one_line(self.page.meta("og:title")), self.page.title_tag) if text]
        printed = [one_line(node.text(separator=" ")) for node in self.page.tree.css("h1")]
        alike = [text for text in printed if any(_same_headline(text, other) for other in [headline, *metas])]
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
        yield from self._printed_dates(RULES["date"])
        yield from (("text", line) for line in self._lines_below_title())

    def _lines_below_title(self) -> list[str]:
        """What is printed right under the headline, where no template names the date."""
        lines = text_of(self.page.tree.body).split("\n") if self.page.tree.body else []
        title = self.title().casefold()
        at = next((number for number, line in enumerate(lines) if title and line.casefold() == title), None)
        return [] if at is None else [line for line in lines[max(0, at - 2) : at + 8] if re.search(r"\d", line)]

    def _printed_dates(self, selectors: Sequence[str]) -> Iterator[tuple[str, str]]:
        for selector in selectors:
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
        for selector in [*([self.rules.byline_css] if self.rules.byline_css else []), *RULES["byline"]]:
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
    a, b = (re.sub(r"\W+", "", text.casefold()) for text in (printed, other))
    if not a or not b or not 0.6 <= len(a) / len(b) <= 2.5:
        return False
    shorter = min(len(a), len(b))
    return a in b or b in a or SequenceMatcher(None, a[:shorter], b[:shorter], autojunk=False).ratio() > 0.85


def _without_outlet(title: str) -> str:
    """Cut " - Outlet" or " | Kanal Outlet" off a page title, while three words of headline remain."""
    parts = re.split(r"(\s+(?:\|+|:+)\s+|\s+[-–—]\s+)", title)
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
