"""The public corpora of names (licences: the model card), and unlabelled news, as spaCy reads them."""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from nlp.evaluate.gold import splits
from nlp.train.examples import REAL, is_measured

Part = Literal["train", "dev", "test"]
CORPORA: Mapping[str, tuple[str, Mapping[Part, str]]] = {
    "nergrit": (
        "nergrit_ner-grit",
        {"train": "train_preprocess", "dev": "valid_preprocess", "test": "test_preprocess"},
    ),
    "nerp": ("nerp_ner-prosa", {"train": "train_preprocess", "dev": "valid_preprocess", "test": "test_preprocess"}),
    "idner": ("ner_idner_news_2k", {"train": "train", "dev": "dev", "test": "test"}),
    "nerui": ("ner_indolem", {"train": "nerui_train.01", "dev": "nerui_dev.01", "test": "nerui_test.01"}),
    "nerugm": ("ner_indolem", {"train": "nerugm_train.01", "dev": "nerugm_dev.01", "test": "nerugm_test.01"}),
}
"""Folder and files of each; those of IndoLEM are the first of its five folds."""
_KINDS = {
    "PER": "PER", "PERSON": "PER", "PPL": "PER",
    "ORG": "ORG", "ORGANISATION": "ORG", "ORGANIZATION": "ORG",
    "LOC": "LOC", "LOCATION": "LOC", "PLACE": "LOC", "PLC": "LOC",
}  # fmt: skip
_UNTOLD = "IND"
"""NERP's tag for industries and their products: neither a body nor none."""
LEAST_CHARS, MOST_CHARS = 200, 3000


class Sentence(NamedTuple):
    """`tags` in BILUO; "-" where the corpus does not say."""

    words: list[str]
    tags: list[str]


def sentences(data: Path, corpus: str, part: Part) -> list[Sentence]:
    """`data`: the folder of real data."""
    folder, files = CORPORA[corpus]
    (path,) = (data / "nlp" / folder).glob(f"{files[part]}.t*.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(_sentences(lines))


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    rows: list[tuple[str, str]] = []
    for line in (*lines, ""):
        parts = line.split()
        if len(parts) >= 2:
            rows.append((parts[0], parts[-1]))
        elif rows:
            yield Sentence([word for word, _ in rows], biluo([_tag(tag) for _, tag in rows]))
            rows = []


def _tag(printed: str) -> str:
    begun, _, kind = printed.partition("-")
    if kind == _UNTOLD:
        return "-"
    return f"{begun}-{_KINDS[kind]}" if kind in _KINDS else "O"


def biluo(tags: list[str]) -> list[str]:
    """From BIO; an I that goes on with nothing of its kind begins a name."""
    found: list[str] = []
    for number, tag in enumerate(tags):
        if tag in {"O", "-"}:
            found.append(tag)
            continue
        kind = tag[2:]
        before = tags[number - 1] if number else "O"
        begins = tag[0] == "B" or before[2:] != kind
        goes_on = number + 1 < len(tags) and tags[number + 1] == f"I-{kind}"
        found.append(("B" if goes_on else "U") + tag[1:] if begins else ("I" if goes_on else "L") + tag[1:])
    return found


def unlabelled(data: Path) -> list[str]:
    """News of the half that nothing is measured on, shuffled, always alike."""
    found: list[str] = []
    for name in REAL:
        with gzip.open(data / name, "rt", encoding="utf-8", newline="\n") as lines:
            for row in map(json.loads, lines):
                id_ = str(row["id"])
                text = " ".join(str(row.get("text") or row.get("summary") or "").split())
                if len(text) > LEAST_CHARS and not is_measured(id_) and splits("news").get(id_, "train") == "train":
                    found.append(text[:MOST_CHARS])
    random.Random(1).shuffle(found)  # noqa: S311 - order of training texts, not a secret
    return found
