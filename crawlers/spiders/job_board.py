"""Job boards: listing pages, and ads that carry a JobPosting."""

from collections.abc import Iterator

from scrapy.http import Response

from crawlers.extract.document import build_document
from crawlers.extract.job_ad import extract_job_ad
from crawlers.extract.page import decode
from crawlers.spiders.base import Found
from crawlers.spiders.links import ad_links
from crawlers.spiders.listing import PlatformSpider as ListingSpider
from warehouse.contracts import Document


class PlatformSpider(ListingSpider):
    def links_of(self, html: str, base: str) -> Iterator[str]:
        yield from ad_links(html, base, self.source.discovery.link_css)

    def document_of(self, response: Response, found: Found, canonical: str, fetch_id: str) -> Document | None:
        """The ad by its JobPosting; a page without one is read like an article."""
        ad = extract_job_ad(decode(response.body, self.encoding(response)))
        if ad is None:
            return super().document_of(response, found, canonical, fetch_id)
        return build_document(
            source=self.source.id,
            url=canonical,
            external_id=ad.external_id,
            title=ad.title,
            text=ad.text,
            outlet=self.source.title,
            kind_hint="job_ad",
            published=self.date(ad.job.posted),
            published_raw=ad.job.posted,
            job=ad.job,
            fetched_at=self.desk.request.now,
            fetch_id=fetch_id,
            provenance={"title": "jsonld", "text": "jsonld", "job": "jsonld", "published_at": "jsonld"},
        )
