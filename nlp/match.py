"""Indicators found in a reading: one walk over the normalised text, guards against negation and advice, original quotes."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nlp.phrases import Phrases
from nlp.registry import Indicator, Registry
from nlp.text import Normalised

_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_SENTENCE = 160
"""Characters looked at on each side of a hit, at most, for words that change its meaning."""


Spotted = tuple[str, int, int]
"""Label and offsets in the normalised text, before any guard."""


class Found(NamedTuple):
    """Offsets in the input (`Reading.joined`), not in the normalised text."""

    id: str
    start: int
    end: int


class _Guards(NamedTuple):
    negation: re.Pattern[str]
    advice: Phrases


@lru_cache(maxsize=4)
def _guards(negations: tuple[str, ...], advice: tuple[str, ...]) -> _Guards:
    words = "|".join(re.escape(word) for word in sorted(negations, key=len, reverse=True))
    negation = re.compile(rf"(?<!\w)(?:{words})\s+(?:[^\W_]+\s+){{0,2}}$")
    return _Guards(negation, Phrases.of((("advice", phrase) for phrase in advice), {}))


def find(
    registry: Registry,
    normalised: Normalised,
    entries: Iterable[Indicator] | None = None,
    spotted: list[Spotted] | None = None,
) -> list[Found]:
    """Hits of phrases and expressions; `places` and `computed` are the callers' business.

    `spotted` is what `registry.phrases.find` gave for this text, where a caller has it already.
    """
    chosen = {entry.id: entry for entry in (registry.indicators.values() if entries is None else entries)}
    text = normalised.text
    hits = [hit for hit in (registry.phrases.find(text) if spotted is None else spotted) if hit[0] in chosen]
    hits += [hit for entry in chosen.values() for hit in _by_regex(entry, text)]
    kept = [hit for hit in hits if not _excused(registry, chosen[hit[0]], text, hit[1], hit[2])]
    return [Found(label, *normalised.origin(start, end)) for label, start, end in sorted(kept, key=lambda hit: hit[1])]


def _by_regex(entry: Indicator, text: str) -> Iterator[tuple[str, int, int]]:
    for source in entry.regex:
        for match in _expression(source).finditer(text):
            yield entry.id, match.start(), match.end()


@lru_cache(maxsize=256)
def _expression(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _excused(registry: Registry, entry: Indicator, text: str, start: int, end: int) -> bool:
    """Denied ("paspor tidak ditahan"), advised against ("jangan mau kalau …"), or one of the entry's own exceptions."""
    before, after = sentence(text, start, end)
    guards = _guards(registry.lists["not_asking"], registry.lists["advice"])
    if entry.negatable and guards.negation.search(before[-48:]):
        return True
    if entry.group != "CI" and guards.advice.any(before):
        return True
    exceptions = registry.exceptions.get(entry.id)
    return exceptions is not None and exceptions.any(before + text[start:end] + after)


def sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its sentence, at most 160 characters each."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    stop = _SENTENCE_END.search(after)
    return before[ends[-1] if ends else 0 :], after[: stop.start()] if stop else after
