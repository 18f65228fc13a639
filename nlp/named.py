"""Where a text names somebody: what the tagger finds, and what the text says is a name or initials; the mentions of one person."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.content import guarded, lowered, patterns, word_list
from nlp.doc import Doc
from nlp.language import mentions
from nlp.name_tagger import NameTagger, Tagged, name_tagger
from nlp.name_words import INITIALS, plain, trimmed
from nlp.places import districts
from nlp.spans import Spans

MOST, SHORT = 300, 2
"""People of one text: more are named in none but lists; letters of a form that is too short to stand for a name."""
_SURE = ("pseudonym", "aged", "told_after")
_INITIALS_CUE = "inisial"
"""How a word ends behind which initials follow for certain, even those that are short for something else."""
TOLD, CALLED = 9.0, 99.0
"""Scores of what an age behind it tells is a name, and of what the text calls one: that is somebody for certain."""
_OPENING, _STAFF = 600, 16
"""Characters in which the line that opens a report stands; those of a word for one of a venue's people."""
Where = list[Tagged]


def told_of(found: Where, title_end: int) -> Where:
    """What the title has of names is left out, unless they are said to be ones: each of its words has a capital."""
    return [name for name in found if name.start >= title_end or name.score >= TOLD]


def named(doc: Doc, tagger: NameTagger | None = None) -> Where:
    """Where a name or initials stand, in order, without overlaps."""
    matches, prose = list(_matches(doc.text)), doc.notes.get("prose", True)
    if not (matches or prose):
        return []
    taken = taken_in(doc)
    told = list(_told(doc.text, matches, taken))
    found = (tagger or name_tagger()).find(doc.text, taken) if prose else []
    longer = Spans((start, end) for start, end, _ in found)
    told = [Tagged(*_joined(doc.text, name, longer), name.score) for name in told]
    known = Spans((start, end) for start, end, _ in told)
    return sorted([*told, *(name for name in found if not known.touches(name.start, name.end))])


def taken_in(doc: Doc) -> Spans:
    """Places, bodies, laws, companies, venues, ships and the newspaper, which name nobody."""
    named_else = [(m.start, m.end) for m in mentions(doc) if m.label in {"GPE", "AGENCY", "LAW"}]
    companies = [match.span() for match in guarded("entities", "company").finditer(doc.text)]
    paper = patterns("names")["paper"].search(doc.text, 0, _OPENING)
    papers = [paper.span("name")] if paper else []
    return Spans([*named_else, *companies, *_venues(doc.text), *_districts(doc.text), *papers])


def _districts(text: str) -> Iterator[tuple[int, int]]:
    """Districts that the text calls so; one of the list is a district wherever it is named again."""
    called = list(guarded("names", "district").finditer(text))
    yield from (match.span("name") for match in called)
    for name in {match["name"] for match in called} & districts():
        yield from (match.span() for match in re.finditer(rf"\b{re.escape(name)}\b", text))


def _venues(text: str) -> list[tuple[int, int]]:
    """Venues and ships by their name; behind one of their people ("manajer Hotel") only those known or parted by a comma."""
    rules = patterns("names")
    found = list(guarded("names", "venue").finditer(text))
    staffed = {
        match.start()
        for match in found
        if rules["venue_staff"].search(text, max(0, match.start() - _STAFF), match.start())
    }
    known = {match["name"] for match in found if match.start() not in staffed}
    return [
        match.span()
        for match in found
        if match.start() not in staffed or match["name"] in known or rules["venue_parted"].match(text, match.end())
    ]


def _joined(text: str, told: Tagged, found: Spans) -> tuple[int, int]:
    """What is told to be a name, with the words of one before it: the last word of "Sri W (36)" is told."""
    before = found.around(told.start - 2) if text[told.start - 1 : told.start] == " " else None
    around = found.around(told.start)
    if around is not None and told.end <= around[1]:
        return around
    return (before[0], told.end) if before is not None and before[1] == told.start - 1 else (told.start, told.end)


def groups(text: str, found: Sequence[Tagged]) -> Mapping[str, Where]:
    """The mentions of each person: a longer name takes in its parts."""
    forms: dict[str, Where] = {}
    for name in found:
        forms.setdefault(plain(text[name.start : name.end]), []).append(name)
    people: dict[str, Where] = {}
    for form in sorted(forms, key=len, reverse=True)[:MOST]:
        words = set(form.split())
        whole = next((other for other in people if words <= set(other.split())), form)
        people.setdefault(whole, []).extend(forms[form])
    return {name: sorted(where) for name, where in people.items()}


def _told(text: str, matches: Iterable[tuple[str, re.Match[str]]], taken: Spans) -> Iterator[Tagged]:
    """Names and initials that the text says are ones."""
    reached = -1
    for name, match in sorted(matches, key=lambda item: item[1].start("name")):
        start, end = match.span("name")
        if name == "aged":
            start = _initials_after_roles(text, start, end)
        if name != "initials" and not (name == "aged" and end - start <= SHORT):
            start, end = trimmed(text, start, end, taken, sure=True)
        if end > start >= reached:
            reached = end
            yield Tagged(start, end, TOLD if name == "aged" else CALLED)
            if name in {"called", "initials"} and INITIALS.fullmatch(text[start:end]):
                for further in _further(text, end):
                    if further[0] >= reached:
                        reached = further[1]
                        yield Tagged(*further, CALLED if name == "initials" else TOLD)


def _initials_after_roles(text: str, start: int, end: int) -> int:
    """Where initials begin that read like a word of their own, behind words for people: "Korban AS (16)"."""
    *words, last = text[start:end].split()
    told = words and len(last) <= SHORT and last.isupper()
    return end - len(last) if told and all(w.lower() in word_list("names", "never") for w in words) else start


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    rules, low = patterns("names"), lowered(text)
    for found in guarded("names", "called_cue").finditer(low):
        match = rules["called"].match(text, found.end())
        if match:
            yield (
                "initials" if found[0].endswith(_INITIALS_CUE) and INITIALS.fullmatch(match["name"]) else "called",
                match,
            )
    for name in _SURE:
        if rules[f"{name}_cue"].search(low):
            yield from ((name, match) for match in rules[name].finditer(text))
    if rules["kin_cue"].search(low):
        acronyms = word_list("names", "acronyms")
        yield from (("kin", match) for match in rules["kin"].finditer(text) if match["name"] not in acronyms)


def _further(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Initials that follow in the sentence of the first."""
    stop = re.compile(r"[.!?]\s+[A-Z\"“]|\n").search(text, position)
    for match in patterns("names")["further"].finditer(text, position, stop.start() + 1 if stop else len(text)):
        if len(match["name"]) <= SHORT or match["name"] not in word_list("names", "acronyms"):
            yield match.span("name")
