"""Where the work of an offer is done: the countries, and whether it is abroad, at home, at sea or not told."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from nlp.offer_words import Word
from nlp.places import find_places
from nlp.site_features import CONCEALED, REFUSED, WORK_BEFORE, Site
from nlp.site_model import MEANT, SCOPES, Judged, SiteModel, abroad, best_of, site_model
from nlp.text import Mention
from warehouse.contracts import Scope

SURE, CLEARLY = 0.9, 0.8
"""Probabilities of a place abroad, and of work at home, from which they are believed against each other."""
MEANT_BESIDE = 0.6
"""Probability from which a country is meant beside a likelier one."""
_SEVERAL = 2
"""Words of going abroad from which the town in a job board's field is that of the agency."""


class Worksite(NamedTuple):
    """`mentions` lie in the normalised text: the names that made the destination."""

    scope: Scope
    destination: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()


_SURELY = 2.0
"""Log-odds that work is not at home from which it is elsewhere where no word tells of going abroad."""
HOME = Worksite("domestic", ("ID",))
_ELSEWHERE = {"passage_before", "not_place_before", REFUSED}
"""Of names beside a likelier one: only travelled through, or where people have been ("khusus eks …")."""


def find_worksite(
    site: Site, words: Sequence[Word], location: str | None = None, *, model: SiteModel | None = None
) -> Worksite:
    """`location` is the field of a job board."""
    located = [(mention.canonical or "")[:2] for mention in find_places(location, lower=True)] if location else []
    if located and set(located) == {"ID"} and site.migrant < _SEVERAL:
        return HOME
    judged = (model or site_model()).judge(site, words)
    foreign = tuple(dict.fromkeys(country for country in located if country != "ID"))
    if foreign:
        return Worksite("overseas", foreign, _meant(site, judged, foreign))
    scope = SCOPES[judged.scopes.index(max(judged.scopes))]
    if scope == "domestic" and not _is_only_abroad(site, judged):
        return HOME
    if scope == "hidden" and _tells_nothing_of_abroad(site, judged):
        return HOME
    scope = "overseas" if scope == "domestic" else scope
    countries = _destination(site, judged) if scope == "overseas" else ()
    if scope == "overseas" and not countries:
        return HOME if _tells_nothing_of_abroad(site, judged) else Worksite("hidden", ())
    return Worksite(scope, countries, _meant(site, judged, countries))


def _is_only_abroad(site: Site, judged: Judged) -> bool:
    """A place abroad is surely meant, none at home is named, and either stands where work is told ("Loker ART Malaysia") or the
    wording does not speak clearly of home.
    """
    best = best_of(site, judged.probabilities)
    if "ID" in best or max(best.values(), default=0.0) < SURE:
        return False
    named = zip(site.names, judged.probabilities, strict=True)
    told = any(share >= SURE and WORK_BEFORE in name.features for name, share in named)
    return told or math.exp(judged.scopes[SCOPES.index("domestic")]) < CLEARLY


def _tells_nothing_of_abroad(site: Site, judged: Judged) -> bool:
    """No place, no word of going abroad, and the words do not speak surely of work elsewhere."""
    return not (site.names or site.migrant or site.shown - {CONCEALED}) and abroad(judged.scopes) < _SURELY


def _destination(site: Site, judged: Judged) -> tuple[str, ...]:
    """The countries that are meant, else those of codes as typed, of the pay's money, else the likeliest."""
    best = best_of(site, judged.probabilities)
    best.pop("ID", None)
    most = max(best.values(), default=0.0)
    stayed = {named.country for named in site.names if not _ELSEWHERE & set(named.features)}
    meant = tuple(
        country
        for country, share in best.items()
        if share >= (MEANT if share == most else MEANT_BESIDE) and (share == most or country in stayed)
    )
    paid = tuple(currency for currency in site.currencies if len(currency) == 2 and currency != "ID")
    likeliest = (max(best, key=lambda country: best[country]),) if best else ()
    return meant or site.codes or paid[:1] or likeliest


def _meant(site: Site, judged: Judged, countries: Sequence[str]) -> tuple[Mention, ...]:
    found = zip(site.names, judged.probabilities, strict=True)
    return tuple(named.mention for named, share in found if named.country in countries and share >= MEANT)
