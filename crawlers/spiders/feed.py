"""RSS, RDF, Atom and Blogger's JSON: whole articles are read where they stand, others on their pages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import feedparser
from scrapy import Request
from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from crawlers.extract.article import read_body
from crawlers.extract.page import one_line
from crawlers.spiders.found import Found
from crawlers.spiders.markup import unpacked, worded, xml_root
from crawlers.spiders.paging import PagedSpider

_CUT, _TRAILERS = worded("cut"), worded("feed_trailers")


@dataclass(frozen=True)
class Item:
    found: Found
    markup: str = ""
    """The whole article; empty where the feed has none, or a cut one."""


@dataclass(frozen=True)
class Window:
    items: tuple[Item, ...]
    older: str | None = None
    numbered: bool = False
    """Whether `?paged=2` leads to the items before these (WordPress)."""


class PlatformSpider(PagedSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        page = response.meta["page"]
        window = read_feed(unpacked(response.body), response.url)
        if window is None:
            self.misread(response, "not_a_feed")
            return
        if not window.items and page == 1:
            self.desk.complain("empty_feed")
        urls = [item.found.url for item in window.items]
        work = (self.read_inline(item.found, item.markup, response) for item in window.items)
        requests, fresh = self.taken(urls, chain.from_iterable(work))
        yield from requests
        if fresh < len(window.items):
            return
        older = window.older
        if older is None and window.numbered:
            older = add_or_replace_parameter(response.url, "paged", str(page + 1))
        yield from self.following(response, urls, fresh, older)


def read_feed(body: bytes, url: str) -> Window | None:
    """Entries with a link, each once; null where the answer is no feed. Raises Refusal for declared entities."""
    if body.lstrip()[:1] == b"{":
        return _blogger(body)
    if b"<!ENTITY" in body[:65536]:
        xml_root(body)
    # From a stream: given bytes, feedparser would open a file of that name.
    parsed = feedparser.parse(BytesIO(body), response_headers={"content-location": url})
    if not parsed.get("version") and not parsed.entries:
        return None
    made_by = str(parsed.feed.get("generator") or "").casefold()
    items = {item.found.url: item for entry in parsed.entries if (item := _item(entry, "blogger" in made_by))}
    older = next((link.get("href") for link in parsed.feed.get("links", []) if link.get("rel") == "next"), None)
    return Window(tuple(items.values()), older, "wordpress" in made_by)


def _item(entry: Any, blogger: bool) -> Item | None:
    link = str(entry.get("feedburner_origlink") or entry.get("link") or "").strip()
    own = str(entry.get("id") or "")
    if urlsplit(link).path in {"", "/"} and own.startswith("http"):
        link = own  # some feeds name their front page in every item
    if not link:
        return None
    changed = entry.get("updated") if "updated" in entry else None
    published = entry.get("published") or changed
    found = Found(link, one_line(entry.get("title")) or None, published, told_by="feed", modified=changed)
    bodies = [str(content.get("value") or "") for content in entry.get("content", [])]
    return Item(found, whole(max(bodies, key=len, default="") or (entry.get("summary", "") if blogger else "")))


def whole(markup: str) -> str:
    """The markup without the feed's own last line; empty where the text is cut."""
    markup = _TRAILERS.sub("", markup)
    return "" if _CUT.search(read_body(markup).text) else markup


def _blogger(body: bytes) -> Window | None:
    try:
        feed = json.loads(body)["feed"]
        items = [item for entry in feed.get("entry", []) if (item := _blogger_item(entry))]
        return Window(tuple(items), _alternate(feed, "next"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _blogger_item(entry: dict[str, Any]) -> Item | None:
    link = _alternate(entry, "alternate")
    text = {key: str((entry.get(key) or {}).get("$t") or "") for key in ("title", "content", "published", "updated")}
    found = link and Found(
        link, one_line(text["title"]), text["published"] or None, told_by="feed", modified=text["updated"] or None
    )
    return Item(found, whole(text["content"])) if found else None


def _alternate(part: dict[str, Any], rel: str) -> str | None:
    return next((str(link["href"]) for link in part.get("link", []) if link.get("rel") == rel), None)
