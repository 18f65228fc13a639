"""What the digest of a week tells one recipient: signals that came first in that week and were not sent to them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import duckdb

from warehouse import sql
from warehouse.contracts import Contract, GroupType, SignalType, Utc


class Quote(Contract):
    indicator: str
    label_id: str | None
    """Null for the cue of a news kind, which is in no registry."""
    label_en: str | None
    quote: str
    weight: float


class CaseFacts(Contract):
    victims_min: int | None
    victims_max: int | None
    suspects_n: int | None
    minor_involved: bool | None
    origin_provinces: tuple[str, ...]
    destination_countries: tuple[str, ...]
    exploitation: tuple[str, ...]
    legal_basis: tuple[str, ...]
    stage: str | None
    event_from: date | None
    event_to: date | None
    tppo_status: str | None
    tppo_status_by: str | None
    agencies: tuple[str, ...]


class OfferFacts(Contract):
    scope: str
    destination: tuple[str, ...]
    job: str | None
    pay_raw: str | None


class DigestSignal(Contract):
    signal_key: str
    type: SignalType
    score: float
    band: int
    kind: str | None
    review_state: str
    first_seen: Utc
    doc_id: str
    title: str
    url: str | None
    outlet: str
    published_at: Utc | None
    group_id: str | None
    is_known_group: bool
    """Whether the story or campaign had a signal before this week: the copy is new, the matter is not."""
    quotes: tuple[Quote, ...]
    """Strongest first, masked."""
    case: CaseFacts | None
    offer: OfferFacts | None


class DigestGroup(Contract):
    """New signals of one story or campaign, strongest first; a signal outside any group stands alone."""

    group_type: GroupType
    group_id: str | None
    is_known: bool
    signals: tuple[DigestSignal, ...]


class Count(Contract):
    code: str
    n: int


class SourceState(Contract):
    source: str
    state: str
    """Of its latest crawl in the week: healthy, quiet, broken or blocked."""
    runs: int
    fetched: int
    parsed: int
    blocked: int
    failed: int
    reason: str | None
    ended_at: Utc


class DigestRows(Contract):
    start: Utc
    end: Utc
    cases: tuple[DigestGroup, ...]
    offers: tuple[DigestGroup, ...]
    kinds: tuple[Count, ...]
    """Stories of the week by news kind, whoever has been sent them; likewise the next two."""
    provinces: tuple[Count, ...]
    destinations: tuple[Count, ...]
    """Of cases and offers."""
    sources: tuple[SourceState, ...]
    documents: int
    """Documents that came first in the week."""
    open_reviews: int
    """Signals of any week that nobody has answered, or whose evidence has changed since."""


def digest_rows(
    connection: duckdb.DuckDBPyConnection, start: Utc, end: Utc, *, recipient: str | None = None
) -> DigestRows:
    """Rows for signals first loaded in [start, end), without those that people rejected.

    `recipient` is the keyed hash of an address: what it was sent before is left out.
    """
    week = {"week_start": start, "week_end": end}
    signals = [
        DigestSignal.model_validate(row)
        for row in sql.rows(connection, "digest/signals", {**week, "recipient": recipient})
    ]
    counts: dict[str, list[Count]] = defaultdict(list)
    for row in sql.rows(connection, "digest/counts", week):
        counts[row.pop("list")].append(Count.model_validate(row))
    (totals,) = sql.rows(connection, "digest/totals", week)
    return DigestRows(
        start=start,
        end=end,
        cases=_groups("story", (signal for signal in signals if signal.type == "tppo_case")),
        offers=_groups("campaign", (signal for signal in signals if signal.type == "scam_offer")),
        kinds=tuple(counts["kind"]),
        provinces=tuple(counts["province"]),
        destinations=tuple(counts["destination"]),
        sources=tuple(SourceState.model_validate(row) for row in sql.rows(connection, "digest/sources", week)),
        documents=totals["documents"],
        open_reviews=totals["open_reviews"],
    )


def _groups(group_type: GroupType, signals: Iterable[DigestSignal]) -> tuple[DigestGroup, ...]:
    """Signals come strongest first, so groups do too: by their strongest."""
    together: dict[str, list[DigestSignal]] = {}
    for signal in signals:
        together.setdefault(signal.group_id or signal.signal_key, []).append(signal)
    return tuple(
        DigestGroup(
            group_type=group_type,
            group_id=members[0].group_id,
            is_known=members[0].is_known_group,
            signals=tuple(members),
        )
        for members in together.values()
    )
