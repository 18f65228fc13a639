"""The way of the victims: home provinces, countries of work, countries passed on the way out."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from nlp.content import cues, lowered
from nlp.story import Sentence
from nlp.text import Mention

_BELIEF = 2.0
"""The least evidence for a country of work: one plain sentence in the lead, or two further down."""
_SHARE = 0.34
"""A further country of work has at least this share of the evidence for the first."""
_REACH = 110
_WEIGHTS = {"flag_before": 2.5, "bait_before": 2.0, "destination_before": 1.5, "compound_before": 1.0, "": 0.25}


@dataclass
class _Evidence:
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Route:
    """Canonical places with the offsets of the words that tell them."""

    origins: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    destinations: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    transits: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def read_route(text: str, story: list[Sentence], places: list[Mention]) -> Route:
    route, evidence, low = Route(), _Evidence(), lowered(text)
    starts = [place.start for place in places]
    for sentence in story:
        inside = places[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if sentence.totals and sentence.index > 1:
            continue
        _origins(low, sentence, inside, route)
        for place in inside:
            _abroad(low, sentence, place, route, evidence)
    strongest = max(evidence.weights.values(), default=0.0)
    for country, weight in evidence.weights.items():
        if weight >= max(_BELIEF, strongest * _SHARE):
            route.destinations[country] = evidence.spans[country]
    for country in route.destinations:
        route.transits.pop(country, None)
    return route


def domestic(story: list[Sentence]) -> tuple[int, int] | None:
    """Where the text tells of exploitation inside Indonesia."""
    for sentence in story:
        match = cues("routes", "patterns")["domestic"].search(sentence.low) if sentence.index < 10 else None
        if match and not sentence.general:
            return sentence.start + match.start(), sentence.start + match.end()
    return None


def _origins(low: str, sentence: Sentence, places: list[Mention], route: Route) -> None:
    """Take the places after "asal" or "warga", and those that go on in the same list."""
    rules = cues("routes", "patterns")
    listed_from = -1
    for place in places:
        before = low[max(sentence.start, place.start - _REACH) : place.start]
        if not (place.canonical or "").startswith("ID:"):
            listed_from = -1
            continue
        starts = rules["origin_before"].search(before)
        goes_on = listed_from >= 0 and rules["origin_gap"].fullmatch(low, listed_from, place.start)
        if starts and rules["not_origin"].search(before[: starts.start()]):
            listed_from = -1
        elif starts or goes_on:
            province = str(place.canonical)[3:]
            route.origins.setdefault(province, []).append((place.start, place.end))
            listed_from = place.end
        else:
            listed_from = -1


def _abroad(low: str, sentence: Sentence, place: Mention, route: Route, evidence: _Evidence) -> None:
    country = place.canonical or ""
    if country == "ID" or country.startswith("ID:"):
        return
    rules = cues("routes", "patterns")
    before = low[max(sentence.start, place.start - _REACH) : place.start]
    if rules["foreign_owner"].search(before):
        return
    if rules["transit_before"].search(before):
        if rules["way_out"].search(sentence.low) and not rules["way_home"].search(sentence.low):
            route.transits.setdefault(country, []).append((place.start, place.end))
        return
    told = next((name for name in _WEIGHTS if name and rules[name].search(before)), "")
    weight = _WEIGHTS[told]
    weight *= 2.0 if sentence.index == 0 else 1.4 if sentence.index <= 2 else 1.0
    weight *= 0.4 if sentence.general or sentence.earlier else 1.0
    evidence.weights[country] += weight
    if told:
        evidence.spans[country].append((place.start, place.end))
