"""Candidates of the places of a case: homes of the victims, countries of work, countries passed on the way."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from nlp.content import content, cues
from nlp.field_context import Context
from nlp.field_model import Value, Values
from nlp.places import gazetteer_entry
from nlp.routes import Route
from nlp.story import Sentence
from nlp.text import Mention

Places = Callable[[Mention], str | None]
Seats = Mapping[str, set[str]]
_HOME = "told_home"
_HOMES = (_HOME, "list b0 asal", *(f"home of {role}" for role in ("victim", "family", "nobody")))
_PROMISED = frozenset({"promised", "rule d"})
"""Features of a country that was promised: a destination by the rule, 64 of 67 times in labels."""
_BESIDE = 2
"""Blanks between somebody and the place that names his home: "gadis belia A"."""
_LIST = 3
_LISTED, _CHAINED, _NEAR = 70, 110, 70
"""Characters between two places of one list, between two stations of one way, and before a place for who is told with it."""


def places(
    context: Context,
    route: Route,
    mentions: Sequence[Mention],
    role: str,
    value_of: Places,
    *,
    seats: Seats | None = None,
) -> Values:
    """`role`: origin, destination or transit; `value_of`: what a place is for the field, None where nothing; `seats`: the
    bodies of the text that sit in a province (`seats_of`), for origins.
    """
    values = Values()
    ruled = {"origin": route.origins, "destination": route.destinations, "transit": route.transits}[role]
    starts = [mention.start for mention in mentions]
    for sentence in context.story:
        inside = [
            (value, mention)
            for mention in mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            if (value := value_of(mention)) is not None and not _of_papers(context.low, mention)
        ]
        for number, (value, mention) in enumerate(inside):
            seen = {*context.seen(sentence, mention.start, mention.end), *_among(context, sentence, inside, number)}
            values.add(value, mention.start, mention.end, seen)
        if role == "origin":
            values.lists += _lists(context.low, inside)
    for told, spans in ruled.items():
        if spans:
            values.add(told, *spans[0], ())
    for name, features in _compared(values, seats).items():
        values.found[name].seen |= features
    _by_rules(values, context, route)
    return _destinations(values) if role == "destination" else values


def _of_papers(low: str, mention: Mention) -> bool:
    return (
        cues("routes", "patterns")["citizen_before"].search(low, max(0, mention.start - _NEAR), mention.start)
        is not None
    )


def _lists(low: str, inside: Sequence[tuple[str, Mention]]) -> Iterator[frozenset[Hashable]]:
    """The lists of three places or more in one sentence."""
    run: list[tuple[str, Mention]] = []
    for place in [*inside, None]:
        if place and run and _listed(low, run[-1][1], place[1]):
            run.append(place)
            continue
        values = frozenset(value for value, _ in run)
        if len(values) >= _LIST:
            yield values
        run = [place] if place else []


def _by_rules(values: Values, context: Context, route: Route) -> None:
    for place, found in values.found.items():
        for part, other in (("o", route.origins), ("d", route.destinations), ("t", route.transits)):
            if place in other:
                found.seen |= {f"rule {part}", f"rule {part} {context.kind}"}
            elif other:
                found.seen.add(f"rule {part} elsewhere")
        if place == "ID":
            found.seen |= {f"home {context.kind}", f"home abroad {route.abroad}", *_work(context, abroad=route.abroad)}


def _destinations(values: Values) -> Values:
    """Without what is only passed on the way home; a country that was promised is one, whatever the model says."""
    for place in [place for place, found in values.found.items() if _passed_home(found)]:
        del values.found[place]
    for found in values.found.values():
        found.sure = found.seen >= _PROMISED
    return values


def _passed_home(found: Value) -> bool:
    """Told once, on the way home, beside a country on the way out."""
    return {"only home True beside True", "times 1"} <= found.seen and "rule d" not in found.seen


def seats_of(bodies: Sequence[Mention]) -> dict[str, set[str]]:
    """The kinds of bodies that a text names, by the province of their seat: "Polres Sumbawa" sits in NTB."""
    seats: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        kind, _, rest = (body.canonical or "").partition(" ")
        while rest:
            entry = gazetteer_entry(rest)
            if entry and entry.canonical.startswith("ID:"):
                seats[entry.canonical[3:]].add(kind)
                break
            rest = rest.partition(" ")[2]
    return seats


def _among(context: Context, sentence: Sentence, inside: Sequence[tuple[str, Mention]], number: int) -> Iterator[str]:
    """A place among those of its sentence: lists, ways from one to the next, and who is told before it."""
    value, mention = inside[number]
    low, others = context.low, {other for other, _ in inside}
    yield f"with {min(3, len(others) - 1)}"
    if number and inside[number - 1][0] == value:
        yield "again"
    head = number
    while head and _listed(low, inside[head - 1][1], inside[head][1]):
        head -= 1
    if head != number:
        yield from (f"list {feature}" for feature in context.before(sentence, inside[head][1].start))
    for side, neighbours in (("next", inside[number + 1 :]), ("last", inside[:number][::-1])):
        other = next((place for name, place in neighbours if name != value), None)
        if other:
            first, second = sorted((mention, other), key=lambda place: place.start)
            if second.start - first.end <= _CHAINED:
                yield f"{side} place"
                yield from (f"{side} {word}" for word in context.words_between(first.end, second.start))
    way = "way home" if cues("routes", "patterns")["way_home"].search(sentence.low) else "way out"
    yield way
    yield from (f"{way} {feature}" for feature in context.before(sentence, mention.start) if feature[:2] == "b0")
    near = low[max(sentence.start, mention.start - _NEAR) : mention.start]
    whose = _whose(low, mention.start, mention.end, (sentence.start, sentence.end))
    told = {name for name, pattern in cues("routes", "told").items() if pattern.search(near)}
    yield from whose | (told - {_HOME} if "of suspect" in whose else told)
    if _rule("goes_on").match(low, mention.end, sentence.end):
        yield "goes on"
    if cues("routes", "patterns")["promised"].search(near):
        yield from ("promised", f"promised {way}")


@lru_cache(maxsize=512)
def _whose(low: str, start: int, end: int, sentence: tuple[int, int]) -> frozenset[str]:
    """Who is told last before a place, and what happens to him right behind it: "eks kapten asal A dituntut". Fields ask alike."""
    before = low[max(sentence[0], start - _CHAINED) : start]
    ends = {name: [m.end() for m in rule.finditer(before)][-1:] for name, rule in cues("routes", "people").items()}
    last = max(ends, key=lambda name: ends[name], default="")
    role = last if last and ends[last] else "nobody"
    behind = low[end : min(sentence[1], end + _CHAINED)]
    starts = {name: m.start() for name, rule in cues("routes", "fates").items() if (m := rule.search(behind))}
    fate = min(starts, key=lambda name: starts[name], default="nothing")
    seen = {f"of {role}", f"then {fate}", f"of {role} then {fate}"}
    if role != "nobody" and before[ends[role][0] :].count(" ") <= _BESIDE:
        seen |= {f"beside {role}", f"beside {role} then {fate}"}
    if _rule("home").search(before):
        seen |= {f"home of {role}", f"home of {role} then {fate}"}
    return frozenset(seen)


def _work(context: Context, *, abroad: bool) -> Iterator[str]:
    """Signs of work abroad and at home, by the number of sentences that have them."""
    for name in ("work_abroad", "work_home"):
        found = [sentence.index for sentence in context.story if _rule(name).search(sentence.low)]
        yield f"{name} {min(3, len(found))}"
        yield f"{name} {bool(found)} {abroad}"
        yield f"{name} head {bool(found) and found[0] <= 1} {abroad}"


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(content("routes")[name])


def _listed(low: str, first: Mention, second: Mention) -> bool:
    gap = second.start - first.end
    return (
        gap <= _LISTED and cues("routes", "patterns")["origin_gap"].fullmatch(low, first.end, second.start) is not None
    )


def _compared(values: Values, seats: Seats | None) -> dict[str, set[str]]:
    """A value beside the others of its text: order, number of mentions, words of home that only others have."""
    counts = {str(name): len(found.spans) for name, found in values.found.items()}
    most, marked = max(counts.values(), default=0), [name for name in counts if _has_home(values, name)]
    features: dict[str, set[str]] = {}
    for number, (name, times) in enumerate(counts.items()):
        seen = {f"order {min(4, number)}", f"of {min(5, len(counts))}", f"times {min(5, times)}"}
        seen |= {f"share {round(2 * times / most)}", f"alone {len(counts) == 1}"}
        if seats is None:
            out = {other for other in counts if "way out" in values.found[other].seen}
            seen |= {f"only home {name not in out}", f"only home {name not in out} beside {bool(out - {name})}"}
        else:
            seen.add(f"home told {name in marked} others {any(other != name for other in marked)}")
            seen.add(f"seat {name in seats} of {min(3, len(seats))} home {bool(marked)}")
            seen |= {f"seat {kind}" for kind in seats.get(name, ())}
        features[name] = seen
    return features


def _has_home(values: Values, name: str) -> bool:
    return any(feature in values.found[name].seen for feature in _HOMES)
