"""Which of the listed pages are read: new ones, known ones that may have changed, failed ones after a while."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawlers.clock import Clock
from crawlers.collect import CrawlRequest
from crawlers.counts import Counts
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.refusals import REASONS
from crawlers.state import Known, Seen, State
from warehouse.contracts import document_id

RECHECK_AFTER = (timedelta(hours=12), timedelta(hours=36))
"""A page that is still listed is looked at again for changes, so long after it was first seen."""
PASSING = frozenset({"ad_closed", "endless_paging", "other_host"})
"""Refusals that leave nothing to be done by the next run."""
NOT_ASKED = frozenset(
    {
        "robots_unreachable", "breaker_open", "rate_limited", "request_limit", "day_budget", "out_of_time",
        "out_of_memory", "no_such_host", "no_connection",
    }
)  # fmt: skip
"""Refusals that say nothing of the page: it was not asked for, or its host was away."""
_TRY_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (0, 20, 60, 240, 720, 1440, 2880))
_GIVEN_UP = 4
"""Tries after which a page no longer keeps its listing from being asked "changed since?"."""


@dataclass
class Choosing:
    """`aliases`: addresses under which a page was listed that names another address of the site as its own."""

    request: CrawlRequest
    state: State
    clock: Clock
    counts: Counts = field(default_factory=Counts)
    refused: Counter[str] = field(default_factory=Counter)
    refused_listings: Counter[str] = field(default_factory=Counter)
    """Those of the refusals that were of listings."""
    reasons: list[str] = field(default_factory=list)
    """What went wrong on the way, first thing first."""
    undone: bool = False
    """Whether something was left that a listing answering "unchanged" would hide from the next run."""
    _taken: dict[str, datetime | None] = field(default_factory=dict)
    _waiting: dict[str, Seen] = field(default_factory=dict)
    _aliases: dict[str, str] = field(default_factory=dict)
    _rereads: int = 0
    _n_read: int = 0

    def take(self, url: str, modified: datetime | None = None) -> str | None:
        """Count a listed page and answer its canonical address if it is to be read, else null; each at most once.

        A known page is read again when its listing says that it changed, and a few times anyway (RECHECK_AFTER).
        """
        try:
            canonical = canonical_url(url)
        except UrlError:
            return None
        listed = self.doc_id(canonical)
        doc_id = self.target(listed)
        if listed in self._taken or doc_id in self._taken or doc_id in self._waiting:
            return None
        self._taken[listed] = self._taken[doc_id] = modified
        self.counts.listed += 1
        if self.is_taken_down(listed):
            self.counts.known += 1
            return None
        known = self.state.known(doc_id)
        if known is not None:
            self.counts.known += 1
            return canonical if self._is_due(known, modified) else None
        return canonical if self._may_try(listed) and self._has_room() else None

    @property
    def deadline(self) -> datetime:
        """When the crawl has to be at its end."""
        return self.request.now + timedelta(seconds=0.85 * self.request.timeout_s)

    def known(self, canonical: str) -> Known | None:
        return self.state.known(self.target(self.doc_id(canonical)))

    def doc_id(self, canonical: str) -> str:
        return document_id(url=canonical, source=self.request.source.id, external_id=None, title="", text="")

    def target(self, doc_id: str) -> str:
        """The document that a listed address is known to lead to."""
        return self._aliases.get(doc_id) or self.state.alias(doc_id) or doc_id

    def is_taken_down(self, doc_id: str) -> bool:
        return self.state.is_tombstoned(doc_id) or self.state.is_tombstoned(self.target(doc_id))

    def unmodified(self, canonical: str) -> None:
        """A known page had not changed, or could not be had again."""
        doc_id = self.target(self.doc_id(canonical))
        self.counts.rechecked += 1
        self.state.note_check(doc_id, self.clock.now(), self._taken.get(doc_id))

    def failed(self, canonical: str, reason: str) -> None:
        """A new page could not be read: it is tried again while it is listed, ever more rarely."""
        self.undone = True
        if reason not in NOT_ASKED:
            self.state.note_try(self.doc_id(canonical), self.clock.now(), reason)

    def was_tried(self, canonical: str) -> bool:
        return self.state.tried(self.doc_id(canonical)) is not None

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

    def forgive_listings(self) -> None:
        """What listings refused is made good: another way to the same pages was found."""
        for reason, n in self.refused_listings.items():
            self.refused[reason] -= n
            self.counts.refused_by_robots -= n * (REASONS[reason] == "robots")
            self.counts.blocked -= n * (REASONS[reason] == "blocked")
            self.counts.failed -= n * (REASONS[reason] == "failed")
        self.refused_listings.clear()
        self.refused = +self.refused

    def complain(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)

    def _is_due(self, known: Known, modified: datetime | None) -> bool:
        """Rereads are bounded, so that a listing whose stamps mean nothing leaves room for new pages."""
        stamped = modified is not None and modified > (known.stamp or known.first_seen)
        waits = RECHECK_AFTER[known.n_checks :]
        old_enough = bool(waits) and self.clock.now() - known.first_seen >= waits[0]
        if not stamped and not old_enough:
            return False
        if self._rereads >= max(1, self.request.source.politeness.max_requests // 5):
            self.undone |= stamped
            return False
        self._rereads += 1
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
        self.counts.known += 1  # no news any more
        n, last = tried
        if self.clock.now() - last >= _TRY_AGAIN[min(n, len(_TRY_AGAIN) - 1)]:
            return True
        self.undone |= n < _GIVEN_UP
        return False
