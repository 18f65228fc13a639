"""A news page to title, text, date and byline, each with how it was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from urllib.parse import urlsplit

from crawlers.extract import boilerplate
from crawlers.extract.body import ENOUGH, SHORTEST, find_body, read_fragment
from crawlers.extract.dates import ParsedDate
from crawlers.extract.document import without_heading
from crawlers.extract.fields import RULES, ArticlePage
from crawlers.extract.page import Page, absolute, decode
from crawlers.extract.rules import active_lines, rules_for
from crawlers.source import ArticleRules

__all__ = ["ENOUGH", "Extracted", "extract_article", "is_listing", "read_body"]

_NO_RULES = ArticleRules()


@dataclass(frozen=True)
class Extracted:
    title: str = ""
    text: str = ""
    byline: str | None = None
    published: ParsedDate | None = None
    address: str | None = None
    """What the page names as its own address."""
    outlet: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, str] = field(default_factory=dict)
    rejected: Literal["listing", "feed", "empty"] | None = None
    """Why there is no document in this page."""
    matched: tuple[str, ...] = ()
    """Rules of the source that found or removed something: `body:<selector>`, `remove:<selector>`, `line:<pattern>`."""


def extract_article(
    html: str | bytes | Page,
    url: str | None,
    *,
    rules: ArticleRules = _NO_RULES,
    earlier: Sequence[ArticleRules] = (),
    zone: str = "Asia/Jakarta",
    now: datetime,
) -> Extracted:
    """Read an article, by the template of its day of publication where `earlier` ones are given.

    A page that is a listing, a feed or empty answers with `rejected` and no text. A given `Page` is used up.
    """
    page = html if isinstance(html, Page) else Page(decode(html) if isinstance(html, bytes) else html)
    if _is_feed(page.html[:3000]):
        return Extracted(rejected="feed")
    address = absolute(url or "", page.address or "") or url
    article, published = _by_template(ArticlePage(page, rules, address or url, zone, now), earlier)
    title, byline = article.title(), article.byline()
    if is_listing(article, url or address):
        return Extracted(title=title, address=address, rejected="listing")
    body = find_body(article)
    lines = active_lines(article.rules, article.day(published))
    stripped = boilerplate.separate(without_heading(body.text, title, zone, now), lines)
    if len(stripped.text) < SHORTEST:
        return Extracted(title=title, address=address, rejected="empty")
    return Extracted(
        title=title,
        text=stripped.text,
        byline=stripped.byline or byline,
        published=published,
        address=address,
        outlet=page.meta("og:site_name"),
        extra=stripped.notes(),
        provenance={**article.provenance, "text": body.how} | ({"byline": "text"} if stripped.byline else {}),
        matched=tuple(sorted(body.matched | {f"line:{rule}" for rule in stripped.matched})),
    )


def _by_template(article: ArticlePage, earlier: Sequence[ArticleRules]) -> tuple[ArticlePage, ParsedDate | None]:
    """The page with the rules of its day of publication, and that date."""
    published = article.published()
    chosen = rules_for(article.rules, earlier, article.day(published))
    if chosen is article.rules:
        return article, published
    article = replace(article, rules=chosen, provenance={})
    return article, article.published() or published


def _is_feed(start: str) -> bool:
    if re.match(r"\s*[{\[]", start):
        return True
    xml = re.search(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", start)
    return xml is not None and not re.search(r"<(?:html|body)\b", start, re.IGNORECASE)


def is_listing(article: ArticlePage, url: str | None) -> bool:
    """Whether a page lists articles instead of being one: by its address, its title, or mostly linked headlines."""
    page, path = article.page, re.sub(r"/index\.(?:html?|php)(?=/|$)", "", urlsplit(url).path) if url else "/-"
    if article.structured.get("datePublished") and path.strip("/"):
        return False
    if path in {"", "/"} or re.search(RULES["listing_title"], page.title_tag):
        return True
    if re.fullmatch(r"/[a-z]+/?", path) or (re.search(RULES["listing_path"], path) and not re.search(r"\d{5,}", path)):
        return True
    kind = page.meta("og:type") or ""
    headed = article.provenance.get("title") == "css" or re.search(r"\d{5,}|(?:[^/]*-){4}", path)
    if page.meta("article:published_time") or page.tree.css_first("[itemprop=articleBody]"):
        return False
    if headed and (kind.casefold() == "article" or (not kind and len(article.title().split()) >= 4)):
        return False
    links = [len(node.text().split()) for node in page.tree.css("a")]
    headlines = [count for count in links if count >= 4]
    if kind == "website" and len(headlines) >= 10 and "published_at" not in article.provenance:
        return True
    paragraphs = sum(len(node.text().split()) for node in page.tree.css("p"))
    return len(headlines) >= 15 and sum(headlines) > 2 * paragraphs


def read_body(fragment: str, rules: ArticleRules = _NO_RULES, day: date | None = None) -> boilerplate.Body:
    """A body that came as a piece of HTML or as plain text, without its boilerplate."""
    return boilerplate.separate(read_fragment(fragment, rules).text, active_lines(rules, day))
