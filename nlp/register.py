"""Official registers as a text is checked against them: which firms are licensed, which are under sanction."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import NamedTuple

from nlp.content import content
from nlp.text import Reading
from warehouse.contracts import CounterIndicator, Job

LICENSED_FIRM = "CI-01"
_LONGEST = 10
"""Words of a firm's name."""
_REACH = 120
_CUT = re.compile(r"[,;:()\[\]\n!?|/\"“”]|\.\s")
_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"(?<!\w)(?P<form>PT|P3MI)\b\.?[^\S\n]*", re.IGNORECASE)
_CLOSING = re.compile(r"(?P<name>[^,;:()\n!?|/]{3,120}),[^\S\n]*PT\b", re.IGNORECASE)


@dataclass(frozen=True)
class Licence:
    """One line of a register of licensed firms. Both days belong to the time that it is valid; null is open."""

    name: str
    permit: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    status: str | None = None

    def holds(self, day: date) -> bool:
        in_force = self.status is None or self.status.strip().casefold() in _words("in_force")
        return in_force and (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True)
class Sanction:
    kind: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Order:
    """An official order of work abroad that a firm holds."""

    position: str
    country: str
    valid_until: date | None = None


@dataclass(frozen=True)
class Register:
    """Firms by `one_spelling` of their names. `as_of`: the day on which texts without a date are judged."""

    as_of: date
    licences: Mapping[str, tuple[Licence, ...]] = field(default_factory=dict)
    sanctions: Mapping[str, tuple[Sanction, ...]] = field(default_factory=dict)
    orders: Mapping[str, tuple[Order, ...]] = field(default_factory=dict)

    def knows(self, firm: str) -> bool:
        return firm in self.licences or firm in self.sanctions

    def vouches(self, firm: str, day: date) -> bool:
        """Whether the firm was licensed on that day. A sanction that had not ended by then counts, also one that was
        put on later: it may be for what the text offers.
        """
        sanctioned = any(item.until is None or item.until >= day for item in self.sanctions.get(firm, ()))
        return not sanctioned and any(item.holds(day) for item in self.licences.get(firm, ()))


class Named(NamedTuple):
    """A firm that a text names; `firm` is null when no register has it. Offsets in `Reading.joined`."""

    firm: str | None
    start: int
    end: int


def one_spelling(name: str) -> str:
    """A firm's name without legal form, punctuation, case: `PT. Contoh Jaya`, `CONTOH  JAYA, PT` are one."""
    words = _WORD.findall(name.casefold())
    while words and words[0] in _words("forms"):
        words = words[1:]
    while words and words[-1] in _words("forms"):
        words = words[:-1]
    return " ".join(words)


def firms_named(text: str, register: Register) -> list[Named]:
    """Firms by their legal form, `PT Contoh Jaya` or `Contoh Jaya, PT`; behind `P3MI`, those that a register knows."""
    closed = [
        Named(firm, found.start(), found.end())
        for found in _CLOSING.finditer(text)
        if register.knows(firm := one_spelling(found["name"]))
    ]
    opened = (
        _named_at(text, found, register)
        for found in _OPENING.finditer(text)
        if not any(item.start <= found.start() < item.end for item in closed)
    )
    return sorted([*closed, *filter(None, opened)], key=lambda item: item.start)


def _named_at(text: str, opening: re.Match[str], register: Register) -> Named | None:
    line = text[opening.end() : opening.end() + _REACH]
    cut = _CUT.search(line)
    line = line[: cut.start()] if cut else line
    if found := _known_at(line, register):
        return Named(found[0], opening.start(), opening.end() + found[1])
    first = _WORD.match(line) if opening["form"].casefold() == "pt" else None
    if first is None or first[0].casefold() in _words("not_names"):
        return None
    return Named(None, opening.start(), opening.end() + first.end())


def checked(
    counter: Iterable[CounterIndicator], reading: Reading, job: Job | None, register: Register, day: date | None
) -> list[CounterIndicator]:
    """Counter-indicators, those of a licensed firm verified where every firm that is named stands up to the register.

    One unknown, expired or sanctioned firm beside the good one, and nothing is verified: names are borrowed.
    """
    firms = [item.firm for item in firms_named(reading.joined, register)]
    if job and job.company and register.knows(one_spelling(job.company)):
        firms.append(one_spelling(job.company))
    when = day or register.as_of
    stands = bool(firms) and all(firm is not None and register.vouches(firm, when) for firm in firms)
    return [item.model_copy(update={"verified": stands}) if item.id == LICENSED_FIRM else item for item in counter]


def _known_at(line: str, register: Register) -> tuple[str, int] | None:
    """The longest name of a register that the line begins with, if it ends there, and how far it reaches."""
    words = list(_WORD.finditer(line))[: _LONGEST + 1]
    for n in range(min(_LONGEST, len(words)), 0, -1):
        firm = one_spelling(line[: words[n - 1].end()])
        if register.knows(firm) and _ends(line[: words[n - 1].end()], words[n][0] if n < len(words) else None):
            return firm, words[n - 1].end()
    return None


def _ends(name: str, following: str | None) -> bool:
    """Whether the next word is no part of the name: `PT Contoh Jaya Abadi` is not `PT Contoh Jaya`."""
    if following is None or following.casefold() in _words("after_names"):
        return True
    return name[0].isupper() and following.islower()


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(str, content("register")[name]))
