"""The way of the victims: home provinces, countries of work, countries passed on the way out."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from nlp.content import cues, lowered
from nlp.story import Sentence
from nlp.text import Mention

_BELIEF = 1.4
"""The least evidence for a country of work: one plain sentence."""
_ALONE = 0.5
"""The least evidence for the only foreign country of a text, told in the title or the lead."""
_SHARE = 0.34
"""A further country of work has at least this share of the evidence for the first."""
_PASSED = 0.6
"""Below this share of the evidence for the first, a country that was passed through is no country of work."""
_OUTWARD = 0.2
_REACH = 110
_WEIGHTS = {"flag_before": 2.5, "bait_before": 2.0, "destination_before": 1.5, "compound_before": 1.0, "": 0.25}


@dataclass
class _Evidence:
    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    outward: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """The weight without sentences of the way home, which also name the countries passed on it."""
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Route:
    """Canonical places with the offsets of the words that tell them."""

    origins: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    destinations: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    transits: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    abroad: bool = False
    """Whether the story names any country but Indonesia."""


def read_route(text: str, story: list[Sentence], places: list[Mention]) -> Route:
    route, evidence, low = Route(), _Evidence(), lowered(text)
    starts = [place.start for place in places]
    for sentence in story:
        inside = places[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if sentence.totals and sentence.index > 1:
            continue
        _origins(low, sentence, inside, route)
        told, end = "", -1
        for place in inside:
            listed = end >= 0 and cues("routes", "patterns")["list_gap"].fullmatch(low, end, place.start)
            told, end = _abroad(low, sentence, place, route, evidence, listed_as=told if listed else ""), place.end
    strongest = max(evidence.weights.values(), default=0.0)
    leader = max(evidence.weights, key=lambda name: (evidence.weights[name], evidence.outward[name]), default="")
    least = _ALONE if len(evidence.weights) == 1 else _BELIEF
    for country, weight in evidence.weights.items():
        passed = country in route.transits and weight < strongest * _PASSED
        if country != leader and evidence.outward[country] < strongest * _OUTWARD:
            continue
        if weight >= max(least, strongest * _SHARE) and not passed:
            route.destinations[country] = evidence.spans[country]
    for country in route.destinations:
        route.transits.pop(country, None)
    route.abroad = bool(evidence.weights)
    return route


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
        if starts and (
            rules["not_origin"].search(before[: starts.start()])
            or rules["suspect_told"].search(low[max(sentence.start, place.start - 160) : place.start - len(starts[0])])
            or rules["tried_after"].match(low, place.end, sentence.end)
        ):
            listed_from = -1
        elif starts or goes_on:
            province = str(place.canonical)[3:]
            route.origins.setdefault(province, []).append((place.start, place.end))
            listed_from = place.end
        else:
            listed_from = -1


def _abroad(low: str, sentence: Sentence, place: Mention, route: Route, evidence: _Evidence, *, listed_as: str) -> str:
    """What the text tells of a country: the name of the rule, which holds for the countries listed after it too."""
    country = place.canonical or ""
    if country == "ID" or country.startswith("ID:"):
        return ""
    rules = cues("routes", "patterns")
    before = low[max(sentence.start, place.start - _REACH) : place.start]
    if rules["foreign_owner"].search(before):
        return ""
    way_home = rules["way_home"].search(sentence.low) is not None
    told = listed_as or next(
        (name for name in ("transit_before", *_WEIGHTS) if name and rules[name].search(before)), ""
    )
    if told == "transit_before":
        if rules["way_out"].search(sentence.low) and not way_home:
            route.transits.setdefault(country, []).append((place.start, place.end))
        return told
    weight = _WEIGHTS[told]
    weight *= 2.0 if sentence.index == 0 else 1.4 if sentence.index <= 2 else 1.0
    weight *= 0.4 if sentence.general or sentence.earlier else 1.0
    evidence.weights[country] += weight
    evidence.outward[country] += 0.0 if way_home else weight
    if told or sentence.index <= 2:
        evidence.spans[country].append((place.start, place.end))
    return told
