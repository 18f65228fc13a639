"""Indicators found in a reading: one walk over the normalised text, guards against negation and advice, original quotes."""

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.registry import Indicator, Registry
from nlp.text import Normalised

_SENTENCE_END = re.compile(r"[.!?;\n](?:(?<=\n)|(?=\s|$))")
_SENTENCE = 160
"""Characters looked at on each side of a hit, at most, for words that change its meaning."""


_BAIT = frozenset("ABCDEFGHIJ")
"""Groups of red flags: what advice warns of in these words, nobody offers."""
Spotted = tuple[str, int, int]
"""Label and offsets in the normalised text, before any guard."""


class Found(NamedTuple):
    """Offsets in the input (`Reading.joined`), not in the normalised text."""

    id: str
    start: int
    end: int


@lru_cache(maxsize=4)
def _negation(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})\s+(?:[^\W_]+\s+){{0,2}}$")


def find(registry: Registry, normalised: Normalised, spotted: list[Spotted] | None = None) -> list[Found]:
    """Hits of phrases and expressions; `places` and `computed` are the callers' business.

    `spotted` is what `registry.phrases.find` gave for this text, where a caller has it already.
    """
    chosen, text = registry.indicators, normalised.text
    spotted = list(registry.phrases.find(text)) if spotted is None else spotted
    hits = [hit for hit in spotted if hit[0] in chosen]
    hits += [(id_, *match.span()) for id_, expression in registry.expressions for match in expression.finditer(text)]
    guards: dict[str, list[int]] = {}
    for label, start, _ in spotted:
        if label[0] == "!":
            guards.setdefault(label, []).append(start)
    kept = [hit for hit in hits if not _excused(registry, chosen[hit[0]], text, hit, guards)]
    return [Found(label, *normalised.origin(start, end)) for label, start, end in sorted(kept, key=lambda hit: hit[1])]


def _excused(registry: Registry, entry: Indicator, text: str, hit: Spotted, guards: dict[str, list[int]]) -> bool:
    """Denied ("paspor tidak ditahan"), advised against ("jangan mau kalau …"), or one of the entry's own exceptions."""
    _, start, end = hit
    first, last = sentence(text, start, end)
    negation = _negation(registry.lists["not_asking"])
    if entry.negatable and negation.search(text[max(first, start - 48) : start]):
        return True
    if entry.group in _BAIT and any(first <= place < start for place in guards.get("!advice", ())):
        return True
    return any(first <= place < last for place in guards.get(f"!{entry.id}", ()))


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of a span begins and ends, at most 160 characters from it."""
    first = max(0, start - _SENTENCE)
    for match in _SENTENCE_END.finditer(text, first, start):
        first = match.end()
    stop = _SENTENCE_END.search(text, end, end + _SENTENCE)
    return first, stop.start() if stop else min(len(text), end + _SENTENCE)
