"""Figures of offer reading against labels (docs/fields.md); the same numbers as the project's scoring program gives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nlp.evaluate.counting import Counts
from nlp.evaluate.slices import intervals, recall_by_part

Label = Mapping[str, Any]
Answer = Mapping[str, Any]

POSITIVE = "scam_overseas"
NEGATIVE = ("legit_overseas", "legit_domestic", "advice", "news_quote", "chatter")
PRECISION_ASKED = 0.9
FLAGGED = 2
BINS = 10


def evaluate_offers(labels: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """`labels`: rows with id, label, risk 0-3, destination, pay, contacts, indicators; `answers`: id to the object
    that `suar detect --show-contacts` writes.
    """
    pool = [label for label in labels if label["label"] == POSITIVE or label["label"] in NEGATIVE]
    figures: dict[str, Any] = {
        "n": len(labels),
        "answered": sum(label["id"] in answers and "error" not in answers[label["id"]] for label in labels),
        **_ranking(pool, answers),
        **_flags(labels, pool, answers),
        "ece": calibration_error([(_risk(label, answers), label["risk"] >= FLAGGED) for label in labels]),
    }
    offers = [label for label in labels if label["label"].split("_")[0] in {"scam", "legit"}]
    destination, indicators, contacts = Counts(), Counts(), Counts()
    for label in offers:
        offer = _offer(label, answers)
        destination.add_sets(label["destination"], offer.get("destination") or ())
        if label["indicators"] is not None:
            indicators.add_sets(label["indicators"], (hit["id"] for hit in offer.get("indicators") or ()))
        contacts.add_sets(map(_contact, label["contacts"]), map(_contact, _handles(offer)))
    figures |= {
        "destination": destination.shares(),
        "indicators": indicators.shares(),
        "contacts": contacts.shares(),
        "pay_exact": _pay_exact(offers, answers),
    }
    return figures


def details(labels: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Recall by scheme, platform and destination, scope, and 95 % intervals of the ranking by group."""
    pool = [label for label in labels if label["label"] == POSITIVE or label["label"] in NEGATIVE]
    told = [label for label in labels if label.get("scope")]
    right = sum(_offer(label, answers).get("scope") == label["scope"] for label in told)
    return {
        "scope_accuracy": round(right / len(told), 4) if told else None,
        "recall_by": recall_by_part(labels, lambda label: int(_offer(label, answers).get("band") or 0) >= FLAGGED),
        "intervals": intervals(pool, lambda sample: _ranking(sample, answers)),
    }


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for risk, truth in pairs:
        bins[min(BINS - 1, int(risk * BINS))].append((risk, truth))
    gaps = (abs(sum(r for r, _ in part) - sum(t for _, t in part)) for part in bins.values())
    return round(sum(gaps) / len(pairs), 4) if pairs else 0.0


def _ranking(pool: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, float]:
    positives = sum(label["label"] == POSITIVE for label in pool) or 1
    by_risk: dict[float, list[bool]] = defaultdict(list)
    for label in pool:
        by_risk[_risk(label, answers)].append(label["label"] == POSITIVE)
    found = seen = 0
    area = best_f1 = recall_asked = 0.0
    for risk in sorted(by_risk, reverse=True):
        before, tied = found, by_risk[risk]
        found, seen = found + sum(tied), seen + len(tied)
        precision, recall = found / seen, found / positives
        area += precision * (found - before) / positives
        if precision + recall:
            best_f1 = max(best_f1, 2 * precision * recall / (precision + recall))
        if precision >= PRECISION_ASKED:
            recall_asked = max(recall_asked, recall)
    return {"auprc": round(area, 4), "best_f1": round(best_f1, 4), "recall_at_p90": round(recall_asked, 4)}


def _flags(labels: Sequence[Label], pool: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, float]:
    def flagged(chosen: Iterable[Label]) -> float:
        found = [int(_offer(label, answers).get("band") or 0) >= FLAGGED for label in chosen]
        return round(sum(found) / len(found), 4) if found else 0.0

    positives = [label for label in labels if label["label"] == POSITIVE]
    figures = {
        f"flag_rate[{name}]": flagged(label for label in labels if label["label"] == name)
        for name in sorted({label["label"] for label in labels})
    }
    for name in ("obfuscated", "subtle"):
        if any(label.get(name) for label in positives):
            figures[f"recall_{name}"] = flagged(label for label in positives if label.get(name))
    raised = [label["label"] == POSITIVE for label in pool if int(_offer(label, answers).get("band") or 0) >= FLAGGED]
    figures["precision_band2"] = round(sum(raised) / len(raised), 4) if raised else 0.0
    figures["recall_band2"] = flagged(positives)
    return figures


def _pay_exact(offers: Sequence[Label], answers: Mapping[str, Answer]) -> float | None:
    told = [label for label in offers if (label.get("pay") or {}).get("min") is not None]
    right = 0
    for label in told:
        gold, pay = label["pay"], _offer(label, answers).get("pay") or {}
        right += (
            pay.get("min") == gold.get("min")
            and (pay.get("max") or pay.get("min")) == (gold.get("max") or gold.get("min"))
            and pay.get("currency") == gold.get("currency")
        )
    return round(right / len(told), 4) if told else None


def _offer(label: Label, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
    return (answers.get(label["id"]) or {}).get("offer") or {}


def _risk(label: Label, answers: Mapping[str, Answer]) -> float:
    return float(_offer(label, answers).get("risk") or 0.0)


def _handles(offer: Mapping[str, Any]) -> list[str]:
    return [str(c.get("value") or "") for c in offer.get("contacts") or () if c.get("type") not in {"email", "url"}]


def _contact(value: object) -> str:
    text = str(value).strip().lower().lstrip("@")
    digits = "".join(character for character in text if character.isdigit())
    if len(digits) >= 8 and len(digits) >= len(text) * 0.6:
        return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"
    return text.removeprefix("https://").removeprefix("http://").rstrip("/")
