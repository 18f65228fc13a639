"""Places named in a text: countries as ISO2, Indonesian places as `ID:` and the short name of their province.

Areas after the Kemendagri list (github.com/fityannugroho/idn-area-data, MIT); cities abroad, hubs and spellings by hand.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nlp.content import table, word_list
from nlp.doc import Doc
from nlp.gazetteer import Gazetteer
from nlp.text import Mention

Rule = Literal["", "exact", "place", "ad"]
_FILES = ("places_indonesia", "places_regencies", "places_abroad")


_LISTS = re.compile(r"\s*(?:\(\d+(?: orang)?\)\s*)?(?:,|,? ?dan|/|&|atau|-)\s*")
_INITIALS, _AGE = re.compile("AS|KSA|KPS"), re.compile(r"\s?\(\d{1,2}(?: tahun| th\.?)?\)")


@dataclass(frozen=True)
class Place:
    """An entry of the gazetteer; `canonical` is empty for what only looks like a place."""

    name: str
    canonical: str
    kind: str
    rule: Rule


Match = tuple[int, int, Place]
"""Token offsets and entry."""


def find_places(text: str, *, lower: bool = False) -> list[Mention]:
    """`lower` reads advertisements: case means nothing there, and their short forms of countries count."""
    return places_in(Doc(text), lower=lower)


def places_in(doc: Doc, *, lower: bool = False) -> list[Mention]:
    found = gazetteer_hits(doc)
    mentions: list[Mention] = []
    for number, hit in enumerate(found):
        start, end, place = hit
        if not place.canonical:
            continue
        foreign = not place.canonical.startswith("ID")
        if not (lower and foreign) and _is_something_else(doc, start):
            continue
        if lower:
            listed = foreign and bool(mentions) and _is_listed(doc, start, mentions[-1].end)
            believed = place.rule in {"", "exact"} or listed or _located(doc, start, "before_ad")
        else:
            following = found[number + 1] if number + 1 < len(found) else None
            believed = _written_as_name(doc, hit) and (
                place.rule != "place" or _beside_places(doc, hit, mentions[-1].end if mentions else -1, following)
            )
        if believed:
            span = doc.span(_with_area(doc, start), end)
            mentions.append(Mention("GPE", span.start, span.end, span.text, place.canonical))
    return mentions


def gazetteer_hits(doc: Doc) -> list[Match]:
    """Every name of the gazetteer in the text, whether or not a place is meant; kept with the document."""
    hits: list[Match] | None = doc.notes.get("gazetteer")
    if hits is None:
        hits = doc.notes["gazetteer"] = list(_gazetteer().find(doc))
    return hits


def hit_starts(doc: Doc) -> set[int]:
    """The tokens at which a name of the gazetteer starts."""
    starts: set[int] | None = doc.notes.get("hit_starts")
    if starts is None:
        starts = doc.notes["hit_starts"] = {start for start, _, _ in gazetteer_hits(doc)}
    return starts


@cache
def gazetteer_entry(name: str) -> Place | None:
    return _entries().get(name.casefold())


@cache
def _entries() -> dict[str, Place]:
    places: dict[str, Place] = {}
    for file in _FILES:
        for row in table(file):
            places.setdefault(row["name"].casefold(), Place(**row))  # type: ignore[arg-type]
    return places


@cache
def districts() -> frozenset[str]:
    """Names of the districts at home (kecamatan)."""
    return frozenset(row["name"] for row in table("districts"))


@cache
def place_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that name a place by themselves, and those that are part of a longer name; in lower case."""
    names = [name.split() for name in _entries()]
    alone = frozenset(words[0] for words in names if len(words) == 1)
    return alone, frozenset(word for words in names if len(words) > 1 for word in words)


@cache
def _gazetteer() -> Gazetteer[Place]:
    return Gazetteer((place.name, place) for place in _entries().values())


def _is_something_else(doc: Doc, start: int) -> bool:
    return _previous(doc, start) in word_list("places", "not_after")


def _written_as_name(doc: Doc, hit: Match) -> bool:
    start, end, place = hit
    written = doc.span(start, end).text
    if place.rule == "exact":
        return written == place.name and not _is_initials(doc, start, end)
    if place.rule == "ad":
        return False
    return written[0].isupper() and all(
        a.isupper() or not b.isupper() for a, b in zip(written, place.name, strict=False)
    )


def _is_initials(doc: Doc, start: int, end: int) -> bool:
    """Whether a country's short form stands for somebody: "korban AS (16)", "terdakwa AS"."""
    if _INITIALS.fullmatch(doc.span(start, end).text) is None:
        return False
    return (
        _previous(doc, start) in word_list("places", "by_initials")
        or _AGE.match(doc.text, doc.span(start, end).end) is not None
    )


def _beside_places(doc: Doc, hit: Match, previous_end: int, following: Match | None) -> bool:
    start, end, place = hit
    listed = previous_end >= 0 and _is_listed(doc, start, previous_end)
    return listed or _located(doc, start, "before") or _before_its_province(doc, end, place, following)


def _is_listed(doc: Doc, start: int, previous_end: int) -> bool:
    """Whether nothing but a comma or "and" stands between two names."""
    between = doc.text[previous_end : doc[start].start]
    return len(between) <= 6 and _LISTS.fullmatch(between) is not None


def _previous(doc: Doc, start: int) -> str:
    lowers, position = doc.lowers, start - 1
    while position >= 0 and (lowers[position] == "." or lowers[position].isspace()):
        position -= 1
    return lowers[position] if position >= 0 else ""


def _located(doc: Doc, start: int, key: str) -> bool:
    return _previous(doc, start) in word_list("places", key)


def _before_its_province(doc: Doc, end: int, place: Place, following: Match | None) -> bool:
    """Whether the name goes on with its own province or country: "Batu, Jawa Timur", "Solok (Sumbar)", a dateline."""
    after = doc[end].text if end < len(doc) else ""
    if end - 1 < 3 and after in {"(", "-", ",", "–"}:
        return True
    near = following is not None and following[0] - end <= 1 and (after in {",", "("} or following[0] == end)
    return near and following is not None and following[2].canonical == place.canonical


def _with_area(doc: Doc, start: int) -> int:
    """Take "Kabupaten", "Kota" or "Provinsi" before the name into the mention."""
    first = start
    for _ in range(2):
        token = doc[first - 1] if first else None
        if token is not None and (token.lower in word_list("places", "area") or token.text == "."):
            first -= 1
    return first if doc[first].text[0].isalpha() and doc[first].text != "." else start
