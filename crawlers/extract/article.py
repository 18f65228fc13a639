"""A news page to title, text, date and byline: structured data first, then selectors, then trafilatura."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urljoin, urlsplit

from crawlers.extract import boilerplate
from crawlers.extract.dates import ParsedDate, parse_date
from crawlers.extract.fields import RULES, ArticlePage
from crawlers.extract.page import Page, decode, text_of, without
from crawlers.source import ArticleRules

EXTRACTOR = "suar-extract/1"
ENOUGH = 200
"""Characters from which a body found by a selector is believed."""
SHORTEST = 40
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


def extract_article(
    html: str | bytes, url: str | None, *, rules: ArticleRules = _NO_RULES, zone: str = "Asia/Jakarta", now: datetime
) -> Extracted:
    """Read an article. A page that is a listing, a feed or empty answers with `rejected` and no text."""
    text = decode(html) if isinstance(html, bytes) else html
    if _is_feed(text[:3000]):
        return Extracted(rejected="feed")
    page = Page(text)
    address = urljoin(url or "", page.address) if page.address else url
    article = ArticlePage(page, rules, address or url, zone, now)
    title, published, byline = article.title(), article.published(), article.byline()
    if is_listing(article, url or address):
        return Extracted(title=title, address=address, rejected="listing")
    body, how = _body(article)
    stripped = boilerplate.separate(without_heading(body, title, zone, now), rules.line_rules)
    if len(stripped.text) < SHORTEST:
        return Extracted(title=title, address=address, rejected="empty")
    provenance = {**article.provenance, "text": how} | ({"byline": "text"} if stripped.byline else {})
    notes = {"editor": stripped.editor, "dateline": stripped.dateline, "desk_code": stripped.desk_code}
    return Extracted(
        title=title,
        text=stripped.text,
        byline=stripped.byline or byline,
        published=published,
        address=address,
        outlet=page.meta("og:site_name"),
        extra={key: value for key, value in notes.items() if value},
        provenance=provenance,
    )


def _is_feed(start: str) -> bool:
    if re.match(r"\s*[{\[]", start):
        return True
    xml = re.search(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", start)
    return xml is not None and not re.search(r"<(?:html|body)\b", start, re.IGNORECASE)


def without_heading(text: str, title: str, zone: str, now: datetime) -> str:
    """Drop a heading repeated above the body: all up to the title, and the date lines below it."""
    lines = text.split("\n")
    top = [number for number, line in enumerate(lines[:6]) if title and line.strip().casefold() == title.casefold()]
    start = top[-1] + 1 if top else 0
    while start < min(len(lines) - 1, 8) and (not lines[start].strip() or parse_date(lines[start], zone, now)):
        start += 1
    return "\n".join(lines[start:]).strip() or text


def is_listing(article: ArticlePage, url: str | None) -> bool:
    """Whether a page lists articles instead of being one: by its address, its title, or mostly linked headlines."""
    page, path = article.page, urlsplit(url).path if url else "/-"
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


def _body(article: ArticlePage) -> tuple[str, str]:
    """The body and how it was read; a stump that a selector finds gives way to longer structured text."""
    page, rules = article.page, article.rules
    noise = [*rules.remove_css, *RULES["noise"]]
    if rules.body_css:
        own = "\n\n".join(_texts(page, rules.body_css, noise))
        if own.strip():
            return own, "css"
    structured = _plain(str(article.structured.get("articleBody") or "")) or _plain(page.embedded_markup())
    for selector in RULES["body"]:
        longest = max(_texts(page, selector, noise), key=len, default="")
        if len(longest) >= max(ENOUGH, len(structured) // 2):
            return longest, "css"
    if page.tree.body is None or len(page.tree.body.text().strip()) < SHORTEST:
        return structured, "jsonld"
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page it cannot read is counted, not logged
    found = extract(page.html, include_comments=False, include_tables=False, favor_precision=True) or ""
    return (structured, "jsonld") if len(structured) > len(found) else (found, "trafilatura")


def read_body(fragment: str, rules: ArticleRules = _NO_RULES) -> boilerplate.Body:
    """A body that came as a piece of HTML or as plain text, without its boilerplate."""
    page = Page(fragment) if "<" in fragment else None
    body = page.tree.body if page else None
    text = text_of(without(body, [*rules.remove_css, *RULES["noise"]])) if body else fragment
    return boilerplate.separate(text, rules.line_rules)


def _texts(page: Page, selector: str, noise: Sequence[str]) -> list[str]:
    """The text of each part that the selector names; paragraphs are parts of one."""
    nodes = page.tree.css(selector)
    texts = [text_of(without(node, noise)) for node in nodes]
    return ["\n".join(texts)] if nodes and all(node.tag == "p" for node in nodes) else texts


def _plain(text: str) -> str:
    body = Page(text).tree.body if "<" in text else None
    return text_of(body) if body else text.strip()
