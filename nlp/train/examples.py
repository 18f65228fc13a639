"""Training texts of the kind model: labelled ones of our own and, by id, real ones; and real news that is off topic.

Nothing of the test split enters. Off-topic news has no reader's label: texts without any word of the field, which count
a third.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nlp.evaluate.gold import GOLD, labels, splits
from nlp.train.news_kinds import Example

REAL = ("news_tppo_candidates.jsonl.gz", "news_background.jsonl.gz")
OFF_TOPIC_EVERY = 100
OFF_TOPIC_WEIGHT = 0.3
_ON_TOPIC = re.compile(
    r"perdagangan (orang|manusia)|tppo|pekerja migran|\b(tki|tkw|pmi|abk)\b|dijual|narkoba|sabu|penyelundup|lowongan",
    re.IGNORECASE,
)


def examples(data: Path, own_texts: Path) -> list[Example]:
    """`data`: the folder of real data; `own_texts`: the JSON lines of the twin's news."""
    real = {str(row["id"]): row for name in REAL for row in _rows(data / name)}
    own = {str(row["id"]): row for path in (own_texts, *sorted(GOLD.glob("articles_*.jsonl"))) for row in _lines(path)}
    return [*_labelled(own, real), *_off_topic(real)]


def _labelled(own: Mapping[str, dict[str, Any]], real: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
    for label in labels("news"):
        row = own.get(label["id"]) or real.get(label["id"])
        if row is not None and splits("news")[label["id"]] == "train":
            group = (row.get("scam_corpus") or {}).get("event_cluster") or row.get("group") or label["id"]
            yield Example(label["id"], row.get("title") or "", row["text"], label["kind"], str(group))


def _off_topic(real: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
    labelled = {label["id"] for label in labels("news")}
    for number, (id_, row) in enumerate(real.items()):
        chosen = number % OFF_TOPIC_EVERY == 0 and id_ not in labelled and row.get("genre") == "news"
        if chosen and not _ON_TOPIC.search(row["text"]):
            yield Example(id_, row.get("title") or "", row["text"], "not_related", id_, OFF_TOPIC_WEIGHT)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
