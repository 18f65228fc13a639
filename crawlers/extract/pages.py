"""Articles printed over several pages: where the others are, and their readings joined to one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.extract.article import Extracted
from crawlers.extract.page import Page, absolute, decode
from crawlers.yaml_content import read_yaml

MOST = 20
_RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("pages.yml"))
_LARGEST_OFFSET = 200
_HREFS = [re.compile(rf"""{name}\s*=\s*["']?([^"'>\s]+)""") for name in ("href", "HREF")]
"""Each begins with plain letters, which makes it ten times as fast as one for both."""
_SENTENCE = 5
"""Words of a line that makes a page a further one: sites answer a page too many with bits of another."""


@dataclass(frozen=True)
class ArticlePages:
    count: int = 1
    addresses: tuple[str, ...] = ()
    """Of the second page and those after it, in order."""
    whole: str | None = None
    """An address that shows all pages in one document."""


@dataclass(frozen=True)
class _Link:
    number: int
    form: str
    """`?name` of a query parameter, or `/` for a last part of the path."""


def find_pages(html: str | bytes | Page, url: str, all_pages_param: str | None = None) -> ArticlePages:
    """The further pages of the article on page 1 at `url`; at most `MOST` pages in all."""
    page = html if isinstance(html, Page) else Page(decode(html) if isinstance(html, bytes) else html)
    base = _first_page(url)
    slug = urlsplit(base).path.rstrip("/").rsplit("/", 1)[-1]
    hrefs = _hrefs(page, slug) if _may_link(page.html, slug, base) else ()
    links = [target for href in hrefs if (target := absolute(url, href)) is not None]
    numbered = {link: target for target in links if (link := _number(target, base)) is not None}
    shown = _shown_total(page.html)
    addresses = tuple(_in_order(numbered, base, shown))[: MOST - 1]
    if not addresses:
        return ArticlePages()
    whole = next((target for target in links if _is_whole(target, base)), None)
    if whole is None and all_pages_param:
        name, _, value = all_pages_param.partition("=")
        whole = _with_query(base, {name: value})
    return ArticlePages(len(addresses) + 1, addresses, whole)


def join(parts: Sequence[Extracted]) -> Extracted:
    """One reading of an article's pages in order: page 1 says what it is, later pages only what is new.

    A page without a new sentence ends the article: sites answer a page too many with an earlier one. The document with
    all pages may stand in place of the later ones. Raises ValueError for no parts.
    """
    if not parts:
        raise ValueError("no pages to join: give at least the reading of page 1")
    joined, lines = parts[0], parts[0].text.split("\n")
    for part in parts[1:]:
        known = set(lines)
        fresh = [line for line in part.text.split("\n") if line not in known]
        if part.rejected or not any(len(line.split()) >= _SENTENCE for line in fresh):
            break
        lines += fresh
        joined = _with_gaps_filled(joined, part)
    return replace(joined, text="\n".join(lines).strip())


def _with_gaps_filled(first: Extracted, later: Extracted) -> Extracted:
    return replace(
        first,
        title=first.title or later.title,
        byline=first.byline or later.byline,
        published=first.published or later.published,
        address=first.address or later.address,
        outlet=first.outlet or later.outlet,
        extra={**later.extra, **first.extra},
        provenance={**later.provenance, **first.provenance},
        matched=tuple(sorted({*first.matched, *later.matched})),
    )


def _may_link(html: str, slug: str, base: str) -> bool:
    """Whether the raw markup names a further page at all; looking for links in the tree costs ten times as much."""
    named = {href for form in _HREFS for href in form.findall(html) if href[0] == "?" or (slug and slug in href)}
    targets = (absolute(base, unescape(href)) for href in named)
    return any(target and (_number(target, base) or _is_whole(target, base)) for target in targets)


def _hrefs(page: Page, slug: str) -> Iterator[str]:
    for node in page.tree.css('link[rel~="next"][href], a[href]'):
        href = node.attributes.get("href") or ""
        if href.startswith("?") or (slug and slug in href):
            yield href


def _shown_total(html: str) -> int:
    small = html.lower()
    return max((int(match[1]) for form in _totals() for match in form.finditer(small)), default=1)


@cache
def _totals() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in _RULES["totals"])


def _in_order(numbered: dict[_Link, str], base: str, shown: int) -> Iterator[str]:
    """Addresses of pages 2, 3, …: as linked, and in the same form where links were left out."""
    forms = {link.form for link in numbered}
    form = min(forms, key=lambda form: (form == "/", form), default=f"?{_RULES['parameters'][0]}")
    numbers = sorted({link.number for link in numbered if link.form == form and link.number > 1})
    step = numbers[0] if form == "/" and numbers and numbers[0] > 2 else 1  # offsets of paragraphs: /5, /10
    last = max(shown, (numbers[-1] // step + (step > 1)) if numbers else 1)
    for count in range(2, min(last, MOST) + 1):
        number = (count - 1) * step if step > 1 else count
        yield numbered.get(_Link(number, form)) or _address(base, number, form)


def _address(base: str, number: int, form: str) -> str:
    return f"{base.rstrip('/')}/{number}" if form == "/" else _with_query(base, {form[1:]: str(number)})


def _first_page(url: str) -> str:
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _names_page(name, value)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def _names_page(name: str, value: str) -> bool:
    return (name in _RULES["parameters"] and value.isdigit()) or _RULES["whole"].get(name) == value


def _number(target: str, base: str) -> _Link | None:
    """Which page an address shows, if it differs from the first page's by nothing but the number."""
    parts, first = urlsplit(target), urlsplit(base)
    if parts.hostname != first.hostname:
        return None
    query = dict(parse_qsl(parts.query))
    paged = [name for name, value in query.items() if name in _RULES["parameters"] and value.isdigit()]
    same_path = parts.path.rstrip("/") == first.path.rstrip("/")
    if same_path and len(paged) == 1:
        number = int(query.pop(paged[0]))
        return _Link(number, f"?{paged[0]}") if query == dict(parse_qsl(first.query)) and number <= MOST else None
    rest = parts.path.rstrip("/").removeprefix(first.path.rstrip("/") + "/")
    slug = "-" in first.path.rstrip("/").rsplit("/", 1)[-1]
    if slug and rest.isdigit() and int(rest) <= _LARGEST_OFFSET and parts.query == first.query:
        return _Link(int(rest), "/")
    return None


def _is_whole(target: str, base: str) -> bool:
    parts, first = urlsplit(target), urlsplit(base)
    same = parts.hostname == first.hostname and parts.path.rstrip("/") == first.path.rstrip("/")
    return same and any(_RULES["whole"].get(name) == value for name, value in parse_qsl(parts.query))


def _with_query(base: str, added: dict[str, str]) -> str:
    parts = urlsplit(base)
    query = urlencode({**dict(parse_qsl(parts.query)), **added})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
