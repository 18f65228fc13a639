"""Which links of a listing page lead to articles or ads."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from crawlers.extract.page import Page

_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|topik|indeks?|index|category|kategori|kanal|author|penulis|search|cari|page|foto|photo|video|rss|feed"
    r"|login|register|about|tentang|kontak|contact|privacy|redaksi|pedoman\S*|amp)(?:[/.?]|$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\d{4,}|\w+(?:-\w+){2,}")
_AD = re.compile(r"/(?:lowongan|loker|jobs?|karir|career|vacancy|vacancies)[\w-]*/.+", re.IGNORECASE)


def article_links(html: str, base: str, css: str | None) -> Iterator[str]:
    """Addresses in page order, each once: all that the source's selector names, else those that look like articles."""
    yield from _links(html, base, css, lambda path: bool(_ARTICLE.search(path)) and not _NO_ARTICLE.search(path))


def ad_links(html: str, base: str, css: str | None) -> Iterator[str]:
    yield from _links(html, base, css, lambda path: bool(_AD.search(path)) and not _NO_ARTICLE.search(path))


def next_page(html: str, base: str, css: str | None) -> str | None:
    node = Page(html).first([css] if css else ['link[rel="next"]', 'a[rel="next"]', "a.next", ".pagination .next a"])
    href = node.attributes.get("href") if node else None
    return urljoin(base, href) if href else None


def _links(html: str, base: str, css: str | None, fits: Callable[[str], bool]) -> Iterator[str]:
    given: set[str] = set()
    for node in Page(html).tree.css(css or "a[href]"):
        anchor = node if node.tag == "a" else node.css_first("a[href]")
        href = anchor.attributes.get("href") if anchor else None
        try:
            url = urljoin(base, (href or "").strip()).partition("#")[0]
            path = urlsplit(url).path
        except ValueError:
            continue
        if href and url not in given and url != base and (css or fits(path)):
            given.add(url)
            yield url
