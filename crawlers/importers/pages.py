"""Saved pages to records, read by the rules of the source that the page's address belongs to."""

from functools import cache
from urllib.parse import urlsplit

from crawlers.extract.article import extract_article
from crawlers.extract.document import build_document
from crawlers.extract.job_ad import extract_job_ad
from crawlers.extract.page import Page, decode
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.importers.rows import ZONE, BadRecord, Import, Record, TextInput, record_of
from crawlers.source import ArticleRules, Source
from crawlers.source_files import SHIPPED, load_sources


def record_of_page(
    raw: bytes, stem: str | None, ref: str, context: Import, *, address: str | None = None, charset: str | None = None
) -> Record | BadRecord:
    """`address` and `charset` are what the archive that holds the page says; the page's own address goes first."""
    html = decode(raw, charset)
    fetched_from = address
    address = Page(html).address or fetched_from
    ad = extract_job_ad(html)
    if ad is not None:
        job = ad.job.model_dump(exclude_none=True)
        return record_of(
            {"id": stem, "title": ad.title, "text": ad.text, "url": address, "published": ad.job.posted, "job": job},
            ref,
            context,
        )
    source = _source_of(address)
    rules, zone = (source.article, source.timezone) if source else (ArticleRules(), ZONE)
    read = extract_article(html, fetched_from, rules=rules, zone=zone, now=context.now)
    if read.rejected:
        return BadRecord(ref, f"{read.rejected}: the page holds no article to read", stem)
    given = TextInput(
        id=stem,
        title=read.title,
        text=read.text,
        url=read.address,
        published=read.published.raw if read.published else None,
        source=source.id if source else context.source,
        kind_hint="news",
    )
    document = build_document(
        source=given.source or context.source,
        url=_canonical(read.address),
        external_id=stem,
        title=read.title,
        text=read.text,
        byline=read.byline,
        outlet=source.title if source else read.outlet,
        kind_hint="news",
        published=read.published,
        fetched_at=context.now,
        provenance=read.provenance,
        extra=read.extra,
    )
    return Record(ref, given, document)


@cache
def _sources_by_host() -> dict[str, Source]:
    return {host: source for source in load_sources(SHIPPED).values() for host in source.hosts}


def _source_of(address: str | None) -> Source | None:
    return _sources_by_host().get(urlsplit(address).hostname or "") if address else None


def _canonical(address: str | None) -> str | None:
    try:
        return canonical_url(address) if address else None
    except UrlError:
        return None
