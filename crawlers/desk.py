"""The one place of a crawl that decides what is read, keeps what was read, and counts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawlers.archive import ArchiveWriter, Context, Response
from crawlers.choosing import PASSING, RECHECK_AFTER, Choosing
from crawlers.clock import Clock
from crawlers.collect import CrawlRequest
from crawlers.counts import Answer, Landed
from crawlers.landing import Landing, pending, read_landed
from crawlers.remembered import Listing, Seen
from crawlers.state import State
from warehouse.contracts import Document, Fetch, RegisterRow, SourceRun

FULL_BODY = 200
"""Characters from which a document counts as having a body."""
_AHEAD = timedelta(minutes=15)
_GROUP = 24
_GROUP_S = 2.0


@dataclass
class Desk(Choosing):
    """What it holds is acknowledged (seen, counted for the next run) only by `commit`: archive, landing, state, in this order."""

    landing: Landing = field(kw_only=True)
    archive: ArchiveWriter = field(kw_only=True)
    reached: bool = False
    redirected_to: str | None = None
    newest: datetime | None = None
    listings: dict[str, Listing] = field(default_factory=dict)
    """Each listing of this run, as it was last read whole."""
    n_unchanged: int = 0
    n_changed: int = 0
    landed: list[Landed] = field(default_factory=list)
    closed_until: datetime | None = None
    """When the first of its hosts may be asked again that asked to be left alone."""
    _fetch_ids: dict[str, str] = field(default_factory=dict)
    _pages: dict[str, Fetch] = field(default_factory=dict)
    _since_commit: datetime | None = None
    reread: list[bool] = field(default_factory=list)
    """Of each known page with a date that was read again, whether it still bears one."""
    _new_aliases: list[str] = field(default_factory=list)
    _rechecks: dict[str, str] = field(default_factory=dict)
    _text_keys: dict[str, str] = field(default_factory=dict)
    _texts: set[bytes] = field(default_factory=set)

    def recover(self) -> None:
        """What an interrupted run landed but did not note is seen now."""
        for path in pending(self.request.landing_dir):
            if path.name.startswith(f"{self.request.source.id}--"):
                for document in read_landed(path):
                    known = self.state.known(document.doc_id)
                    if known is None or known.text_sha256 != document.text_sha256:
                        self.state.mark_seen(_seen(document, document.fetched_at, None, None))

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

    def land(
        self,
        document: Document,
        *,
        listed_as: str | None = None,
        matched: tuple[str, ...] = (),
        whole: bool = True,
        notes: Mapping[str, str] | None = None,
    ) -> bool:
        """Land a new document, or a new version of a known one; answers whether it was landed.

        `listed_as`: the address its listing gave, where the page names another as its own; `matched`: the rules of
        extraction that took something out of it; `whole`: false when a part of it could not be had; `notes`: how its
        page was found, where it is to be read again.
        """
        now, before = self.clock.now(), self._text_before(document.doc_id)
        alias = self.doc_id(listed_as) if listed_as and listed_as != document.url else None
        first_sight = alias is not None and self.target(alias) != document.doc_id
        if first_sight and before is not None and before != document.text_sha256:
            if (
                notes is not None
                and listed_as is not None
                and self._is_to_be_compared(document.doc_id, listed_as, notes)
            ):
                return False
            # Another text stands under the address that the page names: it is not believed.
            document = document.model_copy(update={"doc_id": alias, "url": listed_as})
            alias, first_sight, before = None, False, self._text_before(document.doc_id)
        if self.is_taken_down(document.doc_id) or (before is None and self._is_second_address(document)):
            return False
        fetch = self._pages.get(document.fetch_id or "") if whole else None
        stamp = self._taken.get(alias or document.doc_id)
        self._waiting[document.doc_id] = _seen(document, now, stamp, fetch)
        self.undone |= not whole
        if first_sight and alias is not None:
            self._note_alias(alias, document.doc_id)
        if notes is not None:
            self._note_page(document, notes, is_new=before is None)
        self._count_reading(document, before, first_sight=first_sight, matched=matched)
        self._commit_group()
        return before != document.text_sha256

    def _is_to_be_compared(self, own: str, listed_as: str, notes: Mapping[str, str]) -> bool:
        """Whether a text under a second address waits until the page that it names was read again, once: it may have been
        edited since.
        """
        if self.was_tried(listed_as):
            return False
        self.state.move_recheck(own, self.clock.now())
        self.failed(listed_as, "another_text", notes)
        return True

    def _note_page(self, document: Document, notes: Mapping[str, str], *, is_new: bool) -> None:
        """Plan when a new page is read again; of one that was, whether it still bears its date."""
        by_page = document.published_at is not None and document.provenance.get("published_at") != notes.get("told_by")
        if is_new:
            told = {**notes, "dated": "yes"} if by_page else dict(notes)
            self._rechecks[document.doc_id] = json.dumps(told, ensure_ascii=False)
        elif "dated" in notes:
            self.reread.append(by_page)

    def _count_reading(
        self, document: Document, before: str | None, *, first_sight: bool, matched: tuple[str, ...]
    ) -> None:
        if before == document.text_sha256:
            self.counts.duplicates += first_sight
            self.counts.rechecked += not first_sight
            return
        self.landing.put(document)
        self._count(document, edited=before is not None, now=self.clock.now())
        if before is None:
            self.landed.append(Landed(document.title, document.text, matched))

    def is_kept(self, document: Document) -> bool:
        """Whether just this text is known already."""
        return self._text_before(document.doc_id) == document.text_sha256

    def _is_second_address(self, document: Document) -> bool:
        """Whether its text is known under another address of the source, published at the same moment."""
        key = text_key(document)
        first = key and (self._text_keys.get(key) or self.state.document_with(key))
        if not key or first is None:
            self._text_keys |= {key: document.doc_id} if key else {}
            return False
        if first == document.doc_id:
            return False
        self._note_alias(document.doc_id, first)
        self.counts.duplicates += 1
        return True

    def _note_alias(self, alias: str, target: str) -> None:
        self._aliases[alias] = target
        self._new_aliases.append(alias)

    def _text_before(self, doc_id: str) -> str | None:
        waiting, known = self._waiting.get(doc_id), self.state.known(doc_id)
        return waiting.text_sha256 if waiting else known.text_sha256 if known else None

    def land_row(self, row: RegisterRow) -> None:
        self.landing.put(row)
        self.counts.register_rows += 1

    def note_published(self, at: datetime) -> None:
        if at <= self.clock.now() + _AHEAD and (self.newest is None or at > self.newest):
            self.newest = at

    def commit(self) -> None:
        self.archive.commit()
        self.landing.commit()
        if self._waiting or self._new_aliases:
            with self.state.together():
                self._remember()
        self._new_aliases.clear()
        self._rechecks.clear()
        self._waiting.clear()
        self._since_commit = None

    def _remember(self) -> None:
        source = self.request.source.id
        for doc_id, seen in self._waiting.items():
            self.state.mark_seen(seen)
            if doc_id in self._rechecks:
                self.state.plan_recheck(doc_id, source, seen.at + RECHECK_AFTER[0], self._rechecks[doc_id])
            else:
                self._next_recheck(doc_id)
        for alias in self._new_aliases:
            self.state.add_alias(alias, self._aliases[alias])

    def close(self) -> None:
        """Commit, and let the next run ask "changed since?" if nothing of this one is left undone."""
        self.commit()
        left = [reason for reason in self.refused if reason not in PASSING]
        whole = not (left or self.undone)
        told = {url: found for url, found in self.listings.items() if found.etag or found.last_modified}
        self.state.set_listings(self.request.source.id, told if whole else {})

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
        yield Desk(request, state, clock, landing=landing, archive=archive)
    finally:
        archive.close()
        landing.close()


def _seen(document: Document, at: datetime, stamp: datetime | None, fetch: Fetch | None) -> Seen:
    etag, modified = (fetch.etag, fetch.last_modified) if fetch else (None, None)
    return Seen(document.doc_id, document.text_sha256, at, stamp, etag, modified, text_key(document))


def text_key(document: Document) -> str | None:
    """The same for a source's text under each of its addresses; null where it is no article, or its time is not told.

    Ads and posts may be repeated word for word: each is one of its own.
    """
    if document.kind_hint != "news" or document.published_precision not in {"minute", "second"}:
        return None
    told = f"{document.source}\x1f{document.published_at}\x1f{document.text_sha256}"
    return hashlib.sha256(told.encode()).hexdigest()
