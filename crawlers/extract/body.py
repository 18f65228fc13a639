"""The body of an article page: whole structured data, then selectors, then the densest part, then trafilatura."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawlers.extract.densest import densest
from crawlers.extract.fields import RULES, ArticlePage
from crawlers.extract.page import Page, lines_of, remove, text_of
from crawlers.source import ArticleRules

ENOUGH = 200
"""Characters from which a body found by a selector is believed."""
SHORTEST = 40
WHOLE = 400
"""Characters from which structured data that ends with a sentence is taken for the whole body."""


@dataclass
class FoundBody:
    text: str = ""
    how: str = ""
    matched: set[str] = field(default_factory=set)
    """Selectors of the source that found or removed something: `body:<selector>`, `remove:<selector>`."""


def find_body(article: ArticlePage) -> FoundBody:
    """The body as printed, boilerplate lines and all. Takes noise out of the page's tree: read other fields first."""
    page, matched = article.page, set[str]()
    if article.rules.body_css:
        own = "\n\n".join(_texts(page.tree.css(article.rules.body_css), article, matched))
        if own.strip():
            return FoundBody(own, "css", matched | {f"body:{article.rules.body_css}"})
    structured = plain(str(article.structured.get("articleBody") or ""))
    if _is_whole(structured, page):
        return FoundBody(structured, "jsonld", matched)
    structured = structured or plain(page.embedded_markup())
    least = len(structured) // 2  # a stump gives way to longer structured text
    if text := _selected(article, least, matched):
        return FoundBody(text, "css", matched)
    if page.tree.body is None or len(page.tree.body.text().strip()) < SHORTEST:
        return FoundBody(structured, "jsonld", matched)
    dense = densest_text(article, matched)
    if len(dense) >= max(ENOUGH, least):
        return FoundBody(dense, "density", matched)
    found = max(_by_trafilatura(page), dense, key=len)
    return FoundBody(*((structured, "jsonld") if len(structured) > len(found) else (found, "trafilatura")), matched)


def densest_text(article: ArticlePage, matched: set[str]) -> str:
    """The body where no template is known."""
    part = densest(article.page)
    return max(_texts([part] if part else [], article, matched), key=len, default="")


def plain(text: str) -> str:
    page = Page(text) if "<" in text else None
    if page is None or page.tree.body is None:
        return text.strip()
    remove(page.tree.body, page.possible(RULES["noise"]))
    return _without_link_lists(page.tree.body)


def read_fragment(fragment: str, rules: ArticleRules) -> FoundBody:
    """A body that came alone, as a piece of HTML or as plain text."""
    page, matched = Page(fragment) if "<" in fragment else None, set[str]()
    body = page.tree.body if page else None
    if page is None or body is None:
        return FoundBody(fragment)
    _clean(body, page, rules, matched)
    return FoundBody(_without_link_lists(body), "css", matched)


def _is_whole(text: str, page: Page) -> bool:
    """Structured data is the body only if it keeps its paragraphs and is neither cut off nor the page's description."""
    if len(text) < WHOLE or "\n" not in text or not re.search(r"""[.!?)"”'’]\s*$""", text) or text.endswith("..."):
        return False
    description = page.meta("description", "og:description") or ""
    return len(text) > 2 * len(description)


def _selected(article: ArticlePage, least: int, matched: set[str]) -> str:
    """What a known template's selector finds; of a photo story, the words below its pictures."""
    page = article.page
    captions = "\n".join(text_of(node) for css in page.possible(RULES["captions"]) for node in page.tree.css(css))
    for selector in page.possible(RULES["body"]):
        longest = max(_texts(page.tree.css(selector), article, matched), key=len, default="")
        if len(longest) >= max(ENOUGH, least):
            return longest
    return captions if len(captions) >= max(SHORTEST, least) else ""


def _texts(nodes: Sequence[LexborNode], article: ArticlePage, matched: set[str]) -> list[str]:
    """The text of each part that a selector names; paragraphs are parts of one."""
    for node in nodes:
        _clean(node, article.page, article.rules, matched)
    texts = [_without_link_lists(node) for node in nodes]
    return ["\n".join(texts)] if nodes and all(node.tag == "p" for node in nodes) else texts


def _without_link_lists(node: LexborNode) -> str:
    """The text of a part; two or more lines in a row that are headlines of other pages go, and the label above them."""
    lines = list(lines_of(node))
    headline = [linked and len(line.split()) >= 3 for line, linked in lines]
    kept: list[str] = []
    for number, (line, _) in enumerate(lines):
        if headline[number] and (any(headline[number + 1 : number + 2]) or (number and headline[number - 1])):
            continue
        label = len(line.split()) <= 4 and all(headline[number + 1 : number + 3]) and number + 2 < len(lines)
        if not label:
            kept.append(line)
    return "\n".join(kept)


def _clean(node: LexborNode, page: Page, rules: ArticleRules, matched: set[str]) -> None:
    matched.update(f"remove:{selector}" for selector in rules.remove_css if remove(node, [selector]))
    remove(node, page.possible(RULES["noise"]))


def _by_trafilatura(page: Page) -> str:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page it cannot read is counted, not logged
    return extract(page.html, include_comments=False, include_tables=False, favor_precision=True) or ""
