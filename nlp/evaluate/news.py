"""Figures of news reading against labels (docs/fields.md); the same numbers as the project's scoring program gives."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nlp.evaluate.counting import Counts

Label = Mapping[str, Any]
Answer = Mapping[str, Any]

SCAM = re.compile(r"(?i)\bscam|judi (?:online|daring)|judol|penipuan (?:daring|online)|operator judi")
"""Texts about compounds of fraud: most of the real ones, few of the routes."""
VALUES = ("victims_min", "victims_max", "suspects_n", "minor_involved", "stage", "event_date")
LISTS = ("origin_provinces", "destination_countries", "transit_countries", "exploitation", "legal_basis")
NAMES = ("agencies", "hotlines")


def evaluate_news(labels: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, Any]:
    """`labels`: rows with id, kind, tppo_topic, tppo_status and the fields of `case`, flat; `answers`: id to the
    object that `suar detect` writes.
    """
    labels = [_allow_other_kind(label, answers) for label in labels]
    cases = [label for label in labels if _is_case(label["kind"])]
    figures: dict[str, Any] = {
        "n": len(labels),
        "answered": sum(label["id"] in answers and "error" not in answers[label["id"]] for label in labels),
        "kind_accuracy": _share(label["kind"] == kind_of(label, answers) for label in labels),
        "kind_macro_f1": _macro(labels, answers, str)[0],
    }
    figures["coarse_macro_f1"], figures["coarse"] = _macro(labels, answers, _coarse)
    figures["is_case"] = _is_case_counts(labels, answers).figures()
    prevention = [label for label in labels if label["kind"] == "prevention"]
    figures["prevention_called_case"] = _share(_is_case(kind_of(label, answers)) for label in prevention)
    figures["tppo_topic"] = _topic_counts(labels, answers).figures()
    fields = _fields(labels, cases, answers)
    figures["tppo_status_accuracy"] = _share(
        label["tppo_status"] == news_of(label, answers).get("tppo_status") for label in cases
    )
    spoken = [label for label in cases if "tppo_status_by" in label]
    figures["status_and_speaker_accuracy"] = _share(
        _status(label) == _status(news_of(label, answers)) for label in spoken
    )
    figures["wrong_fill"] = {
        name: round(1 - counts.precision, 4) if counts.right or counts.wrong else None
        for name, counts in fields.items()
    }
    figures["fields"] = {name: counts.figures() for name, counts in fields.items()}
    return figures


def _fields(labels: Sequence[Label], cases: Sequence[Label], answers: Mapping[str, Answer]) -> dict[str, Counts]:
    counts = {name: Counts() for name in (*VALUES, *LISTS, *NAMES)}
    for label in cases:
        case = news_of(label, answers).get("case") or {}
        for name in VALUES:
            counts[name].add_value(label.get(name), case.get(name))
        for name in LISTS:
            counts[name].add_sets(label.get(name) or (), case.get(name) or ())
    for label in labels:
        for name in NAMES:
            counts[name].add_sets(label.get(name) or (), news_of(label, answers).get(name) or ())
    return counts


def _allow_other_kind(label: Label, answers: Mapping[str, Answer]) -> Label:
    """Two kinds judged equal by the adjudicator: either is right."""
    if label.get("alt_kind") and kind_of(label, answers) == label["alt_kind"]:
        return {**label, "kind": label["alt_kind"]}
    return label


def news_of(label: Label, answers: Mapping[str, Answer]) -> Mapping[str, Any]:
    return (answers.get(label["id"]) or {}).get("news") or {}


def kind_of(label: Label, answers: Mapping[str, Answer]) -> Any:
    return news_of(label, answers).get("kind")


def _status(row: Mapping[str, Any]) -> tuple[Any, Any]:
    return row.get("tppo_status"), row.get("tppo_status_by")


def _coarse(kind: object) -> str:
    return "case" if str(kind).startswith("case_") else str(kind)


def _is_case(kind: object) -> bool:
    return _coarse(kind) == "case"


def _share(hits: Any) -> float:
    found = list(hits)
    return round(sum(found) / len(found), 4) if found else 0.0


def _is_case_counts(labels: Sequence[Label], answers: Mapping[str, Answer]) -> Counts:
    counts = Counts()
    for label in labels:
        counts.add_bool(gold=_is_case(label["kind"]), answer=_is_case(kind_of(label, answers)))
    return counts


def _topic_counts(labels: Sequence[Label], answers: Mapping[str, Answer]) -> Counts:
    """Without `offer_report`: readers differed on fake vacancies of domestic employers."""
    counts = Counts()
    for label in labels:
        if label["kind"] != "offer_report":
            counts.add_bool(gold=bool(label["tppo_topic"]), answer=bool(news_of(label, answers).get("tppo_topic")))
    return counts


def _macro(
    labels: Sequence[Label], answers: Mapping[str, Answer], name: Callable[[object], str]
) -> tuple[float, dict[str, dict[str, float]]]:
    counts: dict[str, Counts] = {}
    for label in labels:
        gold, answer = name(label["kind"]), name(kind_of(label, answers))
        if gold == answer:
            counts.setdefault(gold, Counts()).right += 1
        else:
            counts.setdefault(answer, Counts()).wrong += 1
            counts.setdefault(gold, Counts()).missed += 1
    figures = {kind: counts[kind].figures() for kind in sorted(counts)}
    return round(sum(f["f1"] for f in figures.values()) / len(figures), 4) if figures else 0.0, figures
