"""The phrase notation of the YAML files, compiled to anchored expressions that start at a known word.

    visa|visanya turis|ziarah   words, each with alternatives
    paspor*                     a word by its beginning
    (tanpa pt|lewat belakang)   alternatives of several words
    dulu?                       may be absent
    ~3                          up to three further words
    #                           a number
    <country>                   a list of `lists.yml`

Every part is bounded, so that matching is linear in the text. The first part may be neither optional nor a gap.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nlp.spelling import slang

_BETWEEN = r"(?:(?:[^\w.!?\n]|\.(?=\w)){1,4}|\s{1,3})"
_WORD = re.compile(r"\w+")
_PART = re.compile(r"\([^()]+\)\??|<[a-z_]+>\??|\S+")
_KEY = 3


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names what to mend."""


@dataclass(frozen=True)
class _Pattern:
    """`second`: words or beginnings of words of which one must stand within `reach` words after the first; None: any."""

    label: str
    source: str
    second: frozenset[str] | None = None
    reach: int = 1

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.source)


@dataclass(frozen=True)
class Phrases:
    """Labelled phrases, found in one walk over the words of a normalised text."""

    by_key: dict[str, tuple[_Pattern, ...]] = field(repr=False)

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str]], lists: Mapping[str, Iterable[str]]) -> "Phrases":
        by_key: dict[str, list[_Pattern]] = defaultdict(list)
        for label, phrase in phrases:
            source, keys = compile_phrase(phrase, lists)
            pattern = _Pattern(label, source, *_second(phrase, lists))
            for key in keys:
                by_key[key].append(pattern)
        return cls({key: tuple(patterns) for key, patterns in by_key.items()})

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(label, start, end) of every hit; of hits with one label that overlap, the first."""
        done: dict[str, int] = {}
        words = list(_WORD.finditer(text))
        keys = [{word[0], f"{word[0][:_KEY]}*"} for word in words]
        for number, word in enumerate(words):
            start = word.start()
            for pattern in self._candidates(word[0]):
                if done.get(pattern.label, 0) > start:
                    continue
                second = pattern.second
                if second and all(map(second.isdisjoint, keys[number + 1 : number + 1 + pattern.reach])):
                    continue
                match = pattern.compiled.match(text, start)
                if match:
                    done[pattern.label] = match.end()
                    yield pattern.label, start, match.end()

    def _candidates(self, word: str) -> tuple[_Pattern, ...]:
        if word[0].isdigit():
            return self.by_key.get("#", ())
        return self.by_key.get(word, ()) + self.by_key.get(word[:_KEY] + "*", ())

    def any(self, text: str) -> bool:
        return next(self.find(text), None) is not None


def compile_phrase(phrase: str, lists: Mapping[str, Iterable[str]]) -> tuple[str, set[str]]:
    """The expression of one phrase, and the keys (beginnings of words) at which it may start."""
    parts = _PART.findall(phrase.lower())
    if not parts:
        raise PhraseError("an empty phrase: delete it")
    source, keys = "", set[str]()
    for i, part in enumerate(parts):
        body, optional = (part[:-1], True) if part.endswith("?") else (part, False)
        if i == 0:
            keys = _keys(body, lists)
            if optional or not keys:
                raise PhraseError(f"“{phrase}” must begin with a word or a list")
            source = _source(body, lists)
        elif body.startswith("~"):
            source += rf"(?:{_BETWEEN}\w{{1,30}}){{0,{int(body[1:])}}}?"
        else:
            step = _BETWEEN + _source(body, lists)
            source += f"(?:{step})?" if optional else step
    return source, keys


def _second(phrase: str, lists: Mapping[str, Iterable[str]]) -> tuple[frozenset[str] | None, int]:
    """What the second part of a phrase may begin with, and how many words behind the first it stands at most."""
    first, *parts = _PART.findall(phrase.lower())
    one_word = all(re.fullmatch(r"\w+\*?", option) for option in _options(first, lists))
    reach = 1
    if parts and parts[0].startswith("~"):
        reach += int(parts.pop(0)[1:])
    if not one_word or not parts or parts[0].endswith("?") or parts[0].startswith("~"):
        return None, 1
    keys = {re.split(r"[^\w*#]", option)[0] for option in _options(parts[0], lists)}
    if any(not re.fullmatch(r"\w{3,}\*|\w+", key) for key in keys):
        return None, 1
    return frozenset(f"{key[:_KEY]}*" if key.endswith("*") else key for key in keys), reach


def _options(part: str, lists: Mapping[str, Iterable[str]]) -> list[str]:
    options = part.strip("()").split("|")
    if part.startswith("<"):
        if part[1:-1] not in lists:
            raise PhraseError(f"the list {part} is in no file: define it under `lists`")
        options = [str(item).lower() for item in lists[part[1:-1]]]
    elif "<" in part:
        raise PhraseError(f"a list stands alone, not inside {part}: write <name> as a part of its own")
    meant = [" ".join(slang().get(word, word) for word in option.split()) for option in options]
    return list(dict.fromkeys((*options, *meant)))


def _source(part: str, lists: Mapping[str, Iterable[str]]) -> str:
    options = sorted(set(_options(part, lists)), key=len, reverse=True)
    sources = [_BETWEEN.join(_word(word) for word in option.split()) for option in options if option]
    return sources[0] if len(sources) == 1 else "(?:" + "|".join(sources) + ")"


def _word(word: str) -> str:
    if word == "#":
        return r"(?<!\w)\d[\d.,]{0,20}[a-z]{0,4}(?!\w)"
    if word.startswith("~"):
        return rf"\w{{1,30}}(?:{_BETWEEN}\w{{1,30}}){{0,{int(word[1:]) - 1}}}?(?!\w)"
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w{0,20}(?!\w)"
    return re.escape(word) + r"(?!\w)"


def _keys(part: str, lists: Mapping[str, Iterable[str]]) -> set[str]:
    keys = set()
    for option in _options(part, lists):
        first = option.split()[0]
        head = _WORD.match("0" if first == "#" else first.rstrip("*"))
        if not head or (first.endswith("*") and len(head[0]) < _KEY):
            raise PhraseError(f"“{option}” cannot begin a phrase: begin with a whole word, or three letters before a *")
        if head[0][0].isdigit():
            keys.add("#")
        else:
            keys.add(f"{head[0][:_KEY]}*" if first.endswith("*") else head[0])
    return keys
