"""Reading disguised text: every rewriting pass keeps a map back to the input, so that a quote is always the original."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nlp.spelling import is_word, resolve, signs, unleet, words

_TOKEN = re.compile(r"[\w@$*#•|](?:[\w@$!*#•|]*[\w@$*#•|])?")
_SPACED = re.compile(r"(?<![\w@$!])[a-z0-9@$!](?:[ \u00a0][a-z0-9@$!]){3,40}(?![\w@$!])")
_SINGLE = re.compile("[ \u00a0][a-z0-9@$!][ \u00a0][a-z0-9@$!][ \u00a0]")
"""What every run of `_SPACED` has inside."""
_DOTTED = re.compile(r"(?<![\w@$!*.\-])[a-z0-9@$!]{1,8}(?:[.\-_~·'’*]{1,2}[a-z0-9@$!]{1,8}){1,14}(?![\w@$!*])")
_PARTS = re.compile(r"[.\-_~·'’*]")
_MIXED = re.compile("[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
_HIDDEN = re.compile("(?<=[A-Za-z])[\u200b-\u200d\u2060-\u2064\ufeff\u202a-\u202e]+(?=[A-Za-z])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_TALL = re.compile(r"\b(?:[A-Za-z]*?[a-z]I[A-Za-z]+|I[a-z]{3}[A-Za-z]*)")
_LETTERS = re.compile(r"(?:(?<=^)|(?<=[ \u00a0]{2}))\S(?:[ \u00a0]\S){1,30}(?=[ \u00a0]{2,3}\S|$)", re.MULTILINE)
_GAP = re.compile("[ \u00a0]{2,}")
_HANDLE = re.compile(r"(?<![\w@])@(?:[ \u00a0][A-Za-z0-9_.]){4,30}(?!\w)")
_ROUND = re.compile(r"\d(?<![A-Za-z0-9]\d)[\d.,]{0,12}[oO][\doO.,]{0,12}(?![A-Za-z])")
_AS_ZERO = str.maketrans("oO", "00")


_LEAST_PARTED = 3
"""Words of parted letters in a text whose blanks are read so."""


class Edit(NamedTuple):
    start: int
    end: int
    text: str


@dataclass
class _Step:
    """Where the edits of one pass lie, before (`in`) and after (`out`); text between edits is unchanged."""

    out_starts: list[int] = field(default_factory=list)
    out_ends: list[int] = field(default_factory=list)
    in_starts: list[int] = field(default_factory=list)
    in_ends: list[int] = field(default_factory=list)

    def start(self, position: int) -> int:
        i = bisect_right(self.out_starts, position) - 1
        if i < 0:
            return position
        inside = position < self.out_ends[i]
        return self.in_starts[i] if inside else self.in_ends[i] + position - self.out_ends[i]

    def end(self, position: int) -> int:
        i = bisect_left(self.out_starts, position) - 1
        if i < 0:
            return position
        inside = position <= self.out_ends[i]
        return self.in_ends[i] if inside else self.in_ends[i] + position - self.out_ends[i]

    def reached(self, position: int) -> int:
        """Where a position before the pass lies after it; inside an edit, where what replaces it begins."""
        i = bisect_right(self.in_starts, position) - 1
        if i < 0:
            return position
        inside = position < self.in_ends[i]
        return self.out_starts[i] if inside else self.out_ends[i] + position - self.in_ends[i]


@dataclass(frozen=True)
class Normalised:
    text: str
    steps: tuple[_Step, ...] = ()
    disguised: tuple[tuple[int, int], ...] = ()
    """Spans of the input whose spelling hid a word: look-alike letters, digits for letters, masked or parted letters."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        if not self.steps:
            return start, max(start, end)
        first, last = start, end
        for step in reversed(self.steps):
            first = step.start(first)
            last = step.end(last)
        return (first, max(first, last)) if start < end else (first, first)

    def rewritten(self, edits: Iterable[Edit]) -> "Normalised":
        """After one more pass: `edits` of `text`, in its order."""
        text, step = _rewrite(self.text, edits)
        return Normalised(text, (*self.steps, step), self.disguised) if step.in_starts else self

    def reached(self, start: int, end: int) -> tuple[int, int]:
        """The other way: where a span of the input lies in `text`."""
        for step in self.steps:
            start, end = step.reached(start), step.reached(end)
        return start, end


