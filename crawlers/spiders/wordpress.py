"""WordPress sites: whole posts from the REST route, or the feed where that route is closed or one category is meant."""

import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from itertools import chain
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import one_line
from crawlers.spiders.feed import PlatformSpider as FeedSpider
from crawlers.spiders.found import Found

_ROUTE = "wp-json/wp/v2/posts"
_FIELDS = "id,link,date,date_gmt,modified_gmt,title,content"
_PER_PAGE = 20
_DAY = timedelta(days=1)


class PlatformSpider(FeedSpider):
    def first_requests(self) -> Iterator[Request]:
        for root in self.source.discovery.urls:
            if "/category/" in urlsplit(root).path:
                yield self._feed(root)
            else:
                yield self._posts(root, 1)

    def discover(self, response: Response) -> Iterator[Request]:
        if response.meta["walk"].endswith("/feed/"):
            if response.meta.get("in_place_of_route"):
                self.desk.forgive_listings()
            yield from super().discover(response)
            return
        root, page = response.meta["walk"], response.meta["page"]
        posts = _posts_of(response.body)
        if posts is None:
            yield from self.not_listed(response.request.url if response.request else response.url)
            return
        urls = [str(post.get("link")) for post in posts]
        requests, fresh = self.taken(urls, chain.from_iterable(self._post(post, response) for post in posts))
        yield from requests
        last = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        more = page < int(last) if last.isdigit() else len(posts) == _PER_PAGE
        if more:
            link = self._posts(root, page + 1).url
            yield from self.following(response, urls, fresh, link)

    def not_listed(self, url: str) -> Iterator[Request]:
        """The feed, where the first page of the route could not be had."""
        root, found, query = url.partition(_ROUTE)
        if found and "page=1" in query.split("?")[-1].split("&"):
            yield self._feed(root, in_place_of_route=True)

    def _post(self, post: dict[str, Any], response: Response) -> Iterator[Request]:
        published = f"{post['date_gmt']}Z" if post.get("date_gmt") else post.get("date")
        modified = f"{post['modified_gmt']}Z" if post.get("modified_gmt") else None
        found = Found(
            str(post.get("link") or ""),
            one_line(_rendered(post, "title")),
            published,
            told_by="wordpress",
            modified=modified,
        )
        yield from self.read_inline(found, _rendered(post, "content"), response)

    def _posts(self, root: str, page: int) -> Request:
        """`after` is compared with the site's own clock: a day more, and `too_old` decides."""
        asked: dict[str, str | int] = {"per_page": _PER_PAGE, "page": page, "_fields": _FIELDS}
        if self.desk.request.since is not None:
            asked["after"] = f"{self.desk.request.since.astimezone(UTC) - _DAY:%Y-%m-%dT%H:%M:%S}"
        return self.page_at(root, page, urljoin(_folder(root), f"{_ROUTE}?{urlencode(asked, safe=',:')}"))

    def _feed(self, root: str, **notes: Any) -> Request:
        return self.page_at(urljoin(_folder(root), "feed/"), 1, **notes)


def _folder(root: str) -> str:
    return root if root.endswith("/") else f"{root}/"


def _posts_of(body: bytes) -> list[dict[str, Any]] | None:
    try:
        posts = json.loads(body)
    except ValueError:
        return None
    return [post for post in posts if isinstance(post, dict)] if isinstance(posts, list) else None


def _rendered(post: dict[str, Any], key: str) -> str:
    value = post.get(key)
    return str(value.get("rendered") or "") if isinstance(value, dict) else str(value or "")
