"""Public bodies named in a text, by the canonical names of docs/fields.md."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from nlp.content import content, patterns, table, word_list
from nlp.doc import Doc
from nlp.gazetteer import Gazetteer
from nlp.places import Place, districts, gazetteer_hits, hit_starts, places_in
from nlp.sentences import asides
from nlp.spans import Spans
from nlp.text import Mention

_AND = frozenset({"dan", "serta", "maupun", "&"})
_BRACKETS = frozenset({("(", ")"), ("[", "]")})
_SHORTENED = frozenset({"prov", "kab"})
"""Words before a place that are written short, with a dot."""


@dataclass(frozen=True)
class Body:
    """A name of a body. `place` tells how its place is written (empty: it takes none), `alone` what becomes of it without one:
    `keep`, `drop`, `mission`, or the body that it is then.
    """

    name: str
    canonical: str
    rule: str = ""
    place: str = ""
    alone: str = ""


@dataclass(frozen=True)
class Named:
    body: Body
    start: int
    end: int
    place: str | None
    """Tokens `start` to `end`; the place is None where none is told."""


def find_agencies(text: str) -> list[Mention]:
    doc = Doc(text)
    return agencies_in(doc, places_in(doc))


def agencies_in(doc: Doc, places: Iterable[Mention]) -> list[Mention]:
    """Mentions with label AGENCY; linked headlines and credits are left out."""
    named = _by_one_name(doc, _read_names(doc))
    placed = {item.body.canonical for item in named if item.place}
    long_forms = {item.body.canonical for item in named if " " in item.body.name and not item.body.rule}
    embassy = _embassy_in_sight(named, places)
    mentions = []
    for item in named:
        canonical = _canonical(item, placed, long_forms, embassy)
        if canonical:
            span = doc.span(item.start, item.end)
            mentions.append(Mention("AGENCY", span.start, span.end, span.text, canonical))
    return mentions


def _by_one_name(doc: Doc, named: list[Named]) -> list[Named]:
    """Places that a text introduces with a short form ("Timor Tengah Utara (TTU)"), by the long one throughout."""
    long_of = {
        doc[item.end + 1].text: item.place
        for item in named
        if item.place and item.end + 2 < len(doc) and (doc[item.end].text, doc[item.end + 2].text) in _BRACKETS
    }
    return [replace(item, place=long_of.get(item.place, item.place)) if item.place else item for item in named]


def agency_names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Canonical names, each once, in the order of the text."""
    return tuple(dict.fromkeys(m.canonical for m in mentions if m.label == "AGENCY" and m.canonical))


@cache
def _bodies() -> Gazetteer[Body]:
    fixed = [(row["name"], Body(row["name"], row["canonical"], row["rule"])) for row in table("agencies")]
    placed = [
        (row["name"], Body(row["name"], row["prefix"], place=row["place"], alone=row["alone"]))
        for row in table("agencies_placed")
    ]
    return Gazetteer([*fixed, *placed, *_misspelt(fixed)])


def _misspelt(bodies: Iterable[tuple[str, Body]]) -> Iterator[tuple[str, Body]]:
    """Ministries as half of the press writes them: "Kementrian"."""
    for name, body in bodies:
        if name.startswith("Kementerian"):
            written = name.replace("Kementerian", "Kementrian", 1)
            yield written, replace(body, name=written)


@cache
def _embassies() -> dict[str, str]:
    return {row["country"]: row["embassy"] for row in table("missions")}


def _read_names(doc: Doc) -> list[Named]:
    hits = list(_bodies().find(doc))
    if not hits:
        return []
    places = {start: (end, place) for start, end, place in gazetteer_hits(doc)}
    aside = Spans(asides(doc))
    named: list[Named] = []
    reached = 0
    for number, (start, end, body) in enumerate(hits):
        following = hits[number + 1] if number + 1 < len(hits) else None
        if start < reached or doc[start].start in aside or not body.canonical:
            continue
        item = _read_name(doc, start, end, body, places)
        if item and _stands(doc, item, named, following):
            named += [item, *_second_mission(doc, item, places)]
            reached = named[-1].end
    return named


