"""`suar evaluate`: answers against gold labels, and the floors that may not be broken."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from crawlers.importers import Record, read
from crawlers.twin.texts import TEXTS
from flows.errors import UsageError
from flows.reading import answer_of

Task = Literal["news", "offers"]
Split = Literal["train", "test"]
Row = dict[str, Any]
OWN_TEXTS = (TEXTS / "news.jsonl", TEXTS / "offers.jsonl")


@dataclass(frozen=True)
class Evaluation:
    figures: Mapping[str, Any]
    broken: tuple[str, ...]
    """One sentence for each figure under its floor."""


def against_files(task: Task, gold: Path, answers: Path) -> Evaluation:
    """Labels and answers of anybody: figures alone, no floors."""
    labels, given = list(_rows(gold)), {str(row["id"]): row for row in _rows(answers)}
    return Evaluation(_measure(task, labels, given), ())


def against_gold(task: Task, texts: Sequence[Path], key: bytes, split: Split) -> Evaluation:
    """Our own labels on the twin's texts and on those of `texts`; the floors hold where every text is at hand."""
    from nlp.evaluate.gold import broken, floors, part

    items = {item.input.id: item for path in (*OWN_TEXTS, *texts) for item in _items(path)}
    labels = part(task, split)
    present = [label for label in labels if label["id"] in items]
    answers = {label["id"]: answer_of(items[label["id"]], key) for label in present}
    figures = _measure(task, present, answers) | {"without_text": len(labels) - len(present)}
    pinned = floors(task)["floors"] if len(present) == len(labels) and split == "test" else {}
    return Evaluation(figures, tuple(broken(figures, pinned)))


def _measure(task: Task, labels: Sequence[Row], answers: Mapping[str, Row]) -> dict[str, Any]:
    from nlp.evaluate.news import evaluate_news
    from nlp.evaluate.offers import evaluate_offers

    if not labels:
        raise UsageError("There is no label whose text is at hand: name the files that hold the texts with `--texts`.")
    return evaluate_news(labels, answers) if task == "news" else evaluate_offers(labels, answers)


def _items(path: Path) -> Iterator[Record]:
    return (item for item in read(path, None, source="gold", now=datetime.now(UTC)) if isinstance(item, Record))


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: no JSON object; correct the line.") from error
        if not isinstance(row, dict) or "id" not in row:
            raise UsageError(f"{path}, line {number}: no object with an `id`; correct the line.")
        yield row
