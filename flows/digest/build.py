"""From the snapshot's rows to what one digest says."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from flows.digest.content import CaseItem, Digest, Link, OfferItem, OpenReview, Quote, SourceLine
from flows.digest.facts import FEW_BELOW
from flows.digest.week import Week
from warehouse.digest_rows import Count, DigestGroup, DigestSignal, SourceState, digest_rows

LEAST_BAND = 2
"""Offers below it are no news for a reader: they stay in the warehouse."""
QUOTES = 5
_SQL = Path(__file__).parent / "sql"
_STATES = {"broken": "failed", "blocked": "blocked"}


def build(
    connection: duckdb.DuckDBPyConnection,
    week: Week,
    *,
    first: Week | None = None,
    recipient: str | None = None,
    told: frozenset[str] = frozenset(),
) -> Digest:
    """What is new from `first` to `week`; `told` are signals sent to the recipient that the snapshot may not know yet."""
    first = first or week
    rows = digest_rows(connection, first.start, week.end, recipient=recipient)
    cases = [group for group in _untold(rows.cases, told) if group.signals]
    offers = [group for group in _untold(rows.offers, told) if group.signals[0].band >= LEAST_BAND]
    sizes = _sizes(connection, [group.group_id for group in offers if group.group_id])
    items = [_offer(group, sizes) for group in offers]
    return Digest(
        week=week,
        first=first,
        documents=rows.documents,
        cases=tuple(map(_case, cases)),
        campaigns=tuple(item for item in items if item.campaign_id),
        offers=tuple(item for item in items if not item.campaign_id),
        places=tuple(map(_place, rows.destinations)),
        healthy_sources=sum(source.state not in _STATES for source in rows.sources),
        sources=tuple(_source(source) for source in rows.sources if source.state in _STATES),
        open_reviews=rows.open_reviews,
        reviews=tuple(
            OpenReview(key=row["signal_key"], title=row["title"], band=row["band"], type=row["type"])
            for row in _rows(connection, "open_reviews", {})
        ),
    )


def _untold(groups: Iterable[DigestGroup], told: frozenset[str]) -> Iterable[DigestGroup]:
    for group in groups:
        signals = tuple(signal for signal in group.signals if signal.signal_key not in told)
        if signals:
            yield group.model_copy(update={"signals": signals})


def _case(group: DigestGroup) -> CaseItem:
    lead = group.signals[0]
    base = CaseItem(
        keys=tuple(signal.signal_key for signal in group.signals),
        title=lead.title,
        kind=lead.kind or "case_arrest",
        band=lead.band,
        links=_links(group.signals),
        quotes=_quotes(group.signals),
    )
    facts = next((signal.case for signal in group.signals if signal.case), None)
    if facts is None:
        return base
    return CaseItem(
        **{
            **vars(base),
            "status": facts.tppo_status,
            "status_by": facts.tppo_status_by,
            "victims": (facts.victims_min, facts.victims_max),
            "suspects": facts.suspects_n,
            "minors": bool(facts.minor_involved),
            "origins": facts.origin_provinces,
            "destinations": facts.destination_countries,
            "exploitation": facts.exploitation,
            "legal_basis": facts.legal_basis,
            "stage": facts.stage,
        }
    )


def _offer(group: DigestGroup, sizes: Mapping[str, tuple[int, tuple[str, ...]]]) -> OfferItem:
    lead = group.signals[0]
    documents, why = sizes.get(group.group_id or "", (1, ()))
    return OfferItem(
        keys=tuple(signal.signal_key for signal in group.signals),
        title=lead.title or (lead.offer.job if lead.offer and lead.offer.job else lead.outlet),
        band=lead.band,
        links=_links(group.signals),
        quotes=_quotes(group.signals),
        risk=lead.score,
        scope=lead.offer.scope if lead.offer else "hidden",
        destinations=lead.offer.destination if lead.offer else (),
        job=lead.offer.job if lead.offer else None,
        pay=lead.offer.pay_raw if lead.offer else None,
        campaign_id=group.group_id if documents > 1 else None,
        documents=documents,
        why=why,
    )


def _links(signals: Iterable[DigestSignal]) -> tuple[Link, ...]:
    return tuple(Link(signal.outlet, signal.url, signal.published_at) for signal in signals)


def _quotes(signals: Iterable[DigestSignal]) -> tuple[Quote, ...]:
    """The strongest words, one an indicator, of the strongest signal first."""
    found: dict[str, Quote] = {}
    for signal in signals:
        for hit in signal.quotes:
            label_id, label_en = hit.label_id or hit.indicator, hit.label_en or hit.indicator
            found.setdefault(hit.indicator, Quote(label_id, label_en, hit.quote))
    return tuple(found.values())[:QUOTES]


def _sizes(connection: duckdb.DuckDBPyConnection, campaigns: list[str]) -> dict[str, tuple[int, tuple[str, ...]]]:
    rows = _rows(connection, "campaigns", {"campaigns": campaigns}) if campaigns else []
    return {row["campaign_id"]: (row["documents"], tuple(row["why"] or ())) for row in rows}


def _place(count: Count) -> tuple[str, int | None]:
    return count.code, count.n if count.n >= FEW_BELOW else None


def _source(source: SourceState) -> SourceLine:
    return SourceLine(source.source, _STATES[source.state], source.reason)


def _rows(connection: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    cursor = connection.execute((_SQL / f"{name}.sql").read_text(encoding="utf-8"), values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
