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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple

from nlp.spelling import slang

_BETWEEN = r"(?:(?:[^\w.!?\n]|\.(?=\w)){1,4}|\s{1,3})"
_WORD = re.compile(r"\w+")
_WORD_OR_NUMBER = re.compile(r"#|\w+\*?")
_PART = re.compile(r"\([^()]+\)\??|<[a-z_]+>\??|\S+")
_KEY = 3
"""Letters of the beginning of a word that may begin a phrase, at least."""
_NUMBER_WORDS = 12
"""Words that a number is made of at most: "1.500.000"."""
_REMEMBERED = 100_000
"""Words whose part in the phrases is kept."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message names what to mend."""


class _Parts:
    """The distinct parts of all phrases, each a bit, by the words or beginnings of words that they may begin with."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._lists = lists
        self._options: dict[str, list[str]] = {}
        self._widths: dict[str, int] = {}
        self._bits: dict[str, int] = {}
        self._by_key: dict[str, int] = defaultdict(int)

    def options(self, part: str) -> list[str]:
        """What may stand for it, as written and as slang means it."""
        if part not in self._options:
            self._options[part] = _options(part, self._lists)
        return self._options[part]

    def width(self, part: str) -> int:
        """Words that a part takes at most."""
        if part not in self._widths:
            self._widths[part] = max(map(_width, self.options(part)))
        return self._widths[part]

    def bit(self, part: str) -> int:
        """0 where a part may begin with something else than a word."""
        if part not in self._bits:
            heads = [_WORD_OR_NUMBER.match(option) for option in self.options(part)]
            bit = self._bits[part] = 1 << len(self._bits) if all(heads) else 0
            for key in {head[0] for head in heads if head}:
                self._by_key[key] |= bit
        return self._bits[part]

    def met(self, word: str) -> int:
        found = 0
        for key in _keys_of(word):
            found |= self._by_key.get(key, 0)
        return found


@dataclass(frozen=True)
class _Pattern:
    """`needs`: bits of `_Known.meets` that words of the text must have. `steps`: for each needed part behind the first its
    bit, and how many words behind the one before it begins at most.
    """

    label: str
    phrase: str
    parts: _Parts = field(repr=False)
    steps: tuple[tuple[int, int], ...]
    needs: int

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(_expression(self.phrase, self.parts))


class _Known(NamedTuple):
    """What a word is to the phrases: those that it may begin, with what they need, and the parts that it may begin."""

    patterns: tuple[tuple[int, _Pattern], ...] = ()
    meets: int = 0


_UNKNOWN = _Known()


@dataclass(frozen=True)
class Phrases:
    """Labelled phrases, found in one walk over the words of a normalised text.

    A stream says the same words again and again: what each is to the phrases is remembered.
    """

    by_key: dict[str, tuple[tuple[int, _Pattern], ...]] = field(repr=False)
    """By how they begin, with their numbers."""
    parts: _Parts = field(repr=False)

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str]], lists: Mapping[str, Iterable[str]]) -> "Phrases":
        """All are checked at once; an expression is made when a text first meets its words.

        Raises PhraseError, which names the label and what to mend.
        """
        by_key: dict[str, list[tuple[int, _Pattern]]] = defaultdict(list)
        parts = _Parts(lists)
        for number, (label, phrase) in enumerate(phrases):
            try:
                keys, steps = _keys(phrase, parts), tuple(_steps(phrase, parts))
            except PhraseError as error:
                raise PhraseError(f"{label}: {error}") from error
            pattern = _Pattern(label, phrase, parts, steps, needs=reduce(or_, (bit for bit, _ in steps), 0))
            for key in keys:
                by_key[key].append((number, pattern))
        return cls({key: tuple(patterns) for key, patterns in by_key.items()}, parts)

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(label, start, end) of every hit; of hits with one label that overlap, the first."""
        forms, starts = words_in(text)
        words = list(map(self._known, forms))
        met = 0
        for word in words:
            met |= word.meets
        done: dict[str, int] = {}
        for number, word in enumerate(words):
            for needs, pattern in word.patterns:
                if needs & met != needs or done.get(pattern.label, 0) > starts[number]:
                    continue
                if needs and not _may_follow(pattern.steps, words, number):
                    continue
                match = pattern.compiled.match(text, starts[number])
                if match:
                    done[pattern.label] = match.end()
                    yield pattern.label, starts[number], match.end()

    @cached_property
    def _known(self) -> Callable[[str], _Known]:
        return lru_cache(_REMEMBERED)(self._read)

    def _read(self, word: str) -> _Known:
        """Phrases in their order; those that begin with the whole word come first."""
        first, *further = _keys_of(word)
        whole, begun = dict(self.by_key.get(first, ())), dict[int, _Pattern]()
        for key in further:
            begun.update(self.by_key.get(key, ()))
        patterns = whole | begun
        order = sorted(patterns) if word[0].isdigit() else [*whole, *sorted(begun.keys() - whole.keys())]
        known = _Known(tuple((patterns[number].needs, patterns[number]) for number in order), self.parts.met(word))
        return known if known.patterns or known.meets else _UNKNOWN

    def any(self, text: str) -> bool:
        return next(self.find(text), None) is not None


