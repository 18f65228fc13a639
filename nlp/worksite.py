"""Where the work of an offer is done: the countries, and whether it is abroad, at home, at sea or not told."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.anchors import Guarded
from nlp.content import guarded, patterns, table
from nlp.phrases import words_in
from nlp.places import find_places
from nlp.text import Mention, Normalised, Reading
from warehouse.contracts import Scope

_CUISINES = {"JP", "KR", "CN", "TH", "IT", "IN", "VN", "FR", "TR"}
_TAGS = 8
"""Hashtags above which a text is decorated with the names of all the world."""
_PRONOUNS = {"us", "as", "it", "my", "me", "in", "is", "am", "id", "at", "be", "la", "ph"}
"""English words that look like codes of countries."""
_HEAD = 120
"""Characters from the start in which a country needs no words around it: titles and first lines."""


_WORD = re.compile(r"\w+")
_LONGEST = 40
"""Characters of a name of several words, with what stands between them."""
_ABROAD, _UNTOLD, _AT_HOME, _ON_COASTS = 0.4, 1.5, -2.5, -1.0
"""Log-odds of the wording from which it overrules the names: work abroad sooner where a place abroad is told, work on
board at home sooner.
"""
_COUNTRY_OF = {
    currency: (currency[:2],)
    for currency in (
        "MYR",
        "SGD",
        "HKD",
        "TWD",
        "JPY",
        "KRW",
        "AUD",
        "NZD",
        "CAD",
        "SAR",
        "AED",
        "QAR",
        "KWD",
        "OMR",
        "BHD",
        "BND",
        "THB",
        "PLN",
        "HUF",
        "CZK",
        "GBP",
    )
}


class Worksite(NamedTuple):
    """`mentions` lie in the normalised text: the names that made the destination."""

    scope: Scope
    destination: tuple[str, ...]
    mentions: tuple[Mention, ...]


def find_worksite(normalised: Normalised, location: str | None = None, *, concealed: bool = False) -> Worksite:
    """`location` is the field of a job board; `concealed`: the text says that the place is told later."""
    text = normalised.text
    named = _named(text)
    migrant = len({match[0] for match in _rule("migrant").finditer(text)})
    foreign = [m for m in _foreign(text) if not _is_origin(text, m)]
    abroad = _workplaces(text, foreign, migrant)
    at_home = [m for m in named if m.canonical and m.canonical.startswith("ID") and _is_home_site(text, m)]
    located = _countries(find_places(location, lower=True)) if location else ()
    if not abroad and migrant and not at_home and not located:
        abroad = foreign
    foreign_location = tuple(country for country in located if country != "ID")
    if foreign_location:
        listed = _countries(_workplaces(text, foreign, 0))
        several = listed if set(foreign_location) <= set(listed) else foreign_location
        return Worksite("overseas", several, tuple(abroad))
    if _rule("crew").search(text) and (foreign or not (at_home or _is_home_ship(text))):
        return Worksite("ship", (), ())
    sites = [m for m in at_home if not _is_office(text, m)]
    if abroad and not ((located or sites) and not migrant):
        return Worksite("overseas", _countries(abroad), tuple(abroad))
    if _rule("ship").search(text) and not (located and not migrant) and not _is_home_ship(text):
        return Worksite("ship", (), ())
    if _rule("hidden").search(text) and not (located and migrant < 2):
        return Worksite("hidden", (), ())
    if concealed and not at_home and not located and (migrant or _rule("region").search(text)):
        return Worksite("hidden", (), ())
    if migrant >= 3 and not at_home and not located:
        return Worksite("hidden", (), ())
    return Worksite("domestic", ("ID",), ())


def corrected(site: Worksite, reading: Reading, abroad: float, currency: str | None) -> Worksite:
    """Where the wording speaks clearly of work abroad (`abroad`: its log-odds against work at home), a country named
    anywhere is the place, else that of the currency; where it speaks clearly of work at home, a country is none.
    """
    if site.scope != "domestic" and abroad < (_ON_COASTS if site.scope == "ship" else _AT_HOME):
        return Worksite("domestic", ("ID",), ())
    if site.scope == "domestic" and abroad > _ABROAD:
        return _abroad(reading, abroad, currency) or site
    if site.scope == "hidden" or (site.scope == "overseas" and not site.destination):
        return _told(reading, currency) or Worksite("hidden", (), ())
    return site


def _abroad(reading: Reading, abroad: float, currency: str | None) -> Worksite | None:
    """Null where the only places named are at home, unless the wording is sure."""
    text = reading.normalised.text
    if _rule("crew").search(text) or _rule("ship").search(text):
        return None if abroad < _UNTOLD or _is_home_ship(text) else Worksite("ship", (), ())
    told = _told(reading, currency)
    if not told and (abroad < _UNTOLD or (abroad < -_AT_HOME and _named(text))):
        return None
    return told or Worksite("hidden", (), ())


@cache
def _codes() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Codes of countries, airports and states as typed in capitals, and their countries."""
    countries = {row["code"]: row["country"] for row in table("offers_codes")}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, countries))})(?!\w)"), countries


