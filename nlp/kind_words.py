"""The words that weighed most for a kind of news, where no cue of the registry tells why it was found."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.kind_features import LEAD_CHARS, Block, Placed, placed_words, told_from, values_of, word_bucket
from nlp.text import Mention, Reading

WORDS = "NC-00"
"""Entry of the registry under which such words are told."""
MOST, LEAST = 3, 0.05
"""Spans shown, and the log-odds that each must give."""


class Telling(NamedTuple):
    """Offsets in `Reading.joined`; `weight`: what the words add for the kind beyond what they add for kinds on average."""

    start: int
    end: int
    weight: float


def telling_words(
    reading: Reading,
    places: Sequence[Mention],
    found: Sequence[Block],
    rarity: NDArray[np.float32],
    margins: NDArray[np.float32],
) -> list[Telling]:
    """The strongest spans of one or two words, strongest first. `margins`: by bucket, the kind's weight above the mean."""
    weights = {block.name: _weights(block, rarity, margins) for block in found}
    spans = [span for zone, words in _zones(reading, places) for span in _spans(reading.joined, zone, words, weights)]
    chosen: list[Telling] = []
    seen: set[str] = set()
    for span in sorted(spans, key=lambda span: (-span.weight, span.start)):
        told = reading.joined[span.start : span.end].lower()
        if span.weight >= LEAST and told not in seen and not any(_overlap(span, other) for other in chosen):
            chosen.append(span)
            seen.add(told)
        if len(chosen) == MOST:
            break
    return chosen


def _overlap(one: Telling, other: Telling) -> bool:
    return one.start < other.end and other.start < one.end


def _weights(block: Block, rarity: NDArray[np.float32], margins: NDArray[np.float32]) -> dict[int, float]:
    """What each feature adds, a mention."""
    added = values_of(block, rarity) * margins[block.buckets] / block.counts
    return dict(zip(block.buckets.tolist(), added.tolist(), strict=True))


def _zones(reading: Reading, places: Sequence[Mention]) -> Iterator[tuple[str, list[Placed]]]:
    body, text = told_from(reading), reading.joined
    yield "t", list(placed_words(text, 0, len(reading.title), places))
    yield "l", list(placed_words(text, body, min(len(text), body + LEAD_CHARS), places))


def _spans(
    text: str, zone: str, words: Sequence[Placed], weights: Mapping[str, Mapping[int, float]]
) -> Iterator[Telling]:
    """Words, and two that stand side by side where both speak for the kind."""

    def added(told: str) -> float:
        return sum(weights.get(name, {}).get(word_bucket(name, told), 0.0) for name in (zone, "a"))

    alone = [added(word.form) for word in words]
    yield from (Telling(word.start, word.end, weight) for word, weight in zip(words, alone, strict=True))
    for (first, weight), (second, other) in pairwise(zip(words, alone, strict=True)):
        if weight > 0 < other and text[first.end : second.start].isspace():
            yield Telling(first.start, second.end, weight + other + added(f"{first.form} {second.form}"))
