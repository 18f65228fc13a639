"""Where the work of an offer is done: the countries, and whether it is abroad, at home, at sea or not told."""

import re
from typing import NamedTuple

from nlp.content import patterns, table
from nlp.places import find_places
from nlp.text import Mention, Normalised
from warehouse.contracts import Scope

_CUISINES = {"JP", "KR", "CN", "TH", "IT", "IN", "VN", "FR", "TR"}
_TAGS = 8
"""Hashtags above which a text is decorated with the names of all the world."""
_PRONOUNS = {"us", "as", "it", "my", "me", "in", "is", "am", "id", "at", "be", "la", "ph"}
"""English words that look like codes of countries."""
_HEAD = 120
"""Characters from the start in which a country needs no words around it: titles and first lines."""


class Worksite(NamedTuple):
    """`mentions` lie in the normalised text: the names that made the destination."""

    scope: Scope
    destination: tuple[str, ...]
    mentions: tuple[Mention, ...]


def find_worksite(normalised: Normalised, location: str | None = None, *, concealed: bool = False) -> Worksite:
    """`location` is the field of a job board; `concealed`: the text says that the place is told later."""
    text = normalised.text
    named = find_places(text, lower=True)
    rules = patterns("offers_worksite")
    migrant = len({match[0] for match in rules["migrant"].finditer(text)})
    foreign = [m for m in named if m.canonical and not m.canonical.startswith("ID") and _is_meant(text, m)]
    foreign += _nicknamed(text)
    abroad = _workplaces(text, sorted(foreign, key=lambda m: m.start), migrant)
    at_home = [m for m in named if m.canonical and m.canonical.startswith("ID") and _is_home_site(text, m)]
    located = _countries(find_places(location, lower=True)) if location else ()
    if not abroad and migrant and not at_home and not located:
        abroad = foreign
    foreign_location = tuple(country for country in located if country != "ID")
    if foreign_location:
        listed = _countries(_workplaces(text, foreign, 0))
        several = listed if set(foreign_location) <= set(listed) else foreign_location
        return Worksite("overseas", several, tuple(abroad))
    if abroad and not ((located or at_home) and not migrant):
        return Worksite("overseas", _countries(abroad), tuple(abroad))
    if rules["ship"].search(text) and not (located and not migrant) and not rules["home_ship"].search(text):
        return Worksite("ship", (), ())
    if rules["hidden"].search(text) and not (located and migrant < 2):
        return Worksite("hidden", (), ())
    if concealed and not at_home and not located and (migrant or rules["region"].search(text)):
        return Worksite("hidden", (), ())
    if migrant >= 3 and not at_home and not located:
        return Worksite("hidden", (), ())
    home = at_home or located or any((m.canonical or "").startswith("ID") for m in named)
    return Worksite("domestic", ("ID",) if home else (), ())


def _nicknamed(text: str) -> list[Mention]:
    """Countries by what they are called: "the land of …"."""
    named = (
        (row["country"], match)
        for row in table("offers_nicknames")
        for match in re.finditer(rf"(?<!\w){re.escape(row['nickname'])}(?!\w)", text)
    )
    return [Mention("GPE", match.start(), match.end(), match[0], country) for country, match in named]


def _workplaces(text: str, foreign: list[Mention], migrant: int) -> list[Mention]:
    """What follows a place of work in a list ("… , … dan …") is one too."""
    meant: list[Mention] = []
    for mention in foreign:
        listed = meant and patterns("offers_worksite")["list_between"].fullmatch(text[meant[-1].end : mention.start])
        if listed or _is_workplace(text, mention, migrant):
            meant.append(mention)
    return meant


def _countries(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((m.canonical or "")[:2] for m in mentions if m.canonical))


def _is_meant(text: str, mention: Mention) -> bool:
    """A country, and neither passed through, denied, nor a word or tag that only looks like one."""
    rules = patterns("offers_worksite")
    before, after = text[max(0, mention.start - 40) : mention.start], text[mention.end : mention.end + 24]
    if mention.text in _PRONOUNS or before.endswith("@"):
        return False
    if before.endswith("#") and text.count("#") > _TAGS:
        return False
    return not (rules["not_place_before"].search(before) or rules["not_place_after"].search(after))


def _is_workplace(text: str, mention: Mention, migrant: int) -> bool:
    rules = patterns("offers_worksite")
    before = text[max(0, mention.start - 40) : mention.start]
    if rules["attribute_before"].search(before):
        return False
    if mention.canonical in _CUISINES and rules["cuisine_before"].search(before):
        return False
    return bool(rules["place_before"].search(before)) or mention.start < _HEAD or migrant >= 2


def _is_home_site(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - 40) : mention.start]
    rules = patterns("offers_worksite")
    return bool(rules["domestic"].search(before)) and not rules["recruited_from"].search(before)
