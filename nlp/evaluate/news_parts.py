"""Figures of news reading by part of the corpus, how sure they are, and which kind is taken for which."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nlp.evaluate.counting import Counts
from nlp.evaluate.news import LISTS, evaluate_news, kind_of, news_of
from nlp.evaluate.slices import intervals, wilson

Label = Mapping[str, Any]
Answer = Mapping[str, Any]
Answers = Mapping[str, Answer]
LEAST = 5
"""Texts below which a part has no figure."""
SURE = ("kind_accuracy", "is_case", "tppo_topic", "victims_max", "origin_provinces", "destination_countries", "exploitation",
        "legal_basis", "stage", "agencies")  # fmt: skip
"""Figures that have an interval."""
_NEAR = 0.2
"""Share by which a number of suspects may be off to be nearly right."""


class Origin(NamedTuple):
    """The collection that a text came from, and the event or near-duplicate group that it belongs to."""

    collection: str
    group: str


def details(labels: Sequence[Label], answers: Answers, origins: Mapping[str, Origin]) -> dict[str, Any]:
    """`by`: parts by route (country of destination, `ID` at home), scheme (form of exploitation) and collection, with
    Wilson's 95 % interval; `relaxed`: fields where a value that overlaps counts; `intervals`: bootstrap by event;
    `confusion`: label to answer to number. `origins` by the id of the label.
    """
    grouped = [{**label, "group": origins[label["id"]].group} for label in labels if label["id"] in origins]
    return {
        "by": {
            "route": _parts(grouped, answers, lambda label: _of_case(label, "destination_countries")),
            "scheme": _parts(grouped, answers, lambda label: _of_case(label, "exploitation")),
            "collection": _parts(grouped, answers, lambda label: [origins[label["id"]].collection]),
        },
        "relaxed": relaxed(labels, answers),
        "intervals": intervals(grouped, lambda sample: _sure(sample, answers)),
        "confusion": confusion(labels, answers),
    }


def confusion(labels: Sequence[Label], answers: Answers) -> dict[str, dict[str, int]]:
    """A text without an answer counts as `none`."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        found[label["kind"]][str(kind_of(label, answers) or "none")] += 1
    return {kind: dict(sorted(found[kind].items())) for kind in sorted(found)}


def relaxed(labels: Sequence[Label], answers: Answers) -> dict[str, dict[str, float]]:
    """Fields of the case, a text at most once each: sets that share a value, ranges of victims that meet, suspects within a
    fifth (or one), dates of which one lies within the other.
    """
    counts: dict[str, Counts] = defaultdict(Counts)
    for label in labels:
        if not label["kind"].startswith("case_"):
            continue
        case = news_of(label, answers).get("case") or {}
        for name in LISTS:
            wanted, given = set(label.get(name) or ()), set(case.get(name) or ())
            _count(counts[name], bool(wanted), bool(given), bool(wanted & given))
        for name, (told, near) in _NEARLY.items():
            gold, answer = told(label), told(case)
            both = gold is not None and answer is not None
            _count(counts[name], gold is not None, answer is not None, both and near(gold, answer))
    return {name: found.figures() for name, found in counts.items()}


def _count(counts: Counts, wanted: bool, given: bool, hit: bool) -> None:
    counts.right += hit
    counts.wrong += given and not hit
    counts.missed += wanted and not hit


def _victims(row: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high = row.get("victims_min"), row.get("victims_max")
    return None if low is None and high is None else (low or 0, float("inf") if high is None else high)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _about(gold: int, answer: int) -> bool:
    return abs(gold - answer) <= max(1, _NEAR * gold)


def _within(gold: str, answer: str) -> bool:
    return gold.startswith(answer) or answer.startswith(gold)


_NEARLY: Mapping[str, tuple[Callable[[Mapping[str, Any]], Any], Callable[[Any, Any], bool]]] = {
    "victims": (_victims, _meet),
    "suspects_n": (lambda row: row.get("suspects_n"), _about),
    "event_date": (lambda row: row.get("event_date"), _within),
}


def _of_case(label: Label, name: str) -> Sequence[str]:
    return (label.get(name) or ["none"]) if label["kind"].startswith("case_") else ()


def _parts(
    labels: Sequence[Label], answers: Answers, names: Callable[[Label], Iterable[str]]
) -> dict[str, dict[str, Any]]:
    """A text of several countries or forms counts under each."""
    found: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        for name in names(label):
            found[name].append(label)
    return {name: _part(found[name], answers) for name in sorted(found) if len(found[name]) >= LEAST}


def _part(labels: Sequence[Label], answers: Answers) -> dict[str, Any]:
    figures = evaluate_news(labels, answers)
    accuracy = figures["kind_accuracy"]
    return {
        "n": len(labels),
        "kind_accuracy": round(accuracy, 3),
        "interval": wilson(accuracy, len({label["group"] for label in labels})),
        "is_case_f1": figures["is_case"]["f1"],
        "tppo_topic_f1": figures["tppo_topic"]["f1"],
        "destination_f1": figures["fields"]["destination_countries"]["f1"],
        "exploitation_f1": figures["fields"]["exploitation"]["f1"],
        "victims_f1": figures["fields"]["victims_max"]["f1"],
    }


def _sure(labels: Sequence[Label], answers: Answers) -> dict[str, float]:
    figures = evaluate_news(labels, answers)
    values = {name: figures.get(name, figures["fields"].get(name)) for name in SURE}
    return {name: value["f1"] if isinstance(value, Mapping) else value for name, value in values.items()}
