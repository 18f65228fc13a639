"""Whether the people of a case are victims of trafficking, as the text has it, and who says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.content import content, patterns
from nlp.story import Sentence
from warehouse.contracts import Speaker, Status

_TRAFFICKING = ("UU 21/2007", "UU 1/2023 Pasal 455")
_OFFICIAL: tuple[Speaker, ...] = ("police", "prosecution_or_court", "government")
_ORDER: tuple[Speaker, ...] = ("police", "prosecution_or_court", "government", "ngo", "victim_or_family")


@dataclass(frozen=True)
class Claim:
    status: Status
    speaker: Speaker
    start: int
    end: int
    weight: float


def read_status(
    story: list[Sentence], kind: str, laws: Iterable[str]
) -> tuple[Status, Speaker | None, tuple[int, int] | None]:
    """(status, speaker, span of the deciding words); kinds that tell no case have no status and are not asked."""
    charged = any(law.startswith(_TRAFFICKING) for law in laws)
    if kind == "case_verdict":
        judged = _judged(story, charged=charged)
        if judged:
            return judged
    claims = [claim for i in range(len(story)) for claim in _claims(story, i)]
    if claims:
        best = max(claims, key=lambda claim: claim.weight)
        return best.status, best.speaker, (best.start, best.end)
    if charged:
        court = kind == "case_trial"
        return "possible", "prosecution_or_court" if court else "police", None
    return "not_stated", None, None


def _judged(story: list[Sentence], *, charged: bool) -> tuple[Status, Speaker, tuple[int, int]] | None:
    rules = patterns("status")
    about = charged or any(rules["topic"].search(sentence.text) for sentence in story)
    if not about:
        return None
    for sentence in story[:8]:
        freed = rules["acquitted"].search(sentence.text)
        if freed:
            return "not_victim", "prosecution_or_court", (sentence.start + freed.start(), sentence.start + freed.end())
    for sentence in story[:8]:
        match = rules["convicted"].search(sentence.text)
        if match:
            return "actual", "prosecution_or_court", (sentence.start + match.start(), sentence.start + match.end())
    return None


def _claims(story: list[Sentence], index: int) -> Iterable[Claim]:
    sentence, rules = story[index], patterns("status")
    if sentence.totals and sentence.index > 1:
        return
    head = 2.0 if sentence.index <= 1 else 1.2 if sentence.index <= 4 else 0.6
    head *= 0.5 if sentence.general or sentence.earlier else 1.0
    denial = rules["denied"].search(sentence.text)
    if denial and not rules["mixed"].search(sentence.text):
        speaker = _speaker(story, index, denial.start())
        if speaker in _OFFICIAL:
            yield Claim(
                "not_victim", speaker, sentence.start + denial.start(), sentence.start + denial.end(), head + 1.0
            )
            return
    for match in rules["topic"].finditer(sentence.text):
        before = sentence.text[: match.start()]
        if rules["name_only"].search(before):
            continue
        victim = rules["victim_of"].search(sentence.text)
        charged = rules["charged"].search(sentence.text)
        hedged = rules["hedge"].search(sentence.text)
        if not (victim or charged or hedged):
            continue
        speaker = _speaker(story, index, match.start())
        sure = victim is not None and not hedged and speaker in _OFFICIAL
        status: Status = "actual" if sure else "possible"
        weight = head + (0.8 if victim else 0.0) + (0.4 if speaker != "media" else 0.0)
        yield Claim(status, speaker, sentence.start + match.start(), sentence.start + match.end(), weight)


def _speaker(story: list[Sentence], index: int, position: int) -> Speaker:
    """Who says a sentence: somebody named in it with a word of speech, else the speaker of the sentence beside it."""
    speech = patterns("status")["speech"]
    for offset in (0, 1, -1):
        if not 0 <= index + offset < len(story):
            continue
        text = story[index + offset].text
        if offset and not speech.search(text):
            continue
        found = _nearest(text, position if offset == 0 else 0)
        if found and (speech.search(text) or found in _OFFICIAL):
            return found
    return "media"


@cache
def speaker_patterns() -> dict[str, re.Pattern[str]]:
    return {speaker: re.compile(pattern) for speaker, pattern in content("status")["speakers"].items()}


def _nearest(text: str, position: int) -> Speaker | None:
    best: tuple[int, Speaker] | None = None
    for speaker in _ORDER:
        for match in speaker_patterns()[speaker].finditer(text):
            distance = abs(match.start() - position)
            if best is None or distance < best[0]:
                best = (distance, speaker)
    return best[1] if best else None
