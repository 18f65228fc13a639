"""Sums of money in Indonesian and English text, and which of them is the wage."""

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.content import content, patterns
from nlp.money_grammar import Period, grammar, number_words, shape
from nlp.normal import joined
from nlp.number_words import in_digits

__all__ = ["Money", "Period", "find_money"]


class Money(NamedTuple):
    """`min` or `max` is null when the text leaves that side open; amounts as written, not converted."""

    start: int
    end: int
    min: float | None
    max: float | None
    currency: str | None
    period: Period | None
    raw: str


_DIGITS_TOLD = re.compile("d[i1!][gj][i1!]t")
_DIGIT_RUN = re.compile(r"\d+")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d$")


_MILLION = 1e6
_LEAST_ALONE = 300_000
"""Rupiah from which a number without a currency is read as money."""


def _rule(name: str) -> re.Pattern[str]:
    return patterns("money")[name]


@lru_cache(maxsize=8)
def find_money(text: str) -> tuple[Money, ...]:
    """In the order of the text; the parts of an offer and the entities ask for the same one."""
    folded = in_digits(joined(text))
    found = list[Money]()
    done = 0
    for start in _starts(folded.text):
        money = _read(folded.text, start) if start >= done else None
        if money:
            done = money.end
            first, last = folded.origin(money.start, money.end)
            found.append(money._replace(start=first, end=last, raw=text[first:last]))
    return tuple(sorted(found))


def _starts(text: str) -> list[int]:
    """Where an amount may begin: at digits with the currency before them, at number words before "juta" or "ribu"."""
    starts, prefix = [], grammar().prefix
    for digits in _DIGIT_RUN.finditer(text):
        start = digits.start()
        before = prefix.search(text[max(0, start - 6) : start])
        if before:
            starts.append(start - len(before[0]))
        elif start == 0 or not (text[start - 1].isalnum() or text[start - 1] in ".,/_"):
            starts.append(start)
    if "juta" in text or "ribu" in text:
        starts += [match.start() for match in grammar().spelt.finditer(text)]
    if _DIGITS_TOLD.search(text):
        starts += [match.start() for match in _rule("digits_told").finditer(text)]
    if "kepala " in text:
        starts += [match.start() for match in _rule("tens_told").finditer(text)]
    if "koma" in text:
        starts += [match.start() for match in _rule("millions_told").finditer(text)]
    return sorted(set(starts))


def _read(text: str, start: int) -> Money | None:
    told = _told(text, start)
    if told:
        return told
    match = grammar().amount.match(text, start)
    if match is None:
        return None
    before = text[max(0, start - 40) : start]
    low, unit, currency = _amount(match)
    if low[1] == 0:
        return None
    second = _second(text, match.end())
    named = currency or (second and (second["post"] or second["pre"]))
    if match["unit"] == "k" and not named and not _rule("wage").search(before):
        tail = grammar().tail.match(text, match.end())
        if not tail or not tail["period"]:
            return None
    high, end = low, match.end()
    if second:
        top, top_unit, top_currency = _amount(second)
        shared = (low[0] * (top_unit or 1), low[1] * (top_unit or 1)) if not unit and low[1] < 1000 else low
        if top_unit is None and unit and top[1] < 1000:
            top = (top[0] * unit, top[1] * unit)
        same = currency == top_currency or not (currency and top_currency)
        shared = shared if shared[0] < top[1] else low
        if same and shared[0] < top[1] <= shared[0] * 50:
            low, high, end = shared, top, second.end()
            currency, unit = currency or top_currency, unit or top_unit
    if currency is None and (unit is None or unit >= 1e9):
        if match["spelt"] or unit or not _plausible(text, end, before, high[1]):
            return None
        factor = 1e6 if high[1] < 1000 else 1.0
        low, high = (low[0] * factor, low[1] * factor), (high[0] * factor, high[1] * factor)
    return _finished(text, (match.start(), end), (low[0], high[1]), currency or "IDR", before)


def _told(text: str, start: int) -> Money | None:
    """A sum of which only the size is told: "2 digit" stands for ten million and more, nine digits for a hundred."""
    size = _rule("digits_told").match(text, start)
    if size:
        digits = int(size["n"]) if size["n"].isdigit() else number_words()[size["n"]]
        millions = {2: 1e7, 3: 1e8}.get(digits, 10.0 ** (digits - 1) if 7 <= digits <= 9 else 0)
        return Money(start, size.end(), millions, None, "IDR", None, "") if millions else None
    tens = _rule("tens_told").match(text, start)
    if tens:
        ten = 1e7 * (int(tens["n"]) if tens["n"].isdigit() else number_words()[tens["n"]])
        return Money(start, tens.end(), ten, ten + 9e6, "IDR", None, "")
    about = _rule("millions_told").match(text, start)
    return Money(start, about.end(), float(about["n"]) * 1e6, None, "IDR", None, "") if about else None


