"""WordPress sites: whole posts from the REST route, or the feed where that route is closed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import one_line
from crawlers.spiders.base import Found, SourceSpider
from crawlers.spiders.feed import feed_items

_ROUTE = "wp-json/wp/v2/posts"
_PER_PAGE = 20


class PlatformSpider(SourceSpider):
    def first_requests(self) -> Iterable[Request]:
        return [self._posts(root, 1) for root in self.source.discovery.urls]

    def _posts(self, root: str, page: int) -> Request:
        url = urljoin(root if root.endswith("/") else f"{root}/", f"{_ROUTE}?per_page={_PER_PAGE}&page={page}")
        return self.list_at(url, root=root, page=page)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        root, page = response.meta["root"], response.meta["page"]
        if response.meta.get("feed"):
            yield from super().parse_listing(response)
            return
        posts = _posts_of(response)
        if posts is None:
            yield from self.not_listed(root) if page == 1 else ()
            return
        self.desk.reached = True
        known = self.desk.counts.listed
        for post in posts:
            raw = f"{post['date_gmt']}Z" if post.get("date_gmt") else post.get("date")
            found = Found(str(post.get("link") or ""), one_line(_rendered(post, "title")), raw, "wordpress")
            yield from self.read_inline(found, _rendered(post, "content"), response)
        if self.desk.counts.listed > known and len(posts) == _PER_PAGE and page < self.source.discovery.max_pages:
            yield self._posts(root, page + 1)

    def discover(self, response: Response) -> Iterator[Request]:
        for item in feed_items(response.body):
            yield from self.read(item)

    def not_listed(self, url: str) -> Iterator[Request]:
        root = url.partition(_ROUTE)[0]
        feed = urljoin(root if root.endswith("/") else f"{root}/", "feed/")
        if url != feed:
            yield self.list_at(feed, root=root, page=1, feed=True)


def _posts_of(response: Response) -> list[dict[str, Any]] | None:
    try:
        posts = json.loads(response.body)
    except ValueError:
        return None
    sound = response.status == 200 and isinstance(posts, list)
    return [post for post in posts if isinstance(post, dict)] if sound else None


def _rendered(post: dict[str, Any], key: str) -> str:
    value = post.get(key)
    return str(value.get("rendered") or "") if isinstance(value, dict) else str(value or "")
