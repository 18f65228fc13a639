"""Wages told as a bare number ("gaji 5.100", "7,5 + makan", "30/jam"): what usual pay says of its unit and currency."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from nlp.content import content, patterns
from nlp.money import Money, Period
from nlp.money_grammar import grammar
from nlp.pay_bands import distance, money_of

_BEFORE, _COUNTING = 48, 16
"""Characters before a number in which a wage is named, and in which a word says what it counts."""
_DOLLARS, _FEWEST_DOLLARS = 0.7, 100
"""Added distance of dollars where they are not the country's money, and the least of them."""
_PIECE = (500.0, 300_000.0)
"""Rupiah that a piece of work pays."""
_ONCE, _SURELY_ONCE = (15.0, 500.0), 100.0
"""Millions of rupiah that are promised for a marriage or an organ; those that need no word to say so."""
_ALIKE = 3.5
"""How far apart the wages of one list may lie."""
_FEW, _DECIMAL = 600_000.0, 20.0
"""Rupiah that nobody works a month for; amounts below which a decimal fraction means hundreds."""
_FURTHEST = {0: 0.9, 1: 2.0, 2: 1.7, 3: 2.2}
"""Greatest distance from usual pay, by the evidence that a number is a wage."""
_LEAST_IN_LIST = 2
"""Millions of rupiah up to which a number in a list of wages is more likely to count something."""
_ITEMS = 30
"""Numbers below this that begin a line count its items."""
_AGES = (15, 30, 65)
"""Two numbers are ages where the first lies between the first two and the second below the last."""


class Bare(NamedTuple):
    """A number without a currency, or a range; `evidence`: 3 behind a word for wages, 2 with a period, 1 beside what
    wages come with, 0 none. `opened`: "from", "up_to" or nothing.
    """

    start: int
    end: int
    low: float
    high: float
    unit: float | None
    digits: int
    period: Period | None
    evidence: int
    opened: str


def _rule(name: str) -> re.Pattern[str]:
    return patterns("money")[name]


@cache
def _units() -> dict[str, float]:
    return {word: float(size) for word, size in content("money")["bare_units"].items()}


def find_bare(text: str, known: Sequence[Money] = ()) -> Iterator[Bare]:
    """Of a normalised text, in its order and outside the sums that are known; what counts something else is left out."""
    position, spans = 0, [(money.start, money.end) for money in known]
    while match := _rule("bare").search(text, position):
        overlap = next((end for start, end in spans if match.start() < end and start < match.end()), None)
        position = overlap if overlap and overlap > match.start() else match.end()
        found = _read(text, match) if overlap is None else None
        if found:
            yield found


def _read(text: str, match: re.Match[str]) -> Bare | None:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + 24]
    if _rule("bare_not_before").search(before, max(0, len(before) - _COUNTING)) or _rule("bare_not_after").match(after):
        return None
    word = match["unit"] or match["unit2"]
    low = _value(match["low"]) + (_value(match["rest"]) / 10 if match["rest"] else 0)
    high = _value(match["high"]) if match["high"] else low
    tail = grammar().tail.match(text, match.end())
    told = (tail["period"] or tail["alone"]) if tail else None
    period = grammar().period_of(told) if told else _period_before(before)
    unit = _units()[word] if word else None
    counts = _rule("item").search(before) or (low == int(low) and _rule("item_after").match(after))
    if low == high < _ITEMS and not unit and counts:
        return None
    beside = unit is not None or _rule("bare_beside").match(after) is not None
    evidence = 3 if _rule("bare_wage").search(before) else 2 if period else int(beside)
    if evidence < 2 and not unit and _are_ages(low, high):
        return None
    return Bare(
        match.start(),
        tail.end() if tail and told else match.end(),
        min(low, high) * (unit or 1),
        max(low, high) * (unit or 1),
        unit,
        sum(c.isdigit() for c in match["low"]),
        period,
        evidence,
        _opened(before, bool(tail and (tail["open"] or tail["open2"]))),
    )


def _period_before(before: str) -> Period | None:
    earlier = grammar().period_before.search(before)
    return grammar().periods[earlier["a"] or earlier["b"]] if earlier else None


def _opened(before: str, more: bool) -> str:
    if more or _rule("from").search(before):
        return "from"
    return "up_to" if _rule("up_to").search(before) else ""


def _are_ages(low: float, high: float) -> bool:
    return low != high and _AGES[0] <= low <= _AGES[1] and high <= _AGES[2]


def _value(digits: str) -> float:
    whole = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    return float(re.sub(r"[.,]", "", digits) if whole else digits.replace(",", "."))


