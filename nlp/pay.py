"""The stated wage of an offer, in the money of the country of work."""

from collections.abc import Sequence
from functools import cache

from nlp.content import table
from nlp.money import Money, find_money
from nlp.money_grammar import grammar, shape
from nlp.normal import Normalised, fold, normalise
from nlp.number_words import in_digits
from nlp.pay_bands import distance, kind_of_work, money_of, pay_ratio
from nlp.pay_choice import Sum, sums_of, wages_of
from nlp.text import Reading
from warehouse.contracts import Pay

__all__ = ["bare_pay", "find_pay", "kind_of_work", "local_currency", "pay_ratio"]

_QUOTED = 120
"""Characters of a quote that holds several wages; longer ones are quoted one by one."""


def find_pay(
    reading: Reading,
    money: Sequence[Money] | None = None,
    *,
    salary: str | None = None,
    destinations: tuple[str, ...] = (),
) -> Pay | None:
    """The stated wage; `salary` is the field of a job board, used where the text itself names none.

    `money` are the sums of `reading.joined`, where they are known already.
    """
    text = reading.normalised
    sums = _sums(text, find_money(reading.joined) if money is None else money, destinations)
    if salary and max((one.score for one in sums), default=-1) <= 1:
        stated = find_money(salary) or find_money(f"gaji {salary}")
        if stated:
            return _pay(stated[:1], salary, destinations)
    return _best(reading.joined, text, sums, destinations)


def _sums(text: Normalised, found: Sequence[Money], destinations: tuple[str, ...]) -> list[Sum]:
    known = []
    for money in found:
        start, end = text.reached(money.start, money.end)
        known.append(money._replace(start=start, end=end))
    return sums_of(text.text, known, destinations)


def _best(typed: str, text: Normalised, sums: Sequence[Sum], destinations: tuple[str, ...]) -> Pay | None:
    wages = wages_of(text.text, sums, destinations)
    if not wages:
        return None
    first, last = text.origin(wages[0].start, wages[-1].end)
    quotes = [typed[slice(*text.origin(wage.start, wage.end))] for wage in wages]
    return _pay(wages, typed[first:last] if last - first <= _QUOTED else "; ".join(quotes), destinations)


def bare_pay(text: str, destinations: tuple[str, ...]) -> Pay | None:
    """The wage of a text in which none was found without knowing these countries of work."""
    if not destinations:
        return None
    read = normalise(text)
    return _best(text, read, _sums(read, find_money(text), destinations), destinations)


def _pay(wages: Sequence[Money], raw: str, destinations: tuple[str, ...]) -> Pay:
    lows, highs = [wage.min for wage in wages], [wage.max for wage in wages]
    parted = _one_side(lows, highs)
    low = None if None in lows and not parted else min(v for v in lows if v is not None)
    high = None if None in highs and not parted else max(v for v in highs if v is not None)
    yearly = wages[0].period == "year"
    period = next((wage.period for wage in wages if wage.period), None)
    return Pay(
        min=_monthly(low, yearly=yearly),
        max=_monthly(high, yearly=yearly),
        currency=_local(wages[0].currency, raw, destinations, low or high or 0.0),
        period="month" if yearly else (period if period not in {"once", "piece"} else None),
        raw=raw,
    )


def _one_side(lows: Sequence[float | None], highs: Sequence[float | None]) -> bool:
    """Whether one sum says from what and another up to what: "mulai 2.300 … bisa sampai 2.800"."""
    return (
        len(lows) > 1
        and all((low is None) != (high is None) for low, high in zip(lows, highs, strict=True))
        and (None in lows and None in highs)
    )


def _monthly(value: float | None, *, yearly: bool) -> float | None:
    return round(value / 12, 2) if value is not None and yearly else value


def local_currency(pay: Pay, destinations: tuple[str, ...]) -> str | None:
    """The currency of a pay that has been read, as these countries of work name theirs."""
    return _local(pay.currency, pay.raw, destinations, pay.min or pay.max or 0.0)


@cache
def _families() -> dict[str, str]:
    return {shape(row["form"]): row["family"] for row in table("money_currencies") if row["family"]}


def _local(currency: str | None, raw: str, destinations: tuple[str, ...], amount: float) -> str | None:
    """Plain "dolar", "riyal", "rupee" are those of the country of work: of several, of the one where the pay is usual."""
    if currency is None or not any(money_of().get(country, ("", ""))[1] for country in destinations):
        return currency
    found = grammar().amount.finditer(in_digits(fold(raw)).text)
    named = next((form for match in found if (form := match["pre"] or match["post"])), "")
    family = _families().get(shape(named))
    local = {money_of()[c][0]: c for c in destinations if family and money_of().get(c, ("", ""))[1] == family}
    if not local:
        return currency
    if len(local) == 1 and len(destinations) == 1:
        return next(iter(local))
    usual = {money: away for money, c in local.items() if (away := distance(amount, money, None, (c,))) is not None}
    return min(usual, key=lambda money: usual[money], default=currency)
