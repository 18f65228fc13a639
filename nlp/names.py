"""People named in a text and their roles: who must not be shown, and who speaks in office.

Rules; a trained model that names people may take the place of `find_people` later.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from nlp.content import content, lowered, patterns, word_list
from nlp.doc import Doc
from nlp.language import mentions
from nlp.name_words import INITIALS, common_words, is_name_word, plain, trimmed
from nlp.spans import Spans

PersonRole = Literal["victim", "minor", "relative", "witness", "suspect", "private", "official"]
"""`private`: a private person whose part is not told."""
_PRIORITY: tuple[PersonRole, ...] = ("minor", "victim", "relative", "witness", "suspect", "private")
_TOKEN = re.compile(r"[\w'’-]+")
_RUN_WORD = re.compile(r"(?P<gap>[\s,()\"“”-]*)(?P<word>[^\W\d_][\w'’-]*\.?)")
_MOST = 300
"""People looked for again in one text: more are named in none but lists."""
_ADULT = 18
_FAR = 60
"""Characters before a name in which a role word counts."""


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
    """Every mention, in the order of the text; within a headline only people named in the text below are found."""
    cached: list[Person] | None = doc.notes.get("people")
    if cached is None:
        cached = doc.notes["people"] = _find(doc, title_end)
    return cached


def _find(doc: Doc, title_end: int) -> list[Person]:
    text = doc.text
    taken = Spans((m.start, m.end) for m in mentions(doc) if m.label in {"GPE", "AGENCY", "LAW"})
    officials = _officials(text, taken)
    office_words = {word for person in officials for word in _TOKEN.findall(person.name)}
    named = [p for p in _told(text, title_end, taken) if not _in_office(p, office_words)]
    people = _one_role_each(named)
    found = list(_mentions_of(text, people, Spans((o.start, o.end) for o in officials)))
    private = Spans((person.start, person.end) for person in found)
    found += [o for o in officials if not private.touches(o.start, o.end)]
    return sorted(found, key=lambda person: person.start)


def _told(text: str, title_end: int, taken: Spans) -> Iterator[Person]:
    for name, match, printed in _matches(text):
        if match.start("name") < title_end and name not in {"called", "aged", "story_of"}:
            continue
        sure = name in {"called", "pseudonym", "aged"}
        start, end = trimmed(text, *match.span("name"), taken, sure=sure)
        if end > start and (sure or not _is_place(text, match, start, end)):
            person = Person(start, end, plain(text[start:end]), _role(text, match, start, printed))
            yield person
            if name == "called" and person.is_initials:
                yield from _further(text, person)


def _matches(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """Each pattern that names somebody, with its match and the role word that is part of it."""
    rules, low = patterns("names"), lowered(text)
    for cue, name in (("called_cue", "called"), ("role_cue", "after_role")):
        for found in rules[cue].finditer(low):
            match = rules[name].match(text, found.end())
            of_relative = found[0] == "korban" and _ends_with_relative(low[max(0, found.start() - 20) : found.start()])
            if match and not of_relative:
                yield name, match, found[0] if name == "after_role" else ""
    for name in ("pseudonym", "aged", "before_role", "story_of"):
        for match in rules[name].finditer(text):
            yield name, match, match.groupdict().get("role") or ""


def _ends_with_relative(before: str) -> bool:
    last = before.rsplit(maxsplit=1)[-1:] or [""]
    return _role_word("relative").fullmatch(last[0]) is not None


def _is_place(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether what looks like a name is a village: "warga Garahan, Kecamatan ..."."""
    rules = patterns("names")
    unmarked = match.groupdict().get("mark") == "" and rules["place_before"].search(text[max(0, start - 16) : start])
    village = rules["place_before"].search(text[max(0, start - 14) : start]) and text[start - 1 : start] == " "
    return bool(unmarked or village or rules["place_after"].match(text, end))


def _further(text: str, first: Person) -> Iterator[Person]:
    """Initials that follow in the sentence of the first."""
    stop = re.compile(r"[.!?]\s+[A-Z\"“]|\n").search(text, first.end)
    for match in patterns("names")["further"].finditer(text, first.end, stop.start() + 1 if stop else len(text)):
        if match["name"] not in word_list("names", "acronyms"):
            yield replace(first, start=match.start("name"), end=match.end("name"), name=match["name"])