def _second_mission(doc: Doc, item: Named, places: dict[int, tuple[int, Place]]) -> Iterator[Named]:
    """Of "KBRI di Yangon dan Bangkok"."""
    start = item.end + 1
    if item.body.place != "mission" or not item.place or start not in places or doc[item.end].lower not in _AND:
        return
    end, place = places[start]
    if place.kind == "city" and place.canonical and not place.canonical.startswith("ID"):
        name, stop = _place_name(doc, end, place, item.body)
        yield Named(item.body, start, stop, name)


def _read_name(doc: Doc, start: int, end: int, body: Body, places: dict[int, tuple[int, Place]]) -> Named | None:
    if not body.place:
        written = doc.span(start, end).text
        right = written == body.name if body.rule in {"exact", "long"} else written[0].isupper()
        after = _after_abbreviation(doc, end)
        foreign = (
            after in places and places[after][1].canonical not in {"", "ID"} and ":" not in places[after][1].canonical
        )
        return Named(body, start, end, None) if right and not foreign else None
    found, stop = _place_after(doc, end, body, places)
    if found == "":
        return None
    if found is None and not _head_stands_alone(doc, start, end):
        return None
    return Named(body, start, stop if found else end, found)


def _head_stands_alone(doc: Doc, start: int, end: int) -> bool:
    before = doc[start - 1].lower if start else ""
    if doc[start].text[0].isupper():
        told = doc[start - 2].lower if before == "," and start > 1 else before
        return doc[start].lower != "imigrasi" or told not in word_list("agencies", "not_after_name")
    if doc[end - 1].text != "imigrasi":
        return False
    after = doc[end].lower if end < len(doc) else ""
    return before not in word_list("agencies", "not_after_service") and after not in word_list(
        "agencies", "not_before_service"
    )


def _stands(doc: Doc, item: Named, named: list[Named], following: tuple[int, int, Body] | None) -> bool:
    """Whether the body itself is meant: no former office, no mere place, no part of the name beside it."""
    before = [doc[i].lower for i in range(max(0, item.start - 3), item.start)]
    last = before[-1] if before else ""
    if word_list("agencies", "former") & set(before):
        return False
    if last in word_list("agencies", "inside") and len(before) > 1 and before[-2] in word_list("agencies", "to"):
        return False
    if item.body.name.startswith("Mapol") and last in word_list("agencies", "to"):
        return False
    if item.body.canonical == "Polri" and named and item.start - named[-1].end == (last == ")"):
        return False
    if item.body.canonical == "Satgas TPPO":
        next_body = following[2] if following and following[0] == item.end else None
        next_word = doc[item.end].lower if item.end < len(doc) else ""
        local = next_word in {"provinsi", "daerah", "kabupaten", "kota"}
        return not local and (next_body is None or next_body.canonical == "Polri")
    return True


def _after_abbreviation(doc: Doc, position: int) -> int:
    """The token after "(BP3MI)", where one stands at `position`; or after the bracket that the name itself stands in."""
    for width in (3, 4, 5):
        if position + width <= len(doc) and (doc[position].text, doc[position + width - 1].text) in _BRACKETS:
            return position + width
    inside = 1 < position < len(doc) and (doc[position - 2].text, doc[position].text) in _BRACKETS
    return position + 1 if inside else position


def _place_after(doc: Doc, position: int, body: Body, places: dict[int, tuple[int, Place]]) -> tuple[str | None, int]:
    """The place of a body and where it ends; None without one, empty where the body is not Indonesian."""
    position = _after_abbreviation(doc, position)
    if body.canonical == "Imigrasi" and position < len(doc) and doc[position].lower == "di":
        return None, position
    skip = word_list("agencies", f"skip_{body.place}")
    for _ in range(9):
        if position not in places and position < len(doc) and doc[position].lower in skip:
            if doc[position].text == "." and doc[position - 1].lower not in _SHORTENED:
                return None, position
            position += 1
    if position not in places or (
        body.place == "office" and patterns("agencies")["port"].match(doc.text, doc[position].start)
    ):
        return _printed_place(doc, position, body)
    end, place = places[position]
    if place.canonical in {"", "ID"}:
        return None, position
    foreign = ":" not in place.canonical
    if foreign != (body.place in {"mission", "consulate"}):
        return ("" if foreign else None), position
    return _place_name(doc, end, place, body)


