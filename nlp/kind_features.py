"""What the kind model sees of a news text: hashed words of title, lead and body, and the cues found in each.

Numbers and places are replaced by their class, so that a model cannot learn a country or a year for a kind.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.places import find_places
from nlp.registry import DIRECTORY, Registry, load_registry
from nlp.text import Mention, Reading

BUCKETS = 1 << 15
LEAD_CHARS = 450
BODY_CHARS = 4000
CUE_SCALE = 2.0
"""Cues against words, measured by cross-validation."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
ZONES = ("title", "lead", "body")


@dataclass(frozen=True)
class Cue:
    id: str
    kind: str
    weight: float
    start: int
    end: int


@cache
def cue_registry() -> Registry:
    return load_registry(DIRECTORY / "news")


@cache
def cue_ids() -> tuple[str, ...]:
    return tuple(cue_registry().indicators)


def find_cues(reading: Reading) -> list[Cue]:
    """Cues in title, lead and body; offsets in `reading.joined`."""
    text = reading.joined[: reading.body_start + BODY_CHARS].lower()
    if len(text) != min(len(reading.joined), reading.body_start + BODY_CHARS):
        text = "".join(
            c.lower() if len(c.lower()) == 1 else c for c in reading.joined[: reading.body_start + BODY_CHARS]
        )
    entries = cue_registry().indicators
    return [
        Cue(id_, str(entries[id_].kind), entries[id_].starting_weight, start, end)
        for id_, start, end in cue_registry().phrases.find(text)
    ]


def zone(reading: Reading, start: int) -> int:
    """0 title, 1 lead, 2 body."""
    return 0 if start < reading.body_start else 1 if start < reading.body_start + LEAD_CHARS else 2


def features(reading: Reading, cues: Sequence[Cue], places: Sequence[Mention] | None = None) -> dict[int, float]:
    """Sparse vector, index to value: hashed words first (sublinear counts, unit length), then the cue counts."""
    counts: Counter[int] = Counter()
    for where, words in zip(ZONES, _zones(reading, places), strict=True):
        previous = "^"
        for word in words:
            counts[_bucket(f"{where[0]}:{word}")] += 1
            counts[_bucket(f"{where[0]}:{previous} {word}")] += 1
            counts[_bucket(f"a:{word}")] += 1
            previous = word
    values = {index: 1 + math.log(count) for index, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    vector = {index: value / length for index, value in values.items()}
    for (index, where_), count in Counter((cue_ids().index(cue.id), zone(reading, cue.start)) for cue in cues).items():
        vector[BUCKETS + index * len(ZONES) + where_] = CUE_SCALE * min(count, 3) / 3
    return vector


def width() -> int:
    return BUCKETS + len(cue_ids()) * len(ZONES)


def dense(vector: dict[int, float]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    return np.fromiter(vector, dtype=np.int64), np.fromiter(vector.values(), dtype=np.float32)


def _zones(reading: Reading, places: Sequence[Mention] | None) -> Iterator[list[str]]:
    text = reading.joined[: reading.body_start + BODY_CHARS]
    found = find_places(text) if places is None else places
    for start, end in (
        (0, len(reading.title)),
        (reading.body_start, reading.body_start + LEAD_CHARS),
        (reading.body_start + LEAD_CHARS, reading.body_start + BODY_CHARS),
    ):
        yield list(_words(text, start, min(end, len(text)), found))


def _words(text: str, start: int, end: int, places: Sequence[Mention]) -> Iterator[str]:
    inside = {m.start: m for m in places if start <= m.start < end}
    skip_to = start
    for token in _TOKEN.finditer(text, start, max(start, end)):
        if token.start() < skip_to:
            continue
        place = inside.get(token.start())
        if place is not None:
            skip_to = place.end
            yield "<dalam>" if (place.canonical or "").startswith("ID") else "<luar>"
        elif token[0][0].isdigit():
            yield "<angka>"
        else:
            yield token[0].lower()


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8")) % BUCKETS
