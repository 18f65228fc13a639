"""What is seen of a telephone number in the news: its kind, the words around it, and the numbers beside it."""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.content import lowered, patterns
from nlp.text import Mention

BUCKETS = 1 << 14
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|\n")
_BEFORE, _AFTER = 12, 6
"""Words on each side that are looked at."""
_SIDE, _WIDE = 70, 260
"""Characters before a number that its own words stand in, and those that it is told in."""
_NEIGHBOUR = 60
_SHORT, _LED = 3, 25
"""Digits of a short number; characters before it in which a word of calling stands."""
_CUES = ("offered", "body", "other", "subject", "report", "audience")


class Line(NamedTuple):
    """A candidate; `ruled`: the rules take it for a line for the public."""

    phone: Mention
    known: bool
    ruled: bool


def features(text: str, lines: Sequence[Line], number: int, public: Sequence[bool]) -> set[str]:
    """Of one candidate; `public`: what was decided on those before it."""
    low, line = lowered(text), lines[number]
    start, end = line.phone.start, line.phone.end
    found = {"any", f"kind {_kind(line)}", f"ruled {line.ruled}", f"known {line.known}", f"of {min(4, len(lines))}"}
    found |= {f"ruled {line.ruled} {_kind(line)}"}
    words = _WORD.findall(low[max(0, start - 160) : start])[-_BEFORE:][::-1]
    found |= {f"before {word}" for word in words}
    found |= {f"before{place} {word}" for place, word in enumerate(words[:4])}
    found |= {f"before {second} {first}" for first, second in pairwise(words[:8])}
    words = _WORD.findall(low[end : end + 80])[:_AFTER]
    found |= {f"after {word}" for word in words} | {f"after{place} {word}" for place, word in enumerate(words[:3])}
    found |= {f"after {first} {second}" for first, second in pairwise(words[:5])}
    found.update(_cues(text, low, start, end))
    if len(line.phone.canonical or "") <= _SHORT:
        rules = patterns("hotlines")
        before = low[max(0, start - _LED) : start]
        counts = any(
            (
                rules["counted"].match(text[end : end + _SIDE]),
                rules["tally"].search(before),
                rules["beside"].search(before),
            )
        )
        led = rules["led"].search(before) is not None
        found |= {f"short counts {counts}", f"short led {led}", f"short counts {counts} led {led}"}
    if number:
        between = low[lines[number - 1].phone.end : start]
        near = len(between) <= _NEIGHBOUR
        joined = " ".join(_WORD.findall(between)[:3]) if near else "far"
        found |= {f"last {public[number - 1]} {near}", f"last {public[number - 1]} {joined}"}
    return found


def _kind(line: Line) -> str:
    digits = line.phone.canonical or ""
    if len(digits) <= 3:
        return digits
    kinds = {"+": "abroad", "1": "short", "08": "mobile", "0800": "free", "0804": "free", "0": "landline"}
    return next((kinds[size] for size in sorted(kinds, key=len, reverse=True) if digits.startswith(size)), "local")


def _cues(text: str, low: str, start: int, end: int) -> Iterator[str]:
    rules = patterns("hotlines")
    line = text.rfind("\n", 0, start) + 1
    stop = max((m.end() for m in _ends().finditer(low, max(0, start - _WIDE), start)), default=max(0, start - _WIDE))
    pieces = {
        "side": text[max(start - _SIDE, stop) : start],
        "told": text[max(stop, start - _WIDE) : start],
        "line": text[max(line, start - _WIDE) : start],
        "earlier": text[max(0, stop - _WIDE) : stop],
        "behind": re.split(r"[.!?]\s|\n", text[end : end + _SIDE])[0],
    }
    for place, piece in pieces.items():
        for cue in _CUES:
            if rules[cue].search(piece):
                yield f"{cue} {place}"
    yield f"begins {not pieces['line'].strip(' -•*–:')}"


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"[.!?]\s|\n")


def buckets(seen: set[str]) -> NDArray[np.int64]:
    return np.unique(np.fromiter((zlib.crc32(name.encode()) % BUCKETS for name in seen), np.int64))
