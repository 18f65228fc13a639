"""Figures of offer reading against labels (docs/fields.md); the same numbers as the project's scoring program gives."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nlp.evaluate.counting import Counts
from nlp.evaluate.disguises import disguise_kinds
from nlp.evaluate.ranking import ranking
from nlp.evaluate.reliability import calibration_error, reliability
from nlp.evaluate.slices import intervals, recall_by_part

Label = Mapping[str, Any]
Answer = Mapping[str, Any]

POSITIVE = "scam_overseas"
NEGATIVE = ("legit_overseas", "legit_domestic", "advice", "news_quote", "chatter")
FLAGGED = 2


def evaluate_offers(labels: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """`labels`: rows with id, label, risk 0-3, destination, pay, contacts, indicators; `answers`: id to the object
    that `suar detect --show-contacts` writes.
    """
    pool = pool_of(labels)
    judged = [(_risk(label, answers), label["risk"] >= FLAGGED) for label in labels]
    figures: dict[str, Any] = {
        "n": len(labels),
        "answered": sum(label["id"] in answers and "error" not in answers[label["id"]] for label in labels),
        **_ranking(pool, answers),
        **_flags(labels, pool, answers),
        "ece": calibration_error(judged),
        "reliability": [part._asdict() for part in reliability(judged)],
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


def details(
    labels: Sequence[Label], answers: Mapping[str, Answer], texts: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Recall by scheme, platform, destination and, given the texts by id, disguise; scope; 95 % intervals of the ranking."""
    told = [label for label in labels if label.get("scope")]
    right = sum(_offer(label, answers).get("scope") == label["scope"] for label in told)

    def disguises(label: Label) -> Iterable[str]:
        text = (texts or {}).get(label["id"])
        return disguise_kinds(text) if label.get("obfuscated") and text is not None else ()

    return {
        "scope_accuracy": round(right / len(told), 4) if told else None,
        "recall_by": recall_by_part(labels, lambda label: is_flagged(label, answers), disguises),
        "intervals": intervals(pool_of(labels), lambda sample: _ranking(sample, answers)),
    }


def pool_of(labels: Iterable[Label]) -> list[Label]:
    """Baits for work abroad and all that is none; baits at home are neither."""
    return [label for label in labels if label["label"] == POSITIVE or label["label"] in NEGATIVE]


def is_flagged(label: Label, answers: Mapping[str, Answer]) -> bool:
    return int(_offer(label, answers).get("band") or 0) >= FLAGGED


def pairs_of(labels: Iterable[Label], answers: Mapping[str, Answer]) -> list[tuple[float, bool]]:
    """Of each label the risk that was answered and whether it is a bait for work abroad."""
    return [(_risk(label, answers), label["label"] == POSITIVE) for label in labels]


def _ranking(pool: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, float]:
    return ranking(pairs_of(pool, answers))


def _flags(labels: Sequence[Label], pool: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, float]:
    def flagged(chosen: Iterable[Label]) -> float:
        found = [is_flagged(label, answers) for label in chosen]
        return round(sum(found) / len(found), 4) if found else 0.0

    positives = [label for label in labels if label["label"] == POSITIVE]
    figures = {
        f"flag_rate[{name}]": flagged(label for label in labels if label["label"] == name)
        for name in sorted({label["label"] for label in labels})
    }
    for name in ("obfuscated", "subtle"):
        if any(label.get(name) for label in positives):
            figures[f"recall_{name}"] = flagged(label for label in positives if label.get(name))
    raised = [label["label"] == POSITIVE for label in pool if is_flagged(label, answers)]
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
