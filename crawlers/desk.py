"""The one place of a crawl that decides what is read, keeps what was read, and counts."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawlers.archive import ArchiveWriter, Context, Response
from crawlers.clock import Clock
from crawlers.collect import CrawlRequest
from crawlers.counts import Answer, Counts, Landed
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.landing import Landing, pending, read_landed
from crawlers.refusals import REASONS
from crawlers.state import Known, Seen, State
from warehouse.contracts import Document, Fetch, RegisterRow, SourceRun, document_id

FULL_BODY = 200
"""Characters from which a document counts as having a body."""
RECHECK_AFTER = (timedelta(hours=12), timedelta(hours=36))
"""A page that is still listed is looked at again for changes, so long after it was first seen."""
PASSING = frozenset({"ad_closed", "endless_paging", "other_host"})
"""Refusals that leave nothing to be done by the next run."""
_AHEAD = timedelta(minutes=15)
_TRY_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (0, 20, 60, 240, 720, 1440, 2880))
_GROUP = 24
_GROUP_S = 2.0


@dataclass
class Desk:
    """What it holds is acknowledged (seen, counted for the next run) only by `commit`: archive, landing, state, in this order."""

    request: CrawlRequest
    state: State
    landing: Landing
    archive: ArchiveWriter
    clock: Clock
    counts: Counts = field(default_factory=Counts)
    refused: Counter[str] = field(default_factory=Counter)
    refused_listings: Counter[str] = field(default_factory=Counter)
    """How many of these refusals were of listings."""
    reached: bool = False
    redirected_to: str | None = None
    newest: datetime | None = None
    reasons: list[str] = field(default_factory=list)
    """What went wrong on the way, first thing first."""
    listings: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """ETag and Last-Modified of each listing read in this run."""
    n_unchanged: int = 0
    n_changed: int = 0
    landed: list[Landed] = field(default_factory=list)
    closed_until: datetime | None = None
    """When the first of its hosts may be asked again that asked to be left alone."""
    _taken: dict[str, datetime | None] = field(default_factory=dict)
    _fetch_ids: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, Fetch] = field(default_factory=dict)
    _waiting: dict[str, Seen] = field(default_factory=dict)
    _since_commit: datetime | None = None
    _rechecks: int = 0
    _n_read: int = 0
    _undone: bool = False
    _texts: set[bytes] = field(default_factory=set)

    def recover(self) -> None:
        """What an interrupted run landed but did not note is seen now."""
        for path in pending(self.request.landing_dir):
            if path.name.startswith(f"{self.request.source.id}--"):
                for document in read_landed(path):
                    known = self.state.known(document.doc_id)
                    if known is None or known.text_sha256 != document.text_sha256:
                        self.state.mark_seen(_seen(document, document.fetched_at, None, None))

    def take(self, url: str, modified: datetime | None = None) -> str | None:
        """Count a listed page and answer its canonical address if it is to be read, else null; each at most once.

        A known page is read again when its listing says that it changed, and a few times anyway (RECHECK_AFTER).
        """
        try:
            canonical = canonical_url(url)
        except UrlError:
            return None
        doc_id = self.doc_id(canonical)
        if doc_id in self._taken or doc_id in self._waiting:
            return None
        self._taken[doc_id] = modified
        self.counts.listed += 1
        if self.state.is_tombstoned(doc_id):
            return None
        known = self.state.known(doc_id)
        if known is None:
            may = self._may_try(doc_id)
            self._undone |= not may
            return canonical if may and self._has_room() else None
        self.counts.known += 1
        return canonical if self._is_due(known, modified) else None

    def known(self, canonical: str) -> Known | None:
        return self.state.known(self.doc_id(canonical))

    def doc_id(self, canonical: str) -> str:
        return document_id(url=canonical, source=self.request.source.id, external_id=None, title="", text="")

    def keep(self, answer: Answer) -> str:
        """Archive a body and record its fetch, once for each address; answers the fetch's id."""
        if answer.url in self._fetch_ids:
            return self._fetch_ids[answer.url]
        source, run_id, at = self.request.source.id, self.request.run_id, self.clock.now()
        fetch_id = hashlib.sha256(f"{run_id}\x1f{answer.url}".encode()).hexdigest()
        position = self.archive.keep(
            Response(answer.url, answer.final_url, at, answer.status, answer.headers, answer.body),
            Context(fetch_id, source, run_id, answer.role, answer.robots, answer.notes),
        )
        fetch = Fetch.model_validate(
            {
                "fetch_id": fetch_id, "source": source, "url": answer.url, "final_url": answer.final_url, "at": at,
                "status": answer.status, "etag": answer.headers.get("etag"),
                "last_modified": answer.headers.get("last-modified"), "body_sha256": position.rpartition("#")[2],
                "archive_path": position, "robots": answer.robots, "run_id": run_id,
            }
        )  # fmt: skip
        self._fetch_ids[answer.url] = fetch_id
        if answer.role == "page":
            self._pages[fetch_id] = fetch
        self.landing.put(fetch)
        return fetch_id

    def land(self, document: Document, *, listed_as: str | None = None, matched: tuple[str, ...] = ()) -> bool:
        """Land a new document, or a new version of a known one; answers whether it was landed.

        `listed_as`: the address its listing gave, where the page names another as its own; `matched`: the rules of
        extraction that took something out of it.
        """
        now, doc_id = self.clock.now(), document.doc_id
        alias = self.doc_id(listed_as) if listed_as and listed_as != document.url else None
        fetch = self._pages.get(document.fetch_id or "")
        seen = _seen(document, now, self._taken.get(alias or doc_id), fetch)
        waiting, known = self._waiting.get(doc_id), self.state.known(doc_id)
        before = waiting.text_sha256 if waiting else known.text_sha256 if known else None
        if alias is not None:
            self._waiting[alias] = replace(seen, doc_id=alias, url=listed_as)
            self.counts.duplicates += before is not None
        self._waiting[doc_id] = seen
        if before == document.text_sha256 or (alias is not None and before is not None):
            self.counts.rechecked += alias is None
            self._commit_group()
            return False
        self.landing.put(document)
        self._count(document, edited=before is not None, now=now)
        if before is None:
            self.landed.append(Landed(document.title, document.text, matched))
        self._commit_group()
        return True

    def land_row(self, row: RegisterRow) -> None:
        self.landing.put(row)
        self.counts.register_rows += 1

    def unmodified(self, canonical: str) -> None:
        """A known page answered that it had not changed."""
        doc_id = self.doc_id(canonical)
        self.counts.rechecked += 1
        self.state.note_check(doc_id, self.clock.now(), self._taken.get(doc_id))

    def failed(self, canonical: str, reason: str) -> None:
        """A listed page could not be read: it is tried again while it is listed, ever more rarely."""
        self._undone = True
        if self.known(canonical) is None:
            self.state.note_try(self.doc_id(canonical), self.clock.now(), reason)

    def refuse(self, reason: str, *, listing: bool = False) -> None:
        """Count a named refusal (crawlers.refusals.REASONS)."""
        group = REASONS[reason]
        self.refused[reason] += 1
        self.refused_listings[reason] += listing
        self.counts.refused_by_robots += group == "robots"
        self.counts.blocked += group == "blocked"
        self.counts.failed += group == "failed"
        if group != "failed":
            self.complain(reason)

    def complain(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)

    def note_published(self, at: datetime) -> None:
        if at <= self.clock.now() + _AHEAD and (self.newest is None or at > self.newest):
            self.newest = at

    def commit(self) -> None:
        self.archive.commit()
        self.landing.commit()
        if self._waiting:
            with self.state.together():
                for seen in self._waiting.values():
                    self.state.mark_seen(seen)
        self._waiting.clear()
        self._since_commit = None

    def close(self) -> None:
        """Commit, and let the next run ask "changed since?" if nothing of this one is left undone."""
        self.commit()
        left = [reason for reason in self.refused if reason not in PASSING]
        whole = not (left or self._undone)
        found = [(url, *values) for url, values in self.listings.items() if whole and any(values)]
        self.state.set_validators(self.request.source.id, found)

    def report(self) -> SourceRun:
        if not self.reached:
            self.complain("not_reached")
        elif self.counts.listed == 0 and not self.counts.register_rows and not self.n_unchanged:
            self.complain("nothing_listed")
        return SourceRun(
            run_id=self.request.run_id,
            source=self.request.source.id,
            started_at=self.request.now,
            ended_at=self.clock.now(),
            reached=self.reached,
            unchanged=self.n_unchanged > 0 and self.n_changed == 0,
            refused=dict(self.refused),
            refused_listings=dict(+self.refused_listings),
            redirected_to=self.redirected_to,
            newest=self.newest,
            reason=", ".join(self.reasons) or None,
            **vars(self.counts),
        )

    def _is_due(self, known: Known, modified: datetime | None) -> bool:
        if modified is not None and modified > (known.stamp or known.first_seen):
            return True
        most = max(1, self.request.source.politeness.max_requests // 5)
        waits = RECHECK_AFTER[known.n_checks :]
        if not waits or self.clock.now() - known.first_seen < waits[0] or self._rechecks >= most:
            return False
        self._rechecks += 1
        return True

    def _has_room(self) -> bool:
        """Whether a look at the source may read one more page."""
        most = self.request.most_documents
        self._n_read += 1
        return most is None or self._n_read <= most

    def _may_try(self, doc_id: str) -> bool:
        tried = self.state.tried(doc_id)
        if tried is None:
            return True
        n, last = tried
        return n < len(_TRY_AGAIN) and self.clock.now() - last >= _TRY_AGAIN[n]

    def _count(self, document: Document, *, edited: bool, now: datetime) -> None:
        counts = self.counts
        if edited:
            counts.edited += 1
            return
        counts.parsed += 1
        counts.with_title += bool(document.title)
        counts.with_date += document.published_at is not None
        counts.with_body += len(document.text) >= FULL_BODY
        words = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).digest()
        counts.alike += words in self._texts
        self._texts.add(words)
        if document.published_at is not None:
            counts.ahead += document.published_at > now + _AHEAD
            self.note_published(document.published_at)

    def _commit_group(self) -> None:
        """One flush to disk for several documents that arrive together."""
        now = self.clock.now()
        self._since_commit = self._since_commit or now
        if len(self._waiting) >= _GROUP or (now - self._since_commit).total_seconds() >= _GROUP_S:
            self.commit()


@contextmanager
def desk_of(request: CrawlRequest, state: State, clock: Clock) -> Iterator[Desk]:
    """A desk with its files open. What it holds when the block ends in an error is not acknowledged."""
    landing = Landing(request.landing_dir, request.source.id, request.run_id)
    archive = ArchiveWriter(
        request.archive_dir, request.source.id, software=request.user_agent, contact=request.contact
    )
    try:
        yield Desk(request, state, landing, archive, clock)
    finally:
        archive.close()
        landing.close()


def _seen(document: Document, at: datetime, stamp: datetime | None, fetch: Fetch | None) -> Seen:
    etag, modified = (fetch.etag, fetch.last_modified) if fetch else (None, None)
    return Seen(document.doc_id, document.url, document.text_sha256, at, stamp, etag, modified)