def implied(bare: Bare, countries: tuple[str, ...], *, once: bool = False) -> Money | None:
    """The sum that a number is, as the reading that lies nearest to what the countries of work pay.

    `once`: the text promises one payment for a marriage, an organ or a child.
    """
    if bare.period == "piece":
        return _piece(bare, countries)
    if once and bare.unit is None and _ONCE[0] <= bare.low <= bare.high <= _ONCE[1]:
        return _as_money(bare, 1e6, "IDR") if bare.evidence or bare.low >= _SURELY_ONCE else None
    readings = list[tuple[float, float, str]]()
    for factor, currency, extra in _readings(bare, countries):
        away = distance((bare.low + bare.high) / 2 * factor, currency, bare.period, countries)
        if away is not None and away <= _FURTHEST[bare.evidence]:
            readings.append((away + extra, factor, currency))
    if not readings:
        return None
    _, factor, currency = min(readings)
    if bare.evidence == 0 and not _speaks_for_itself(bare, currency):
        return None
    return _as_money(bare, factor, currency)


def _speaks_for_itself(bare: Bare, currency: str) -> bool:
    """Money by its size alone: thousands of the country's money, millions of rupiah written out; no year."""
    if bare.digits == 4 and 1900 <= bare.low <= 2100:
        return False
    return bare.low >= 1e6 if currency == "IDR" else bare.digits >= 3 or bare.unit is not None


def _readings(bare: Bare, countries: tuple[str, ...]) -> Iterator[tuple[float, str, float]]:
    """Factor, currency, and what is added to its distance."""
    at_home, whole = countries == ("ID",), bare.low == int(bare.low)
    for country in countries:
        currency = money_of().get(country, ("", ""))[0]
        if currency:
            yield 1.0, currency, 0.0
            if bare.unit is None and bare.low < _DECIMAL and not whole:
                yield 1e3, currency, 0.0
    if not at_home and bare.high >= _FEWEST_DOLLARS:
        yield 1.0, "USD", _DOLLARS
    if bare.unit is None:
        if bare.high < 100 and bare.period != "hour":
            yield 1e6, "IDR", 0.0
        if at_home and whole and bare.high < 1000:
            yield 1e3, "IDR", 0.0
    if bare.low >= 10_000:
        yield 1.0, "IDR", 0.0


def _piece(bare: Bare, countries: tuple[str, ...]) -> Money | None:
    for factor in (1.0, 1e3):
        if countries == ("ID",) and _PIECE[0] <= bare.low * factor <= _PIECE[1]:
            return _as_money(bare, factor, "IDR")
    return None


def alike(bare: Bare, money: Money) -> Money | None:
    """The number as one more wage in a list, in the unit and currency of the one beside it."""
    known = money.min or money.max
    if not known or bare.unit not in {None, 1e3} or _are_ages(bare.low, bare.high):
        return None
    for factor in (1.0, 1e3, 1e6) if bare.low > _LEAST_IN_LIST else (1.0,):
        if known / _ALIKE <= bare.low * factor and bare.high * factor <= known * _ALIKE:
            return _as_money(bare, factor, money.currency or "IDR")
    return None


def _as_money(bare: Bare, factor: float, currency: str) -> Money:
    low: float | None = round(bare.low * factor, 2)
    high: float | None = round(bare.high * factor, 2)
    if bare.opened == "from":
        high = None
    elif bare.opened == "up_to" and low == high:
        low = None
    return Money(bare.start, bare.end, low, high, currency, bare.period, "")


def in_thousands(money: Money, raw: str, countries: tuple[str, ...]) -> Money:
    """Abroad, "22rb" is no rupiah but thousands of the country's money; "1.8 rm" means 1,800."""
    low, high, currency = money.min or money.max or 0.0, money.max or money.min or 0.0, money.currency or "IDR"
    away = distance(low, currency, money.period, countries)
    if away is not None and (not raw.replace(".", "").replace(",", "").isdigit() or currency != "IDR"):
        return money
    if away is not None:
        return _nearer(money, away, countries)
    if currency == "IDR" and low < _FEW and not _rule("rupiah").search(raw):
        local = [money_of()[c][0] for c in countries if c in money_of()]
        fits = [(away, c) for c in local if (away := distance(low, c, money.period, countries)) is not None]
        return money._replace(currency=min(fits)[1]) if fits else money
    decimal = low < _DECIMAL and low != int(low)
    if currency != "IDR" and decimal and distance(low * 1e3, currency, money.period, countries) is not None:
        return money._replace(min=money.min and low * 1e3, max=money.max and high * 1e3)
    return money


def _nearer(money: Money, away: float, countries: tuple[str, ...]) -> Money:
    """A number read as millions of rupiah, or as thousands of the country's money where that is nearer to usual pay."""
    low, high = (value and value / 1e3 for value in (money.min, money.max))
    best = money
    for country in countries:
        currency = money_of().get(country, ("IDR", ""))[0]
        amount = low or high or 0.0
        there = None if currency == "IDR" else distance(amount, currency, money.period, (country,))
        if there is not None and there < away and amount < _DECIMAL * 1e3 and amount % 1e3:
            best, away = money._replace(min=low, max=high, currency=currency), there
    return best
