"""Telephone numbers as recruiters write them: parted, with look-alike letters, in words; canonical as E.164."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers

from nlp.content import content, patterns
from nlp.spelling import leet_pattern, leet_shape

_ALIKE = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1", "|": "1", "z": "2", "s": "5", "b": "8"})
_CANDIDATE = re.compile(
    r"(?=[\d+(oil])(?:(?<![\w@.])|(?<=\b(?:wa|hp|no))(?=\d))(?:(?:\+|00)[ ]?)?[(]?(?=[oil]?[(]?[ ]?[oil]?\d)"
    r"[\doil](?:[\doilqzsb|()\[\] .\-_/*~·,\n]|[^\x00-\x7f\w\s]){6,28}[\doilqzsb](?![\w@])"
)
_TRAILING = re.compile(r"[^\w)]+$")
_BAR = re.compile(r"(?<!\w)\|(?!\w)|(?<=\d{3})\|(?=\d{3})")
_LEAST_DIGITS = 6
"""Real digits of a candidate; letters may stand for the rest."""
_MALAYSIAN_DIGITS = (10, 11)
_LOCAL_DIGITS = 8
"""Of a number that is called within its country, whatever code it seems to begin with."""


class Phone(NamedTuple):
    """`labelled`: words around it say that it is to be called or written to."""

    number: str
    start: int
    end: int
    labelled: bool
    whatsapp: bool


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = content("contacts")["digit_words"]
    return {leet_shape(word): digit for word, digit in words.items()}


@cache
def _country_codes() -> tuple[str, ...]:
    return tuple(str(content("contacts")["country_codes"]).split())


@cache
def _word() -> re.Pattern[str]:
    words = "|".join(leet_pattern(word) for word in content("contacts")["digit_words"])
    return re.compile(rf"(?:{words})(?!(?!{words})[a-z])")


@cache
def _spoken() -> re.Pattern[str]:
    """Without possessive quantifiers: Python 3.11.2, which Debian 12 brings, loses the end of what they match."""
    word = _word().pattern
    part = rf"(?:{word}|\d{{4}}|\d{{1,3}}(?!\d)|[oil](?=\W{{0,3}}(?:\d|{word}))|(?<=\d)[oil](?!\w))"
    return re.compile(rf"(?<![\w.,]){part}(?:[^\w+@:;!?\n]{{0,3}}{part}){{3,20}}")


@lru_cache(maxsize=50_000)
def _tells_digits(token: str) -> bool:
    return _word().search(token) is not None


def find_numbers(folded: str) -> Iterator[Phone]:
    yield from _typed(folded)
    if not any(map(_tells_digits, folded.split())):
        return
    for match in _spoken().finditer(folded):
        digits = _word().sub(lambda word: _words()[leet_shape(word[0])], match[0])
        if digits != match[0] and not patterns("contacts")["date"].match(match[0]):
            number = to_e164(re.sub(r"\D", "", digits.translate(_ALIKE)))
            if number:
                yield _phone(folded, number, match.start(), match.end())


def _typed(text: str) -> Iterator[Phone]:
    position = 0
    while match := _CANDIDATE.search(text, position):
        position = match.end()
        if sum(c.isdigit() for c in match[0]) < _LEAST_DIGITS:
            continue
        if _is_something_else(text[max(0, match.start() - 30) : match.start()], match[0]):
            closed = match[0].find(")")
            position = match.start() + closed + 1 if closed > 0 else match.end()
            continue
        phone = None if patterns("contacts")["date"].match(match[0]) else _first_in(text, *match.span())
        if phone:
            position = phone.end
            yield phone
        else:
            position = _next_in(text, *match.span())


def _next_in(text: str, start: int, end: int) -> int:
    """Where in a run that begins with something else a number may begin; its end when nowhere."""
    cut = patterns("contacts")["new_number"].search(text, start + 1, end)
    return cut.start() if cut else end


def _is_something_else(before: str, raw: str) -> bool:
    """A word for accounts or identities stands nearer than one for calling."""
    rules = patterns("contacts")
    words = rules["not_a_mobile"] if rules["mobile"].match(raw) else rules["not_a_number"]
    other, label = words.search(before), rules["number_label"].search(before)
    return other is not None and (label is None or label.start() < other.start())


def _first_in(text: str, start: int, end: int) -> Phone | None:
    """The whole run, or else the first of the numbers that follow one another in it."""
    cuts = [start + cut.start() for cut in patterns("contacts")["new_number"].finditer(text[start:end])]
    cuts += [start + cut.start() for cut in re.finditer(r"[/,\n]| - | (?=[a-z|]+(?: |$))", text[start:end])]
    for stop in [end, *sorted(cuts, reverse=True)]:
        raw = _TRAILING.sub("", text[start:stop])
        number = to_e164(raw) if "\n" not in raw else None
        phone = _phone(text, number, start, start + len(raw)) if number else None
        if phone and (phone.labelled or _is_plain(raw)):
            return phone
    return None


def _phone(text: str, number: str, start: int, end: int) -> Phone:
    before = text[max(0, start - 24) : start]
    rules = patterns("contacts")
    whatsapp = bool(rules["whatsapp"].search(before))
    return Phone(number, start, end, whatsapp or bool(rules["number_label"].search(before)), whatsapp)


def _is_plain(raw: str) -> bool:
    digits = raw.translate(_ALIKE).lstrip(" (")
    return digits.startswith(("+", "0", "62"))


@lru_cache(maxsize=4096)
def to_e164(raw: str) -> str | None:
    """Null for what cannot be a number to call; a number without a country code is Indonesian, or a mobile of Malaysia."""
    raw = _BAR.sub(" ", raw)
    international = raw.strip(" (").startswith(("+", "00"))
    digits = re.sub(r"\D", "", raw.translate(_ALIKE))
    if not raw.strip().startswith("+") and digits.startswith("00"):
        digits = digits[2:]
    if not 8 <= len(digits) <= 15:
        return None
    if digits.startswith("620"):
        digits = f"62{digits[3:]}"
    if digits.startswith("0") and not international:
        return _possible(f"+{_code_at_home(digits)}{digits[1:]}")
    if len(digits) == _LOCAL_DIGITS and not international:
        return None
    if international or digits.startswith("62"):
        return _possible(f"+{digits}")
    if digits.startswith("8") and 9 <= len(digits) <= 12 and not digits.startswith(_country_codes()):
        return _possible(f"+62{digits}")
    return _possible(f"+{digits}") if digits.startswith(_country_codes()) else None


def _code_at_home(digits: str) -> str:
    """Of a number that begins with 0: no Indonesian one begins with 01, as mobiles of Malaysia do."""
    return "60" if digits.startswith("01") and len(digits) in _MALAYSIAN_DIGITS else "62"


def _possible(number: str) -> str | None:
    if number.startswith("+628"):
        return number if 11 <= len(number) <= 15 else None
    try:
        return number if phonenumbers.is_possible_number(phonenumbers.parse(number)) else None
    except phonenumbers.NumberParseException:
        return None
