"""What `suar evaluate` measured, as tables for a person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.cli.output import rows, write

_OWN_TABLE = ("systems", "recall_by", "reliability", "by", "confusion")
_BIN = ("low", "high", "n", "mean_risk", "share")
_SYSTEM = ("auprc", "recall_at_p90", "precision", "recall", "f1")


def print_tables(figures: Mapping[str, Any]) -> None:
    rest = {name: value for name, value in figures.items() if name not in _OWN_TABLE}
    rows(("figure", "value"), _flat(rest), "table")
    if "systems" in figures:
        _titled("The model beside simpler systems (false alarms by class)", *_systems(figures["systems"]))
    if figures.get("recall_by"):
        columns = ("of", "", "n", "recall_band2", "95 %")
        _titled("Baits for work abroad that reach band 2", columns, _slices(figures["recall_by"]))
    for part, names in figures.get("by", {}).items():
        _titled(f"News by {part} (interval of the kind)", *_news_parts(part, names))
    if "confusion" in figures:
        _titled("Kinds taken for others", ("label", "answer", "n"), _taken(figures["confusion"]))
    if "reliability" in figures:
        _titled("Reliability of the risk", (*_BIN, "95 %"), _bins(figures["reliability"]))


def _titled(title: str, columns: Sequence[str], values: Iterator[list[Any]]) -> None:
    write(f"\n{title}")
    rows(columns, values, "table")


def _flat(figures: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Figures inside figures by their dotted path."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", _span(value) if isinstance(value, tuple) else value


def _systems(systems: Mapping[str, Any]) -> tuple[Sequence[str], Iterator[list[Any]]]:
    classes = list(next(iter(systems.values()))["false_alarms"])
    values = (
        [
            name,
            *(system[figure] for figure in _SYSTEM),
            _span(system["intervals"]["auprc"]),
            *(f"{system['false_alarms'][one]['flagged']}/{system['false_alarms'][one]['n']}" for one in classes),
        ]
        for name, system in systems.items()
    )
    return ("system", *_SYSTEM, "auprc 95 %", *classes), values


def _slices(recall_by: Mapping[str, Any]) -> Iterator[list[Any]]:
    for part, names in recall_by.items():
        for name, found in names.items():
            yield [part, name, found["n"], found["recall_band2"], _span(found["interval"])]


def _news_parts(part: str, names: Mapping[str, Any]) -> tuple[Sequence[str], Iterator[list[Any]]]:
    figures = [figure for figure in next(iter(names.values()), {}) if figure != "interval"]
    values = ([name, *(row[figure] for figure in figures), _span(row["interval"])] for name, row in names.items())
    return (part, *figures, "95 %"), values


def _taken(confusion: Mapping[str, Mapping[str, int]]) -> Iterator[list[Any]]:
    """The commonest first."""
    wrong = [(n, gold, kind) for gold, row in confusion.items() for kind, n in row.items() if kind != gold]
    yield from ([gold, kind, n] for n, gold, kind in sorted(wrong, key=lambda item: (-item[0], item[1], item[2])))


def _bins(bins: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    for part in bins:
        yield [*(part[name] for name in _BIN), _span(part["interval"])]


def _span(ends: Sequence[float] | None) -> str:
    return "" if ends is None else f"{ends[0]:.2f}-{ends[1]:.2f}"
