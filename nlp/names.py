"""People named in a text and their roles: who must not be shown, and who speaks in office.

Names are found by a tagger (`name_tagger`) and by phrases that say a name or initials follow; who a person is, a model
over all mentions of the name decides (`person_roles`; docs/decisions/0017-people.md).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nlp.content import guarded, lowered, patterns, word_list
from nlp.doc import Doc
from nlp.field_context import blanked
from nlp.language import mentions
from nlp.name_tagger import NameTagger, Tagged, may_name, name_tagger
from nlp.name_words import INITIALS, common_words, plain, trimmed
from nlp.person_roles import Role, features, hidden_share, lists_of, role_model
from nlp.places import gazetteer_entry
from nlp.spans import Spans

PersonRole = Literal["victim", "minor", "relative", "witness", "suspect", "official"]
_MOST = 300
"""People of one text: more are named in none but lists."""
_ADULT, _SHORT, _LISTED = 18, 2, 3
_SURE = ("pseudonym", "aged", "told_after")
_INITIALS_CUE = "inisial"
"""How a word ends behind which initials follow for certain, even those that are short for something else."""
Where = list[Tagged]
_JOINED_BEFORE, _JOINED_AFTER = re.compile(r"[\w@\[/-]"), re.compile(r"\w|\.[a-z\d]|\]")
"""What makes a form a part of something longer: a word, an address, a placeholder."""
_BEFORE = re.compile(r"(?<![\w.@/-])(?P<word>[A-Z][a-z]+\.?|H\.) $")
_BEHIND = re.compile(r"-[a-z]{2,6}\b|(?<= [A-Z])\.(?=\W)")
_OPENS = re.compile(r"(?:^|[.!?:\n\"“”])\s?$")
"""Where a sentence opens, whose first word has a capital anyway."""
_TOLD, _CALLED = 9.0, 99.0
"""Scores of what an age behind it tells is a name, and of what the text calls one: that is somebody for certain."""


@dataclass(frozen=True)
class Person:
    """One mention of a person; `name` is the form that makes further mentions the same person."""

    start: int
    end: int
    name: str
    role: PersonRole

    @property
    def is_initials(self) -> bool:
        return INITIALS.fullmatch(self.name) is not None


def find_people(doc: Doc, *, title_end: int = 0) -> list[Person]:
    """Every mention, in the order of the text. Headlines have every word in capitals: within one only people are found
    who are named in the text below, or said to be named.
    """
    cached: list[Person] | None = doc.notes.get("people")
    if cached is None:
        cached = doc.notes["people"] = _find(doc, title_end)
    return cached


def _find(doc: Doc, title_end: int) -> list[Person]:
    below = told_of(named(doc), title_end)
    if not below:
        return []
    text, low = doc.text, lowered(doc.text)
    classed = blanked(low, mentions(doc))
    people: list[Person] = []
    offices: list[Person] = []
    taken = _taken(doc)
    lists = lists_of(text, below)
    unread = doc.notes.get("far", ())
    near = groups(text, below)
    places = {
        name: sorted([*spans, *_further_mentions(text, name, spans, Spans(unread))]) if unread else spans
        for name, spans in near.items()
    }
    seen = {name: features(text, low, classed, where, title_end, lists=lists) for name, where in places.items()}
    roles = _roles(seen, places, companions(near, lists))
    for name, where in places.items():
        role = "minor" if _is_minor(text, where) else roles[name]
        if role == "official":
            offices += [Person(span.start, span.end, name, "official") for span in where]
        elif role != "nobody":
            people += [Person(span.start, span.end, name, role) for span in where]
    found = list(_whole(text, _mentions_of(text, people, Spans((o.start, o.end) for o in offices)), taken))
    private = Spans((person.start, person.end) for person in found)
    found += [office for office in offices if not private.touches(office.start, office.end)]
    return sorted(found, key=lambda person: person.start)


def told_of(found: Where, title_end: int) -> Where:
    """What the title has of names is left out, unless they are said to be ones: each of its words has a capital."""
    return [name for name in found if name.start >= title_end or name.score >= _TOLD]


def _further_mentions(text: str, name: str, near: Where, far: Spans) -> Iterator[Tagged]:
    """Where a name stands in what was not looked at: what is said there tells who it is, too."""
    forms = [name, *(word for word in name.split() if len(word) > _SHORT)]
    for start, end in _places_of(forms, text):
        if far.touches(start, end):
            yield Tagged(start, end, near[0].score)


def _roles(
    seen: Mapping[str, set[str]], places: Mapping[str, Where], listed: Iterable[Sequence[str]]
) -> Mapping[str, Role]:
    """Who stands in one list of three or more is hidden or shown with the others of it."""
    model = role_model()
    said = {name: model.read(found) for name, found in seen.items()}
    shares = {name: hidden_share(found) for name, found in said.items()}
    for names in listed:
        mean = sum(shares[name] for name in names) / len(names)
        shares |= dict.fromkeys(names, mean)
    return {
        name: model.role(seen[name], said[name], shares[name], somebody=any(one.score >= _CALLED for one in where))
        for name, where in places.items()
    }


def companions(places: Mapping[str, Where], lists: Mapping[int, int]) -> list[list[str]]:
    """The people of each list of three or more; `lists`: as `lists_of` gives it."""
    owner = {span.start: name for name, spans in places.items() for span in spans}
    found: dict[int, list[str]] = {}
    for start, begin in lists.items():
        names = found.setdefault(begin, [owner[begin]] if begin in owner else [])
        if start in owner and owner[start] not in names:
            names.append(owner[start])
    return [names for names in found.values() if len(names) >= _LISTED]


def named(doc: Doc, tagger: NameTagger | None = None) -> Where:
    """Where a name or initials stand, in order, without overlaps."""
    matches, prose = list(_matches(doc.text)), doc.notes.get("prose", True)
    if not (matches or prose):
        return []
    taken = _taken(doc)
    told = list(_told(doc.text, matches, taken))
    found = (tagger or name_tagger()).find(doc.text, taken) if prose else []
    longer = Spans((start, end) for start, end, _ in found)
    told = [Tagged(*_joined(doc.text, name, longer), name.score) for name in told]
    known = Spans((start, end) for start, end, _ in told)
    return sorted([*told, *(name for name in found if not known.touches(name.start, name.end))])


def _taken(doc: Doc) -> Spans:
    """Places, bodies, laws and companies, which name nobody, and what is not looked at."""
    far = doc.notes.get("far", ())
    named_else = [(m.start, m.end) for m in mentions(doc) if m.label in {"GPE", "AGENCY", "LAW"}]
    return Spans([*far, *named_else, *(match.span() for match in guarded("entities", "company").finditer(doc.text))])


def _joined(text: str, told: Tagged, found: Spans) -> tuple[int, int]:
    """What is told to be a name, with the words of one before it: the last word of "Sri W (36)" is told."""
    before = found.around(told.start - 2) if text[told.start - 1 : told.start] == " " else None
    around = found.around(told.start)
    if around is not None and told.end <= around[1]:
        return around
    return (before[0], told.end) if before is not None and before[1] == told.start - 1 else (told.start, told.end)


def _whole(text: str, found: Iterable[Person], taken: Spans) -> Iterator[Person]:
    """Mentions with the honorific and the further words of the name beside them; parts side by side are one mention."""
    last: Person | None = None
    for person in found:
        grown = replace(person, start=_grown(text, person.start, taken), end=_hyphened(text, person.end))
        if last is not None and last.name == grown.name and grown.start <= last.end + 1:
            last = replace(last, end=max(last.end, grown.end))
            continue
        if last is not None:
            yield last
        last = grown
    if last is not None:
        yield last


def _grown(text: str, start: int, taken: Spans) -> int:
    while match := _BEFORE.search(text, max(0, start - 24), start):
        word = match["word"].rstrip(".").lower()
        opens = _OPENS.search(text, max(0, match.start() - 3), match.start()) is not None
        ends = match["word"].endswith(".")
        strange = opens or ends or word in word_list("names", "never") or not may_name(match["word"])
        fits = word in word_list("names", "honorifics") or not strange
        if not fits or taken.touches(match.start(), match.end()) or gazetteer_entry(match["word"]) is not None:
            break
        start = match.start()
    return start


def _hyphened(text: str, end: int) -> int:
    match = _BEHIND.match(text, end)
    return match.end() if match else end


def groups(text: str, found: Sequence[Tagged]) -> Mapping[str, Where]:
    """The mentions of each person: a longer name takes in its parts."""
    forms: dict[str, Where] = {}
    for name in found:
        forms.setdefault(plain(text[name.start : name.end]), []).append(name)
    people: dict[str, Where] = {}
    for form in sorted(forms, key=len, reverse=True)[:_MOST]:
        words = set(form.split())
        whole = next((other for other in people if words <= set(other.split())), form)
        people.setdefault(whole, []).extend(forms[form])
    return {name: sorted(where) for name, where in people.items()}


def _told(text: str, matches: Iterable[tuple[str, re.Match[str]]], taken: Spans) -> Iterator[Tagged]:
    """Names and initials that the text says are ones."""
    reached = -1
    for name, match in sorted(matches, key=lambda item: item[1].start("name")):
        start, end = match.span("name")
        if name != "initials":
            start, end = trimmed(text, start, end, taken, sure=True)
        if end > start >= reached:
            reached = end
            yield Tagged(start, end, _TOLD if name == "aged" else _CALLED)
            if name in {"called", "initials"} and INITIALS.fullmatch(text[start:end]):
                for further in _further(text, end):
                    if further[0] >= reached:
                        reached = further[1]
                        yield Tagged(*further, _CALLED if name == "initials" else _TOLD)


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


def _further(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Initials that follow in the sentence of the first."""
    stop = re.compile(r"[.!?]\s+[A-Z\"“]|\n").search(text, position)
    for match in patterns("names")["further"].finditer(text, position, stop.start() + 1 if stop else len(text)):
        if len(match["name"]) <= _SHORT or match["name"] not in word_list("names", "acronyms"):
            yield match.span("name")


