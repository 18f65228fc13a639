"""From a detection to what analysts work through: signals, the words that gave them away, and case records."""

from collections.abc import Sequence

from warehouse.contracts import (
    CaseRecord,
    Detection,
    Hit,
    IndicatorHit,
    News,
    Offer,
    Signal,
    SignalType,
    evidence_hash,
    signal_key,
)

CASE_BANDS = ((0.8, 3), (0.5, 2))
"""Probability that the text tells a case, from which the band is given; below the last: 1."""


def signals_of(
    doc_id: str, detection: Detection, key: bytes
) -> tuple[tuple[Signal, ...], tuple[Hit, ...], tuple[CaseRecord, ...]]:
    """`detection` is the masked one: its quotes are what is stored. At most one signal a type and document."""
    found = [*_offer_signal(doc_id, detection.offer, key), *_case_signal(doc_id, detection.news, key)]
    case = detection.news.case if detection.news else None
    return (
        tuple(signal for signal, _ in found),
        tuple(hit for _, hits in found for hit in hits),
        (CaseRecord(case_id=f"{doc_id}-1", doc_id=doc_id, case=case),) if case else (),
    )


def _offer_signal(doc_id: str, offer: Offer | None, key: bytes) -> list[tuple[Signal, list[Hit]]]:
    if offer is None or offer.scope == "domestic" or offer.band == 0:
        return []
    return [
        _signal(
            doc_id,
            signal_type="scam_offer",
            score=offer.risk,
            band=offer.band,
            kind=None,
            evidence=offer.indicators,
            key=key,
        )
    ]


def _case_signal(doc_id: str, news: News | None, key: bytes) -> list[tuple[Signal, list[Hit]]]:
    if news is None or not news.tppo_topic or not news.kind.startswith("case_"):
        return []
    probability = min(1.0, sum(p for kind, p in news.kind_probs.items() if kind.startswith("case_")))
    band = next((band for least, band in CASE_BANDS if probability >= least), 1)
    return [
        _signal(
            doc_id,
            signal_type="tppo_case",
            score=probability,
            band=band,
            kind=news.kind,
            evidence=news.cues,
            key=key,
        )
    ]


def _signal(
    doc_id: str,
    *,
    signal_type: SignalType,
    score: float,
    band: int,
    kind: str | None,
    evidence: Sequence[IndicatorHit],
    key: bytes,
) -> tuple[Signal, list[Hit]]:
    signal = Signal(
        signal_key=signal_key(doc_id, signal_type),
        doc_id=doc_id,
        type=signal_type,
        score=score,
        band=band,
        kind=kind,
        evidence_sha256=evidence_hash(((hit.id, hit.text) for hit in evidence), key),
    )
    hits = [
        Hit(
            signal_key=signal.signal_key,
            doc_id=doc_id,
            indicator=hit.id,
            field=hit.field,
            start_char=hit.start,
            end_char=hit.end,
            quote=hit.text,
            weight=hit.weight,
        )
        for hit in evidence
    ]
    return signal, hits
