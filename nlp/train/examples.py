"""Training texts of the kind model: labelled ones of our own and, by id, real ones; and real news that is off topic.

Nothing of the test split enters. Off-topic news has no reader's label: texts without any word of the field, which count
a third.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.evaluate.gold import kind_labels, labels, splits, written_articles
from nlp.sentences import unbroken
from nlp.train.news_kinds import Example

REAL = ("news_tppo_candidates.jsonl.gz", "news_background.jsonl.gz", "news_headlines.jsonl.gz")
OFF_TOPIC_EVERY, HEADLINES_EVERY, CRIME_EVERY = 50, 60, 5
"""Of so many texts without a word of the field one is a training text: articles, headlines, those about crimes and courts."""
OFF_TOPIC_WEIGHT, FIRST = 0.5, 200
_ON_TOPIC = re.compile(
    r"perdagangan (orang|manusia)|tppo|pekerja migran|\b(tki|tkw|c?pmi|abk|prt|art|wni|wna)\b|dijual|menjual|penyelundup|lowongan|scam|judi online"
    r"|judol|sekap|prostitusi|mucikari|muncikari|eksploitasi|deportasi|dipulangkan|pemulangan|asisten rumah tangga|pembantu|bayi|ginjal|imigra|buruh",
    re.IGNORECASE,
)
_CRIME = re.compile(
    r"tersangka|terdakwa|sidang|jaksa|hakim|divonis|dituntut|polisi|korban|jenazah|tewas", re.IGNORECASE
)


def is_measured(id_: str) -> bool:
    """Whether a text without a label belongs to the half that nothing is trained on."""
    return zlib.crc32(id_.encode()) % 2 == 1


def texts(data: Path, own_texts: Path) -> dict[str, dict[str, Any]]:
    """Every text that may have a label, by id. `data`: the folder of real data; `own_texts`: the JSON lines of the
    twin's news.
    """
    real = {str(row["id"]): row for name in REAL for row in _rows(data / name)}
    return real | {str(row["id"]): row for row in (*_lines(own_texts), *written_articles())}


def examples(data: Path, own_texts: Path) -> list[Example]:
    found = texts(data, own_texts)
    return [*labelled(found), *_off_topic(found)]


def labelled(found: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
    """The texts of the training part, each with its label; of some only the kind is known."""
    for label in (*labels("news"), *kind_labels()):
        row = found.get(label["id"])
        if row is not None and splits("news").get(label["id"], "train") == "train":
            group = (row.get("scam_corpus") or {}).get("event_cluster") or row.get("group") or label["id"]
            yield Example(
                label["id"],
                row.get("title") or "",
                row["text"],
                label["kind"],
                str(group),
                published=_day(row.get("published") or row.get("date")),
                topic=bool(label["tppo_topic"]),
            )


def _day(told: str | None) -> datetime | None:
    """Null for days that are not printed as ISO."""
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError:
        return None


def _off_topic(found: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
    labelled = {label["id"] for label in (*labels("news"), *kind_labels())}
    for number, (id_, row) in enumerate(found.items()):
        if id_ in labelled or is_measured(id_) or row.get("genre") not in {"news", None}:
            continue
        every = OFF_TOPIC_EVERY if row.get("genre") else HEADLINES_EVERY
        text = f"{row.get('title') or ''} {row['text']}"
        if number % CRIME_EVERY == 0 and _CRIME.search(text[:FIRST]):
            every = max(1, every // CRIME_EVERY)
        if number % every == 0 and not _ON_TOPIC.search(text):
            yield Example(id_, row.get("title") or "", row["text"], "not_related", id_, OFF_TOPIC_WEIGHT)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row = json.loads(line)
            yield {**row, "text": unbroken(row.get("text", row.get("summary")) or "")}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
