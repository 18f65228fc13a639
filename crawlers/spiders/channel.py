"""Public channels by their preview pages; each message is a document."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.document import build_document
from crawlers.extract.page import decode
from crawlers.extract.post import Post, extract_posts
from crawlers.spiders.base import SourceSpider


class PlatformSpider(SourceSpider):
    def discover(self, response: Response) -> Iterator[Request]:
        preview = extract_posts(decode(response.body, self.encoding(response)))
        if preview.blocks and not preview.posts:
            self.desk.complain("no_message_parsed")
        for post in reversed(preview.posts):
            self._post(post, response)
        page = response.meta.get("page", 1)
        older = urljoin(response.url, preview.older) if preview.older else None
        # Older pages are read even when all posts here are known: a run that was killed may have landed only these.
        if older and page < self.source.discovery.max_pages and urlsplit(older).hostname in self.source.hosts:
            yield self.list_at(older, page=page + 1)

    def _post(self, post: Post, response: Response) -> None:
        """Land a message, unless it is known, taken down or too old."""
        published = self.date(post.published)
        canonical = self.desk.take(urljoin(response.url, post.url or f"/{post.external_id}"))
        if canonical is None or self.too_old(published):
            return
        self.desk.counts.fetched += 1
        self.desk.land(
            build_document(
                source=self.source.id,
                url=canonical,
                external_id=post.external_id,
                title="",
                text=post.text,
                outlet=post.author or self.source.title,
                kind_hint="social",
                published=published,
                published_raw=post.published,
                fetched_at=self.desk.request.now,
                fetch_id=self.desk.keep(self.answer(response)),
                provenance={"text": "css", "published_at": "css"},
                extra=post.extra,
            )
        )
