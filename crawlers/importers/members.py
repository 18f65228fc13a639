"""Masking at the door: who writes in a chat, a post or a mail does not leave the importer. The rule is in docs/importing.md."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from crawlers.yaml_content import read_yaml

_WORDS: dict[str, Any] = read_yaml(Path(__file__).with_name("members.yml"))
_HONORIFICS, _ORGANISATIONS, _COMMON, _NO_PERSON_BEFORE = (
    frozenset(map(str, _WORDS[key])) for key in ("honorifics", "organisations", "common", "no_person_before")
)
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"[^\w\n]{1,3}")
_NUMBER = re.compile(r"(?<![\w@./=])\+?\(?\d[\d ().\-\u2010-\u2015\u00a0\u2060]{6,22}\d(?!\w)")
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ISOLATED = re.compile("@\u2068(?P<name>[^\u2069\n]{1,80})\u2069")
_MENTION = re.compile(r"(?<![\w@./])@(?P<name>\w[\w.]{1,40}\w|\w{2})")
_CUE_REACH = 40


@dataclass
class Members:
    """The people of one file. `every_mention`: any `@name` is a person, known or not (posts)."""

    every_mention: bool = False
    _numbers: dict[str, int] = field(default_factory=dict)
    _names: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=dict)
    """By first word: the words of a whole name, and whose it is."""
    _parts: dict[str, int] = field(default_factory=dict)
    """Single words of names, good only behind an honorific."""

    def add(self, given: str) -> int:
        """A display name, a number, a handle or an address; answers whose it is, from 1."""
        key = _identity(given)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            if not key.startswith("+") and "@" not in key:
                self._add_name(key, self._numbers[key])
        return self._numbers[key]

    def _add_name(self, key: str, number: int) -> None:
        words = tuple(_WORD.findall(key))
        if not words or _ORGANISATIONS & set(words):
            return
        if not all(word in _COMMON or len(word) == 1 for word in words):
            self._names.setdefault(words[0], []).append((words, number))
            self._names[words[0]].sort(key=lambda name: -len(name[0]))
        for word in words:
            if len(word) > 2 and word not in _COMMON:
                self._parts.setdefault(word, number)

    def mask(self, text: str, writer: str = "") -> str:
        """The text with its people as `[ANGGOTA_n]`; ways to reach somebody that the text itself offers stay."""
        own = _identity(writer) if writer else ""
        text = _ISOLATED.sub(self._mention, text)
        text = _MENTION.sub(self._mention, text)
        offers = _has_cue(text)
        for pattern in (_ADDRESS, _NUMBER):
            text = pattern.sub(lambda match: self._reached(match, own, offers=offers), text)
        return self._without_names(text)

    def _mention(self, match: re.Match[str]) -> str:
        name = match["name"]
        known = _identity(name) in self._numbers
        by_name = match.re is _ISOLATED and not _is_number(name)
        is_person = match.re is _ISOLATED or self.every_mention or known or _is_number(name)
        if by_name or (is_person and not _has_cue(_before(match))):
            return placeholder(self.add(name))
        return match[0]

    def _reached(self, match: re.Match[str], own: str, *, offers: bool) -> str:
        key = _identity(match[0])
        if key not in self._numbers or key == own or offers:
            return match[0]
        return placeholder(self._numbers[key])

    def _without_names(self, text: str) -> str:
        if not self._names and not self._parts:
            return text
        parts: list[str] = []
        reached = 0
        for start, end, number in self._found(text):
            parts += (text[reached:start], placeholder(number))
            reached = end
        return "".join((*parts, text[reached:]))

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            length, number = self._name_at(text, words, at)
            if length:
                yield words[at][0], words[at + length - 1][1], number
            at += length or 1

    def _name_at(self, text: str, words: list[tuple[int, int]], at: int) -> tuple[int, int]:
        """How many words of the text from here are a name, and whose."""
        start, end = words[at]
        first = text[start:end].casefold()
        for name, number in self._names.get(first, ()):
            span = words[at : at + len(name)]
            same = len(span) == len(name) and all(
                text[slice(*place)].casefold() == word for place, word in zip(span, name, strict=True)
            )
            joined = all(_GAP.fullmatch(text, a[1], b[0]) for a, b in itertools.pairwise(span))
            if same and joined and (len(name) > 1 or _is_a_name_here(text, words, at)):
                return len(name), number
        if first in self._parts and at and text[slice(*words[at - 1])].casefold() in _HONORIFICS:
            return 1, self._parts[first]
        return 0, 0


def _is_a_name_here(text: str, words: list[tuple[int, int]], at: int) -> bool:
    """Of a word that is somebody's whole display name: written as one, and not part of the name of a firm or a place."""
    start, end = words[at]
    if end - start < 3 or text[start].islower() or _is_shouted(text, start):
        return False
    for before in range(at - 1, max(-1, at - 5), -1):
        word = text[slice(*words[before])]
        if "\n" in text[words[before][1] : words[before + 1][0]] or len(word) < 2:
            return True
        if word.casefold() in _NO_PERSON_BEFORE:
            return False
        if not word[0].isupper():
            return True
    return True


def _is_shouted(text: str, at: int) -> bool:
    """A line in capitals, in which a capital says nothing."""
    start = max(0, at - 150)
    line = text[start:at].rpartition("\n")[2] + text[at : at + 150].partition("\n")[0]
    letters = [character for character in line if character.isalpha()]
    return len(letters) > 15 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def placeholder(number: int) -> str:
    return f"[ANGGOTA_{number}]"


def bare_name(given: str) -> str:
    """A display name without marks of the app around it (`~ Name`)."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", given) if not _is_number(given) else given


def _identity(given: str) -> str:
    if _is_number(given):
        digits = re.sub(r"\D", "", given)
        return "+" + ("62" + digits[1:] if digits.startswith("0") and not digits.startswith("00") else digits)
    return bare_name(given).casefold() or given.strip()


def _is_number(given: str) -> bool:
    digits = sum(character.isdigit() for character in given)
    return digits >= 7 and not any(character.isalpha() for character in given)


def _before(match: re.Match[str]) -> str:
    """Words before a mention in its line."""
    return match.string[max(0, match.start() - _CUE_REACH) : match.start()].rpartition("\n")[2]


@cache
def _cue() -> re.Pattern[str]:
    cues = sorted(map(str, _WORDS["contact_cues"]), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cues))})(?!\w)", re.IGNORECASE)


def _has_cue(text: str) -> bool:
    return _cue().search(text) is not None
