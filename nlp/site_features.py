"""What a text says about its places: of each name the words around it, of the whole text the words of ships, of going
abroad and of work whose place is not told.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from nlp.content import guarded, patterns, table
from nlp.doc import Doc
from nlp.money import Money
from nlp.phrases import words_in
from nlp.places import gazetteer_hits, places_in
from nlp.text import Mention, Reading

_TAGS = 8
"""Hashtags above which a text is decorated with the names of all the world."""
_PRONOUNS = {"us", "as", "it", "my", "me", "in", "is", "am", "id", "at", "be", "la", "ph", "vn"}
"""Words that look like codes of countries."""
_HEAD = 120
"""Characters from the start that are a title or a first line."""
_BEFORE, _AFTER = 60, 45
"""Characters around a name that are read."""
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_AT = re.compile(r" (?:di|cabang|area|daerah|wilayah|in|near|dekat) ")
_ARROW = re.compile(r"[→➡>]")
_WORD = re.compile(r"\w+")
_LINE = 30
_ALONE_BEFORE = re.compile(
    r"(?:^|\n)[^\w\n]*(?:\d{1,2}[.)]\s*)?(?:(?:kerja|loker|lowongan|job|negara|tujuan|penempatan)[^\w\n]{1,3})?$"
)
"""What stands before a name that opens its line: signs, a number and a word for work, within so many characters."""
_LONGEST = 40
"""Characters of a name of several words, with what stands between them."""
_BEFORE_RULES = (
    "not_place_before", "place_before", "from_before", "attribute_before", "cuisine_before", "domestic", "office_before",
    "recruited_from", "way_before", "passage_before",
)  # fmt: skip
LISTED, REFUSED, WORK_BEFORE = "listed with abroad", "listed with one refused", "place_before"
CONCEALED = "concealed"
"""The text says, or is of a kind that says, that the place is told later."""
_OPENS, IN_LINES = "opens a line", "among lines of countries"
_ATTRIBUTES = {"attribute_before", "cuisine_before"}
_NOT_MEANT = {REFUSED, "not_place_before", "not_place_after", "passage_before", "on from here", *_ATTRIBUTES}
_TEXT_RULES = ("crew", "ship", "hidden", "home_ship", "distant_ship", "region")
MOST_MIGRANT = 4
"""Words of going abroad that count."""


_Names = Mapping[str, tuple[tuple[list[str], str], ...]]
"""Names as words and their countries, by the first word, longest first."""


class Named(NamedTuple):
    """A name of a place in the normalised text, its country, and what stands around it."""

    mention: Mention
    country: str
    features: tuple[str, ...]


class Site(NamedTuple):
    """All that the model of places sees of a text. `codes`: countries by their codes as typed; `currencies`: of its sums,
    those of one country by it; `migrant`: words of going abroad; `shown`: names of what else the text has.
    """

    names: tuple[Named, ...]
    codes: tuple[str, ...]
    currencies: tuple[str, ...]
    migrant: int
    shown: frozenset[str]


def site_of(reading: Reading, sums: Sequence[Money], *, concealed: bool) -> Site:
    """`concealed`: the text says that the place is told later."""
    text = reading.normalised.text
    migrant = min(MOST_MIGRANT, len({match[0] for match in guarded("offers_worksite", "migrant").finditer(text)}))
    money = tuple(dict.fromkeys(_countries_of_money().get(m.currency or "", m.currency or "") for m in sums))
    code, country = _codes()
    codes = tuple(dict.fromkeys(country[match[0]] for match in code.finditer(reading.joined)))
    shown = {rule for rule in _TEXT_RULES if guarded("offers_worksite", rule).search(text)} | (
        {CONCEALED} if concealed else set()
    )
    return Site(tuple(_named(text, money, migrant)), codes, money, migrant, frozenset(shown))


@cache
def _countries_of_money() -> Mapping[str, str]:
    """Currencies that are used in one country."""
    return {row["currency"]: row["country"] for row in table("offers_money")}


@cache
def _codes() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Codes of countries, airports and states as typed in capitals, and their countries."""
    countries = {row["code"]: row["country"] for row in table("offers_codes")}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, countries))})(?!\w| ?[$€£])"), countries


def _named(text: str, money: Collection[str], migrant: int) -> list[Named]:
    named: list[Named] = []
    for mention, source in _mentions(text):
        if not _is_name(text, mention):
            continue
        if named and mention.start - named[-1].mention.end < _HEAD:
            after = _ARROW.search(text, named[-1].mention.end, mention.start)
            named[-1] = named[-1]._replace(features=(*named[-1].features, *(["on from here"] if after else [])))
        country = (mention.canonical or "")[:2]
        seen = [f"source {source}", f"name {mention.text}", f"migrant {min(3, migrant)}"]
        if country in money:
            seen.append("its money")
        elif any(len(other) == 2 for other in money):
            seen.append("other money")
        seen += _around(text, mention, named[-1] if named else None)
        named.append(Named(mention, country, tuple(seen)))
    return _among(_without_attributes(text, named))


def _without_attributes(text: str, named: Sequence[Named]) -> list[Named]:
    """“A Japanese firm in Cikarang” names no place abroad."""
    pairs = zip_longest(named, named[1:])
    return [name for name, following in pairs if not (following and _is_attribute(text, name, following))]


def _is_attribute(text: str, name: Named, other: Named) -> bool:
    """Of somebody whose place `other` is."""
    told = name.country != "ID" and other.country == "ID" and _ATTRIBUTES & set(name.features)
    return bool(told and _AT.fullmatch(text, name.mention.end, other.mention.start))


