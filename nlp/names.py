"""People named in a text and their roles: who must not be shown, and who speaks in office.

Names are found by a tagger (`name_tagger`) and by phrases that say a name or initials follow; who a person is, a model
over all mentions of the name decides (`person_roles`, `role_model`; docs/decisions/0017-people.md).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from nlp.content import content, lowered, patterns, table, word_list
from nlp.doc import Doc
from nlp.field_context import blanked
from nlp.language import mentions
from nlp.listed import companions, homed, lists_of, unnamed_beside
from nlp.name_tagger import may_name
from nlp.name_words import INITIALS, common_words, plain
from nlp.named import CALLED, MOST, SHORT, Where, groups, named, taken_in, told_of
from nlp.person_roles import KIN_TOLD, features, harmed, in_court, in_office, of_kin
from nlp.places import gazetteer_entry
from nlp.role_model import CAUGHT, CHARGED, HIDDEN, PRIVATE, Role, blended, hidden_share, role_model
from nlp.spans import Spans

if TYPE_CHECKING:
    from nlp.story_reader import Heard

PersonRole = Literal["victim", "minor", "relative", "witness", "suspect", "official"]
_ADULT, _SHORTENED, _WHOLE = 18, 3, 5
_DOUBTFUL = (0.015, 0.7)
"""Shares of the hidden roles, by words, beyond which the reader of stories changes nothing."""
_IN_DOUBT: tuple[Role, ...] = ("victim", "witness", "relative")
"""Roles that an office told right beside the name outweighs: a suspect may hold one, too."""
_PRIVATELY = PRIVATE | {KIN_TOLD}
"""What shows a private person whatever stands beside the name."""
_JOINED_BEFORE, _JOINED_AFTER = re.compile(r"[\w@/-]"), re.compile(r"\w|\.[a-z\d]")
"""What makes a form a part of something longer: a word, an address."""
_BEFORE = re.compile(r"(?<![\w.@/-])(?P<word>[A-Z][a-z]+\.?|H\.) $")
_FATHER = re.compile(r"(?<![\w.@/-])[A-Z][a-z]+ (?:bin|binti|bt\.?) $")
"""A name before the father's, whatever else the word means: "Hakim bin Sulaiman"."""
_BEHIND = re.compile(r"-[a-z]{2,6}\b|(?<= [A-Z])\.(?=\W)| (?:al|as|an|ar|at|az|el)-[A-Z][a-z]+")
_OPENS = re.compile(r"(?:^|[.!?:\n\"“”])\s?$")
"""Where a sentence opens, whose first word has a capital anyway."""


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
    taken = taken_in(doc)
    lists = lists_of(text, below)
    places = {name: where for name, where in groups(text, below).items() if not _addressed(name)}
    seen = {name: features(text, low, classed, where, title_end, lists=lists) for name, where in places.items()}
    roles = _called_short(_roles(doc, seen, places, companions(places, lists)))
    for name, where in places.items():
        role = "minor" if _is_minor(text, where) else "official" if name.lower() in _public() else roles[name]
        if role == "official":
            offices += [Person(span.start, span.end, name, "official") for span in where]
        elif role != "nobody":
            people += [Person(span.start, span.end, name, role) for span in where]
    if doc.notes.get("story"):
        people += _unnamed(text, people, offices, taken)
    found = list(_whole(text, _mentions_of(text, people, Spans((o.start, o.end) for o in offices), taken), taken))
    private = Spans((person.start, person.end) for person in found)
    found += [office for office in offices if not private.touches(office.start, office.end)]
    return sorted(found, key=lambda person: person.start)


def _unnamed(text: str, people: Sequence[Person], offices: Sequence[Person], taken: Spans) -> list[Person]:
    """Of a story, who stands in a list with somebody hidden, or before a home, by a name that the tagger takes for a common word."""
    spans = sorted((person.start, person.end) for person in people)
    beside = unnamed_beside(text, spans, taken)
    hidden = {(person.start, person.end): person for person in people if not person.is_initials}
    found = [Person(start, end, text[start:end], hidden[known].role) for start, end, known in beside if known in hidden]
    known = Spans([*spans, *((person.start, person.end) for person in (*offices, *found))])
    return [*found, *(Person(start, end, text[start:end], "victim") for start, end in homed(text, known, taken))]


@cache
def _towns() -> frozenset[str]:
    """Districts at home and towns abroad, which news names without saying that they are places."""
    return frozenset(row["name"].lower() for file in ("districts", "offers_cities") for row in table(file))


@cache
def _public() -> frozenset[str]:
    return frozenset(content("names")["public"])