def _place_name(doc: Doc, end: int, place: Place, body: Body) -> tuple[str | None, int]:
    towns = content("agencies")["towns"]
    if body.canonical == "KBRI":
        return _embassies().get(place.canonical, place.name), end
    if body.place == "consulate" and place.name not in word_list("agencies", "consulates"):
        return None, end
    if body.place == "mission" and place.kind == "country" and place.canonical not in {"HK", "SG"}:
        return None, end
    name = towns.get(place.name, place.name)
    if body.place == "printed" and _goes_on(doc, end, body):
        return f"{name} {doc[end].text}", end + 1
    if body.place == "province" or place.kind == "province":
        return place.canonical.removeprefix("ID:"), end
    return name, end


def _goes_on(doc: Doc, end: int, body: Body) -> bool:
    """Whether the name goes on after a known place: Kota of a city police, Barat of a district."""
    if end >= len(doc) or not doc[end].text.istitle():
        return False
    if end + 1 < len(doc) and end + 1 in hit_starts(doc):
        return False
    district = body.canonical.startswith("Polsek") and doc[end].lower in word_list("agencies", "directions")
    return doc[end].text == "Kota" or district


def _printed_place(doc: Doc, position: int, body: Body) -> tuple[str | None, int]:
    """A place that the gazetteer does not know: an airport or a port, or one or two words of a district police."""
    if body.place not in {"printed", "office"} or position >= len(doc):
        return None, position
    token = doc[position]
    port = patterns("agencies")["port"].match(doc.text, token.start)
    if port:
        name = port[0] if body.place == "printed" else port["name"]
        stop = next((i for i in range(position, len(doc)) if doc[i].start >= port.end()), len(doc))
        return content("agencies")["towns"].get(name, name), stop
    unknown = body.place == "office" and not body.name.startswith("Kan")
    joined = bool(position) and doc[position - 1].text in {".", ","}
    if unknown or joined or not token.text.istitle() or token.lower in word_list("agencies", "no_place"):
        return None, position
    width = _width_of_name(doc, position)
    spoken = body.name.startswith("Kapol") and position > 1 and doc[position - 2].lower in word_list("agencies", "says")
    if spoken and doc.span(position, position + width).text not in districts():
        return None, position
    return doc.span(position, position + width).text, position + width


def _width_of_name(doc: Doc, position: int) -> int:
    second = doc[position + 1] if position + 1 < len(doc) else None
    if second is None or not second.text.istitle() or position + 1 in hit_starts(doc):
        return 1
    first = doc[position]
    known = f"{first.text} {second.text}" in districts()
    starts = first.lower in word_list("agencies", "first_words")
    return 2 if known or starts or second.lower in word_list("agencies", "directions") else 1


def _embassy_in_sight(named: list[Named], places: Iterable[Mention]) -> str | None:
    """The embassy that a text means when it names none: that of the foreign country it names most."""
    if any(item.body.canonical == "KBRI" and item.place for item in named):
        return None
    countries = Counter(place.canonical for place in places if place.canonical in _embassies())
    return _embassies()[countries.most_common(1)[0][0] or ""] if countries else None


def _canonical(item: Named, placed: set[str], long_forms: set[str], embassy: str | None) -> str | None:
    name = item.body.canonical
    if item.place:
        return f"{name} {item.place}"
    if item.body.rule == "long" and name not in long_forms:
        return None
    if item.body.alone == "mission":
        return f"KBRI {embassy}" if embassy else None
    if item.body.alone not in {"", "keep", "drop"}:
        return item.body.alone
    if item.body.alone == "drop" or (item.body.alone == "keep" and name in placed and name != "Imigrasi"):
        return None
    return name
