"""What the kind model sees of a news text: hashed words and pairs of title, lead and whole text, parts of words of the
head, and the cues found in each zone.

Numbers and places are replaced by their class, so that a model cannot learn a country or a year for a kind.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.content import lowered
from nlp.places import find_places
from nlp.registry import DIRECTORY, Registry, load_registry
from nlp.text import Mention, Reading

BUCKETS = 1 << 18
LEAD_CHARS = 450
BODY_CHARS = 4000
_ORANGUTAN = re.compile(r"(?i)\borang([ -]?)utan\b")
HEAD_CHARS = 300
"""Characters of the lead whose words are looked at in parts, too."""
SCALES = {"t": 1.0, "l": 1.0, "a": 0.7, "c": 1.0, "k": 0.5}
"""Weight of each block: title, lead, all of the text, parts of words, cues; by cross-validation."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_SHORTEST, _LONGEST = 3, 5
Vector = NDArray[np.float64]
Buckets = NDArray[np.int64]


@dataclass(frozen=True)
class Cue:
    id: str
    kind: str
    weight: float
    start: int
    end: int


class Block(NamedTuple):
    """Buckets, each once, and how often each was met."""

    name: str
    buckets: Buckets
    counts: Vector


class Placed(NamedTuple):
    """A word as the model sees it, and where it stands."""

    form: str
    start: int
    end: int


class View(NamedTuple):
    """The words of the zones of a text, or of the part of it that is looked at."""

    title: list[str]
    lead: list[str]
    body: list[str]


@cache
def cue_registry() -> Registry:
    return load_registry(DIRECTORY / "news")


def told_from(reading: Reading) -> int:
    """Where the text of `reading.joined` begins, the blanks of a page's head left out."""
    return reading.body_start + len(reading.text) - len(reading.text.lstrip())


def find_cues(reading: Reading) -> list[Cue]:
    """Cues in title, lead and body; offsets in `reading.joined`."""
    text = lowered(reading.joined[: told_from(reading) + BODY_CHARS])
    entries = cue_registry().indicators
    return [
        Cue(id_, str(entries[id_].kind), entries[id_].starting_weight, start, end)
        for id_, start, end in cue_registry().phrases.find(text)
    ]


def zone(reading: Reading, start: int) -> int:
    """0 title, 1 lead, 2 body."""
    return 0 if start < reading.body_start else 1 if start < told_from(reading) + LEAD_CHARS else 2


def view(reading: Reading, places: Sequence[Mention] | None = None) -> View:
    begin = told_from(reading)
    text = _ORANGUTAN.sub(r"satwa\1liar", reading.joined[: begin + BODY_CHARS])
    found = find_places(text) if places is None else places
    lead = begin + LEAD_CHARS
    zones = (0, len(reading.title)), (begin, lead), (lead, len(text))
    return View(*([form for form, *_ in placed_words(text, start, min(end, len(text)), found)] for start, end in zones))


def blocks(seen: View, cues: Sequence[tuple[str, int]] = ()) -> list[Block]:
    """`cues`: ids and zones."""
    everything = [*seen.title, *seen.lead, *seen.body]
    head = [*seen.title, *_cut(seen.lead, HEAD_CHARS)]
    named = {
        "t": Counter(_with_pairs("t", seen.title)),
        "l": Counter(_with_pairs("l", seen.lead)),
        "a": Counter(_with_pairs("a", everything)),
        "c": Counter(bucket for word in head for bucket in _parts(word)),
        "k": Counter(_bucket(f"k {id_} {zone_}") for id_, zone_ in cues),
    }
    return [_block(name, counts) for name, counts in named.items()]


def weighed(found: Sequence[Block], rarity: NDArray[np.float32]) -> tuple[Buckets, Vector]:
    """Buckets and values of a text: each block of unit length, times its scale; unknown buckets are left out."""
    columns: list[Buckets] = []
    values: list[Vector] = []
    for block in found:
        columns.append(block.buckets)
        values.append(values_of(block, rarity))
    return np.concatenate(columns), np.concatenate(values)


def values_of(block: Block, rarity: NDArray[np.float32]) -> Vector:
    value: Vector = (1 + np.log(block.counts)) * rarity[block.buckets].astype(np.float64)
    length = float(np.sqrt(value @ value)) or 1.0
    return value * (SCALES[block.name] / length)


def _block(name: str, counts: Counter[int]) -> Block:
    buckets = np.fromiter(counts.keys(), np.int64, len(counts))
    return Block(name, buckets, np.fromiter(counts.values(), np.float64, len(counts)))


def _with_pairs(name: str, words: Sequence[str]) -> Iterator[int]:
    yield from (word_bucket(name, word) for word in words)
    yield from (word_bucket(name, f"{first} {second}") for first, second in pairwise(words))


def word_bucket(name: str, told: str) -> int:
    """`name`: the block; `told`: a word, or two with a blank between them."""
    return _bucket(f"{name} {told}")


def _cut(words: Sequence[str], most: int) -> Iterator[str]:
    length = 0
    for word in words:
        length += len(word) + 1
        if length > most:
            return
        yield word


@lru_cache(maxsize=50_000)
def _parts(word: str) -> tuple[int, ...]:
    bounded = f" {word} "
    return tuple(
        _bucket(f"c{bounded[start : start + size]}")
        for size in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(bounded) - size + 1)
    )


def placed_words(text: str, start: int, end: int, places: Sequence[Mention]) -> Iterator[Placed]:
    """The words from `start` to `end` as the model sees them, with their offsets."""
    inside = {m.start: m for m in places if start <= m.start < end}
    skip_to = start
    for token in _TOKEN.finditer(text, start, max(start, end)):
        if token.start() < skip_to:
            continue
        place = inside.get(token.start())
        if place is not None:
            skip_to = place.end
            home = (place.canonical or "").startswith("ID")
            yield Placed("<dalam>" if home else "<luar>", place.start, place.end)
        elif token[0][0].isdigit():
            yield Placed("<angka>", *token.span())
        else:
            yield Placed(token[0].lower(), *token.span())


@lru_cache(maxsize=200_000)
def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8")) % BUCKETS
