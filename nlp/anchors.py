"""What a text must have so that an expression may match: words that one of its readings begins with or goes on with.

Most expressions of the lexicon stand in few texts. To ask first whether a text has one of their words costs a twentieth of
looking for them; which words these are is read off the parsed expression, so that nothing is told twice.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Item = tuple[Any, Any]
"""Operation and argument, as the parser of the standard library gives them."""
_BEGUN = 3
"""Letters of the beginning of a word that are told apart."""
_MOST = 600
"""Words of one expression; one with more is always looked for."""
_FEW = 8
"""Characters of a set that are read one by one."""
_WORD = re.compile(r"\w+")
_REMEMBERED = 128
"""Texts whose words are kept: a long one and its sentences."""
_FOLDED = str.maketrans("ıİ", "ii")


class _NoAnchorError(Exception):
    """Some reading begins with anything."""


class Guarded:
    """An expression for whole texts; asks for its anchors before it is run. Its answers are those of the expression."""

    __slots__ = ("_begun", "_whole", "anchors", "expression")

    def __init__(self, expression: re.Pattern[str]) -> None:
        self.expression = expression
        self.anchors = anchors_of(expression)
        known = self.anchors or ()
        self._whole = frozenset(key for key in known if key[-1] != "*")
        begun = {key[:-1] for key in known if key[-1] == "*"}
        by_size = ((size, frozenset(key for key in begun if len(key) == size)) for size in range(1, _BEGUN + 1))
        self._begun = [(size, keys) for size, keys in by_size if keys]

    def search(self, text: str) -> re.Match[str] | None:
        return self.expression.search(text) if self.may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.expression.finditer(text) if self.may_stand(text) else iter(())

    def may_stand(self, text: str) -> bool:
        if self.anchors is None:
            return True
        if not self._whole.isdisjoint(_words(text)):
            return True
        return bool(self._begun) and any(not keys.isdisjoint(_beginnings(text, size)) for size, keys in self._begun)


@lru_cache(maxsize=_REMEMBERED)
def _words(text: str) -> frozenset[str]:
    """The words of a text without regard to case."""
    if "ı" in text or "İ" in text:
        text = text.translate(_FOLDED)
    return frozenset(_WORD.findall(text.casefold()))


@lru_cache(maxsize=_REMEMBERED)
def _beginnings(text: str, size: int) -> frozenset[str]:
    return frozenset([word[:size] for word in _words(text)])


def anchors_of(expression: re.Pattern[str]) -> frozenset[str] | None:
    """Of these a text has one, without regard to case, wherever the expression matches; None where none can be named.

    A `*` ends the beginning of a word, of three letters at most.
    """
    try:
        items = list(parser.parse(expression.pattern, expression.flags))
        found = set(_needed(items, bounded=False))
    except _NoAnchorError:
        return None
    return frozenset(key.casefold() for key in found) if len(found) <= _MOST else None


def _needed(items: Sequence[Item], *, bounded: bool) -> set[str]:
    """Keys of a sequence, from the first place where a word begins in every reading. `bounded`: no letter stands before."""
    for place, (operation, argument) in enumerate(items):
        rest = items[place:]
        if bounded:
            try:
                return set(_heads(rest, ""))
            except _NoAnchorError:
                pass
        if operation is code.BRANCH:
            return set().union(*(_needed([*branch, *rest[1:]], bounded=bounded) for branch in argument[1]))
        if operation is code.SUBPATTERN and not argument[1] and not argument[2]:
            return _needed([*argument[3], *rest[1:]], bounded=bounded)
        bounded = _bounds(operation, argument, bounded=bounded)
    raise _NoAnchorError


def _bounds(operation: Any, argument: Any, *, bounded: bool) -> bool:
    """Whether no letter stands before what follows an item, told whether one stood before it."""
    if operation is code.LITERAL:
        return not _is_letter(argument)
    if operation is code.IN:
        return _is_all_signs(argument)
    if operation is code.AT:
        return bounded or argument in {code.AT_BOUNDARY, code.AT_BEGINNING, code.AT_BEGINNING_STRING}
    if operation is code.ASSERT_NOT and argument[0] < 0:
        return bounded or _has_word_class(argument[1])
    return bounded and operation in {code.ASSERT, code.ASSERT_NOT}


def _heads(items: Sequence[Item], word: str) -> Iterator[str]:
    """The words that a sequence may begin with, behind the letters read so far."""
    if not items:
        yield _begun(word)
        return
    (operation, argument), rest = items[0], items[1:]
    if operation is code.LITERAL and _is_letter(argument):
        yield from _heads(rest, word + chr(argument))
    elif operation is code.BRANCH:
        for branch in argument[1]:
            yield from _heads([*branch, *rest], word)
    elif operation is code.SUBPATTERN and not argument[1] and not argument[2]:
        yield from _heads([*argument[3], *rest], word)
    elif operation is code.IN and _is_few_letters(argument):
        for _, letter in argument:
            yield from _heads(rest, word + chr(letter))
    elif operation in {code.MAX_REPEAT, code.MIN_REPEAT}:
        yield from _repeated(argument, rest, word)
    elif operation in {code.ASSERT, code.ASSERT_NOT} and not (word and _ends_word(operation, argument)):
        yield from _heads(rest, word)
    else:
        yield word if word and _ends_word(operation, argument) else _begun(word)


def _repeated(argument: tuple[int, int, Sequence[Item]], rest: Sequence[Item], word: str) -> Iterator[str]:
    least, most, items = argument
    if least == 0:
        yield from _heads(rest, word)
    following = rest if most == 1 else [(code.ANY, None)]
    yield from _heads([*items, *following], word)


def _begun(word: str) -> str:
    if not word:
        raise _NoAnchorError
    return f"{word[:_BEGUN]}*"


def _ends_word(operation: Any, argument: Any) -> bool:
    """Whether an item stands only where a word has ended, and takes no letter itself."""
    if operation is code.LITERAL:
        return not _is_letter(argument)
    if operation is code.IN:
        return _is_all_signs(argument)
    if operation is code.AT:
        return argument in {code.AT_BOUNDARY, code.AT_END, code.AT_END_STRING}
    return bool(operation is code.ASSERT_NOT and argument[0] > 0 and _has_word_class(argument[1]))


def _is_letter(character: int) -> bool:
    return _WORD.match(chr(character)) is not None


def _is_few_letters(members: Sequence[Item]) -> bool:
    return len(members) <= _FEW and all(kind is code.LITERAL and _is_letter(letter) for kind, letter in members)


def _is_all_signs(members: Sequence[Item]) -> bool:
    """A set without letters and digits: of signs and blanks, or of what is no letter."""
    if members[0][0] is code.NEGATE:
        return (code.CATEGORY, code.CATEGORY_WORD) in members
    return all(
        (kind is code.LITERAL and not _is_letter(argument))
        or (kind is code.CATEGORY and argument in {code.CATEGORY_SPACE, code.CATEGORY_NOT_WORD})
        for kind, argument in members
    )


def _has_word_class(items: Sequence[Item]) -> bool:
    """An assertion about one set that has all letters."""
    if len(items) != 1 or items[0][0] is not code.IN:
        return False
    members = items[0][1]
    return members[0][0] is not code.NEGATE and (code.CATEGORY, code.CATEGORY_WORD) in members
