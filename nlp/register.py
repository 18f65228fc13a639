"""Official registers as a text is checked against them: which firms are licensed, under sanction, hold orders of work."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from nlp.content import content, patterns
from nlp.places import gazetteer_entry
from nlp.resemblance import known_word, resembles

_WORD = re.compile(r"\w+")
_CODE = re.compile(r"[A-Z]{2}")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_NUMBER = re.compile(r"[a-z]+|\d+")
_SURE_LETTERS = 10
"""Letters of a name from which one that is spelled otherwise is looked for."""
_TWO_SLIPS_LETTERS = 14


@dataclass(frozen=True)
class Licence:
    """One line of a register of licensed firms. Both days belong to the time that it is valid; null is open.

    `contacts`: the firm's own, where the register has them: E.164 numbers, `@handles`, domains, whole mail addresses.
    """

    name: str
    permit: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    status: str | None = None
    contacts: frozenset[str] = frozenset()

    @property
    def is_withdrawn(self) -> bool:
        return self.status is not None and self.status.strip().casefold() not in _words("in_force")

    def holds(self, day: date) -> bool:
        return not self.is_withdrawn and _within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class Sanction:
    kind: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Order:
    """An official order of work abroad that a firm holds. `country` as printed: a name, or its code."""

    position: str
    country: str
    valid_until: date | None = None
    number: str | None = None
    valid_from: date | None = None

    def holds(self, day: date) -> bool:
        return _within(day, self.valid_from, self.valid_until)

    @property
    def iso2(self) -> str | None:
        return country_code(self.country)

    def is_numbered(self, printed: str) -> bool:
        """Whether this is the order of that number; a register that gives no number contradicts none."""
        return self.number is None or _number(self.number) == _number(printed)


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

    def has_lost(self, firm: str, day: date) -> bool:
        """Whether the firm was under sanction on that day, or its licence was withdrawn or had run out."""
        licences = self.licences.get(firm, ())
        if any(_within(day, item.since, item.until) for item in self.sanctions.get(firm, ())):
            return True
        ended = any(item.is_withdrawn or (item.valid_until or day) < day for item in licences)
        return ended and not any(item.holds(day) for item in licences)

    def contacts_of(self, firm: str, day: date) -> frozenset[str]:
        return frozenset().union(*(item.contacts for item in self.licences.get(firm, ()) if item.holds(day)))

    def has_permit(self, firm: str, printed: str) -> bool:
        """Whether a licence number that a text prints can be the firm's: some licence has it, or none has a number."""
        permits = [item.permit for item in self.licences.get(firm, ()) if item.permit]
        return not permits or any(set(_figures(printed)) <= set(_figures(permit)) for permit in permits)

    def orders_of(self, firm: str, day: date) -> list[Order]:
        return [order for order in self.orders.get(firm, ()) if order.holds(day)]

    def find(self, name: str) -> tuple[str, bool] | None:
        """The firm of that name, and whether it is spelled alike: a slip of the pen or a shortened word may part them,
        another word may not. Null where two firms could be meant.
        """
        firm = one_spelling(name)
        if self.knows(firm):
            return firm, True
        words = firm.split()
        dotted = [name[match.end() : match.end() + 1] == "." for match in _WORD.finditer(name)][-len(words) :]
        found = {other for other in self._alike(words) if self._is_spelling_of(words, dotted, other.split())}
        return (found.pop(), False) if len(found) == 1 else None

    def _alike(self, words: Sequence[str]) -> Sequence[str]:
        if not words:
            return ()
        return (*self._by_opening.get((len(words), words[0][0]), ()), *self._by_letters.get("".join(words), ()))

    def _is_spelling_of(self, words: Sequence[str], dotted: Sequence[bool], firm: Sequence[str]) -> bool:
        letters = sum(map(len, firm))
        if "".join(words) == "".join(firm):
            return letters >= _SURE_LETTERS
        if len(words) != len(firm) or letters < _SURE_LETTERS:
            return False
        apart = [place for place, word in enumerate(words) if word != firm[place]]
        if len(apart) > (2 if letters >= _TWO_SLIPS_LETTERS else 1) or len(apart) == len(firm):
            return False
        return all(
            resembles(words[place], firm[place], dotted=dotted[place])
            and (dotted[place] or not self._is_word(words[place]))
            for place in apart
        )

    def _is_word(self, word: str) -> bool:
        """A word of its own parts two firms: `Contoh Bahana` is not `Contoh Bahari`."""
        return word in self._name_words or known_word(word)

    @cached_property
    def _name_words(self) -> frozenset[str]:
        return frozenset(word for firm in (*self.licences, *self.sanctions) for word in firm.split())

    @cached_property
    def _by_opening(self) -> Mapping[tuple[int, str], list[str]]:
        firms: dict[tuple[int, str], list[str]] = defaultdict(list)
        for firm in {*self.licences, *self.sanctions} - {""}:
            firms[firm.count(" ") + 1, firm[0]].append(firm)
        return firms

    @cached_property
    def _by_letters(self) -> Mapping[str, list[str]]:
        firms: dict[str, list[str]] = defaultdict(list)
        for firm in {*self.licences, *self.sanctions}:
            firms[firm.replace(" ", "")].append(firm)
        return firms


def one_spelling(name: str) -> str:
    """A firm's name without legal form, punctuation, case: `PT. Contoh Jaya`, `CONTOH  JAYA, PT` are one."""
    words = _WORD.findall(name.casefold())
    while words and words[0] in _words("forms"):
        words = words[1:]
    while words and words[-1] in _words("forms"):
        words = words[:-1]
    return " ".join(words)


@cache
def country_code(printed: str) -> str | None:
    """ISO2 of a country as a register prints it: its name in Indonesian or English, or the code itself."""
    bare = _BRACKETS.sub("", printed).strip()
    if _CODE.fullmatch(bare):
        return bare
    entry = gazetteer_entry(bare)
    return entry.canonical if entry and entry.kind == "country" else None


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first or day) <= day <= (last or day)


def _number(printed: str) -> list[str]:
    """`JO-0417/TWN/2026` and `jo 417 twn 2026` are one number."""
    bare = patterns("register")["number_label"].sub(" ", printed.casefold())
    return [part.lstrip("0") or "0" for part in _NUMBER.findall(bare)]


def _figures(printed: str) -> list[str]:
    return [part for part in _number(printed) if part.isdigit()]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(str, content("register")[name]))