class _Fold(dict[int, str]):
    """One character to one lower-case character without marks; what becomes none or several is left to `_expand`."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    if char in signs():
        return signs()[char]
    code = ord(char)
    if 0x1F150 <= code <= 0x1F169 or 0x1F170 <= code <= 0x1F189:  # letters on dark circles and squares
        return chr(ord("a") + (code - 0x1F150) % 32)
    parts = unicodedata.normalize("NFKD", char)
    plain = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Me", "Cf"}).lower()
    return "".join(signs().get(c, c) for c in plain)


_FOLD = _Fold()


def _expand(text: str) -> Iterator[Edit]:
    flagged = -1
    for match in _FOREIGN.finditer(text):
        start, char = match.start(), match[0]
        if start < flagged:
            continue
        if _is_flag_half(char) and _is_flag_half(text[start + 1 : start + 2]):
            flagged = start + 2
            yield Edit(start, flagged, _flag(text[start:flagged]))
            continue
        folded = _folded(char)
        if folded != char:
            yield Edit(start, start + 1, folded)


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag(pair: str) -> str:
    country = "".join(chr(ord("A") + ord(half) - 0x1F1E6) for half in pair)
    return f" {signs().get(country, country.lower())} "


def _unparted(text: str) -> Iterator[tuple[Edit, bool]]:
    """Letters parted by blanks or dots, where together they are words that we know."""
    spans: dict[int, tuple[Edit, bool]] = {}
    for match in _SPACED.finditer(text) if _SINGLE.search(text) else ():
        for start, end, word in _segment(match[0][::2]):
            edit = Edit(match.start() + 2 * start, match.start() + 2 * end - 1, word)
            spans[edit.start] = (edit, word not in words().styled)
    for match in _DOTTED.finditer(text):
        joined = _PARTS.sub("", match[0])
        meant = unleet(joined) if 4 <= len(joined) <= 20 else None
        if meant:
            spans.setdefault(match.start(), (Edit(*match.span(), meant), meant not in words().styled))
    done = -1
    for start in sorted(spans):
        if start >= done:
            done = spans[start][0].end
            yield spans[start]


def _segment(letters: str) -> Iterator[tuple[int, int, str]]:
    """Known words of four letters or more in a run of letters (at most 42), the longest first."""
    start = 0
    while start <= len(letters) - 4:
        pair = letters[start : start + 2]
        if pair.isalpha() and pair not in words().openings:
            start += 1
            continue
        for end in range(min(len(letters), start + 16), start + 3, -1):
            word = unleet(letters[start:end])
            if word:
                yield start, end, word
                start = end
                break
        else:
            start += 1


def _reworded(text: str) -> Iterator[tuple[Edit, bool]]:
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] == "#":
            parts = _compound(token[1:])
            if parts:
                yield Edit(*match.span(), parts), False
            continue
        resolved = resolve(token) if len(token) <= 40 else None
        ended = _ended(token) if text.startswith("!", match.end()) else None
        if ended:
            yield Edit(match.start(), match.end() + 1, ended), True
        elif resolved:
            yield Edit(*match.span(), resolved[0]), resolved[1]


@lru_cache(maxsize=8192)
def _ended(token: str) -> str | None:
    """The word that a spelling with digits or signs means together with the "!" behind it: "g4j!"."""
    return unleet(token + "!") if not token.isalpha() and len(token) <= 20 else None


@lru_cache(maxsize=8192)
def _compound(tag: str) -> str | None:
    """The words of a hashtag that consists of known ones."""
    parts = list(_segment(tag)) if 8 <= len(tag) <= 40 else []
    whole = len(parts) > 1 and sum(end - start for start, end, _ in parts) == len(tag)
    return " ".join(word for _, _, word in parts) if whole else None


def _rewrite(text: str, edits: Iterable[Edit]) -> tuple[str, _Step]:
    step, pieces, done, length = _Step(), list[str](), 0, 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.text]
        length += edit.start - done
        step.out_starts.append(length)
        length += len(edit.text)
        step.out_ends.append(length)
        step.in_starts.append(edit.start)
        step.in_ends.append(edit.end)
        done = edit.end
    return "".join([*pieces, text[done:]]), step


def _without_tall(word: re.Match[str]) -> str:
    """A capital I that stands for a small L: "SeIandia", "Iangsung"."""
    meant = word[0].replace("I", "l")
    return meant if is_word(meant.lower()) and not is_word(word[0].lower()) else word[0]


def _hidden(text: str) -> list[tuple[int, int]]:
    """Words that mix alphabets or hide characters without width: nobody types these by accident."""
    spans: list[tuple[int, int]] = []
    for pattern in (_MIXED, _HIDDEN):
        for match in pattern.finditer(text):
            before = re.search(r"\w*$", text[max(0, match.start() - 20) : match.start()])
            after = re.match(r"\w*", text[match.end() : match.end() + 20])
            start = match.start() - len(before[0] if before else "")
            spans.append((start, match.end() + len(after[0] if after else "")))
    return spans


@lru_cache(maxsize=8)
def fold(text: str) -> Normalised:
    """Characters only: lower case, no marks, look-alikes as Latin letters and digits, flags as words."""
    typed, text = text, _TALL.sub(_without_tall, text)
    folded = text.translate(_FOLD)
    steps, disguised = list[_Step](), [m.span() for m in _TALL.finditer(typed) if text[m.start() : m.end()] != m[0]]
    if not text.isascii():
        folded, step = _rewrite(folded, _expand(folded))
        steps, disguised = [step], disguised + _hidden(text)
    folded = _ROUND.sub(lambda number: number[0].translate(_AS_ZERO), folded)
    parted = list(_letters(folded))
    if parted:
        done = Normalised(folded, tuple(steps))
        disguised += [done.origin(edit.start, edit.end) for edit in parted if edit.text != " "]
        folded, step = _rewrite(folded, parted)
        steps.append(step)
    return Normalised(folded, tuple(steps), tuple(disguised))


def _letters(text: str) -> list[Edit]:
    """Words of single letters: where letters are parted by one blank, two blanks part the words."""
    spans = [match.span() for match in _LETTERS.finditer(text)] if "  " in text else []
    if len(spans) < _LEAST_PARTED:
        spans = []
    between = [match.span() for match in _GAP.finditer(text)] if spans else []
    if "@ " in text or "@\u00a0" in text:
        spans += [match.span() for match in _HANDLE.finditer(text)]
    edits = [Edit(start, end, re.sub("[ \u00a0]", "", text[start:end])) for start, end in spans]
    return sorted([*edits, *(Edit(start, end, " ") for start, end in between)])


@lru_cache(maxsize=8)
def joined(text: str) -> Normalised:
    """`fold`, and known words of parted letters in one piece."""
    return _read(fold(text), _unparted)


@lru_cache(maxsize=8)
def normalise(text: str) -> Normalised:
    """The text as its writer meant it, with the map back to what was typed."""
    return _read(joined(text), _reworded)


def _read(done: Normalised, find: Callable[[str], Iterator[tuple[Edit, bool]]]) -> Normalised:
    """After one more pass, whose edits tell whether the spelling hid the word."""
    found = list(find(done.text))
    hidden = {done.origin(edit.start, edit.end) for edit, hides in found if hides}
    after = done.rewritten(edit for edit, _ in found)
    return Normalised(after.text, after.steps, tuple(sorted({*done.disguised, *hidden})))
