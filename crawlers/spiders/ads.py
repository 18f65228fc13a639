"""The schema.org JobPosting of an ad's page as a document."""

from scrapy.http import Response

from crawlers.extract.document import build_document
from crawlers.extract.job_ad import extract_job_ad
from crawlers.extract.page import decode
from crawlers.extract.urls import own_address
from crawlers.spiders.base import SourceSpider
from warehouse.contracts import Document


def ad_document(spider: SourceSpider, response: Response, canonical: str, fetch_id: str) -> Document | None:
    """Null where the page has no JobPosting with a description."""
    ad = extract_job_ad(decode(response.body, spider.encoding(response)))
    if ad is None:
        return None
    own = own_address(spider.page(response).address, canonical)
    return build_document(
        source=spider.source.id,
        url=own or canonical,
        external_id=ad.external_id,
        title=ad.title,
        text=ad.text,
        outlet=spider.source.title,
        kind_hint="job_ad",
        published=spider.date(ad.job.posted),
        published_raw=ad.job.posted,
        job=ad.job,
        fetched_at=spider.desk.clock.now(),
        fetch_id=fetch_id,
        provenance=dict.fromkeys(("title", "text", "job", "published_at"), "jsonld"),
    )
