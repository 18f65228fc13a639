"""Refusals are told apart from pages, also those that answer 200."""

from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawlers.bounded import check_markup
from crawlers.extract.page import Page, decode, text_of
from crawlers.refusals import Refusal, reason_of_status
from crawlers.yaml_content import read_yaml

_RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("block_page.yml"))
_LOOKED_AT = 2048
_MANY_LINKS = 30


class BlockPageMiddleware:
    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("robots_txt"):
            return response
        if response.status in _RULES["statuses"]:
            raise Refusal(reason_of_status(response.status), str(response.status))
        if (response.headers.get("Content-Encoding") or b"identity").strip().lower() != b"identity":
            raise Refusal("bad_encoding", "an encoding that was not offered")
        if response.status == 200 and _is_html(response.body):
            check_markup(response.body)
            if is_block_page(response.body):
                raise Refusal("block_page")
        return response


def _is_html(body: bytes) -> bool:
    start = body[:4096].lower()
    return b"<html" in start or b"<body" in start


def is_block_page(body: bytes) -> bool:
    """A page without article markup that says so at its top; an article about fraud may say "captcha"."""
    html = decode(body)
    said = html.casefold()
    if not _is_html(body) or not any(phrase in said for phrase in _RULES["phrases"]):
        return False
    page = Page(html)
    top = page.title_tag
    if page.tree.body is not None:
        top += "\n" + text_of(page.tree.body)[:_LOOKED_AT]
    if not any(phrase in top.casefold() for phrase in _RULES["phrases"]):
        return False
    article = page.jsonld or page.meta("article:published_time") or (page.meta("og:type") or "").casefold() == "article"
    return not article and len(page.tree.css("a")) < _MANY_LINKS
