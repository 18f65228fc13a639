"""Labels, frozen splits and pinned floors.

Labels name a text by its id; texts of our own lie in the offline twin of the web, real ones only in the data folder
that every developer has: whoever evaluates hands the texts in.
"""

import csv
import hashlib
import json
import lzma
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

GOLD = Path(__file__).parents[1] / "gold"
Task = Literal["news", "offers"]
Split = Literal["train", "test"]
TEST_SHARE = 0.25
LOCKBOX = ("g", "h", "p", "s", "y", "5", "9", "16")
"""Authors of offers of whom nothing is trained on."""
FILES: Mapping[Task, str] = {"news": "news.jsonl.xz", "offers": "offers.jsonl"}
FLOORS = GOLD / "floors.json"
MARGIN = 0.01
PINNED: Mapping[Task, tuple[str, ...]] = {
    "news": ("kind_accuracy", "is_case.f1", "tppo_topic.f1", "fields.agencies.f1", "fields.legal_basis.f1", "fields.origin_provinces.f1",
             "fields.destination_countries.f1", "status_and_speaker_accuracy"),
    "offers": ("auprc", "recall_band2", "precision_band2", "destination.f1", "contacts.f1", "pay_exact", "indicators.f1"),
}  # fmt: skip


class GoldError(Exception):
    """Labels and splits do not fit each other, or a pin would lower a floor."""


@cache
def labels(task: Task) -> tuple[dict[str, Any], ...]:
    """All labels of a task, in the order of the file."""
    found = rows_of(GOLD / FILES[task])
    return (
        (*found, *({k: v for k, v in row.items() if k != "text"} for row in written_offers()))
        if task == "offers"
        else found
    )


@cache
def kind_labels() -> tuple[dict[str, Any], ...]:
    """Real texts that an earlier model took for news of the field: their kind alone, for training (nlp/gold/README.md)."""
    return rows_of(GOLD / "news_kinds.jsonl")


@cache
def people_labels() -> tuple[dict[str, Any], ...]:
    """Real texts of which the people alone are known, for training (nlp/gold/README.md)."""
    return rows_of(GOLD / "news_people.jsonl.xz")


@cache
def written_offers() -> tuple[dict[str, Any], ...]:
    """Texts written to be labelled, with their labels (nlp/gold/README.md)."""
    return tuple(row for path in sorted((GOLD / "offers").glob("*.jsonl*")) for row in rows_of(path))


@cache
def written_articles() -> tuple[dict[str, Any], ...]:
    """Texts of news written to be labelled (nlp/gold/README.md); their labels stand apart."""
    return tuple(row for path in sorted(GOLD.glob("articles_*")) for row in rows_of(path))


@cache
def flag_pieces() -> tuple[dict[str, Any], ...]:
    """Short pieces written to show a red flag, or to seem to (nlp/gold/README.md)."""
    return rows_of(GOLD / "flag_pieces.jsonl.xz")


@cache
def hotline_passages() -> tuple[dict[str, Any], ...]:
    """Passages of news with telephone numbers, and which of them are lines for the public (nlp/gold/README.md)."""
    return rows_of(GOLD / "hotlines.jsonl.xz")


def rows_of(path: Path) -> tuple[dict[str, Any], ...]:
    """Of a file of JSON lines, packed or not."""
    stored = path.read_bytes()
    text = (lzma.decompress(stored) if path.suffix == ".xz" else stored).decode("utf-8")
    return tuple(json.loads(line) for line in text.split("\n") if line.strip())


@cache
def splits(task: Task) -> Mapping[str, Split]:
    """Id to split: frozen in a file, so that a new label never moves an old one."""
    with (GOLD / f"{task}_splits.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, Split] = {r["id"]: "test" if r["split"] == "test" else "train" for r in csv.DictReader(file)}
    if task == "offers":
        found |= {row["id"]: "test" if row["author"] in LOCKBOX else "train" for row in written_offers()}
    return found


def part(task: Task, split: Split) -> list[dict[str, Any]]:
    of = splits(task)
    unsplit = [label["id"] for label in labels(task) if label["id"] not in of]
    if unsplit:
        raise GoldError(
            f"{len(unsplit)} labels of {task} have no split ({unsplit[0]}, …): give them one with `nlp.evaluate.gold.freeze`."
        )
    return [label for label in labels(task) if of[label["id"]] == split]


def freeze(task: Task, groups: Mapping[str, str]) -> int:
    """Give a split to every label that has none, by the hash of its group; returns how many were new."""
    path = GOLD / f"{task}_splits.csv"
    known = dict(splits(task)) if path.exists() else {}
    of_group = {groups.get(id_, id_): split for id_, split in known.items()}
    new = [label["id"] for label in labels(task) if label["id"] not in known]
    for id_ in new:
        group = groups.get(id_, id_)
        known[id_] = of_group.setdefault(group, split_of(group))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "split"])
        writer.writerows(sorted(known.items()))
    splits.cache_clear()
    return len(new)


def split_of(group: str) -> Split:
    share = int.from_bytes(hashlib.sha256(group.encode("utf-8")).digest()[:4], "big") / 2**32
    return "test" if share < TEST_SHARE else "train"


def digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """What a floor was measured on: ids, texts and labels."""
    state = hashlib.sha256()
    for row in rows:
        state.update(json.dumps(row, sort_keys=True, ensure_ascii=True).encode("utf-8"))
    return state.hexdigest()[:16]


def floors(task: Task, corpus: str) -> dict[str, float] | None:
    """Figure (by dotted path) to floor, for exactly the texts and labels whose digest is `corpus`; None if never pinned."""
    pinned: dict[str, dict[str, dict[str, float]]] = json.loads(FLOORS.read_text("utf-8"))
    return pinned.get(task, {}).get(corpus)


def pin(task: Task, corpus: str, figures: Mapping[str, Any], *, lower: bool = False) -> None:
    """Pin today's figures, less the margin of noise, for this corpus. Raises GoldError rather than lower a floor unasked."""
    pinned = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    new = {name: round(_at(figures, name) - MARGIN, 4) for name in PINNED[task]}
    old = pinned.get(task, {}).get(corpus, {})
    sunk = [name for name in new if new[name] < old.get(name, 0.0)]
    if sunk and not lower:
        raise GoldError(
            f"Pinning would lower {', '.join(sunk)}: mend the cause, or give `--lower` and the reason in the commit."
        )
    pinned.setdefault(task, {})[corpus] = new if lower else {name: max(new[name], old.get(name, 0.0)) for name in new}
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def broken(figures: Mapping[str, Any], pinned: Mapping[str, float]) -> list[str]:
    """One sentence for each figure under its floor."""
    return [
        f"{name}: {_at(figures, name):.4f}, floor {least:.4f}"
        for name, least in pinned.items()
        if _at(figures, name) < least
    ]


def _at(figures: Mapping[str, Any], dotted: str) -> float:
    value: Any = figures
    for name in dotted.split("."):
        value = value[name]
    return float(value)
