"""`suar evaluate`: answers against gold labels, and the floors that may not be broken."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from crawlers.importers import Import, Record, read, record_of
from crawlers.twin.texts import TEXTS
from flows.errors import UsageError
from flows.reading import answer_of

if TYPE_CHECKING:
    from nlp.evaluate.news_parts import Origin

Task = Literal["news", "offers"]
Split = Literal["train", "test"]
Row = dict[str, Any]
TWIN_MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo("Asia/Jakarta"))
"""The Monday that the readers had in mind when they dated the twin's texts."""
OWN_ID = 4
"""Length of the ids of articles of our own."""
HINTS = {"news": "news", "offers": None}


@dataclass(frozen=True)
class Evaluation:
    figures: Mapping[str, Any]
    broken: tuple[str, ...]
    """One sentence for each figure under its floor."""


def against_files(task: Task, gold: Path, answers: Path) -> Evaluation:
    """Labels and answers of anybody: figures alone, no floors."""
    labels, given = list(_rows(gold)), {str(row["id"]): row for row in _rows(answers)}
    return Evaluation(_measure(task, labels, given, None), ())


def against_gold(
    task: Task,
    texts: Sequence[Path],
    key: bytes,
    split: Split,
    *,
    pin: bool = False,
    lower: bool = False,
    baselines: bool = False,
) -> Evaluation:
    """Our own labels on texts of our own and on those of `texts`. Floors hold for exactly the corpus they were pinned on:
    with other texts there are figures and no floor, and `pinned` says so.

    `baselines` adds, for the test part of offers, `systems`: the model beside simpler ones that learn from the training part.
    """
    from nlp.evaluate import gold

    items = {item.input.id: item for item in (*_own(task), *(i for path in texts for i in _items(path)))}
    labels = gold.part(task, split)
    present = [label for label in labels if label["id"] in items]
    answers = {label["id"]: answer_of(items[label["id"]], key) for label in present}
    corpus = gold.digest([{**label, "text": items[label["id"]].input.text} for label in present])
    texts_of = {name: f"{item.input.title}\n{item.input.text}" for name, item in items.items() if name}
    figures = _measure(task, present, answers, texts_of)
    if task == "news":
        figures |= _of_news(present, answers, items)
    if baselines and task == "offers" and split == "test":
        from nlp.evaluate.baselines import systems

        figures["systems"] = systems(gold.part(task, "train"), present, texts_of, answers)
    figures |= {"without_text": len(labels) - len(present), "corpus": corpus}
    if pin:
        gold.pin(task, corpus, figures, lower=lower)
    floors = gold.floors(task, corpus)
    return Evaluation(figures | {"pinned": floors is not None}, tuple(gold.broken(figures, floors or {})))


def plot(measured: Evaluation, path: Path) -> None:
    """A PNG: the reliability of the risk of offers, or which kind of news is taken for which."""
    from nlp.evaluate.plot import draw_confusion, draw_reliability

    if "confusion" in measured.figures:
        draw_confusion(measured.figures["confusion"], path)
    else:
        draw_reliability(measured.figures["reliability"], measured.figures["ece"], path)


def _own(task: Task) -> Iterator[Record]:
    """The twin's texts, dated back from a fixed Monday, and what was written to be labelled."""
    from nlp.evaluate.gold import written_articles, written_offers

    given = Import(source="gold", now=datetime.now(UTC))
    rows: list[Row] = [
        {**row, "published": (TWIN_MONDAY - timedelta(days=row["days_before"])).isoformat()}
        for row in _rows(TEXTS / f"{task}.jsonl")
    ]
    if task == "news":
        rows += written_articles()
    else:
        rows += [{"id": row["id"], "text": row["text"]} for row in written_offers()]
    for row in rows:
        item = record_of({**row, "kind_hint": HINTS[task]}, row["id"], given)
        if isinstance(item, Record):
            yield item


def _measure(
    task: Task, labels: Sequence[Row], answers: Mapping[str, Row], texts: Mapping[str, str] | None
) -> dict[str, Any]:
    from nlp.evaluate.news import evaluate_news
    from nlp.evaluate.news_parts import confusion
    from nlp.evaluate.offers import details, evaluate_offers

    if not labels:
        raise UsageError("There is no label whose text is at hand: name the files that hold the texts with `--texts`.")
    if task == "news":
        return evaluate_news(labels, answers) | {"confusion": confusion(labels, answers)}
    return evaluate_offers(labels, answers) | (details(labels, answers, texts) if "platform" in labels[-1] else {})


def _of_news(labels: Sequence[Row], answers: Mapping[str, Row], items: Mapping[str | None, Record]) -> dict[str, Any]:
    """Masking, the main figures on parts of the corpus (without scam compounds, own and real texts), and the details."""
    from nlp.evaluate.masking import masking
    from nlp.evaluate.news import SCAM, evaluate_news
    from nlp.evaluate.news_parts import details

    texts = {label["id"]: (items[label["id"]].input.title, items[label["id"]].input.text) for label in labels}
    parts = {
        "without_scam_compounds": [row for row in labels if not SCAM.search(" ".join(texts[row["id"]]))],
        "own": [row for row in labels if len(row["id"]) == OWN_ID],
        "real": [row for row in labels if len(row["id"]) != OWN_ID],
    }
    kept = ("n", "kind_accuracy", "is_case", "tppo_topic", "prevention_called_case", "status_and_speaker_accuracy")
    by_part = {name: evaluate_news(rows, answers) for name, rows in parts.items() if rows}
    return {
        "masking": masking(labels, answers, texts),
        "parts": {name: {key: found[key] for key in kept} for name, found in by_part.items()},
        **details(labels, answers, {label["id"]: _origin(items[label["id"]]) for label in labels}),
    }


def _origin(item: Record) -> "Origin":
    """Of our own texts the writer; of real ones the repository that a row of the data folder names, else the source."""
    from nlp.evaluate.news_parts import Origin

    extra, id_ = item.document.extra, str(item.input.id)
    origin, corpus = (json.loads(extra.get(name) or "{}") for name in ("origin", "scam_corpus"))
    own = f"own {id_[0]}" if len(id_) == OWN_ID else item.document.source
    return Origin(str(origin.get("repo") or own), str(corpus.get("event_cluster") or extra.get("group") or id_))


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
