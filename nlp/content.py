"""The lexicon files: tables, word lists and expressions are content, read once."""

import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.anchors import Guarded

LEXICON = Path(__file__).with_name("lexicon")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (LEXICON / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def content(name: str) -> Any:
    """The parsed content of `lexicon/<name>.yml`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((LEXICON / f"{name}.yml").read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C where there is one


def packed(path: Path) -> Any:
    """A model's weights as JSON, packed: readable (`zcat`), a third of the room."""
    return json.loads(gzip.decompress(path.read_bytes()))


def store_packed(path: Path, stored: Any) -> None:
    text = json.dumps(stored, ensure_ascii=False, indent=0) + "\n"
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


@cache
def word_list(name: str, key: str) -> frozenset[str]:
    return frozenset(str(content(name)[key]).split())


@cache
def file_words(name: str) -> frozenset[str]:
    """The words of `lexicon/<name>.txt`."""
    return frozenset((LEXICON / f"{name}.txt").read_text("utf-8").split())


class Patterns(Mapping[str, re.Pattern[str]]):
    """Expressions, each compiled when it is first asked for: few texts need them all."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, key: str) -> re.Pattern[str]:
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = re.compile(self._sources[key])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@cache
def patterns(name: str) -> Patterns:
    """The `patterns` of a lexicon file.

    `{piece}` in a pattern is replaced from its `pieces`; the lines of a pattern are joined without their indents.
    """
    data = content(name)
    pieces: dict[str, str] = {}
    for key, piece in data.get("pieces", {}).items():
        pieces[key] = f"(?:{_fill(piece, pieces)})"
    return Patterns({key: _fill(pattern, pieces) for key, pattern in data["patterns"].items()})


@cache
def guarded(name: str, key: str) -> Guarded:
    """One of the `patterns` of a lexicon file, for searching whole texts, most of which have none of its words."""
    return Guarded(patterns(name)[key])


def lowered(text: str) -> str:
    """The text in lower case, letter for letter: offsets stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def cues(name: str, group: str) -> dict[str, re.Pattern[str]]:
    """Expressions for lower-case text: without `(?i)` they are several times as fast."""
    return {key: re.compile(pattern.removeprefix("(?i)")) for key, pattern in content(name)[group].items()}


@cache
def guarded_cues(name: str, group: str) -> dict[str, Guarded]:
    """`cues` for searching whole texts in lower case."""
    return {key: Guarded(pattern) for key, pattern in cues(name, group).items()}


def _fill(pattern: str, pieces: dict[str, str]) -> str:
    joined = "".join(line.lstrip() for line in pattern.splitlines())
    return re.sub(r"\{([a-z_]+)\}", lambda m: pieces[m[1]], joined)
