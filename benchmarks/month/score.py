"""What a collector made of the month: what it has, has twice, asked too often, and noticed too late."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from benchmarks.month.faults import Fault
from benchmarks.month.timeline import Article
from benchmarks.month.truth import Asked, Truth
from benchmarks.month.words import markers_in

HealthRow = tuple[str, datetime, str, str | None]
"""Source, end of the poll, state, and the rule that decided."""
_UNWELL = frozenset({"degraded", "broken", "blocked"})
_SETTLE = timedelta(hours=24)
"""Articles and edits of the last day need not have been collected."""
_CLOSE_S = 0.01
_POLLS = 2


class DocumentLike(Protocol):
    @property
    def doc_id(self) -> str: ...
    @property
    def text_sha256(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...


class Violation(NamedTuple):
    host: str
    at: datetime
    what: str


class Alarm(NamedTuple):
    source: str
    at: datetime
    rule: str | None


@dataclass(frozen=True)
class Report:
    expected: int
    missed: tuple[Article, ...]
    lost_to_outage: int
    doubled: tuple[tuple[Article, tuple[str, ...]], ...]
    """Articles under more than one document, with the documents' addresses."""
    repeated: tuple[str, ...]
    """Addresses of versions that were handed on more than once."""
    spurious: tuple[tuple[Article, int], ...]
    """Articles with more versions than they had, and how many too many."""
    edits: int
    edits_missed: tuple[Article, ...]
    misdated: tuple[tuple[Article, datetime | None], ...]
    strays: tuple[str, ...]
    """Addresses of documents that are no article of the month."""
    flooded: int
    budget: tuple[Violation, ...]
    faults: int
    unseen: tuple[Fault, ...]
    unmet: tuple[Fault, ...]
    """No answer showed them, so nobody could notice: the collector did not ask, or nothing was published."""
    shown_as: Mapping[tuple[str, str, str | None], int]
    """How faults were seen: kind, state and rule."""
    false_broken: tuple[Alarm, ...]

    @property
    def collected(self) -> int:
        return self.expected - len(self.missed)

    @property
    def share(self) -> float:
        return self.collected / self.expected if self.expected else 1.0

    @property
    def edits_kept(self) -> int:
        return self.edits - len(self.edits_missed)

    def __str__(self) -> str:
        rows = [
            ("articles collected", f"{self.collected} of {self.expected} ({self.share:.3%})"),
            ("lost to outages, not expected", str(self.lost_to_outage)),
            ("under two documents", str(len(self.doubled))),
            ("versions handed on twice", str(len(self.repeated))),
            ("with versions that never were", str(len(self.spurious))),
            ("edits kept as versions", f"{self.edits_kept} of {self.edits}"),
            ("with another date than printed", str(len(self.misdated))),
            ("documents that are no article", f"{len(self.strays)} (and {self.flooded} of floods)"),
            ("requests over budget", str(len(self.budget))),
            (
                "faults seen within two polls",
                f"{self.faults - len(self.unseen)} of {self.faults} (unmet {len(self.unmet)})",
            ),
            ("false `broken`", str(len(self.false_broken))),
        ]
        return "\n".join(f"{name:32s} {value}" for name, value in rows)


def score(
    truth: Truth,
    log: Sequence[Asked],
    met: Mapping[Fault, datetime],
    documents: Iterable[DocumentLike],
    health: Iterable[HealthRow],
) -> Report:
    kept = _Kept(truth, documents)
    due = [article for article in truth.articles if truth.start <= article.available_from < truth.end - _SETTLE]
    expected = [article for article in due if not article.lost_to_outage]
    edited = [article for article in expected if kept.must_have_edit(article, truth.end - 2 * _SETTLE)]
    read = _first_read(truth, log)
    by_source: dict[str, list[HealthRow]] = defaultdict(list)
    for row in sorted(health, key=lambda item: item[1]):
        by_source[row[0]].append(row)
    seen = {fault: _first_sign(fault, met[fault], by_source[fault.source]) for fault in truth.faults if fault in met}
    shown: Counter[tuple[str, str, str | None]] = Counter()
    shown.update((fault.kind, row[2], row[3]) for fault, row in seen.items() if row)
    return Report(
        expected=len(expected),
        missed=tuple(article for article in expected if article not in kept),
        lost_to_outage=len(due) - len(expected),
        doubled=tuple(kept.doubled()),
        repeated=kept.repeated,
        spurious=tuple(kept.spurious()),
        edits=len(edited),
        edits_missed=tuple(article for article in edited if not kept.has_versions(article, read.get(article.url))),
        misdated=tuple(kept.misdated(truth.faults)),
        strays=tuple(kept.strays),
        flooded=kept.flooded,
        budget=tuple(over_budget(log, truth.spacing_s)),
        faults=len(seen),
        unseen=tuple(fault for fault, row in seen.items() if row is None),
        unmet=tuple(fault for fault in truth.faults if fault not in met),
        shown_as=shown,
        false_broken=tuple(_false_broken(by_source, truth.faults)),
    )