def _role(text: str, match: re.Match[str], start: int, printed: str) -> PersonRole:
    groups = match.groupdict()
    age = groups.get("age") or groups.get("years")
    before = text[max(0, start - _FAR) : start].rsplit("\n", maxsplit=1)[-1]
    before = re.split(r"[.!?][\"”]?\s", before)[-1]
    role = _role_of(printed) if printed else _nearest_role(before)
    if re.search(r"(?i)\bkeluarga $", before):
        role = "victim"
    if role in {"victim", "private"}:
        rules, end = patterns("names"), match.end("name")
        if rules["suspect_after"].match(text, end):
            role = "suspect"
        elif rules["relative_after"].match(text, end):
            role = "relative"
        elif match.re is rules["pseudonym"] or rules["victim_after"].match(text, end):
            role = "victim"
    if age and int(age) < _ADULT:
        return "minor"
    if role in {"victim", "private"} and _role_word("minor").search(f"{before[-25:]} {printed}"):
        return "victim" if age else "minor"
    return role


def _role_of(printed: str) -> PersonRole:
    for role in ("suspect", "witness"):
        if _role_word(role).search(printed):
            return "suspect" if role == "suspect" else "witness"
    if re.search(r"(?i)\bkorban$|^korban\b", printed) and " " not in printed.strip():
        return "victim"
    return "relative" if _role_word("relative").search(printed) else "victim"


def _nearest_role(before: str) -> PersonRole:
    """The role word that stands last before a name."""
    best: tuple[int, PersonRole] = (-1, "private")
    for role in ("suspect", "witness", "relative", "victim"):
        for match in _role_word(role).finditer(before):
            if match.end() > best[0]:
                best = (match.end(), role)
    return best[1]


@cache
def _role_word(role: str) -> re.Pattern[str]:
    return re.compile(content("names")["roles"][role])


def _officials(text: str, taken: Spans) -> list[Person]:
    """Names in the run of title words after a title of office: "Kabid Humas Polda NTB Kombes Pol"."""
    found = []
    reached = -1
    for match in _office_title().finditer(lowered(text)):
        if match.start() < reached:
            continue
        start, end = _name_after_title(text, match.end(), taken)
        if end > start:
            found.append(Person(start, end, text[start:end], "official"))
            reached = end
    return found


@cache
def _office_title() -> re.Pattern[str]:
    return re.compile(content("names")["office"].strip())


def _name_after_title(text: str, position: int, taken: Spans) -> tuple[int, int]:
    kept: list[tuple[int, int]] = []
    for match in _RUN_WORD.finditer(text, position, min(len(text), position + 130)):
        if "\n" in match["gap"] or (kept and match["gap"].strip()):
            break
        word = match["word"]
        span = match.span("word")
        in_place = taken.touches(*span)
        if not in_place and is_name_word(word.strip(".,"), sure=False, goes_on=bool(kept)):
            kept.append(span)
        elif kept or not (in_place or word[0].isupper() or word in word_list("names", "inside_title")):
            break
    return (kept[0][0], kept[-1][1]) if kept else (position, position)


def _in_office(person: Person, office_words: set[str]) -> bool:
    words = _TOKEN.findall(person.name)
    return not person.is_initials and bool(words) and all(word in office_words for word in words)


def _one_role_each(named: Iterable[Person]) -> list[Person]:
    """One person a name: a longer name takes in its parts, the most protected role wins."""
    by_name: dict[str, Person] = {}
    by_word: dict[str, list[str]] = defaultdict(list)
    for person in sorted(named, key=lambda p: -len(p.name)):
        words = person.name.split()
        longer = (name for name in by_word[words[0]][:_MOST] if set(words) <= set(name.split()))
        whole = person.name if person.name in by_name else next(longer, person.name)
        known = by_name.get(whole)
        if known is None:
            by_name[whole] = replace(person, name=whole)
            for word in words:
                by_word[word].append(whole)
        elif _PRIORITY.index(person.role) < _PRIORITY.index(known.role):
            by_name[whole] = replace(known, role=person.role)
    return list(by_name.values())


def _mentions_of(text: str, people: list[Person], offices: Spans) -> Iterator[Person]:
    """Every place where a person is named again, in full, by a part of the name, or in capitals."""
    forms: dict[str, Person] = {}
    for person in people[:_MOST]:
        forms.setdefault(person.name, person)
        forms.setdefault(person.name.upper(), person)
        if person.is_initials:
            continue
        for part in person.name.split():
            if len(part) > 2 and part not in word_list("names", "acronyms") and part[0].isupper():
                forms.setdefault(part, person)
                if part.lower() not in common_words():
                    forms.setdefault(part.upper(), person)
    if not forms:
        return
    alternatives = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(forms, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w@.\[/-])(?:{alternatives})(?!\w|\.\w|\])", text):
        if match.start() in offices:
            continue
        person = forms[" ".join(match[0].split())]
        yield replace(person, start=match.start(), end=match.end())
