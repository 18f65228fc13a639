"""Which of the sums of an offer are its wages: labelled so, paid by the month, or one of a list of wages."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.bare_pay import Bare, alike, find_bare, implied, in_thousands
from nlp.content import guarded, patterns
from nlp.money import Money
from nlp.pay_bands import distance, money_of, worth

_SPREAD = 4.0
"""How far the wages of one list may lie apart."""
_REGULAR = {"hour", "day", "week", "month", "year"}
_CLAUSE = re.compile(r"[,.;](?!\d)")
_LINE, _HEADING, _AFTER = 80, 90, 24
"""Characters around a sum that are looked at: its line, the line above, words behind it."""
_FEE_WITHIN, _FEE_BY_PERIOD = 44, 36
"""Characters before a sum in which a word for fees speaks of it; fewer where it is paid by the month, day or hour."""
_NEAR, _NEAR_ALIKE = 60, 160
"""Characters between two wages of one list; more where both are in the same foreign money."""
_LEAST_WORTH = 3000
"""Rupiah below which nothing is paid for an hour."""
_USUAL = 1.2
"""Greatest distance from usual pay of a sum in the money of the country of work that speaks for itself."""
_BELIEVED = 1.6
"""Greatest distance from usual pay of a sum in rupiah abroad that no word calls a wage."""


class Sum(NamedTuple):
    """`score`: 4 labelled as wage, 3 with a period, 2 under a heading about wages or promised once, 1 unlabelled,
    0 an allowance, which is the pay where nothing else is, -1 something else.
    """

    money: Money
    score: int


def sums_of(text: str, money: Sequence[Money], countries: tuple[str, ...]) -> list[Sum]:
    """Of a normalised text every sum, in its order, with numbers that can only be a wage."""
    once = guarded("money", "paid_once").search(text) is not None
    known = [in_thousands(m, text[m.start : m.end], countries) for m in money]
    sums, loose = list[Sum](), list[Bare]()
    both: list[Money | Bare] = [*known, *find_bare(text, known)]
    for found in sorted(both, key=lambda one: one.start):
        since = sums[-1].money.end if sums else 0
        if isinstance(found, Money):
            score = _score(text, found, since, once=once)
            sums.append(Sum(found, 2 if score == 1 and _is_usual(found, countries) else score))
            continue
        read = implied(found, countries, once=once) if found.evidence else None
        if read and _score(text, read, since, once=once) >= 0:
            sums.append(Sum(read, 1 if read.period == "piece" else found.evidence + 1))
        else:
            loose.append(found)
    if any(one.score >= 1 for one in sums):
        return _listed(text, sums, loose)
    alone = [Sum(read, 1) for bare in loose if (read := implied(bare, countries, once=once))]
    return [one for one in alone if _score(text, one.money, 0, once=once) >= 0] or sums


def _listed(text: str, sums: list[Sum], loose: Sequence[Bare]) -> list[Sum]:
    """With the numbers that go on or lead up to a list: "160 OMR, Receptionist 220", "tukang 150 laden 110 perhari"."""
    for bare in loose:
        read = next(_beside(text, sums, bare), None)
        if read and _score(text, read, 0, once=False) >= 0:
            sums = sorted([*sums, Sum(read, 1)], key=lambda one: one.money.start)
    return sums


def _beside(text: str, sums: Sequence[Sum], bare: Bare) -> Iterator[Money]:
    rules = patterns("money")
    before = next((one for one in reversed(sums) if one.money.end <= bare.start), None)
    behind = next((one for one in sums if one.money.start >= bare.end), None)
    if before and before.score >= 1 and rules["goes_on"].fullmatch(text, before.money.end, bare.start):
        read = alike(bare, before.money)
        if read:
            yield read
    if behind and behind.score >= 2 and not behind.money.raw:
        read = alike(bare, behind.money)
        if read and rules["leads_up"].fullmatch(text, bare.end, behind.money.start):
            yield read


def wages_of(text: str, sums: Sequence[Sum], countries: tuple[str, ...]) -> list[Money]:
    """The best run of wages, and the others like it; none where no sum can be a wage."""
    runs = _runs(text, sums)
    best = max((one.score for run in runs for one in run), default=-1)
    chosen = [run for run in runs if max(one.score for one in run) == best]
    if best == 1:
        chosen = _unlabelled(text, chosen, countries)
    if not chosen:
        return []
    wages = [one.money for one in chosen[0]]
    for run in chosen[1:]:
        apart = best < 4 and "\n" not in text[wages[-1].end : run[0].money.start]
        if not apart and _alike(wages[0], run[0].money, exactly=True):
            wages += [one.money for one in run]
    local = _in_local(text, wages[0], sums, countries) if len(wages) == 1 else None
    return [local] if local else wages


def _runs(text: str, sums: Sequence[Sum]) -> list[list[Sum]]:
    runs = list[list[Sum]]()
    for one in sums:
        if one.score < 0:
            runs.append([])
        elif runs and runs[-1] and _goes_on(text, runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [run for run in runs if run]


def _goes_on(text: str, one: Sum, other: Sum) -> bool:
    first, second = one.money, other.money
    gap = text[first.end : second.start]
    near = _NEAR_ALIKE if first.currency != "IDR" and "\n" in gap else _NEAR
    if min(one.score, other.score) < 1 or len(gap) > near or not _alike(first, second):
        return False
    ends = ("list_ends", "stop") if first.currency == "IDR" else ("list_ends",)
    return not any(patterns("money")[name].search(gap) for name in ends)


def _alike(first: Money, second: Money, *, exactly: bool = False) -> bool:
    """In one currency, of one size and for one period; `exactly`: a missing period is none that fits."""
    values = [value for money in (first, second) for value in (money.min, money.max) if value]
    periods = {first.period, second.period} - (set() if exactly else {None})
    return (
        first.currency == second.currency
        and len(periods) <= 1
        and bool(values)
        and max(values) <= _SPREAD * min(values)
    )


def _unlabelled(text: str, runs: Sequence[list[Sum]], countries: tuple[str, ...]) -> list[list[Sum]]:
    """Those in the money of a country of work, or the first sum in rupiah that such work may pay."""
    foreign = [run for run in runs if run[0].money.currency != "IDR"]
    if foreign:
        return foreign
    once = guarded("money", "paid_once").search(text) is not None
    return [run for run in runs if once or _believed(run[0].money, countries)][:1]


def _believed(money: Money, countries: tuple[str, ...]) -> bool:
    if set(countries) <= {"ID"}:
        return True
    away = distance(money.max or money.min or 0.0, "IDR", money.period, countries)
    return away is not None and away <= _BELIEVED


def _is_usual(money: Money, countries: tuple[str, ...]) -> bool:
    """In the money of a country of work and of the size that is paid there."""
    local = [c for c in countries if money_of().get(c, ("", ""))[0] == money.currency != "IDR"]
    away = distance(money.max or money.min or 0.0, money.currency or "", money.period, tuple(local)) if local else None
    return away is not None and away <= _USUAL


def _in_local(text: str, wage: Money, sums: Sequence[Sum], countries: tuple[str, ...]) -> Money | None:
    """Of "25 juta (3.300 dirham)" the sum in which the wage is paid."""
    local = {money_of()[country][0] for country in countries if country in money_of()}
    for one in sums:
        gap = text[wage.end : one.money.start]
        if wage.currency == "IDR" and one.money.currency in local - {"IDR"} and re.fullmatch(r"\s?[(=≈/]\s?", gap):
            return one.money
    return None


def _score(text: str, money: Money, since: int, *, once: bool) -> int:
    """See `Sum`; `since` is where the sum before ends: a label belongs to the first behind it."""
    rules = patterns("money")
    line_start = text.rfind("\n", 0, money.start) + 1
    start = max(line_start, money.start - _LINE)
    line, following = text[start : money.start], text[money.end : money.end + _AFTER]
    labels = [m for m in rules["wage"].finditer(line) if start + m.end() >= since]
    wage = labels[-1].end() if labels else -1
    clause = len(line) - len(_CLAUSE.split(line)[-1])
    one_off = max((m.end() for m in rules["one_off"].finditer(line, clause)), default=-1)
    within = _FEE_BY_PERIOD if money.period in _REGULAR else _FEE_WITHIN
    sentence = max((m.end() for m in rules["stop"].finditer(line)), default=0) if money.period in _REGULAR else 0
    fees_from = max(clause if wage < 0 else wage, len(line) - within, sentence)
    fee = max((m.end() for m in rules["not_wage"].finditer(line, fees_from)), default=-1)
    if rules["repeated"].search(line[-30:]) and not rules["equalled"].search(line):
        return -1
    if money.period != "piece" and worth(money) < _LEAST_WORTH:
        return -1
    if rules["extra"].match(following) and rules["added"].search(line):
        return -1
    if fee > max(wage, one_off):
        return _allowance(line, clause, money)
    if labels:
        weak = rules["weak_wage"].match(line, labels[-1].start()) or rules["asked"].match(following)
        return (3 if money.period in _REGULAR else 2) if weak else 4
    if one_off >= 0 and once and rules["dowry"].search(line, clause):
        return 4
    if money.period in _REGULAR:
        return 3
    if money.currency == "IDR" and not once and rules["cost_after"].match(following.lstrip(" (),")):
        return -1
    heading = text[max(0, line_start - _HEADING) : line_start]
    return 2 if one_off >= 0 or rules["wage"].search(heading) else 1


def _allowance(line: str, clause: int, money: Money) -> int:
    """Of a sum behind a word for fees and extras: trainees live on an allowance, and a fee by the day is a wage."""
    rules, regular = patterns("money"), money.period in _REGULAR
    by_piece = money.period == "piece" and not rules["per_head"].search(money.raw.lower())
    if rules["allowance"].search(line, clause):
        return 1 if regular or money.currency not in {"IDR", None} or rules["trainee"].search(line) else -1
    if rules["fee"].search(line, clause):
        return 1 if regular or by_piece else 0 if money.currency not in {"IDR", None} else -1
    return -1
