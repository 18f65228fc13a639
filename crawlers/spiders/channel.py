"""Public Telegram channels by their preview pages: no account, no service of others."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.page import decode
from crawlers.extract.post import Post, extract_posts
from crawlers.spiders.posts import PostSpider, PublicPost


class PlatformSpider(PostSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        if not urlsplit(response.url).path.startswith("/s/"):
            self.desk.complain("not_a_public_channel")  # a group or a private channel leads to its door
            return
        preview = extract_posts(decode(response.body, self.encoding(response)))
        if not preview.blocks and response.meta["page"] == 1:
            self.desk.complain("no_messages")
        if preview.blocks > preview.media_only and not preview.posts:
            self.misread(response, "no_message_parsed")
        posts = [self._post(post, response.url) for post in reversed(preview.posts)]
        fresh = self.new_posts(posts, response)
        older = urljoin(response.url, preview.older) if preview.older else None
        yield from self.following(response, [post.external_id for post in posts], fresh, older)

    def _post(self, post: Post, base: str) -> PublicPost:
        return PublicPost(
            url=urljoin(base, post.url or f"/{post.external_id}"),
            external_id=post.external_id,
            text=post.text,
            published=post.published,
            outlet=post.author or self.source.title,
            told_by="css",
            extra={key: value for key, value in post.extra.items() if key == "views"},
        )
