"""Words that are worth finding under a disguise, and what a strange spelling means."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from nlp.content import file_words, table, word_list

_LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "!": "i", "|": "l"}  # fmt: skip
_SPELT = {letter: "".join(sign for sign, meant in _LEET.items() if letter in meant) for letter in "abegilost"}
_PLAIN = str.maketrans({sign: meant[0] for sign, meant in _LEET.items()})
_SWAPPED = re.compile(r"(?=.*[a-z][013456789$!]+[a-z]|0[a-z]{3})(?:[a-z]|[013456789$!](?![0-9$!])){4,20}")
"""Letters with single digits or signs between them, or a zero before them: "p4t4g0nia", "0rang"."""
_FEWEST_LETTERS = 3
_LEAST_COMMON = 4
_MASKS = "*#•_"
_STRETCHED = re.compile(r"([a-z])\1{2,}")


@lru_cache(maxsize=1)
def signs() -> dict[str, str]:
    return {row["sign"]: row["word"] for row in table("offers_signs")}


@dataclass(frozen=True)
class Words:
    """Words worth finding under a disguise, and spellings that mean another word."""

    known: frozenset[str]
    styled: frozenset[str]
    openings: frozenset[str]
    by_shape: dict[tuple[str, int], tuple[str, ...]]
    slang: dict[str, str]
    aliases: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    rows = table("offers_words")
    places = (part for row in table("places_abroad") for part in row["name"].lower().split())
    known = frozenset(row["word"] for row in rows) | {part for part in places if part.isalpha() and len(part) >= 4}
    shapes: dict[tuple[str, int], list[str]] = {}
    for word in sorted(row["word"] for row in rows):
        shapes.setdefault((word[0], len(word)), []).append(word)
    slang = table("offers_slang")
    return Words(
        known=known,
        styled=frozenset(row["word"] for row in rows if row["styled"]),
        openings=frozenset(word[:2] for word in known),
        by_shape={shape: tuple(words) for shape, words in shapes.items()},
        slang={row["form"]: row["word"] for row in slang},
        aliases=frozenset(row["form"] for row in slang if row["disguise"]),
    )


def slang() -> dict[str, str]:
    """Spelling to the word that stands for it in a normalised text."""
    return words().slang


@lru_cache(maxsize=65536)
def unleet(token: str) -> str | None:
    """The known word that a token spells, with digits and signs read as letters where needed."""
    lexicon = words()
    if token in lexicon.known:
        return token
    if token.isalpha() or len(token) > 20 or sum(c in "16" for c in token) > 4 or not any(c.isalpha() for c in token):
        return None
    for candidate in product(*(_LEET.get(c, c) for c in token)):
        word = "".join(candidate)
        if word in lexicon.known:
            return word
        if word in lexicon.aliases:
            return lexicon.slang[word]
    return None


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words and towns that a spelling with digits may mean, beside those worth finding."""
    towns = {row["name"].lower() for row in table("offers_cities")}
    listed = {word for word in file_words("common_words") | towns if len(word) >= _LEAST_COMMON}
    return frozenset(listed) - word_list("offers", "with_digits")


def is_word(token: str) -> bool:
    """Of Indonesian, a short form that we know, or a place abroad."""
    return token in words().known or token in words().slang or token in _common()


@lru_cache(maxsize=65536)
def _decoded(token: str) -> str | None:
    """What digits and signs among letters spell: a word worth finding, else any word, else the letters they look like."""
    word = unleet(token)
    if word or len(token) < _LEAST_COMMON or token in word_list("offers", "with_digits"):
        return word
    letters = sum(c.isalpha() for c in token)
    if len(token) <= 20 and letters >= 2 and sum(c in "16" for c in token) <= 4:
        for candidate in product(*(_LEET.get(c, c) for c in token)):
            if "".join(candidate) in _common():
                return "".join(candidate)
    if letters >= _FEWEST_LETTERS and _SWAPPED.fullmatch(token):
        return token.translate(_PLAIN)
    return None


def _unmask(token: str) -> str | None:
    """The one known word of which some letters are masked; a mask may stand for no letter too."""
    masks = sum(c in _MASKS for c in token)
    if len(token) - masks < 3 or masks > 3 or len(token) > 20:
        return None
    shapes = ((token[0], size) for size in range(len(token), len(token) - masks - 1, -1))
    found = [word for shape in shapes for word in words().by_shape.get(shape, ()) if _fits(token, word)]
    return found[0] if len(found) == 1 else None


def _fits(masked: str, word: str) -> bool:
    if not masked:
        return not word
    if masked[0] in _MASKS:
        return _fits(masked[1:], word) or (bool(word) and _fits(masked[1:], word[1:]))
    return word[:1] == masked[0] and _fits(masked[1:], word[1:])


@lru_cache(maxsize=65536)
def resolve(token: str) -> tuple[str, bool] | None:
    """What a token means when that is not what it says, and whether the spelling hides it."""
    lexicon = words()
    if token in lexicon.slang:
        return lexicon.slang[token], token in lexicon.aliases
    if token.isdigit() or token[0] in "@#":
        return None
    if _STRETCHED.search(token) and len(set(token)) > 1 and not token.startswith("www"):
        once = _STRETCHED.sub(r"\1", token)
        return lexicon.slang.get(once, once), False
    if token.isalpha():
        return None
    if any(c in _MASKS for c in token):
        word = _unmask(token)
    else:
        word = _decoded(token) if len(token) >= 3 and not token[0:2].isdigit() else None
    return (word, True) if word else None


def leet_pattern(word: str) -> str:
    """An expression for a word in which digits and signs may stand for letters."""
    return "".join(f"[{c}{_SPELT[c]}]" if c in _SPELT else re.escape(c) for c in word)


def leet_shape(word: str) -> str:
    """The same for all spellings that `leet_pattern` allows: letters for which one sign stands are one, `l` as `i` and `b` as `g`."""
    return "".join(_LEET[c][0] if c in _LEET else c for c in word).replace("l", "i").replace("b", "g")