def _second(text: str, end: int) -> re.Match[str] | None:
    joiner = _rule("joiner").match(text, end)
    second = grammar().amount.match(text, joiner.end()) if joiner else None
    if (
        second
        and not (second["unit"] or second["post"] or second["pre"])
        and _rule("counted").match(text, second.end())
    ):
        return None
    return second


def _finished(text: str, span: tuple[int, int], amounts: tuple[float, float], currency: str, before: str) -> Money:
    start, end = span
    low: float | None = amounts[0]
    high: float | None = amounts[1]
    period: Period | None = None
    tail = grammar().tail.match(text, end)
    opened = False
    if tail:
        word = tail["period"] or tail["alone"]
        opened = bool(tail["open"] or tail["open2"])
        if word:
            hourly = word == "hr" and currency in content("money")["hourly"]
            period = "hour" if hourly else grammar().period_of(word)
        if word or opened:
            end = tail.end()
    if period is None:
        earlier = grammar().period_before.search(before)
        period = grammar().period_of(earlier["a"] or earlier["b"]) if earlier else None
    if amounts[0] == amounts[1]:
        if opened or _rule("from").search(before):
            high = None
        elif _rule("up_to").search(before):
            low = None
    elif opened:
        high = None
    return Money(start, end, low, high, currency, period, "")


def _plausible(text: str, end: int, before: str, value: float) -> bool:
    """A number without currency or unit is money right behind a word for wages, or when large and per period."""
    tail = grammar().tail.match(text, end)
    if value >= _LEAST_ALONE and tail and (tail["period"] or tail["alone"]):
        return True
    if not _rule("wage_just_before").search(before) or _rule("counted").match(text, end):
        return False
    told = _rule("millions_follow").match(text[end : end + 8]) or _DECIMAL.search(text, end - 5, end)
    return value >= _LEAST_ALONE or (value < 100 and bool(told))


def _amount(match: re.Match[str]) -> tuple[tuple[float, float], float | None, str | None]:
    rules = grammar()
    unit = rules.units[shape(match["unit"])] if match["unit"] else None
    if match["num"]:
        value = _number(match["num"].replace(" ", ""), unit) + (0.5 if match["half"] else 0)
        values = (value, value)
    else:
        values, implied = _spelt(match["spelt"])
        unit = unit or implied
    currency = rules.before.get(shape((match["pre"] or "").strip()))
    if match["post"]:
        currency = currency or rules.after[shape(match["post"])]
    factor = unit if unit and (match["num"] or match["unit"]) else 1.0
    rest = _rest(match["more"]) if match["more"] and unit == _MILLION else 0.0
    low, high = (round(value * factor + rest, 2) for value in values)
    return (low, high), unit, currency


def _rest(more: str) -> float:
    """What follows the millions: "2jt5", "3 juta 500", "sejuta setengah"."""
    digits = "".join(c for c in more if c.isdigit())
    if "r" in more:
        return float(digits) * 1e3
    return float(digits) * _MILLION / 10 ** len(digits) if digits else _MILLION / 2


def _number(digits: str, unit: float | None) -> float:
    """Read separators as Indonesian or English: the last of two kinds is the decimal one; three digits make thousands."""
    separators = [c for c in digits if c in ".,"]
    if not separators:
        return float(digits)
    last = max(digits.rfind("."), digits.rfind(","))
    decimals = len(digits) - last - 1
    mixed = len(set(separators)) == 2 and decimals != 3
    decimal = mixed or decimals != 3 or (unit is not None and unit >= 1e6 and len(separators) == 1)
    whole = re.sub(r"[.,]", "", digits[:last] if decimal else digits)
    return float(f"{whole}.{digits[last + 1 :]}") if decimal else float(whole)


def _spelt(words: str) -> tuple[tuple[float, float], float | None]:
    """A size that no figure gives: "belasan", "setengah", "sejuta"."""
    if words == "sejuta":
        return (_MILLION, _MILLION), _MILLION
    low, high = content("money")["vague"].get(words.strip(), (0.5, 0.5))
    return (float(low), float(high)), None
