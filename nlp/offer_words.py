"""What the model of offers sees of a text: hashed words, pairs of words and parts of words, countries by their class.

The name of a country or of a town abroad is replaced by the class of its region, so that the model cannot learn one
destination for a bait; which regions are risky is the business of the indicators. Words of official approval are left
out: an unverified claim must neither lower the risk nor raise it.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.content import file_words, patterns, table, word_list

BUCKETS = 1 << 17
_AT_HOME = ("places_indonesia", "places_regencies")
MOST_WORDS = 400
"""Words from the start that are looked at: no ad says what matters after them."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[?!+%$@#:/]|[^\w\s]")
_LINKS = {"chat": "wa", "short": "link"}
"""Links to a chat, and shortened ones, and how they are said."""
EDGE = 15
"""Words at the beginning, and as many at the end, that count for their place too."""
_SHORTEST, _LONGEST = 3, 5
_LONGEST_WORD = 20


@cache
def _regions() -> dict[str, str]:
    """Words of the names of places abroad to the class of the region. Of a longer name those that say nothing else: not
    "baru" of Kaledonia Baru, "selatan" of Korea Selatan, "kota" of Kota Kinabalu.
    """
    classes = {country: region for region in ("hub", "gulf", "east") for country in word_list("offers_regions", region)}
    alone, parts = dict[str, str](), defaultdict[str, set[str]](set)
    for row in table("places_abroad"):
        country, words = row["canonical"][:2], row["name"].lower().split()
        region = f"@{classes.get(country, 'west')}"
        if country in {"", "ID"}:
            continue
        if len(words) == 1:
            alone.setdefault(words[0], region)
        for word in words:
            parts[word].add(region)
    plain = file_words("common_words") | word_list("offers_regions", "shared")
    plain |= {word for file in _AT_HOME for row in table(file) for word in row["name"].lower().split()}
    told = {word: regions.pop() for word, regions in parts.items() if len(regions) == 1} | alone
    named = {word: region for word, region in told.items() if len(word) >= 4 and word not in plain}
    return named | dict.fromkeys(word_list("offers_regions", "abroad"), "@abroad")


class Word(NamedTuple):
    """As the models see it, and where it stands in the normalised text."""

    form: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Words and signs of a normalised text; numbers by their length; without words of official approval. A link is one word
    where it leads to a chat or is shortened, else the words of its host: "https", "send" and "phone" are words of pages.
    """
    return list(islice(_words(text), MOST_WORDS))


def _words(text: str) -> Iterator[Word]:
    reached = 0
    for start, end, kind, host in _links(text):
        yield from _plain(text, reached, start)
        if kind:
            yield Word(f"<{kind}>", start, end)
        else:
            yield from _plain(text, *host)
        reached = end
    yield from _plain(text, reached, len(text))


def without_links(text: str) -> str:
    """A normalised text as a reader who knows no links would have it: "wa" for one to a chat, "link" for a shortened one, else
    the host; places are not kept.
    """
    parts, reached = [], 0
    for start, end, kind, (first, last) in _links(text):
        parts += [text[reached:start], _LINKS[kind] if kind else text[first:last]]
        reached = end
    return "".join([*parts, text[reached:]])


def _links(text: str) -> Iterator[tuple[int, int, str | None, tuple[int, int]]]:
    """Where a link stands, its kind if it is one of `_LINKS`, and where its host stands."""
    rules = patterns("contacts")
    for link in rules["link"].finditer(text) if "/" in text or "www." in text else ():
        kind = next((kind for kind in _LINKS if rules[f"{kind}_host"].match(link[0])), None)
        yield link.start(), link.end(), kind, link.span("host")


def _plain(text: str, start: int, end: int) -> Iterator[Word]:
    return (Word(form, *match.span()) for match in _TOKEN.finditer(text, start, end) if (form := _form(match[0])))


@lru_cache(maxsize=100_000)
def _form(token: str) -> str:
    """As the models see it; empty for words of official approval."""
    if token in word_list("offers_regions", "official"):
        return ""
    return _regions().get(token) or (f"0{min(len(token), 9)}" if token[0].isdigit() else token)


def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def buckets_of_word(word: str) -> NDArray[np.int64]:
    """The buckets of a word and of its parts, each once."""
    parts = [f"w {word}"]
    if word.isalpha() and len(word) <= _LONGEST_WORD:
        bounded = f"_{word}_"
        parts += [
            bounded[start : start + size]
            for size in range(_SHORTEST, _LONGEST + 1)
            for start in range(len(bounded) - size + 1)
        ]
    return np.array(sorted(set(map(_bucket, parts))), np.int64)


def bucket_of_pair(first: str, second: str) -> int:
    return _bucket(f"p {first} {second}")


def bucket_of_edge(place: str, form: str) -> int:
    return _bucket(f"{place} {form}")


def edges(forms: Sequence[str]) -> set[tuple[str, str]]:
    """Words near the beginning and near the end, each with its place: a warning is told there, the bait that it quotes is not."""
    return {("b", form) for form in forms[:EDGE]} | {("e", form) for form in forms[-EDGE:]}


def buckets(words: Sequence[Word]) -> NDArray[np.int64]:
    """Sorted and distinct."""
    forms = [word.form for word in words]
    pairs = np.fromiter(map(bucket_of_pair, forms, forms[1:]), np.int64)
    placed = np.array([bucket_of_edge(*edge) for edge in edges(forms)], np.int64)
    return np.unique(np.concatenate([*map(buckets_of_word, set(forms)), pairs, placed]))
