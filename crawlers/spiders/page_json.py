"""Pages that carry their articles as JSON: a script block, an attribute, an assignment, or the whole answer."""

import json
import re
from typing import Any

from scrapy.http import Response

from crawlers.extract.page import Page, decode
from crawlers.spiders.devalue import is_devalued, revive
from crawlers.spiders.items import ItemSpider

_SCRIPTS = ("script#__NEXT_DATA__", "script#__NUXT_DATA__", "div#app[data-page]")
_STATE = re.compile(
    r"window\.__(?:INITIAL|PRELOADED|APOLLO|DATA|NUXT)(?:_STATE)?__\s*=\s*(JSON\.parse\(\s*)?(?=[\[{\"])"
)
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\s*(?=[,}\]])")


class PlatformSpider(ItemSpider):
    def data_of(self, response: Response) -> Any:
        return page_data(decode(response.body, self.encoding(response)), self.source.discovery.script_css)


def page_data(html: str, css: str | None) -> Any:
    """The JSON of a page, or null."""
    try:
        data = _raw_data(html, css)
        return revive(data) if is_devalued(data) else data
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _raw_data(html: str, css: str | None) -> Any:
    if re.match(r"\s*[{\[]", html):
        return json.loads(html)
    node = Page(html).first([css] if css else _SCRIPTS)
    raw = (node.attributes.get("data-page") or node.text()).strip() if node else ""
    if raw.startswith(("{", "[")):
        return json.loads(raw)
    state = _STATE.search(raw or html)
    if state is None:
        return None
    text = _UNDEFINED.sub("null", (raw or html)[state.end() :])
    value, _end = json.JSONDecoder().raw_decode(text)
    return json.loads(value) if state[1] else value
