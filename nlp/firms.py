"""Firms that a text names, by their legal form, as a register spells them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlp.content import content
from nlp.register import Register, one_spelling

_LONGEST = 10
"""Words of a firm's name."""
_REACH = 120
_CUT = re.compile(r"[,;:()\[\]\n!?|/\"“”]|(?<!\b\w)(?<!\b\w\w)(?<!\b\w\w\w)\.\s")
"""Where a name has ended; a full stop behind up to three letters shortens a word."""
_WORD = re.compile(r"\w+")
_OPENING = re.compile(r"(?<!\w)(?P<form>PT|P3MI)\b(?![\w.+-]*@)\.?[^\S\n]*", re.IGNORECASE)
_CLOSING = re.compile(r",[^\S\n]*PT\b", re.IGNORECASE)
_BEFORE = re.compile(r"[^,;:()\n!?|/]{3,120}$")


class Named(NamedTuple):
    """A firm that a text names; `firm` is null when no register has it, `exact` false when it is spelled otherwise.

    Offsets in `Reading.joined`.
    """

    firm: str | None
    start: int
    end: int
    exact: bool = True


def firms_named(text: str, register: Register) -> list[Named]:
    """Firms by their legal form, `PT Contoh Jaya` or `Contoh Jaya, PT`; behind `P3MI`, those that a register knows."""
    closed = list(_closed(text, register))
    opened = (
        _named_at(text, found, register)
        for found in _OPENING.finditer(text)
        if not any(item.start <= found.start() < item.end for item in closed)
    )
    return sorted([*closed, *filter(None, opened)], key=lambda item: item.start)


def _closed(text: str, register: Register) -> Iterator[Named]:
    for form in _CLOSING.finditer(text):
        name = _BEFORE.search(text, max(0, form.start() - _REACH), form.start())
        if name and register.knows(firm := one_spelling(name[0])):
            yield Named(firm, name.start(), form.end())


def _named_at(text: str, opening: re.Match[str], register: Register) -> Named | None:
    line = text[opening.end() : opening.end() + _REACH]
    cut = _CUT.search(line)
    line = line[: cut.start() + 1] if cut else line
    if found := _known_at(line, register):
        firm, length, exact = found
        return Named(firm, opening.start(), opening.end() + length, exact)
    first = _WORD.match(line) if opening["form"].casefold() == "pt" else None
    if first is None or first[0].casefold() in content("register")["not_names"]:
        return None
    return Named(None, opening.start(), opening.end() + first.end())


def _known_at(line: str, register: Register) -> tuple[str, int, bool] | None:
    """The longest name of a register that the line begins with, if it ends there; how far it reaches, if exactly so."""
    words = list(_WORD.finditer(line))[: _LONGEST + 1]
    alike: tuple[str, int, bool] | None = None
    for n in range(min(_LONGEST, len(words)), 0, -1):
        end = words[n - 1].end()
        found = register.find(line[: end + 1])
        if found and _ends(line[:end], words[n][0] if n < len(words) else None):
            if found[1]:
                return found[0], end, True
            alike = alike or (found[0], end, False)
    return alike


def _ends(name: str, following: str | None) -> bool:
    """Whether the next word is no part of the name: `PT Contoh Jaya Abadi` is not `PT Contoh Jaya`."""
    if following is None or following.casefold() in content("register")["after_names"]:
        return True
    return name[0].isupper() and following.islower()