def _may_follow(steps: Sequence[tuple[int, int]], words: Sequence[_Known], number: int) -> bool:
    """Whether the further parts of a phrase may stand behind its first word, as far as words alone tell."""
    first = last = number
    for bit, reach in steps:
        near = [place for place in range(first + 1, min(last + reach + 1, len(words))) if words[place].meets & bit]
        if not near:
            return False
        first, last = near[0], near[-1]
    return True


@lru_cache(maxsize=8)
def words_in(text: str) -> tuple[list[str], list[int]]:
    """The words of a text and where each starts."""
    found = list(_WORD.finditer(text))
    return [match[0] for match in found], [match.start() for match in found]


def _keys_of(word: str) -> Iterator[str]:
    """The keys of phrases that a word may stand for: itself, each of its beginnings, a number."""
    yield word
    yield from (f"{word[:size]}*" for size in range(1, len(word) + 1))
    if word[0].isdigit():
        yield "#"


def _keys(phrase: str, known: _Parts) -> set[str]:
    """The beginnings of words at which a phrase may start."""
    parts = _PART.findall(phrase.lower())
    if not parts:
        raise PhraseError("an empty phrase: delete it")
    if parts[0].endswith("?"):
        raise PhraseError(f"“{phrase}” must begin with a word or a list")
    keys = set()
    for option in known.options(parts[0]):
        head = _WORD_OR_NUMBER.match(option)
        if not head or (head[0].endswith("*") and len(head[0]) <= _KEY and not head[0][0].isdigit()):
            raise PhraseError(f"“{option}” cannot begin a phrase: begin with a whole word, or three letters before a *")
        keys.add(head[0])
    return keys


def _expression(phrase: str, known: _Parts) -> str:
    first, *parts = _PART.findall(phrase.lower())
    source = _source(first, known)
    for part in parts:
        if part.startswith("~"):
            source += rf"(?:{_BETWEEN}\w{{1,30}}){{0,{int(part[1:])}}}?"
            continue
        step = _BETWEEN + _source(part.removesuffix("?"), known)
        source += f"(?:{step})?" if part.endswith("?") else step
    return source


def _steps(phrase: str, known: _Parts) -> Iterator[tuple[int, int]]:
    """See `_Pattern.steps`."""
    first, *parts = _PART.findall(phrase.lower())
    reach = known.width(first)
    for part in parts:
        if part.startswith("~"):
            reach += int(part[1:])
            continue
        bit = 0 if part.endswith("?") else known.bit(part)
        if bit:
            yield bit, reach
            reach = 0
        reach += known.width(part.removesuffix("?"))


def _width(option: str) -> int:
    """Words that it takes at most."""
    words = option.split()
    return sum(
        int(word[1:]) if word[0] == "~" else _NUMBER_WORDS if word == "#" else len(_WORD.findall(word))
        for word in words
    )


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


def _source(part: str, known: _Parts) -> str:
    options = sorted(known.options(part), key=len, reverse=True)
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
