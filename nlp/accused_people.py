"""The people of a text: named, with initials or by what they are, and what stands around each."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from nlp.content import content, cues, patterns, word_list
from nlp.field_context import Context
from nlp.names import Person
from nlp.spans import Spans
from nlp.story import Sentence

STRONG = "*"
"""Begins the features that count double: what is said nearest to somebody."""
MENTIONS = 4
"""Mentions of one person that are looked at."""
_REACH, _LEADS_TO = 110, 30
"""Characters looked at on each side; characters from a role to the name that it goes with."""
Mention = tuple[Sentence, int, int]
"""Offsets within the sentence."""


@dataclass
class Somebody:
    """One person, or `number` people counted together; `spans` in the joined text; `seen`: what the model sees."""

    how: str
    """named, role, counted, or further: counted beside others."""
    name: str
    number: int = 1
    initials: bool = False
    mentions: list[Mention] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def spans(self) -> list[tuple[int, int]]:
        return [(sentence.start + start, sentence.start + end) for sentence, start, end in self.mentions]

    @property
    def counted(self) -> bool:
        return self.how in {"counted", "further"}


@dataclass
class Surroundings:
    """What stands around people of one story."""

    context: Context
    marks: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def of(self, mention: Mention) -> Iterator[str]:
        sentence, start, end = mention
        yield from self.context.seen(sentence, sentence.start + start, sentence.start + end)
        yield from self.said(mention)

    def said(self, mention: Mention) -> Iterator[str]:
        """The marks on both sides, and the nearest of them."""
        sentence, start, end = mention
        before: dict[str, int] = {}
        after: dict[str, int] = {}
        for first, last, name in self._marks(sentence):
            if last <= start and start - last < _REACH:
                before[name] = start - last
            elif first >= end and first - end < _REACH:
                after.setdefault(name, first - end)
        left = min(before, key=lambda name: before[name], default="nothing")
        right = min(after, key=lambda name: after[name], default="nothing")
        yield from (f"{STRONG}left {left}", f"{STRONG}right {right}", f"{STRONG}left {left} right {right}")
        for side, found, nearest in (("before", before, left), ("after", after, right)):
            if found:
                gap = found[nearest]
                yield f"{STRONG}{side} {nearest} {'near' if gap < 15 else 'by' if gap < 45 else 'far'}"
            for name, gap in found.items():
                yield f"has {side} {name}"
                yield f"has {side} {name} {min(4, gap // 20)}"

    def _marks(self, sentence: Sentence) -> list[tuple[int, int, str]]:
        found = self.marks.get(sentence.start)
        if found is None:
            found = self.marks[sentence.start] = [
                (match.start(), match.end(), name)
                for name, pattern in _kinds_of_marks().items()
                for match in pattern.finditer(sentence.low)
            ]
        return found


@cache
def _kinds_of_marks() -> dict[str, re.Pattern[str]]:
    headcount, people, names = cues("headcount", "patterns"), cues("people", "patterns"), cues("names", "patterns")
    return {
        "held": headcount["held"],
        "sought": headcount["sought"],
        "harmed": people["victim_verb"],
        "suspect": people["suspect_word"],
        "says": names["says"],
        "tells": names["tells"],
        **cues("accused", "marks"),
    }


def mentions_of(context: Context, people: Sequence[Person]) -> list[tuple[Mention, str, bool]]:
    """Every mention with the name of its person, and whether it is initials; in the order of the text."""
    starts = [sentence.start for sentence in context.story]
    found: list[tuple[Mention, str, bool]] = []
    for person in people:
        at = bisect_right(starts, person.start) - 1
        if at >= 0 and person.end <= context.story[at].end:
            sentence = context.story[at]
            where = sentence, person.start - sentence.start, person.end - sentence.start
            found.append((where, person.name, person.is_initials))
    known = Spans((person.start, person.end) for person in people)
    found += [(mention, name, True) for mention, name in _initials(context.story, known)]
    return sorted(found, key=lambda item: (item[0][0].start, item[0][1]))


def _initials(story: Sequence[Sentence], known: Spans) -> Iterator[tuple[Mention, str]]:
    """Initials that `nlp.names` leaves: common abbreviations, those behind a role, those of lists."""
    rules, short = patterns("accused"), word_list("names", "acronyms")
    for sentence in story:
        last = -1
        for match in rules["initials"].finditer(sentence.text):
            start, end = match.span("name")
            if known.touches(sentence.start + start, sentence.start + end):
                last = match.end()
                continue
            name, before = match["name"], sentence.low[max(0, start - 60) : start]
            sure = match["age"] is not None or rules["called"].search(before) is not None
            joined = last >= 0 and rules["listed"].fullmatch(sentence.text, last, start) is not None
            fated = len(name) > 1 and rules["fate"].match(sentence.low, match.end()) is not None
            if sure or (name not in short and (joined or fated or rules["told"].search(before))):
                last = match.end()
                yield (sentence, start, end), name


def named_in(found: Sequence[tuple[Mention, str, bool]]) -> list[Somebody]:
    """One for each name; who stands behind "alias" is who stands before it."""
    same: dict[str, str] = {}
    by_name: dict[str, Somebody] = {}
    last: tuple[Mention, str] | None = None
    for mention, name, initials in found:
        sentence, start, _ = mention
        if last is not None and last[0][0] is sentence and last[1] != name:
            gap = sentence.text[last[0][2] : start]
            if len(gap) < 30 and name not in by_name and patterns("accused")["alias"].fullmatch(gap):
                same[name] = last[1]
        key = same.get(name, name)
        by_name.setdefault(key, Somebody("named", key, initials=initials)).mentions.append(mention)
        last = mention, key
    return list(by_name.values())


def person(around: Surroundings, somebody: Somebody) -> Iterator[str]:
    for sentence, start, end in somebody.mentions[:MENTIONS]:
        yield from around.of((sentence, start, end))
        age = patterns("accused")["aged"].match(sentence.text, end)
        if age:
            yield "aged"
            yield f"aged minor {int(age['age']) < 18}"
    yield "named"
    yield f"initials {somebody.initials}"
    yield f"times {min(4, len(somebody.mentions))}"
    yield f"first at {min(4, somebody.mentions[0][0].index)}"


def lists_in(found: Sequence[tuple[Mention, str, bool]]) -> Iterator[list[tuple[Mention, str]]]:
    """Lists of two people or more."""
    chain: list[tuple[Mention, str]] = []
    for mention, name, _ in found:
        sentence, start, _ = mention
        gap = sentence.text[chain[-1][0][2] : start] if chain and chain[-1][0][0] is sentence else None
        if gap is None or len(gap) > 60 or not patterns("accused")["link"].fullmatch(gap):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append((mention, name))
    if len(chain) > 1:
        yield chain


def share(around: Surroundings, chain: Sequence[tuple[Mention, str]], named: Sequence[Somebody]) -> None:
    """What is said before and after a list is said of each."""
    (sentence, start, _), (_, _, end) = chain[0][0], chain[-1][0]
    seen = {f"{STRONG}list {feature}" for feature in around.said((sentence, start, end))} | {
        f"list {min(4, len(chain))}"
    }
    names = {name for _, name in chain}
    for somebody in named:
        if somebody.name in names:
            somebody.seen |= seen


def told_by_role(around: Surroundings, found: Sequence[tuple[Mention, str, bool]]) -> list[Somebody]:
    """One for each role that leads up to no name."""
    people: dict[int, list[int]] = {}
    for (sentence, start, _), _, _ in found:
        people.setdefault(sentence.start, []).append(start)
    roles: dict[str, Somebody] = {}
    for sentence in around.context.story:
        for match in _role().finditer(sentence.low):
            end = match.end()
            gap = next((start - end for start in people.get(sentence.start, ()) if start >= end), 99)
            if gap < _LEADS_TO and not patterns("accused")["apart"].search(sentence.low, end, end + gap):
                continue
            somebody = roles.setdefault(match["role"], Somebody("role", match["role"]))
            somebody.mentions.append((sentence, match.start(), end))
            if len(somebody.mentions) <= MENTIONS:
                somebody.seen.update(around.of((sentence, match.start(), end)))
                somebody.seen |= {f"one {match['one'] is not None}", f"theirs {match['theirs'] is not None}"}
    for role, somebody in roles.items():
        somebody.seen |= {
            f"role {role}",
            f"role {role} {around.context.kind}",
            f"times {min(4, len(somebody.mentions))}",
        }
    return list(roles.values())


@cache
def _role() -> re.Pattern[str]:
    roles = "|".join(str(content("accused")["roles"]).split())
    return re.compile(rf"(?P<one>\b(?:seorang|satu orang|satu|sang|si)\s+)?\b(?P<role>{roles})(?P<theirs>nya)?\b")
