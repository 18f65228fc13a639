"""Refusals are told apart from pages, also those that answer 200."""

from pathlib import Path
from typing import Any

import yaml
from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import Page, decode, text_of
from crawlers.middlewares import Blocked

_RULES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("block_page.yml").read_text(encoding="utf-8"))
_LOOKED_AT = 2048
_MANY_LINKS = 30


class BlockPageMiddleware:
    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("robots_txt"):
            return response
        if response.status in _RULES["statuses"]:
            raise Blocked(f"status {response.status}")
        if response.status == 200 and is_block_page(response.body):
            raise Blocked("block page")
        return response


def is_block_page(body: bytes) -> bool:
    """A page without article markup that says so at its top; an article about fraud may say "captcha"."""
    if b"<html" not in body[:4096].lower() and b"<body" not in body[:4096].lower():
        return False
    page = Page(decode(body))
    top = page.title_tag
    if page.tree.body is not None:
        top += "\n" + text_of(page.tree.body)[:_LOOKED_AT]
    if not any(phrase in top.casefold() for phrase in _RULES["phrases"]):
        return False
    article = page.jsonld or page.meta("article:published_time") or (page.meta("og:type") or "").casefold() == "article"
    return not article and len(page.tree.css("a")) < _MANY_LINKS
