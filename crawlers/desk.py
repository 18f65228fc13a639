"""The one place of a crawl that decides what is fetched, lands what was read, and counts."""

import hashlib
import time
from dataclasses import dataclass, field
from datetime import timedelta

from crawlers.collect import CrawlRequest
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.landing import Archive, Landing, pending, read_landed
from crawlers.state import State
from warehouse.contracts import Document, Fetch, SourceRun, document_id

FULL_BODY = 200
"""Characters from which a document counts as having a body."""


@dataclass
class Counts:
    listed: int = 0
    fetched: int = 0
    parsed: int = 0
    with_date: int = 0
    with_body: int = 0
    refused_by_robots: int = 0
    blocked: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Answer:
    """What a page's answer tells about its fetch."""

    url: str
    final_url: str
    status: int
    body: bytes
    robots: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class Desk:
    request: CrawlRequest
    state: State
    landing: Landing
    archive: Archive
    counts: Counts = field(default_factory=Counts)
    reached: bool = False
    reasons: list[str] = field(default_factory=list)
    """What went wrong on the way, first thing first."""
    _taken: set[str] = field(default_factory=set)
    _fetch_ids: dict[str, str] = field(default_factory=dict)
    _clock: float = field(default_factory=time.monotonic)

    def recover(self) -> None:
        """What an interrupted run landed but did not note is seen now."""
        for path in pending(self.request.landing_dir):
            if path.name.startswith(f"{self.request.source.id}--"):
                for document in read_landed(path):
                    if not self.state.is_seen(document.doc_id):
                        self._mark_seen(document)

    def take(self, url: str) -> str | None:
        """Count a listed page and answer its canonical address if it is to be read, else null; each at most once."""
        try:
            canonical = canonical_url(url)
        except UrlError:
            return None
        doc_id = document_id(url=canonical, source=self.request.source.id, external_id=None, title="", text="")
        if doc_id in self._taken:
            return None
        self._taken.add(doc_id)
        self.counts.listed += 1
        return None if self.state.is_seen(doc_id) or self.state.is_tombstoned(doc_id) else canonical

    def keep(self, answer: Answer) -> str:
        """Archive a body and record its fetch, once for each address; answers the fetch's id."""
        if answer.url in self._fetch_ids:
            return self._fetch_ids[answer.url]
        digest, path = self.archive.keep(answer.body)
        fetch_id = hashlib.sha256(f"{self.request.run_id}\x1f{answer.url}".encode()).hexdigest()
        self.landing.record(
            Fetch.model_validate(
                {
                    "fetch_id": fetch_id,
                    "source": self.request.source.id,
                    "url": answer.url,
                    "final_url": answer.final_url,
                    "at": self.request.now,
                    "status": answer.status,
                    "etag": answer.etag,
                    "last_modified": answer.last_modified,
                    "body_sha256": digest,
                    "archive_path": path,
                    "robots": answer.robots,
                    "run_id": self.request.run_id,
                }
            )
        )
        self._fetch_ids[answer.url] = fetch_id
        return fetch_id

    def land(self, document: Document) -> None:
        self.landing.land(document)
        self._mark_seen(document)
        self.counts.parsed += 1
        self.counts.with_date += document.published_at is not None
        self.counts.with_body += len(document.text) >= FULL_BODY

    def complain(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)

    def report(self) -> SourceRun:
        if not self.reached:
            self.complain("not_reached")
        elif self.counts.listed == 0:
            self.complain("nothing_listed")
        return SourceRun(
            run_id=self.request.run_id,
            source=self.request.source.id,
            started_at=self.request.now,
            ended_at=self.request.now + timedelta(seconds=time.monotonic() - self._clock),
            reached=self.reached,
            reason=", ".join(self.reasons) or None,
            **vars(self.counts),
        )

    def _mark_seen(self, document: Document) -> None:
        self.state.mark_seen(document.doc_id, document.url, document.text_sha256, self.request.now)
