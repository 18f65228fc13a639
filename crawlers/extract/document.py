"""The door out of extraction: readings of any kind become one `Document` with its identity."""

from collections.abc import Mapping
from datetime import datetime

from crawlers.extract.dates import ParsedDate, parse_date
from crawlers.extract.wording import clean
from warehouse.contracts import Document, Job, KindHint, document_id, text_version

EXTRACTOR = "suar-extract/2"


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


def without_heading(text: str, title: str, zone: str, now: datetime) -> str:
    """Drop a heading repeated above the body: all up to the title, and the date lines below it."""
    lines = text.split("\n")
    top = [number for number, line in enumerate(lines[:6]) if title and line.strip().casefold() == title.casefold()]
    start = top[-1] + 1 if top else 0
    while start < min(len(lines) - 1, 8) and (not lines[start].strip() or parse_date(lines[start], zone, now)):
        start += 1
    return "\n".join(lines[start:]).strip() or text
