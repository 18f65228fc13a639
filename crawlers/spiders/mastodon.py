"""Timelines of a hashtag on a Mastodon instance (`/api/v1/timelines/tag/<tag>?limit=40`): public posts only."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import Page, text_of
from crawlers.spiders.posts import PostSpider, PublicPost

_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="?next"?', re.IGNORECASE)


class PlatformSpider(PostSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        try:
            statuses = json.loads(response.body)
        except (ValueError, RecursionError):
            statuses = None
        if not isinstance(statuses, list):
            self.misread(response, "not_a_timeline")
            return
        posts = [post for status in statuses if isinstance(status, dict) and (post := _post(status))]
        if statuses and not posts:
            self.desk.complain("no_public_post")
        fresh = self.new_posts(posts, response)
        older = _NEXT.search((response.headers.get("Link") or b"").decode("latin-1"))
        yield from self.following(response, [post.url for post in posts], fresh, older and older[1])


def _post(status: dict[str, Any]) -> PublicPost | None:
    """Null for what is repeated from others, not public, or without a text."""
    url = str(status.get("url") or status.get("uri") or "")
    if status.get("reblog") or status.get("visibility", "public") != "public" or not url:
        return None
    text = "\n".join(filter(None, (str(status.get("spoiler_text") or ""), _plain(str(status.get("content") or "")))))
    language = str(status.get("language") or "")[:2]
    if not text:
        return None
    return PublicPost(
        url=url,
        external_id=str(status.get("uri") or status.get("id") or url),
        text=text,
        published=status.get("created_at"),
        modified=status.get("edited_at"),
        outlet=urlsplit(url).hostname or "",
        told_by="mastodon",
        lang=language or None,
    )


def _plain(content: str) -> str:
    body = Page(content).tree.body
    return text_of(body) if body else ""
