"""Searches of Bluesky's public service: the first page only is open to all, so older posts are asked for by `until`."""

import json
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from crawlers.spiders.fields import reach
from crawlers.spiders.posts import PostSpider, PublicPost

_LOGGED_IN_ONLY = "!no-unauthenticated"


class PlatformSpider(PostSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        try:
            found = reach(json.loads(response.body), "posts")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, list):
            self.misread(response, "not_a_search")
            return
        posts = [post for item in found if isinstance(item, dict) and (post := _post(item))]
        fresh = self.new_posts(posts, response)
        oldest = min((post.published for post in posts if post.published), default=None)
        older = add_or_replace_parameter(response.url, "until", oldest) if oldest else None
        yield from self.following(response, [post.url for post in posts], fresh, older)


def _post(item: dict[str, Any]) -> PublicPost | None:
    """Null for a post without text or address, and for authors who ask to be shown to logged-in people only.

    `indexedAt` is the service's clock; `createdAt` and `langs` are whatever the author's program says.
    """
    _, _, rest = str(item.get("uri") or "").partition("at://")
    did, _, path = rest.partition("/")
    text = str(reach(item, "record.text") or "").strip()
    labels = [label.get("val") for label in reach(item, "author.labels") or [] if isinstance(label, dict)]
    if not did or not path.startswith("app.bsky.feed.post/") or not text or _LOGGED_IN_ONLY in labels:
        return None
    links = [link for link in dict.fromkeys(_links(item.get("record") or {})) if link not in text]
    return PublicPost(
        url=f"https://bsky.app/profile/{did}/post/{path.rpartition('/')[2]}",
        external_id=f"at://{rest}",
        text="\n".join([text, *links]),
        published=item.get("indexedAt"),
        outlet="Bluesky",
        told_by="bluesky",
    )


def _links(record: dict[str, Any]) -> Iterator[str]:
    """Where the post's words and its card lead: the text shows addresses cut short."""
    for facet in record.get("facets") or []:
        for feature in facet.get("features") or [] if isinstance(facet, dict) else []:
            if isinstance(feature, dict) and isinstance(feature.get("uri"), str):
                yield feature["uri"]
    card = reach(record, "embed.external.uri")
    if isinstance(card, str):
        yield card
