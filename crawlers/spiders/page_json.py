"""Pages that carry their articles as JSON: a script block, an attribute, or the whole answer."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import Page, decode, one_line
from crawlers.spiders.base import Found, SourceSpider

_SCRIPTS = ("script#__NEXT_DATA__", "script#__NUXT_DATA__", "div#app[data-page]")


class PlatformSpider(SourceSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        rules = self.source.discovery
        data = page_data(decode(response.body, self.encoding(response)), rules.script_css)
        items = reach(data, rules.item_path or "")
        if not isinstance(items, list):
            self.desk.complain("no_items_in_json")
            return
        for item in items:
            told = {ours: value_of(item, theirs) for ours, theirs in rules.fields.items()}
            if told.get("url"):
                found = Found(
                    urljoin(response.url, told["url"]), one_line(told.get("title")), told.get("published"), "page_json"
                )
                yield from self.read_inline(found, told.get("text") or "", response)


def page_data(html: str, css: str | None) -> Any:
    """The JSON of a page, or null."""
    raw: str | None = html if re.match(r"\s*[{\[]", html) else None
    if raw is None:
        node = Page(html).first([css] if css else _SCRIPTS)
        raw = (node.attributes.get("data-page") or node.text()) if node else None
    try:
        return json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None


def reach(data: Any, path: str) -> Any:
    """Follow a dotted path; a number reaches into a list."""
    for key in filter(None, path.split(".")):
        if isinstance(data, dict):
            data = data.get(key)
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
    return data


def value_of(item: Any, spec: str) -> str | None:
    """A field by its path, or a text with paths in braces: `/{category.slug}/{id}`."""
    if "{" in spec:
        return re.sub(r"\{([^{}]+)\}", lambda match: str(reach(item, match[1]) or ""), spec)
    value = reach(item, spec)
    return None if value is None or isinstance(value, dict | list) else str(value)
