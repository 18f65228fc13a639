"""Candidates of what a text says of its people: every pair of a status and who says so, weighed by the claims made."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from nlp.content import cues
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.status import REFUSED, Claim, Voices, acquits, find_claims
from nlp.story import Sentence
from warehouse.contracts import Speaker, Status

Said = tuple[Status, Speaker | None]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
ACQUITTED: Said = ("not_victim", "prosecution_or_court")
_BODIES: tuple[Speaker, ...] = ("police", "prosecution_or_court", "government")
"""Who alone can state that somebody is a victim, or is none."""
SAID: tuple[Said, ...] = (
    ("not_stated", None),
    *(("possible", speaker) for speaker in SPEAKERS),
    *((status, body) for status in ("actual", "not_victim") for body in _BODIES),
)
_STATING: tuple[Speaker, ...] = ("police", "government")
"""Who states in its own words that somebody is a victim: so in 99 of 103 labels; a court does so by its verdict."""
_TRAFFICKING = ("UU 21/2007", "UU 1/2023 Pasal 455")
_BESIDE = (*_TRAFFICKING, "KUHP Pasal 5", "KUHP Pasal 6")
"""Statutes beside which no other crime is charged: KUHP 53 to 65 tell of attempts, accomplices and sums of crimes."""
_SPOKEN = frozenset({"after", "before", "name", "again", "quote"})
_DOUBT = frozenset({"hedge", "open", "claimed", "unmet", "denied", "part", "wish", "thought", "freed"})
_HEAD, _JUDGED, _HEARD = 4, 12, 40
"""Sentences in which somebody is heard at the head, in which judgements are looked for, and in which anybody is heard."""
_WORDED, _FORMED = 3, 6
"""Claims whose words, and whose forms, are seen."""


def said(context: Context, laws: Sequence[str]) -> Values:
    voices = Voices(context.story)
    found = find_claims(context.story, voices)
    claims = [claim for claim in found if "name_only" not in claim.forms]
    text = set(_of_text(context, laws, claims))
    words = {
        feature
        for claim in (claims or found)[:_WORDED]
        for feature in context.seen(claim.sentence, claim.start, claim.end)
    }
    forms = {feature for claim in claims[:_FORMED] for feature in _forms(claim)}
    heard = Counter(speaker for number in range(len(context.story[:_HEARD])) for speaker in voices.present(number))
    head = {speaker for number in range(len(context.story[:_HEAD])) for speaker in voices.present(number)}
    by_status: dict[Status, set[str]] = {
        status: {f"{status} {feature}" for feature in text | words | forms} | {f"status {status}"}
        for status in dict(SAID)
    }
    by_speaker = {
        speaker: {f"{speaker} {feature}" for feature in text | words}
        | {f"by {speaker}", f"{speaker} heard {min(4, heard[speaker])}", f"{speaker} head {speaker in head}"}
        for speaker in SPEAKERS
    }
    values = Values()
    stating = {claim.speaker for claim in claims if REFUSED not in claim.forms}
    acquitted = context.kind == "case_verdict" and acquits(context.story)
    for status, speaker in SAID:
        if status == "actual" and speaker in _STATING and stating.isdisjoint({speaker, None}):
            continue
        if acquitted and (status, speaker) != ACQUITTED:
            continue
        seen = {f"said {status} {speaker}", f"said {status} {speaker} {context.kind}", *by_status[status]}
        if speaker:
            seen |= by_speaker[speaker]
            seen.update(_of_claims(status, speaker, claims, context.kind))
        start, end = _place(context.story, claims, speaker)
        values.add((status, speaker), start, end, seen)
    return values


def _place(story: Sequence[Sentence], claims: Sequence[Claim], speaker: Speaker | None) -> tuple[int, int]:
    """The speaker's first claim, else anybody's, else the title."""
    told = next((claim for claim in claims if (claim.speaker or "media") == speaker), claims[0] if claims else None)
    if told:
        return told.start, told.end
    return (story[0].start, story[0].end) if story else (0, 0)


def _of_text(context: Context, laws: Sequence[str], claims: Sequence[Claim]) -> Iterator[str]:
    yield f"kind {context.kind}"
    yield from (f"law {law.split(' Pasal')[0]}" for law in laws)
    yield f"claims {min(5, len(claims))}"
    charged = any(law.startswith(_TRAFFICKING) for law in laws)
    other = any(not law.startswith(_BESIDE) for law in laws)
    yield f"laws {charged} {other}"
    yield f"laws {charged} {other} {context.kind}"
    for name, pattern in cues("status", "judged").items():
        if any(pattern.search(sentence.low) for sentence in context.story[:_JUDGED]):
            yield f"judged {name}"
            yield f"judged {name} {context.kind}"


def _forms(claim: Claim) -> Iterator[str]:
    place = min(claim.sentence.index, 3)
    for form in (*claim.forms, *(("sure",) if _sure(claim) else ())):
        yield f"form {form}"
        yield f"form {form} at {place}"


def _sure(claim: Claim) -> bool:
    """Whether somebody is called a victim of trafficking without any doubt."""
    return "victim_of" in claim.forms and not _DOUBT.intersection(claim.forms)


def _of_claims(status: Status, speaker: Speaker, claims: Sequence[Claim], kind: str) -> Iterator[str]:
    mine = [(number, claim) for number, claim in enumerate(claims) if (claim.speaker or "media") == speaker]
    yield f"mine {min(3, len(mine))} of {min(3, len(claims))}"
    yield f"{speaker} mine {min(3, len(mine))}"
    spoken = [number for number, claim in enumerate(claims) if claim.how in _SPOKEN]
    for number, claim in mine:
        yield from _of_claim(status, speaker, claim)
        yield f"mine number {min(number, 3)}"
        yield f"{speaker} number {min(number, 3)}"
        if number in spoken:
            yield f"spoken {min(2, spoken.index(number))}"
            yield f"{speaker} spoken {min(2, spoken.index(number))}"
    for claim in claims:
        if claim.speaker is None:
            yield from (f"{speaker} nobody {form}" for form in claim.forms)
            yield from (f"{speaker} nobody {form} {kind}" for form in claim.forms)
    for number, claim in enumerate(claims[:3]):
        if (claim.speaker or "media") != speaker:
            yield f"other number {number} {claim.how}"


def _of_claim(status: Status, speaker: Speaker, claim: Claim) -> Iterator[str]:
    place, how = min(claim.sentence.index, 3), claim.how
    yield from (f"mine {how}", f"{speaker} mine {how}", f"mine at {place}", f"{status} mine at {place}")
    for form in claim.forms:
        yield from (f"mine {form}", f"{status} mine {form}", f"{status} mine {form} {how}")
    if _sure(claim):
        yield from (f"{status} sure {how in _SPOKEN}", f"{status} {speaker} sure {how}", f"{status} sure at {place}")
    elif "victim_of" in claim.forms:
        yield from (f"{status} unsure", f"{status} unsure {how}")
    yield from (f"mine {name}" for name in ("totals", "earlier", "general") if getattr(claim.sentence, name))
