"""How many people a text speaks of: digits, number words, vague numbers and parts that sum."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from nlp.content import content, patterns

Role = Literal["victim", "suspect", "person", "other"]
_YEARS = range(1990, 2036)
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Count:
    """People counted at `start` to `end`; None is an open end ("lebih dari 20": 21 to None)."""

    start: int
    end: int
    low: int | None
    high: int | None
    noun: str
    vague: bool = False

    @property
    def role(self) -> Role:
        """What the counted noun says of the people: an accusation, else the first word that says anything."""
        return _role(self.noun)


@lru_cache(4096)
def _role(noun: str) -> Role:
    words = [word.lower() for word in _WORD.findall(noun)]
    if any(word in _roles("foreign") for word in words) and "indonesia" not in words:
        return "other"
    if words[:2] == ["orang", "tua"]:
        return "other"
    if any(word in _roles("accused") for word in words) and "korban" not in words:
        return "suspect"
    for word in words:
        if word in _roles("suspect"):
            return "suspect"
        if word in _roles("victim"):
            return "victim"
        if word in _roles("other"):
            return "other"
    return "person"


def number_of(text: str) -> int | None:
    """The value of "1.200" or "dua ratus lima belas"; None for anything else."""
    text = text.strip().lower()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d+", text):
        return int(text.replace(".", ""))
    units: dict[str, int] = content("counts")["units"]
    total = group = 0
    last = 0
    for word in text.split():
        if word in units:
            last = units[word]
            group += last
        elif word == "belas":
            group += 10
        elif word == "puluh":
            group += last * 9
        elif word == "ratus":
            group += last * 99
        elif word == "ribu":
            total, group = total + group * 1000, 0
        else:
            return None
    return total + group


def find_counts(text: str) -> list[Count]:
    rules = patterns("counts")
    counts = [count for match in rules["count"].finditer(text) if (count := _read(match))]
    for match in rules["apposition"].finditer(text):
        value = number_of(match["number"])
        if value is not None:
            counts.append(Count(match.start(), match.end(), value, value, match["noun"]))
    for match in rules["collective"].finditer(text):
        value = number_of(_cardinal(match["number"]))
        counts.append(Count(match.start(), match.end(), value, value, match["noun"]))
    counts.sort(key=lambda count: count.start)
    return [*counts, *_sums(text, counts)]


def _cardinal(collective: str) -> str:
    """The plain number word: "lima" of "kelima"."""
    return collective.lower().removeprefix("ke")


@cache
def _roles(role: str) -> frozenset[str]:
    return frozenset(str(content("counts")["roles"][role]).split())


def _read(match: re.Match[str]) -> Count | None:
    noun = " ".join(match["noun"].split())
    printed = match["number"].lower()
    start, end = match.span()
    vague = content("counts")["vague"].get(printed)
    if vague:
        return Count(start, end, vague[0], vague[1], noun, vague=True)
    value = {"seorang": 1, "sepasang": 2}.get(printed) or number_of(printed)
    if value is None or (value in _YEARS and printed.isdigit()):
        return None
    low, high = _bounds(match, value)
    return Count(start, end, low, high, noun)


def _bounds(match: re.Match[str], value: int) -> tuple[int | None, int | None]:
    before = (match["before"] or "").lower()
    kinds = {kind: words.split("|") for kind, words in content("counts")["before"].items()}
    if match["more"] or before in kinds["min_over"]:
        return value + 1, None
    if before in kinds["min"]:
        return value, None
    if before in kinds["max"]:
        return None, value
    low = number_of(match["low"]) if match["low"] else value
    return (low, value) if low is not None and low <= value else (value, value)


def _sums(text: str, counts: list[Count]) -> Iterator[Count]:
    """Parts by sex or age that stand in one list, as one count of all."""
    rules = patterns("counts")
    run: list[Count] = []
    for count in [*counts, None]:
        fits = count is not None and rules["part"].search(count.noun) and count.low == count.high
        joined = fits and run and count and rules["part_gap"].fullmatch(text, run[-1].end, count.start)
        if joined and count:
            run.append(count)
            continue
        if len(run) > 1:
            total = sum(part.low or 0 for part in run)
            yield replace(run[0], end=run[-1].end, low=total, high=total, noun=run[0].noun)
        run = [count] if fits and count else []
