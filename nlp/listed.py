"""People who stand in one list: where it begins, who is in it, and who of it bears a name that is a common word, too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from nlp.content import patterns, word_list
from nlp.name_tagger import Tagged, may_name
from nlp.name_words import common_words
from nlp.named import Where
from nlp.spans import Spans

_LEAST = 3
"""People of a list that are hidden or shown together."""
_LINK = re.compile(r"(?: ?\(\d{1,2}(?: tahun)?\))?(?:,? (?:dan|serta|&) |, |[;,]?\s(?:dan )?\d{1,2}[.)] )")
_AGED, _AND = r"(?: \(\d{1,2}(?: tahun)?\))?", r"(?:dan|serta|&)"
_BEHIND = re.compile(rf"{_AGED} {_AND} (?P<name>[A-Z][a-z]{{2,}})(?=[\s,.;)\"”])(?! [A-Z])")
_BEFORE = re.compile(rf"(?<=[a-z,] )(?P<name>[A-Z][a-z]{{2,}}){_AGED}(?P<link> {_AND} |, )$")
_GOES_ON = re.compile(rf"{_AGED}(?:,|,? {_AND}) ")
_REACH = 50


def lists_of(text: str, found: Sequence[Tagged]) -> Mapping[int, int]:
    """Where the list of names begins in which a name stands behind others, by where the name begins."""
    begins: dict[int, int] = {}
    for before, name in pairwise(found):
        if before.end <= name.start and _LINK.fullmatch(text, before.end, name.start):
            begins[name.start] = begins.get(before.start, before.start)
    return begins


def companions(places: Mapping[str, Where], lists: Mapping[int, int]) -> list[list[str]]:
    """The people of each list of three or more; `lists`: as `lists_of` gives it."""
    owner = {span.start: name for name, spans in places.items() for span in spans}
    found: dict[int, list[str]] = {}
    for start, begin in lists.items():
        names = found.setdefault(begin, [owner[begin]] if begin in owner else [])
        if start in owner and owner[start] not in names:
            names.append(owner[start])
    return [names for names in found.values() if len(names) >= _LEAST]


def unnamed_beside(
    text: str, known: Sequence[tuple[int, int]], taken: Spans
) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Words with a capital within a sentence that "dan" joins to somebody, or that begin a list of at least three: where each
    stands, and beside whom. `known`: where people are named, in order; `taken`: places, bodies and laws.
    """
    whole = Spans(known)
    for number, (start, end) in enumerate(known):
        before = _BEFORE.search(text, max(0, start - _REACH), start)
        if before and before["link"] == ", ":
            following = known[number + 1][0] if number + 1 < len(known) else end
            before = before if _GOES_ON.fullmatch(text, end, following) else None
        for match in (before, _BEHIND.match(text, end)):
            if match and _may_be_listed(match["name"]):
                place = match.span("name")
                if not whole.touches(*place) and not taken.touches(*place):
                    yield *place, (start, end)


def homed(text: str, known: Spans, taken: Spans) -> Iterator[tuple[int, int]]:
    """Words with capitals within a sentence behind which a home is told: "Akbar warga Desa …", "Sahib alamat …"."""
    for match in patterns("names")["homed"].finditer(text):
        words = match["name"].split()
        names = _may_be_listed(words[0]) and not all(word.lower() in common_words() for word in words)
        if names and not known.touches(*match.span("name")) and not taken.touches(*match.span("name")):
            yield match.span("name")


def _may_be_listed(word: str) -> bool:
    return may_name(word) and word.lower() not in word_list("names", "never")
