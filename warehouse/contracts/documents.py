"""What collecting hands on: fetches, documents, and how a crawl of a source went."""

from typing import Literal

from pydantic import Field

from warehouse.contracts.base import Contract, KindHint, Precision, Utc


class Fetch(Contract):
    """One answer of one site, with where its bytes lie in the archive."""

    fetch_id: str
    source: str
    url: str
    final_url: str
    at: Utc
    status: int
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str
    archive_path: str
    """Relative to the archive folder."""
    robots: Literal["allowed", "disallowed", "unreachable", "none", "not_asked"]
    run_id: str


class Job(Contract):
    company: str | None = None
    location: str | None = None
    salary: str | None = None
    posted: str | None = None
    valid_until: str | None = None


class Document(Contract):
    doc_id: str
    text_sha256: str
    """Hash of the clear title and text: the version."""
    external_id: str | None = None
    source: str
    outlet: str | None = None
    url: str | None = None
    """Canonical."""
    title: str = ""
    text: str
    byline: str | None = None
    lang: str | None = None
    kind_hint: KindHint | None = None
    published_at: Utc | None = None
    published_precision: Precision | None = None
    published_zone: str | None = None
    """Where the zone came from: `printed`, `source`, `offset`; null without a date."""
    published_raw: str | None = None
    fetched_at: Utc
    job: Job | None = None
    provenance: dict[str, str] = Field(default_factory=dict)
    """Field name to how it was read: `jsonld`, `meta`, `css`, `feed`, `url`, `trafilatura`, `import`."""
    fetch_id: str | None = None
    extractor: str
    extra: dict[str, str] = Field(default_factory=dict)
    """Columns of an import that map to no field, as text."""


class SourceRun(Contract):
    """What one crawl of one source met: one row of `source_health`."""

    run_id: str
    source: str
    started_at: Utc
    ended_at: Utc
    reached: bool
    listed: int = 0
    fetched: int = 0
    parsed: int = 0
    with_date: int = 0
    with_body: int = 0
    refused_by_robots: int = 0
    blocked: int = 0
    failed: int = 0
    reason: str | None = None
