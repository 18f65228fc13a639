"""What collecting hands on: fetches, documents, and how a crawl of a source went."""

from datetime import date
from typing import Literal

from pydantic import Field

from warehouse.contracts.base import Contract, HealthState, KindHint, Precision, RegisterName, Utc


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


class RegisterRow(Contract):
    """One line of an official register as it stood when it was fetched: a licensed firm, a sanction, a job order."""

    register_name: RegisterName
    key: str
    """What names the line in the register: its number there, else the firm's name in one spelling."""
    name: str
    """The firm."""
    valid_from: date | None = None
    valid_until: date | None = None
    details: dict[str, str] = Field(default_factory=dict)
    source: str
    url: str | None = None
    seen_at: Utc
    fetch_id: str | None = None


class SourceRun(Contract):
    """What one crawl of one source met, and what is to be thought of it: one row of `source_health`."""

    run_id: str
    source: str
    started_at: Utc
    ended_at: Utc
    reached: bool
    unchanged: bool = False
    """The listings answered that nothing changed."""
    listed: int = 0
    known: int = 0
    """Listed pages that had been read before."""
    fetched: int = 0
    parsed: int = 0
    with_title: int = 0
    with_date: int = 0
    with_body: int = 0
    edited: int = 0
    """Documents that are later versions of known ones."""
    rechecked: int = 0
    """Known pages that were looked at again and had not changed."""
    duplicates: int = 0
    """Pages that turned out to be a known document under another address."""
    alike: int = 0
    """Documents with the very text of another one of this run."""
    ahead: int = 0
    """Documents dated more than a quarter of an hour after they were fetched."""
    register_rows: int = 0
    refused_by_robots: int = 0
    blocked: int = 0
    failed: int = 0
    refused: dict[str, int] = Field(default_factory=dict)
    """How often each named refusal happened."""
    refused_listings: dict[str, int] = Field(default_factory=dict)
    """Those of them that were refusals of listings."""
    redirected_to: str | None = None
    newest: Utc | None = None
    """Publication time of the newest page that was listed or read."""
    alarms: tuple[str, ...] = ()
    reason: str | None = None
    state: HealthState | None = None
    rule: str | None = None
    detail: str | None = None
    next_at: Utc | None = None
    """When the source is to be asked again."""