class _Kept:
    """Documents by the article whose marker word they bear."""

    def __init__(self, truth: Truth, documents: Iterable[DocumentLike]) -> None:
        self.strays: list[str] = []
        self.flooded = 0
        articles = {(article.source, article.marker): article for article in truth.articles}
        self._of: dict[Article, list[tuple[DocumentLike, set[str]]]] = defaultdict(list)
        versions: Counter[tuple[str, str]] = Counter()
        urls: dict[tuple[str, str], str] = {}
        for document in documents:
            version = (document.doc_id, document.text_sha256)
            versions[version] += 1
            urls[version] = document.url or document.doc_id
            words = markers_in(document.text)
            found = [articles[document.source, word] for word in words if (document.source, word) in articles]
            if len(found) == 1:
                self._of[found[0]].append((document, words))
            elif words & truth.flood_markers:
                self.flooded += 1
            else:
                self.strays.append(document.url or document.doc_id)
        self.repeated = tuple(urls[version] for version, count in versions.items() if count > 1)

    def __contains__(self, article: Article) -> bool:
        return article in self._of

    def must_have_edit(self, article: Article, until: datetime) -> bool:
        return article.edited_at is not None and article.edited_at < until and article in self

    def has_versions(self, article: Article, first_read: datetime | None) -> bool:
        """The edited one, and the first one where its page was read before the edit."""
        edited = {article.edit_marker in words for _, words in self._of[article]}
        early = first_read is not None and article.edited_at is not None and first_read < article.edited_at
        return edited >= ({True, False} if early else {True})

    def doubled(self) -> Iterable[tuple[Article, tuple[str, ...]]]:
        for article, found in self._of.items():
            if len({document.doc_id for document, _ in found}) > 1:
                yield article, tuple(sorted({document.url or document.doc_id for document, _ in found}))

    def spurious(self) -> Iterable[tuple[Article, int]]:
        """An article's versions differ by its edit and by nothing else."""
        for article, found in self._of.items():
            texts: dict[tuple[str, bool], set[str]] = defaultdict(set)
            for document, words in found:
                texts[document.doc_id, article.edit_marker in words].add(document.text_sha256)
            extra = sum(len(hashes) - 1 for hashes in texts.values())
            if extra:
                yield article, extra

    def misdated(self, faults: Iterable[Fault]) -> Iterable[tuple[Article, datetime | None]]:
        """Off by a minute or more, where the site itself did not say so."""
        wrong = defaultdict(list)
        for fault in faults:
            if fault.kind in {"redesign_date", "clock_ahead"}:
                wrong[fault.source].append(fault)
        for article, found in self._of.items():
            at = found[-1][0].published_at
            off = at is None or abs((at - article.published_at).total_seconds()) >= 60
            if off and not any(_touches(fault, article) for fault in wrong[article.source]):
                yield article, at


def _first_read(truth: Truth, log: Sequence[Asked]) -> Mapping[str, datetime]:
    """An article's first address to the moment at which its text was first answered."""
    firsts = {article.url: article.url for article in truth.articles}
    firsts |= {second.second: second.first for second in truth.duplicates}
    sources = {article.url: article.source for article in truth.articles}
    empty = [fault for fault in truth.faults if fault.kind in {"redesign_body", "block_page"}]
    found: dict[str, datetime] = {}
    for asked in log:
        first = firsts.get(asked.url)
        if asked.status != 200 or first is None or asked.at >= found.get(first, truth.end):
            continue
        if not any(fault.source == sources[first] and fault.active(asked.at) for fault in empty):
            found[first] = asked.at
    return found


def _touches(fault: Fault, article: Article) -> bool:
    return fault.begin - timedelta(days=2) <= article.available_from < fault.end


def over_budget(log: Sequence[Asked], spacing_s: Mapping[str, float]) -> Iterable[Violation]:
    """Two requests too close, or more in any sixty seconds than the spacing has room for."""
    recent: dict[str, deque[datetime]] = defaultdict(deque)
    for asked in sorted(log, key=lambda item: item.at):
        spacing, past = spacing_s.get(asked.host), recent[asked.host]
        if spacing is None:
            continue
        if past and (asked.at - past[-1]).total_seconds() < spacing - _CLOSE_S:
            yield Violation(asked.host, asked.at, f"{(asked.at - past[-1]).total_seconds():.2f} s after the last")
        past.append(asked.at)
        while (asked.at - past[0]).total_seconds() >= 60:
            past.popleft()
        if len(past) > math.ceil(60 / spacing):
            yield Violation(asked.host, asked.at, f"{len(past)} in one minute")


def _first_sign(fault: Fault, met: datetime, rows: Sequence[HealthRow]) -> HealthRow | None:
    """The row that shows the fault: from its begin to the second poll that ended after an answer had shown it."""
    begin = bisect_left(rows, fault.begin, key=lambda row: row[1])
    last = bisect_left(rows, met, key=lambda row: row[1]) + _POLLS
    return next((row for row in rows[begin:last] if _shows(fault, row)), None)


def _shows(fault: Fault, row: HealthRow) -> bool:
    """A redirect is no illness: there the rule may say it of a healthy source."""
    told = fault.kind == "moved_feed_301" and any(word in (row[3] or "") for word in ("moved", "redirect"))
    return row[2] in _UNWELL or told


def _false_broken(by_source: Mapping[str, Sequence[HealthRow]], faults: Iterable[Fault]) -> Iterable[Alarm]:
    """`broken` with nothing wrong; the two polls after a fault may still say so."""
    excused: dict[str, set[datetime]] = defaultdict(set)
    for fault in faults:
        rows = by_source.get(fault.source, ())
        begin = bisect_left(rows, fault.begin, key=lambda row: row[1])
        end = bisect_left(rows, fault.end, key=lambda row: row[1]) + _POLLS
        excused[fault.source] |= {row[1] for row in rows[begin:end]}
    for source, rows in by_source.items():
        for row in rows:
            if row[2] == "broken" and row[1] not in excused[source]:
                yield Alarm(source, row[1], row[3])