def _among(named: Sequence[Named]) -> list[Named]:
    """With what the names are among each other; those that are plainly not meant neither open nor close the row."""
    abroad = [name.country for name in named if name.country != "ID"]
    meant = [name.country for name in named if name.country != "ID" and not _NOT_MEANT & set(name.features)]
    several = f"countries {min(4, len(set(abroad)))}"
    lines = len({name.country for name in named if name.country != "ID" and _OPENS in name.features})
    found = []
    for name in named:
        seen = [several]
        if name.country == "ID":
            seen.append("home")
        else:
            seen.append(f"named {min(3, abroad.count(name.country))}")
            seen += ["first"] if meant and meant[0] == name.country else []
            seen += ["last"] if meant and meant[-1] == name.country else []
        seen += [IN_LINES] if lines > 1 and _OPENS in name.features and name.country != "ID" else []
        found.append(name._replace(features=(*name.features, *seen)))
    return found


def _around(text: str, mention: Mention, previous: Named | None) -> set[str]:
    """Words and signs beside a name, and the expressions that meet there."""
    rules = patterns("offers_worksite")
    before = _TOKEN.findall(text[max(0, mention.start - _BEFORE) : mention.start])[-5:]
    after = _TOKEN.findall(text[mention.end : mention.end + _AFTER])[:4]
    seen = {f"before {word}" for word in before} | {f"after {word}" for word in after}
    seen |= {f"before {place} {word}" for place, word in enumerate(reversed(before[-3:]), 1)}
    seen |= {f"after {place} {word}" for place, word in enumerate(after[:2], 1)}
    seen.add(f"before 2-1 {' '.join(before[-2:])}" if before else "at the start")
    near = text[max(0, mention.start - 48) : mention.start]
    seen |= {rule for rule in _BEFORE_RULES if rules[rule].search(near)}
    if rules["not_place_after"].search(text[mention.end : mention.end + 24]):
        seen.add("not_place_after")
    if mention.start < _HEAD:
        seen.add("in the head")
    if _ALONE_BEFORE.search(text, max(0, mention.start - _LINE), mention.start):
        seen.add(_OPENS)
    if previous is not None:
        between = text[previous.mention.end : mention.start]
        if rules["route_between"].fullmatch(between):
            seen.add("next of a route")
        elif between in {" ", "  "} or rules["list_between"].fullmatch(between):
            refused = {REFUSED, "not_place_before"} & set(previous.features)
            seen.add("listed with home" if previous.country == "ID" else REFUSED if refused else LISTED)
    return seen


def _is_name(text: str, mention: Mention) -> bool:
    """Neither part of an address nor a tag among tags, nor what tables are laid with."""
    before = text[max(0, mention.start - 1) : mention.start]
    decorated = before == "#" and text.count("#") > _TAGS
    return mention.text not in _PRONOUNS and before != "@" and not decorated and not _is_tableware(text, mention)


def _is_tableware(text: str, mention: Mention) -> bool:
    beside = max(0, mention.start - _LINE), mention.end + _LINE
    return mention.text == "china" and patterns("offers_worksite")["tableware"].search(text, *beside) is not None


def _mentions(text: str) -> list[tuple[Mention, str]]:
    """Names of the gazetteer, those of it that ads are not believed, further cities and nicknames, and where no country is named
    programmes, by their place.
    """
    doc = Doc(text)
    sure = places_in(doc, lower=True)
    further = _further(text, sure, _further_names())
    if all((mention.canonical or "").startswith("ID") for mention in (*sure, *further)):
        further += _further(text, [*sure, *further], _programmes())
    taken = [(mention.start, mention.end) for mention in sure]
    unsure = []
    for start, end, place in gazetteer_hits(doc):
        span = doc.span(start, end)
        if place.canonical and not any(span.start < to and first < span.end for first, to in taken):
            unsure.append(Mention("GPE", span.start, span.end, span.text, place.canonical))
    found = [*((m, "sure") for m in sure), *((m, "further") for m in further), *((m, "unsure") for m in unsure)]
    return sorted(found, key=lambda item: item[0].start)


@cache
def _further_names() -> _Names:
    """Cities abroad and nicknames of countries ("the land of …"), as words, by their first word, longest first."""
    rows = [(row["nickname"], row["country"]) for row in table("offers_nicknames")]
    rows += [(row["name"].lower(), row["country"]) for row in table("offers_cities")]
    return _by_first_word(rows)


@cache
def _programmes() -> _Names:
    """Programmes that more countries than one have, and the one that most offers mean, in the same form."""
    return _by_first_word([(row["programme"], row["country"]) for row in table("offers_programmes")])


def _by_first_word(rows: Sequence[tuple[str, str]]) -> _Names:
    named: dict[str, list[tuple[list[str], str]]] = {}
    for name, country in sorted(rows, key=lambda row: -len(row[0])):
        words = _WORD.findall(name)
        named.setdefault(words[0], []).append((words, country))
    return {word: tuple(found) for word, found in named.items()}


def _further(text: str, known: Sequence[Mention], names: _Names) -> list[Mention]:
    """Names beside those that are known, where none of them stands."""
    found: list[Mention] = []
    done = 0
    taken = [(mention.start, mention.end) for mention in known]
    words, starts = words_in(text)
    for number in [number for number, word in enumerate(words) if word in names]:
        for name, country in names[words[number]] if starts[number] >= done else ():
            told = words[number : number + len(name)]
            start, end = starts[number], starts[number + len(told) - 1] + len(told[-1])
            whole = told == name and end - start <= _LONGEST
            if whole and "\n" not in text[start:end] and not any(start < to and first < end for first, to in taken):
                found.append(Mention("GPE", start, end, " ".join(name), country))
                done = end
                break
    return found
