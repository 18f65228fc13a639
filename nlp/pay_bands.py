"""What work usually pays, by country and kind, and the money of each country."""

import math
from functools import cache
from typing import NamedTuple

from nlp.content import table
from nlp.money import Money, Period
from nlp.phrases import Phrases
from warehouse.contracts import Pay

_TO_MONTH: dict[Period | None, float] = {
    "hour": 208.0,
    "day": 26.0,
    "week": 4.33,
    "month": 1.0,
    "year": 1 / 12,
    None: 1.0,
}
"""To a month of full-time work as offered to migrants (8 hours, 26 days)."""
_ONCE = 6e7
"""Rupiah above which a sum without a period is paid once: a dowry, a compensation."""
_NAMED_WITHIN = 160
"""Characters in which the kind of work stands, before a text comes to talk of other things."""
_LEAST, _MOST = 0.17, 6.0
"""A wage lies within these multiples of its band's ends: baits promise several times what is usual."""


class Band(NamedTuple):
    """Usual pay in rupiah a month, as dated in `lexicon/money_bands.csv`."""

    low: float
    high: float
    source: str

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@cache
def _bands() -> dict[tuple[str, str], Band]:
    rows = sorted(table("money_bands"), key=lambda row: row["valid_from"])
    return {(row["country"], row["work"]): Band(float(row["low"]), float(row["high"]), row["source"]) for row in rows}


@cache
def _rates() -> dict[str, float]:
    rows = sorted(table("money_rates"), key=lambda row: row["valid_from"])
    return {row["currency"]: float(row["rupiah"]) for row in rows}


@cache
def _works() -> Phrases:
    return Phrases.of(((row["work"], row["phrase"]) for row in table("money_works")), {})


@cache
def money_of() -> dict[str, tuple[str, str]]:
    """Country to its currency and the name that it shares with others: dollar, riyal, krone."""
    return {row["country"]: (row["currency"], row["family"]) for row in table("money_countries")}


def kind_of_work(normalised: str) -> str | None:
    """The class of work of `lexicon/money_works.csv` that is named first; `skilled` wins, because it has no band."""
    named = [label for label, _, _ in _works().find(normalised[:_NAMED_WITHIN])]
    return "skilled" if "skilled" in named else (named[0] if named else None)


def pay_ratio(pay: Pay, countries: tuple[str, ...], work: str | None) -> float | None:
    """Offered pay over the middle of its reference band; null where the wage or the band is not known."""
    amounts = [v for v in (pay.min, pay.max) if v is not None]
    rate = _rates().get(pay.currency or "")
    factor = _TO_MONTH.get(pay.period)
    if not amounts or rate is None or factor is None or work == "skilled":
        return None
    if pay.period is None and max(amounts) * rate > _ONCE:
        return None
    offered = sum(amounts) / len(amounts) * rate * factor
    ratios = [offered / band.middle for band in (_band(c, work) for c in countries or ("*",)) if band]
    return min(ratios) if ratios else None


def worth(money: Money) -> float:
    """Of the greater end in rupiah; endless where the rate is not known."""
    rate = _rates().get(money.currency or "IDR")
    return rate * (money.max or money.min or 0.0) if rate else math.inf


def distance(amount: float, currency: str, period: Period | None, countries: tuple[str, ...]) -> float | None:
    """How far a wage is from what is usual, as a logarithm without sign; null for one that nobody would promise."""
    rate, factor = _rates().get(currency), _TO_MONTH.get(period)
    if not rate or not factor or amount <= 0:
        return None
    monthly = amount * rate * factor
    bands = [band for band in (_band(country, None) for country in countries or ("*",)) if band]
    near = [band for band in bands if _LEAST * band.low <= monthly <= _MOST * band.high]
    return min((abs(math.log(monthly / band.middle)) for band in near), default=None)


def _band(country: str, work: str | None) -> Band | None:
    bands = _bands()
    return bands.get((country, work or "any")) or bands.get((country, "any")) or bands.get(("*", work or "any"))