def _told(reading: Reading, currency: str | None) -> Worksite | None:
    """The countries named anywhere, else by their codes as typed, else where the pay's money is used."""
    text = reading.normalised.text
    foreign = _foreign(text)
    meant = [m for m in foreign if not (_is_origin(text, m) or _is_attribute(text, m))]
    code, country = _codes()
    countries = _countries(meant or foreign) or tuple(
        dict.fromkeys(country[match[0]] for match in code.finditer(reading.joined))
    )
    countries = countries or _COUNTRY_OF.get(currency or "", ())
    return Worksite("overseas", countries, tuple(meant or foreign)) if countries else None


@cache
def _further_names() -> Mapping[str, tuple[tuple[list[str], str], ...]]:
    """Cities abroad and nicknames of countries ("the land of …"), as words, by their first word, longest first."""
    rows = [(row["nickname"], row["country"]) for row in table("offers_nicknames")]
    rows += [(row["name"].lower(), row["country"]) for row in table("offers_cities")]
    named: dict[str, list[tuple[list[str], str]]] = {}
    for name, country in sorted(rows, key=lambda row: -len(row[0])):
        words = _WORD.findall(name)
        named.setdefault(words[0], []).append((words, country))
    return {word: tuple(found) for word, found in named.items()}


def _further(text: str, known: Sequence[Mention]) -> list[Mention]:
    """Names beside those of the gazetteer, where it has found none."""
    found: list[Mention] = []
    done = 0
    taken = [(mention.start, mention.end) for mention in known]
    words, starts = words_in(text)
    names = _further_names()
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


@lru_cache(maxsize=4)
def _named(text: str) -> tuple[Mention, ...]:
    return tuple(find_places(text, lower=True))


def _rule(name: str) -> Guarded:
    return guarded("offers_worksite", name)


@lru_cache(maxsize=4)
def _foreign(text: str) -> tuple[Mention, ...]:
    """Places abroad in the order of the text, without those that it passes through, denies or only looks back on."""
    meant: list[Mention] = []
    refused: Mention | None = None
    rules, named = patterns("offers_worksite"), _named(text)
    for mention in sorted((*named, *_further(text, named)), key=lambda m: m.start):
        if not mention.canonical or mention.canonical.startswith("ID"):
            refused = mention if rules["way_before"].search(text, max(0, mention.start - 24), mention.start) else None
            continue
        between = text[refused.end : mention.start] if refused else ""
        stop = rules["route_between"].fullmatch(between) and rules["route_between"].match(text, mention.end)
        at_home = refused and (refused.canonical or "").startswith("ID")
        listed = refused and (stop or (rules["list_between"].fullmatch(between) and "-" not in between and not at_home))
        if listed or not _is_meant(text, mention):
            refused = mention
        else:
            meant.append(mention)
    sites = [m for m in meant if not rules["passage_before"].search(text, max(0, m.start - 32), m.start)]
    return tuple(sites or meant)


def _workplaces(text: str, foreign: Sequence[Mention], migrant: int) -> list[Mention]:
    """What follows a place of work in a list ("… , … dan …") is one too."""
    meant: list[Mention] = []
    for mention in foreign:
        listed = meant and patterns("offers_worksite")["list_between"].fullmatch(text[meant[-1].end : mention.start])
        if listed or _is_workplace(text, mention, migrant):
            meant.append(mention)
    return meant


def _countries(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((m.canonical or "")[:2] for m in mentions if m.canonical))


def _is_meant(text: str, mention: Mention) -> bool:
    """A country, and neither passed through, denied, nor a word or tag that only looks like one."""
    rules = patterns("offers_worksite")
    before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 24]
    if mention.text in _PRONOUNS or before.endswith("@"):
        return False
    if before.endswith("#") and text.count("#") > _TAGS:
        return False
    if rules["language"].fullmatch(mention.text) and not rules["place_before"].search(before):
        return False
    return not (rules["not_place_before"].search(before) or rules["not_place_after"].search(after))


def _is_origin(text: str, mention: Mention) -> bool:
    """Somebody or something comes from there."""
    return bool(patterns("offers_worksite")["from_before"].search(text[max(0, mention.start - 20) : mention.start]))


def _is_attribute(text: str, mention: Mention) -> bool:
    rules, before = patterns("offers_worksite"), text[max(0, mention.start - 40) : mention.start]
    cuisine = mention.canonical in _CUISINES and rules["cuisine_before"].search(before)
    return bool(cuisine or rules["attribute_before"].search(before))


def _is_workplace(text: str, mention: Mention, migrant: int) -> bool:
    if _is_attribute(text, mention):
        return False
    before = text[max(0, mention.start - 40) : mention.start]
    placed = patterns("offers_worksite")["place_before"].search(before)
    return bool(placed) or mention.start < _HEAD or migrant >= 2


def _is_home_ship(text: str) -> bool:
    """Ferries, tugs and the fishing ports of Indonesia, where nothing says that the ship goes abroad."""
    return bool(_rule("home_ship").search(text)) and not _rule("distant_ship").search(text)


def _is_office(text: str, mention: Mention) -> bool:
    """People apply, gather or learn there."""
    return bool(patterns("offers_worksite")["office_before"].search(text[max(0, mention.start - 48) : mention.start]))


def _is_home_site(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - 40) : mention.start]
    rules = patterns("offers_worksite")
    return bool(rules["domestic"].search(before)) and not rules["recruited_from"].search(before)
