"""Telephone numbers in a text, and which of them are lines offered to the public."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.content import guarded, patterns, table
from nlp.hotline_features import Line, buckets, features
from nlp.sentences import sentence_spans
from nlp.spans import Spans
from nlp.text import Mention

MODEL = Path(__file__).parent / "models" / "hotlines" / "weights.npz"
_EARLIER = 900
"""Characters before a sentence in which its speaker may be named."""
_LABEL = 14
"""Characters before a number in which its kind stands."""
_CUE = 60
"""Characters before a number in which its word stands."""
_OWNER, _SHORT, _THREE = 80, 5, 3
"""Characters before a number in which its owner stands; digits of the shortest number that a person has."""
_REACH = 60
"""Characters between a line and the next number of the same list."""
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_ABOVE = 120
"""Characters before a number that fills its line, in which the name of its body stands."""


@lru_cache(maxsize=4)
def find_phones(text: str) -> tuple[Mention, ...]:
    """Every telephone number, official or private; canonical: digits as printed, `+` kept. Hotlines and masking ask alike."""
    rules = patterns("hotlines")
    return tuple(
        Mention("PHONE", match.start(), match.end(), match[0], _digits(match[0]))
        for match in rules["phone"].finditer(text)
        if not rules["clock"].search(match[0])
    )


def find_hotlines(text: str) -> list[Mention]:
    """Lines of public bodies and NGOs for the public; not newsrooms, companies, or numbers of an offer.

    A regression judges every number by what stands around it (`nlp.train.hotlines`).
    """
    model, lines = _model(), candidates(text)
    public: list[bool] = []
    for number in range(len(lines)):
        seen = buckets(features(text, lines, number, public))
        phone, last = lines[number].phone, lines[number - 1].phone.end if number and public[-1] else -_REACH
        listed = phone.start - last < _REACH
        public.append(float(model[seen].sum()) >= 0 and not _is_no_public_line(text, phone, listed=listed))
    return [line.phone for line, is_public in zip(lines, public, strict=True) if is_public]


@cache
def _model() -> NDArray[np.float64]:
    """Weights by bucket; that of what every number has holds the threshold too."""
    with np.load(MODEL) as stored:
        return np.asarray(stored["weights"], np.float64)


def is_fax(text: str, start: int) -> bool:
    """Whether the words before a number say that it is one for faxes."""
    return patterns("hotlines")["fax_before"].search(text, max(0, start - _LABEL), start) is not None


def candidates(text: str) -> list[Line]:
    """Every number that may be a line, in the order of the text."""
    found = [phone for phone in find_phones(text) if not is_fax(text, phone.start)]
    for matches in (guarded("hotlines", "short").finditer(text), _local(text)):
        taken = Spans((phone.start, phone.end) for phone in found)
        found += [
            Mention("PHONE", match.start(), match.end(), match[0], _digits(match[0].removeprefix("021")))
            for match in matches
            if not taken.touches(match.start(), match.end()) and not _numbered(text, match.start())
        ]
    lines: list[Line] = []
    taken_for_one: list[Mention] = []
    sentences = sentence_spans(text) if found else []
    for phone in sorted(found, key=lambda mention: mention.start):
        known = _key(phone.canonical or "") in _known()
        ruled = (
            known
            or _follows(text, taken_for_one, phone)
            or _listed(text, phone)
            or _offered_by_a_body(text, sentences, phone)
        )
        if ruled:
            taken_for_one.append(phone)
        lines.append(Line(phone, known, ruled))
    return lines


def hotline_body(number: str) -> str | None:
    """Whose line a known number is."""
    return _known().get(_key(number))


@cache
def _known() -> dict[str, str]:
    return {_key(row["number"]): row["body"] for row in table("hotlines")}


def _digits(printed: str) -> str:
    digits = re.sub(r"\D", "", printed)
    return f"+{digits}" if printed.lstrip("(").startswith("+") else digits


def _key(number: str) -> str:
    number = number.lstrip("+") if not number.startswith("0") else f"62{number[1:]}"
    return f"62{number[3:]}" if number.startswith("620") else number


def _follows(text: str, lines: list[Mention], phone: Mention) -> bool:
    if not lines or phone.start - lines[-1].end > _REACH:
        return False
    between = text[lines[-1].end : phone.start]
    return ("\n" not in between or not between.strip()) and not patterns("hotlines")["other"].search(between)


def _local(text: str) -> Iterator[re.Match[str]]:
    """Numbers within one city, which follow the word for a line."""
    cue = patterns("hotlines")["local_cue"]
    for match in guarded("hotlines", "local").finditer(text):
        if cue.search(_SENTENCE_END.split(text[max(0, match.start() - _CUE) : match.start()])[-1]):
            yield match


def _is_no_public_line(text: str, phone: Mention, *, listed: bool) -> bool:
    """Whether it is told to be a family's; or, of a short one, that it is a firm's, or counts or numbers something; `listed`: it
    stands beside a line for the public.
    """
    rules, digits = patterns("hotlines"), phone.canonical or ""
    before, after = text[max(0, phone.start - _OWNER) : phone.start], text[phone.end : phone.end + _CUE]
    if len(digits) > _SHORT:
        return any((rules["owned_before"].search(before), rules["owned_after"].search(after)))
    own = _SENTENCE_END.split(before)[-1]
    called = rules["called"].search(own) is not None or rules["called_behind"].match(after) is not None
    counts = len(digits) <= _THREE and not called and not listed
    return counts or any(rules[name].search(own) for name in ("tally", "firm"))


def _numbered(text: str, start: int) -> bool:
    """Whether it is the number of a house, a ruling, a law."""
    before = _SENTENCE_END.split(text[max(0, start - _CUE) : start])[-1]
    return patterns("hotlines")["numbered"].search(before) is not None


def _listed(text: str, phone: Mention) -> bool:
    """Whether a number fills a line below the name of a body."""
    rules = patterns("hotlines")
    above = rules["listed"].search(text, max(0, phone.start - _ABOVE), phone.start)
    if above is None or not rules["body"].search(above["name"]) or rules["other"].search(above["name"]):
        return False
    return "." not in above["name"] and not text[phone.end :].partition("\n")[0].strip()


def _offered_by_a_body(text: str, sentences: list[tuple[int, int]], phone: Mention) -> bool:
    rules = patterns("hotlines")
    index = bisect_right(sentences, (phone.start, len(text))) - 1
    if index < 0 or phone.start >= sentences[index][1] or len(phone.canonical or "") < 5:
        return False
    start, end = sentences[index]
    told = text[max(start, phone.start - 250) : phone.start]
    sentence = told + text[phone.start : min(end, phone.end + 60)]
    if rules["other"].search(sentence) or not rules["offered"].search(sentence):
        return False
    takes_reports = rules["report"].search(told) is not None
    if rules["subject"].search(sentence) and not (takes_reports and rules["audience"].search(sentence)):
        return False
    if rules["body"].search(sentence):
        return True
    near = text[sentences[index - 1][0] : start][-250:] if index else ""
    doubtful = rules["other"].search(near) or (rules["subject"].search(near) and not takes_reports)
    return not doubtful and rules["body"].search(text[max(0, start - _EARLIER) : start]) is not None
