"""What a text says of trafficking about the people of its case, and who says so: each claim with its speaker and manner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

from nlp.content import content, cues
from nlp.story import Sentence
from warehouse.contracts import Speaker

_AFTER, _BEFORE = 110, 160
"""Characters from a word of speech to the speaker that follows it, or stands before it."""
_NAMED = 120
"""Characters from a name to the office of its bearer."""
_NAME = re.compile(r"(?:[A-Z][a-z’']{3,}\s?)+")
_OPENING = 4
"""Sentences that say what a text is about."""
_QUOTES = '"“”'
REFUSED = "refused"
_SETTLED = frozenset({"found", "is_victim", "victim_of", "met", "counted", "unmet", "denied"})
"""Of a claim that somebody refuses to make; the forms that it then does not have."""


@dataclass(frozen=True)
class Claim:
    """`start`, `end` in the joined text; `speaker` None where nobody is named; `how` it was found who speaks."""

    start: int
    end: int
    sentence: Sentence
    speaker: Speaker | None
    how: str
    forms: tuple[str, ...]


def find_claims(story: Sequence[Sentence], voices: "Voices | None" = None) -> list[Claim]:
    """One claim a sentence that names trafficking, in the order of the text."""
    voices = voices or Voices(story)
    return [claim for number in range(len(story)) if (claim := _claim(story[number], number, voices))]


def acquits(story: Sequence[Sentence]) -> bool:
    """Whether the text opens with a court that lets all of its accused go."""
    freed = any(_rule("acquitted").search(sentence.low) for sentence in story[:_OPENING])
    return freed and not any(_rule("sentenced").search(sentence.low) for sentence in story)


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(content("status")[name])


def _claim(sentence: Sentence, number: int, voices: "Voices") -> Claim | None:
    found = list(_rule("topic").finditer(sentence.low))
    if not found:
        return None
    forms = tuple(name for name, pattern in cues("status", "forms").items() if pattern.search(sentence.low))
    if _rule("refused").search(sentence.low, 0, found[0].start()):
        forms = (*(form for form in forms if form not in _SETTLED), "open", REFUSED)
    plain = [match for match in found if not _rule("name_only").search(sentence.low, 0, match.start())]
    match = (plain or found)[0]
    speaker, how = voices.of(number, match.start())
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return Claim(start, end, sentence, speaker, how, forms if plain else (*forms, "name_only"))


class Voices:
    """Who speaks in each sentence of a story."""

    def __init__(self, story: Sequence[Sentence]) -> None:
        self.story = story
        self._heard: dict[int, list[tuple[int, int, Speaker]]] = {}
        self._speech: dict[int, tuple[Speaker, str] | None] = {}

    def of(self, number: int, position: int) -> tuple[Speaker | None, str]:
        """The speaker of a claim at `position` of a sentence: by its words of speech, by the speech that goes on around
        it, else whoever acts in it.
        """
        told = self.speech(number)
        if told:
            return told
        if self._quoted(number):
            for other in (number + 1, number + 2, number - 1):
                near = self.speech(other)
                if near:
                    return near[0], "quote"
        heard = self.heard(number)
        if heard:
            before = [item for item in heard if item[0] < position]
            return (before[-1][2], "acts") if before else (heard[0][2], "beside")
        return None, "nobody"

    def present(self, number: int) -> set[Speaker]:
        """Everybody who is named in a sentence."""
        return {speaker for _, _, speaker in self.heard(number)}

    def heard(self, number: int) -> list[tuple[int, int, Speaker]]:
        if number not in self._heard:
            found = _speakers().finditer(self.story[number].low)
            self._heard[number] = [(m.start(), m.end(), cast("Speaker", m.lastgroup)) for m in found]
        return self._heard[number]

    def speech(self, number: int) -> tuple[Speaker, str] | None:
        """Who is quoted in a sentence."""
        if not 0 <= number < len(self.story):
            return None
        if number not in self._speech:
            self._speech[number] = None
            self._speech[number] = self._quoted_by(number)
        return self._speech[number]

    def _quoted_by(self, number: int) -> tuple[Speaker, str] | None:
        sentence, heard = self.story[number], self.heard(number)
        for verb in _rule("spoken_before").finditer(sentence.low):
            after = next((item for item in heard if 0 <= item[0] - verb.end() <= _AFTER), None)
            if after:
                return after[2], "after"
            named = self._bearer(number, verb.end(), verb.end() + 40)
            if named:
                return named, "name"
        for verb in _rule("spoken_after").finditer(sentence.low):
            before = [item for item in heard if 0 <= verb.start() - item[1] <= _BEFORE]
            if before:
                return before[-1][2], "before"
            named = self._bearer(number, max(0, verb.start() - 40), verb.start())
            if named:
                return named, "name"
        if _rule("spoken_again").search(sentence.low):
            for back in range(number - 1, max(-1, number - 5), -1):
                told = self.speech(back)
                if told:
                    return told[0], "again"
        return None

    def _bearer(self, number: int, start: int, end: int) -> Speaker | None:
        """The side of somebody who was named with his office before."""
        names = _NAME.findall(self.story[number].text[start:end])
        word = names[0].split()[-1] if names else ""
        for earlier in range(number if word else 0):
            place = self.story[earlier].text.find(word)
            if place >= 0:
                near = [(_distance(place, at), speaker) for at, _, speaker in self.heard(earlier)]
                distance, speaker = min(near, default=(_NAMED, None))
                if distance < _NAMED:
                    return speaker
        return None

    def _quoted(self, number: int) -> bool:
        """Whether a sentence belongs to a quotation that names its speaker later or before."""
        return self._open[number]

    @cached_property
    def _open(self) -> list[bool]:
        found, inside = [], False
        for sentence in self.story:
            signs = sum(sentence.text.count(sign) for sign in _QUOTES)
            found.append(inside or (signs > 0 and sentence.text.lstrip()[:1] in _QUOTES))
            inside = inside != (signs % 2 == 1)
        return found


def _distance(name: int, office: int) -> int:
    """The office stands before the name as a rule."""
    return name - office if office < name else 2 * (office - name)


@cache
def _speakers() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in content("status")["speakers"].items()))