def _called_short(roles: Mapping[str, Role]) -> Mapping[str, Role]:
    """Who is called by the beginning of a first name that must be hidden ("Jer", Jeremy) is hidden as that person."""
    hidden = [(name.split()[0], role) for name, role in roles.items() if role in HIDDEN and role != "suspect"]
    return {
        name: next(
            (known for first, known in hidden if _SHORTENED <= len(name) < len(first) and first.startswith(name)), role
        )
        for name, role in roles.items()
    }


def _addressed(name: str) -> bool:
    """Only by a word that goes before names: "Bos", "Bu"."""
    return name.lower() in word_list("names", "honorifics")


def _roles(
    doc: Doc, seen: Mapping[str, set[str]], places: Mapping[str, Where], listed: Iterable[Sequence[str]]
) -> Mapping[str, Role]:
    """Who stands in one list of three or more is hidden or shown with the others of it."""
    model = role_model()
    said = {name: model.read(found) for name, found in seen.items()}
    shares = {name: hidden_share(found) for name, found in said.items()}
    heard = _heard(doc, shares.values())
    if heard is not None:
        told = heard.roles([[(one.start, one.end) for one in places[name]] for name in said])
        said = {
            name: found if row is None else blended(found, row)
            for (name, found), row in zip(said.items(), told, strict=True)
        }
        shares = {name: hidden_share(found) for name, found in said.items()}
    for names in listed:
        mean = sum(shares[name] for name in names) / len(names)
        shares |= dict.fromkeys(names, mean)
    told_roles = {
        name: model.role(
            seen[name],
            said[name],
            shares[name],
            somebody=any(one.score >= CALLED for one in where),
            least=model.least[heard is not None],
            town=name.lower() in _towns(),
        )
        for name, where in places.items()
    }
    return {name: _told_beside(doc, name, role, seen[name], places[name]) for name, role in told_roles.items()}


def _told_beside(doc: Doc, name: str, role: Role, seen: set[str], where: Where) -> Role:
    """What an office or, in a story, a word for kin or harm suffered right beside the name says against the model."""
    doubtful, told = role in _IN_DOUBT and not _PRIVATELY & seen, role == "official" and doc.notes.get("story")
    if role == "suspect" and not (_PRIVATELY | CAUGHT | CHARGED) & seen and in_court(doc.text, where):
        return "official"
    if not (doubtful or told) or in_office(doc.text, name, where):
        return "official" if doubtful else role
    if told and of_kin(doc.text, name, where):
        return "relative"
    return "victim" if told and harmed(doc.text, where) else role


def _heard(doc: Doc, shares: Iterable[float]) -> "Heard | None":
    """A story that passed the gate is read as a whole where words leave somebody in doubt."""
    if not doc.notes.get("story") or not any(_DOUBTFUL[0] < share < _DOUBTFUL[1] for share in shares):
        return None
    from nlp.story_reader import heard_in  # ONNX Runtime, which most texts never need

    return heard_in(doc)


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
    father = _FATHER.search(text, max(0, start - 24), start)
    if father:
        start = father.start()
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


def _is_minor(text: str, where: Where) -> bool:
    ages = (patterns("names")["age_after"].match(text, end) for _, end, _ in where)
    return any(0 < int(age["age"]) < _ADULT for age in ages if age)


def _mentions_of(text: str, people: list[Person], offices: Spans, taken: Spans) -> Iterator[Person]:
    """Every place where a person is named again, in full, by a part of the name, or in capitals; not where the same word is
    part of a place, a body, a firm or a ship ("Sri Lanka").
    """
    forms: dict[str, Person] = {}
    for person in people[:MOST]:
        forms.setdefault(plain(text[person.start : person.end]), person)
        forms.setdefault(person.name, person)
        forms.setdefault(person.name.upper(), person)
        if person.is_initials:
            continue
        for part in person.name.split():
            if len(part) > SHORT and part not in word_list("names", "acronyms") and part[0].isupper():
                forms.setdefault(part, person)
                if part.lower() not in common_words():
                    forms.setdefault(part.upper(), person)
    for start, end in _places_of(forms, text):
        whole = taken.around(start)
        if start in offices or (whole and end <= whole[1] and whole != (start, end)):
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


def _glued(text: str, start: int, word: str) -> bool:
    """Whether a page has lost the space before a name: "hukumSurtini"."""
    return len(word) >= _WHOLE and word.istitle() and text[max(0, start - 2) : start].islower()


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
            joined = _JOINED_BEFORE.match(text[start - 1 : start]) and not _glued(text, start, words[0])
            joined = joined or (text[start - 1 : start] == "[" and text[end : end + 1] == "]")  # a placeholder
            if not joined and not _JOINED_AFTER.match(text, end):
                yield start, end
        start = text.find(words[0], start + 1)
