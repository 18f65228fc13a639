"""Which of the listed pages are read: new ones, known ones that may have changed, failed ones after a while."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawlers.clock import Clock
from crawlers.collect import CrawlRequest
from crawlers.counts import Counts
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.refusals import REASONS
from crawlers.remembered import Known, Listed, Seen
from crawlers.state import State
from warehouse.contracts import document_id

RECHECK_AFTER = (timedelta(hours=12), timedelta(hours=36))
"""A page is looked at again for changes so long after it was first seen, whether it is still listed or not."""
_MOST_FREE = 12
"""Changes of a text that comes with its list; what changes more often is no text but a counter."""
PASSING = frozenset({"ad_closed", "endless_paging", "other_host"})
"""Refusals that leave nothing to be done by the next run."""
NOT_ASKED = frozenset(
    {
        "robots_unreachable", "breaker_open", "rate_limited", "request_limit", "day_budget", "out_of_time",
        "out_of_memory", "no_such_host", "no_connection",
    }
)  # fmt: skip
"""Refusals that say nothing of the page: it was not asked for, or its host was away."""
_TRY_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (5, 20, 60, 240, 720, 1440, 2880))
"""How long after so many tries."""


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
    _rechecking: set[str] = field(default_factory=set)
    _rereads: int = 0
    _n_read: int = 0

    def take(self, url: str, modified: datetime | None = None, *, in_hand: bool = False) -> str | None:
        """Count a listed page and answer its canonical address if it is to be read, else null; each at most once.

        A known page is read again when its listing says that it changed, or at no cost where its text came with the
        listing (`in_hand`).
        """
        try:
            canonical = canonical_url(url)
        except UrlError:
            return None
        named = self.doc_id(canonical)
        listed = self._listed(named)
        if named in self._taken or listed.doc_id in self._taken or listed.doc_id in self._waiting:
            return None
        self._taken[named] = modified
        if not in_hand:  # the text under the document's own address may be still to come
            self._taken[listed.doc_id] = modified
        self.counts.listed += 1
        if listed.taken_down:
            self.counts.known += 1
            return None
        if listed.known is not None:
            self.counts.known += 1
            free = in_hand and listed.doc_id == named and listed.known.n_checks < _MOST_FREE
            return canonical if free or self._is_due(listed.doc_id, listed.known, modified) else None
        return canonical if self._may_try(named) and self._has_room() else None

    def due_rechecks(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Canonical addresses of pages whose time to be read again, or to be tried again, has come, and how each was
        found.
        """
        if self.request.most_documents is not None:
            return
        room = self._most_rereads - self._rereads
        for doc_id, told in self.state.due_rechecks(self.request.source.id, self.clock.now(), room):
            notes: dict[str, str] = json.loads(told)
            canonical = notes["canonical"]
            if self.is_taken_down(self.doc_id(canonical)) or self.is_taken_down(doc_id):
                self.state.move_recheck(doc_id, None)
                continue
            self._rereads += 1
            self._rechecking.add(doc_id)
            yield canonical, notes

    @property
    def deadline(self) -> datetime:
        """When the crawl has to be at its end."""
        return self.request.now + timedelta(seconds=0.85 * self.request.timeout_s)

    def known(self, canonical: str) -> Known | None:
        return self._listed(self.doc_id(canonical)).known

    def doc_id(self, canonical: str) -> str:
        return document_id(url=canonical, source=self.request.source.id, external_id=None, title="", text="")

    def _listed(self, doc_id: str) -> Listed:
        return self.state.listed(self._aliases.get(doc_id, doc_id))

    def target(self, doc_id: str) -> str:
        """The document that a listed address is known to lead to."""
        return self._listed(doc_id).doc_id

    def is_taken_down(self, doc_id: str) -> bool:
        return self.state.listed(doc_id).taken_down or (doc_id in self._aliases and self._listed(doc_id).taken_down)

    def unmodified(self, canonical: str) -> None:
        """A known page had not changed, or is gone."""
        doc_id = self.target(self.doc_id(canonical))
        self.counts.rechecked += 1
        self.state.note_check(doc_id, self.clock.now(), self._taken.get(doc_id))
        self._next_recheck(doc_id)

    def _next_recheck(self, doc_id: str) -> None:
        known = self.state.known(doc_id)
        if known is None:
            return
        times = [known.first_seen + after for after in RECHECK_AFTER]
        self.state.move_recheck(doc_id, next((at for at in times if at > self.clock.now()), None))

    def failed(self, canonical: str, reason: str, notes: Mapping[str, str] | None = None) -> None:
        """A new page could not be read: it is tried again, ever more rarely, whether it is still listed or not.

        `notes`: how it was found; without them it is tried again while it is listed.
        """
        doc_id, now, n = self.doc_id(canonical), self.clock.now(), 0
        if reason not in NOT_ASKED:
            self.state.note_try(doc_id, now, reason)
            tried = self.state.tried(doc_id)
            n = tried[0] if tried else 1
        self.undone |= notes is None
        if notes is not None and n < len(_TRY_AGAIN):
            told = json.dumps(dict(notes), ensure_ascii=False)
            self.state.plan_recheck(doc_id, self.request.source.id, now + _TRY_AGAIN[n], told)

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

    def _is_due(self, doc_id: str, known: Known, modified: datetime | None) -> bool:
        """Rereads are bounded, so that a listing whose stamps mean nothing leaves room for new pages."""
        if doc_id in self._rechecking or modified is None or modified <= (known.stamp or known.first_seen):
            return False
        if self._rereads >= self._most_rereads:
            self.undone = True
            return False
        self._rereads += 1
        return True

    @property
    def _most_rereads(self) -> int:
        return max(1, self.request.source.politeness.max_requests // 5)

    def _has_room(self) -> bool:
        """Whether a look at the source may read one more page."""
        most = self.request.most_documents
        self._n_read += 1
        return most is None or self._n_read <= most

    def _may_try(self, doc_id: str) -> bool:
        """Whether it is new; what was tried stands in the queue of rechecks."""
        if doc_id not in self._rechecking and self.state.tried(doc_id) is None:
            return True
        self.counts.known += 1
        return False
