"""Which sum of an offer is the wage, and whether it is far above what such work pays."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nlp.content import patterns, table
from nlp.money import Money, find_money
from nlp.phrases import Phrases
from nlp.text import Reading
from warehouse.contracts import Pay

_SPREAD = 4.0
"""How far the wages of one list may lie apart."""


class _Weighed(NamedTuple):
    money: Money
    score: int


def find_pay(
    reading: Reading,
    money: Sequence[Money] | None = None,
    *,
    salary: str | None = None,
    destinations: tuple[str, ...] = (),
) -> Pay | None:
    """The stated wage; `salary` is the field of a job board, used where the text itself names none."""
    text = reading.joined
    found = find_money(text) if money is None else money
    weighed = [_Weighed(m, _wage_score(text, m)) for m in found]
    best = max((w.score for w in weighed), default=-1)
    if best <= 0 and salary:
        stated = find_money(salary) or find_money(f"gaji {salary}")
        if stated:
            return _pay(stated[:1], salary, destinations)
    if best < 0:
        return None
    chosen = [w.money for w in weighed if w.score == best]
    first = chosen[0]
    alike = [m for m in chosen if m.currency == first.currency and m.period == first.period]
    return _pay(alike if best > 0 or _is_list(alike) else alike[:1], text, destinations)


def _is_list(sums: Sequence[Money]) -> bool:
    """Wages of several jobs, one after the other, without a word that says so."""
    values = [value for money in sums for value in (money.min, money.max) if value]
    return len(sums) > 1 and bool(values) and sums[0].currency != "IDR" and max(values) <= _SPREAD * min(values)


def _wage_score(text: str, money: Money) -> int:
    """3 labelled as wage, 2 with a period, 1 under a heading about wages, 0 unlabelled, -1 something else."""
    rules = patterns("money")
    line_start = text.rfind("\n", 0, money.start) + 1
    line = text[max(line_start, money.start - 80) : money.start].lower()
    wage = max((m.end() for m in rules["wage"].finditer(line)), default=-1)
    clause = len(line) - len(_CLAUSE.split(line)[-1])
    other = max((m.end() for m in rules["not_wage"].finditer(line, clause if wage < 0 else wage)), default=-1)
    if rules["repeated"].search(line[-30:]) and not rules["equalled"].search(line):
        return -1
    if other > wage:
        regular = money.period in _REGULAR or money.currency not in {"IDR", None}
        return 0 if regular and rules["allowance"].search(line, clause) else -1
    if wage >= 0:
        return 3
    if money.period in _REGULAR:
        return 2
    following = text[money.end : money.end + 14].lower()
    if rules["cost_after"].match(following.lstrip(" ()")):
        return -1
    if rules["wage"].search(text[max(0, line_start - 90) : line_start].lower()):
        return 1
    return 0 if not money.period else (1 if rules["one_off"].search(line) else -1)


_LOCAL_DOLLAR = {"SG": "SGD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "CA": "CAD", "TW": "TWD", "BN": "BND"}
_MONEY_OF = {**_LOCAL_DOLLAR, "MY": "MYR", "JP": "JPY", "KR": "KRW", "SA": "SAR", "AE": "AED", "QA": "QAR", "KW": "KWD"}
_LOCAL_RIYAL = {"QA": "QAR", "OM": "OMR"}
_LOCAL_DINAR = {"BH": "BHD", "JO": "JOD"}


def _pay(chosen: Sequence[Money], text: str, destinations: tuple[str, ...]) -> Pay:
    first, last = chosen[0], chosen[-1]
    lows, highs = [m.min for m in chosen], [m.max for m in chosen]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    yearly = first.period == "year"
    near = last.end - first.start <= 120
    return Pay(
        min=_monthly(low, yearly=yearly),
        max=_monthly(high, yearly=yearly),
        currency=_local(first.currency, first.raw, destinations),
        period="month" if yearly else (first.period if first.period not in {"once", "piece"} else None),
        raw=text[first.start : last.end] if near and not text.startswith("gaji ") else "; ".join(m.raw for m in chosen),
    )


def _monthly(value: float | None, *, yearly: bool) -> float | None:
    return round(value / 12, 2) if value is not None and yearly else value


def bare_pay(text: str, destinations: tuple[str, ...]) -> Pay | None:
    """A wage without its currency ("gaji 5.100"): the money is that of the country of work."""
    currency = _MONEY_OF.get(destinations[0]) if len(destinations) == 1 else None
    match = patterns("money")["bare_wage"].search(text.lower()) if currency else None
    if match is None:
        return None
    amount = float(re.sub(r"[.,]", "", match["amount"]))
    return Pay(
        min=amount, max=amount, currency=currency, period=None, raw=text[match.start("amount") : match.end("amount")]
    )


def local_currency(pay: Pay, destinations: tuple[str, ...]) -> str | None:
    """The same for a pay that has been read."""
    return _local(pay.currency, pay.raw, destinations)


def _local(currency: str | None, raw: str, destinations: tuple[str, ...]) -> str | None:
    """Plain "dolar", "riyal", "dinar" are those of the country of work when there is exactly one."""
    country, raw = destinations[0] if len(destinations) == 1 else "", raw.lower()
    if currency == "USD" and not re.search(r"us|u\$|amerika", raw):
        return _LOCAL_DOLLAR.get(country, "USD")
    if currency == "SAR" and not re.search(r"sar|saudi", raw):
        return _LOCAL_RIYAL.get(country, "SAR")
    if currency == "KWD" and "kuwait" not in raw:
        return _LOCAL_DINAR.get(country, "KWD")
    return currency


_HOURS_DAYS_WEEKS = {"hour": 208.0, "day": 26.0, "week": 4.33, "month": 1.0, None: 1.0}
"""To a month of full-time work as offered to migrants (8 hours, 26 days)."""


_ONCE = 6e7
"""Rupiah above which a sum without a period is paid once: a dowry, a compensation."""


class Band(NamedTuple):
    """Usual pay in rupiah a month, as dated in `lexicon/money_bands.csv`."""

    low: float
    high: float
    source: str

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


_REGULAR = {"hour", "day", "week", "month", "year"}
_CLAUSE = re.compile(r"[,.;](?!\d)")


@cache
def _bands() -> dict[tuple[str, str], Band]:
    rows = sorted(table("money_bands"), key=lambda row: row["valid_from"])
    return {(row["country"], row["work"]): Band(float(row["low"]), float(row["high"]), row["source"]) for row in rows}


@cache
def _rates() -> dict[str, float]:
    rows = sorted(table("money_rates"), key=lambda row: row["valid_from"])
    return {row["currency"]: float(row["rupiah"]) for row in rows}


_NAMED_WITHIN = 160
"""Characters in which the kind of work stands, before a text comes to talk of other things."""


@cache
def _works() -> Phrases:
    return Phrases.of(((row["work"], row["phrase"]) for row in table("money_works")), {})


def kind_of_work(normalised: str) -> str | None:
    """The class of work of `lexicon/money_works.csv` that is named first; `skilled` wins, because it has no band."""
    named = [label for label, _, _ in _works().find(normalised[:_NAMED_WITHIN])]
    return "skilled" if "skilled" in named else (named[0] if named else None)


def pay_ratio(pay: Pay, countries: tuple[str, ...], work: str | None) -> float | None:
    """Offered pay over the middle of its reference band; null where the wage or the band is not known."""
    amounts = [v for v in (pay.min, pay.max) if v is not None]
    rate = _rates().get(pay.currency or "")
    factor = _HOURS_DAYS_WEEKS.get(pay.period)
    if not amounts or rate is None or factor is None or work == "skilled":
        return None
    if pay.period is None and max(amounts) * rate > _ONCE:
        return None
    offered = sum(amounts) / len(amounts) * rate * factor
    ratios = [offered / band.middle for band in (_band(c, work) for c in countries or ("*",)) if band]
    return min(ratios) if ratios else None


def _band(country: str, work: str | None) -> Band | None:
    bands = _bands()
    return bands.get((country, work or "any")) or bands.get((country, "any")) or bands.get(("*", work or "any"))
