"""The door out of extraction: readings of any kind become one `Document` with its identity."""

from collections.abc import Mapping
from datetime import datetime

from crawlers.extract.article import EXTRACTOR
from crawlers.extract.dates import ParsedDate
from crawlers.extract.wording import clean
from warehouse.contracts import Document, Job, KindHint, document_id, text_version


def build_document(
    *,
    source: str,
    title: str,
    text: str,
    fetched_at: datetime,
    url: str | None = None,
    external_id: str | None = None,
    kind_hint: KindHint | None = None,
    published: ParsedDate | None = None,
    published_raw: str | None = None,
    byline: str | None = None,
    outlet: str | None = None,
    lang: str | None = None,
    job: Job | None = None,
    fetch_id: str | None = None,
    provenance: Mapping[str, str] | None = None,
    extra: Mapping[str, str] | None = None,
) -> Document:
    """`url` is canonical; `published_raw` is kept where no date could be read."""
    title, text = clean(title), clean(text)
    return Document(
        doc_id=document_id(url=url, source=source, external_id=external_id, title=title, text=text),
        text_sha256=text_version(title, text),
        external_id=external_id,
        source=source,
        outlet=outlet,
        url=url,
        title=title,
        text=text,
        byline=byline,
        lang=lang,
        kind_hint=kind_hint,
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_zone=published.zone_source if published else None,
        published_raw=published.raw if published else published_raw,
        fetched_at=fetched_at,
        job=job,
        provenance=dict(provenance or {}),
        fetch_id=fetch_id,
        extractor=EXTRACTOR,
        extra={key: clean(value) for key, value in (extra or {}).items()},
    )
