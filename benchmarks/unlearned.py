"""`python -m benchmarks.unlearned`: texts that nothing has learned from, where the models are known to be weak
(`nlp/gold/unlearned`): cases of news inside another frame, cases behind campaigns and neighbours of the field, minors in
cafés, cases told by quotes, news and offers in English, offers in quiet form. Two to three minutes of one core.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from nlp.detect import detect
from nlp.evaluate.counting import Counts
from nlp.evaluate.gold import GOLD, rows_of
from nlp.evaluate.offers import FLAGGED
from warehouse.contracts import Detection

_KEY = bytes(32)
FOLDER = GOLD / "unlearned"
Row = dict[str, Any]


def news(rows: Sequence[Row]) -> Iterator[str]:
    """Of each part: case or not, kinds, topic, and cases found in texts of other kinds that tell one."""
    for part in dict.fromkeys(row["part"] for row in rows):
        mine = [
            (row, detect(row["title"], row["text"], key=_KEY, kind_hint="news")) for row in rows if row["part"] == part
        ]
        cases, told, found = Counts(), 0, 0
        for row, said in mine:
            cases.add_sets({"case"} if _is_case(row["kind"]) else set(), {"case"} if _is_case(_kind(said)) else set())
            if row["told"] and not _is_case(row["kind"]):
                told, found = told + 1, found + bool(said.news and said.news.case)
        kinds = sum(_kind(said) in {row["kind"], row["alt_kind"]} for row, said in mine)
        topics = sum(bool(said.news and said.news.tppo_topic) == row["tppo_topic"] for row, said in mine)
        shares = cases.shares()
        yield (
            f"news, {part:8s} {len(mine)} texts: case F1 {shares['f1']:.2f} (recall {shares['r']:.2f}, precision {shares['p']:.2f}), "
            f"kinds {kinds}, topic {topics}, cases behind another kind {found} of {told}"
        )


def offers(name: str, rows: Sequence[Row]) -> Iterator[str]:
    """By label how many are put before people."""
    for label in sorted({row["label"] for row in rows}):
        mine = [detect("", row["text"], key=_KEY).offer for row in rows if row["label"] == label]
        flagged = sum(offer is not None and offer.band >= FLAGGED for offer in mine)
        yield f"offers, {name}, {label:14s} band 2 or more {flagged} of {len(mine)}"


def _kind(said: Detection) -> str:
    return said.news.kind if said.news else "not_related"


def _is_case(kind: str) -> bool:
    return kind.startswith("case_")


def main() -> None:
    lines = [*news(rows_of(FOLDER / "news.jsonl.xz"))]
    for name in ("english", "quiet"):
        lines += offers(name, rows_of(FOLDER / f"offers_{name}.jsonl.xz"))
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