def _is_minor(text: str, where: Where) -> bool:
    ages = (patterns("names")["age_after"].match(text, end) for _, end, _ in where)
    return any(0 < int(age["age"]) < _ADULT for age in ages if age)


def _mentions_of(text: str, people: list[Person], offices: Spans) -> Iterator[Person]:
    """Every place where a person is named again, in full, by a part of the name, or in capitals."""
    forms: dict[str, Person] = {}
    for person in people[:_MOST]:
        forms.setdefault(plain(text[person.start : person.end]), person)
        forms.setdefault(person.name, person)
        forms.setdefault(person.name.upper(), person)
        if person.is_initials:
            continue
        for part in person.name.split():
            if len(part) > _SHORT and part not in word_list("names", "acronyms") and part[0].isupper():
                forms.setdefault(part, person)
                if part.lower() not in common_words():
                    forms.setdefault(part.upper(), person)
    for start, end in _places_of(forms, text):
        if start in offices:
            continue
        person = forms[" ".join(text[start:end].split())]
        yield replace(person, start=start, end=end)


def _places_of(forms: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the forms stand as whole words, from left to right, the longest first, without overlaps."""
    found = sorted((start, -len(form), end) for form in forms for start, end in _standing(form.split(), text))
    reached = 0
    for start, _, end in found:
        if start >= reached:
            reached = end
            yield start, end


def _standing(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    start = text.find(words[0])
    while start >= 0:
        end = start + len(words[0])
        for word in words[1:]:
            gap = end
            while text[end : end + 1].isspace():
                end += 1
            if end == gap or not text.startswith(word, end):
                break
            end += len(word)
        else:
            if not _JOINED_BEFORE.match(text[start - 1 : start]) and not _JOINED_AFTER.match(text, end):
                yield start, end
        start = text.find(words[0], start + 1)
