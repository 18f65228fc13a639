"""Public posts: read where they are listed, without their authors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.document import build_document
from crawlers.spiders.paging import PagedSpider


@dataclass(frozen=True)
class PublicPost:
    url: str
    external_id: str
    text: str
    published: str | None
    outlet: str
    """The channel or the instance; never a person."""
    told_by: str
    modified: str | None = None
    lang: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


class PostSpider(PagedSpider):
    def land_post(self, post: PublicPost, response: Response) -> None:
        """Land a post, unless it is known and unchanged, taken down or too old."""
        published, modified = self.date(post.published), self.date(post.modified)
        canonical = self.desk.take(post.url, modified.at if modified else None, in_hand=True)
        if canonical is None or self.too_old(published):
            return
        self.land_listed(
            build_document(
                source=self.source.id,
                url=canonical,
                external_id=post.external_id,
                title="",
                text=post.text,
                outlet=post.outlet,
                lang=post.lang,
                kind_hint="social",
                published=published,
                published_raw=post.published,
                fetched_at=self.desk.clock.now(),
                provenance={"text": post.told_by, "published_at": post.told_by},
                extra=post.extra,
            ),
            response,
        )

    def new_posts(self, posts: list[PublicPost], response: Response) -> int:
        """Land all and say how many are new."""
        _, fresh = self.taken([post.url for post in posts], self._landed(posts, response))
        return fresh

    def _landed(self, posts: list[PublicPost], response: Response) -> Iterator[Request]:
        for post in posts:
            self.land_post(post, response)
        yield from ()
