"""Sums of money in Indonesian and English text, and which of them is the wage."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from nlp.content import content, patterns, table
from nlp.normal import fold

Period = Literal["hour", "day", "week", "month", "year", "once", "piece"]


@cache
def _units() -> dict[str, float]:
    return {word: float(size) for word, size in content("money")["units"].items()}


@cache
def _digits() -> dict[str, int]:
    digits: dict[str, int] = content("money")["digits"]
    return digits


class Money(NamedTuple):
    """`min` or `max` is null when the text leaves that side open; amounts as written, not converted."""

    start: int
    end: int
    min: float | None
    max: float | None
    currency: str | None
    period: Period | None
    raw: str


_DIGIT_RUN = re.compile(r"\d+")
_DECIMAL = re.compile(r"(?<![\d.,])\d{1,2}[.,]\d$")


class _Grammar(NamedTuple):
    amount: re.Pattern[str]
    prefix: re.Pattern[str]
    spelt: re.Pattern[str]
    tail: re.Pattern[str]
    period_before: re.Pattern[str]
    before: dict[str, str]
    after: dict[str, str]
    periods: dict[str, Period]


def _rule(name: str) -> re.Pattern[str]:
    return patterns("money")[name]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in sorted(words, key=len, reverse=True))


@cache
def _grammar() -> _Grammar:
    rows = table("money_currencies")
    before = {row["form"]: row["currency"] for row in rows if row["place"] == "before"}
    after = {row["form"].replace(" ", ""): row["currency"] for row in rows if row["place"] == "after"}
    post = _either([row["form"] for row in rows if row["place"] == "after"])
    periods: dict[str, Period] = {row["form"]: row["period"] for row in table("money_periods")}  # type: ignore[misc]  # the file holds the codes of Period
    span = _either(list(periods))
    number = r"\d{1,3}(?:[.,]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?!\d)"
    words = "|".join(
        [*_digits(), "belas", "puluh", "ratus", "setengah", "seratus", "seribu", *content("money")["vague"]]
    )
    spelt = rf"(?:(?:{words})\s){{1,6}}(?=(?:ratus\s)?(?:juta|ribu))|sejuta(?!\w)"
    amount = (
        rf"(?:(?P<pre>{_either(list(before))})\s?[.:]?\s?)?(?:(?P<num>{number})|(?P<spelt>{spelt}))"
        rf"(?:[ -]?[(]?(?P<unit>{_either(list(_units()))})(?![a-z])[)]?)?(?:,-|,--|\.-)?(?P<about>\s?-?an(?!\w))?"
        rf"(?:\s?(?P<post>{post})(?![a-z]))?"
    )
    return _Grammar(
        amount=re.compile(amount),
        prefix=re.compile(rf"(?<!\w)(?:{_either(list(before))})\s?[.:]?\s?$"),
        spelt=re.compile(rf"(?<!\w)(?:{spelt})"),
        tail=re.compile(
            r"\s?(?P<open>\+{1,3}(?!\s?\w)|up(?!\w)|plus(?!\s\w)|ke\s?atas|lebih|an\s?up|\+\+)?"
            r"(?:\s?[(]?(?:bersih|nett?o?|gross|kotor|pokok|cash|tunai|rata-rata)[)]?)?"
            rf"\s?[(]?(?:(?:/|per|p|se|tiap|setiap|a|an|each|every|@)[ \n]?(?P<period>{span})|(?P<alone>monthly|weekly|daily|annually|yearly|hourly|p\.?m\.?|p\.?a\.?))(?!\w)"
            r"|\s?(?P<open2>\+{1,3}(?!\s?\w)|up(?!\w)|ke\s?atas)"
        ),
        period_before=re.compile(
            rf"(?:(?:/|per|se|tiap|setiap)\s?(?P<a>{span})|(?P<b>harian|mingguan|bulanan|tahunan|daily|weekly|monthly|annual|yearly|hourly))"
            r"(?:\s(?:gaji|salary|upah|pay|rate|sebesar|senilai|mulai|sekitar|income|wage))?\s?[:=]?\s?(?:sebesar\s|mulai\s|dari\s|sekitar\s|kisaran\s)?$"
        ),
        before=before,
        after=after,
        periods={**periods, "annual": "year"},
    )


@lru_cache(maxsize=8)
def find_money(text: str) -> tuple[Money, ...]:
    """In the order of the text; the parts of an offer and the entities ask for the same one."""
    folded = fold(text)
    found = list[Money]()
    done = 0
    for start in _starts(folded.text):
        money = _read(folded.text, start) if start >= done else None
        if money:
            done = money.end
            first, last = folded.origin(money.start, money.end)
            found.append(money._replace(start=first, end=last, raw=text[first:last]))
    return tuple(sorted(_merged(found, text)))


def _starts(text: str) -> list[int]:
    """Where an amount may begin: at digits with the currency before them, at number words before "juta" or "ribu"."""
    starts = []
    for digits in _DIGIT_RUN.finditer(text):
        start = digits.start()
        before = _grammar().prefix.search(text[max(0, start - 6) : start])
        if before:
            starts.append(start - len(before[0]))
        elif start == 0 or not (text[start - 1].isalnum() or text[start - 1] in ".,/_"):
            starts.append(start)
    if "juta" in text or "ribu" in text:
        starts += [match.start() for match in _grammar().spelt.finditer(text)]
    if "digit" in text:
        starts += [match.start() for match in _rule("two_digits").finditer(text)]
    return sorted(set(starts))


def _merged(found: list[Money], text: str) -> list[Money]:
    """Make one sum of "dua juta lima ratus ribu"."""
    merged = list[Money]()
    for money in found:
        last = merged[-1] if merged else None
        spelt = last is not None and not any(c.isdigit() for c in last.raw + money.raw)
        if (
            last
            and spelt
            and last.max
            and money.max
            and text[last.end : money.start].isspace()
            and last.max >= 1e6 > money.max
        ):
            total = last.max + money.max
            merged[-1] = Money(
                last.start, money.end, total, total, last.currency, money.period, text[last.start : money.end]
            )
        else:
            merged.append(money)
    return merged


def _read(text: str, start: int) -> Money | None:
    two = _rule("two_digits").match(text, start)
    if two:
        return Money(start, two.end(), 1e7, None, "IDR", None, "")
    match = _grammar().amount.match(text, start)
    if match is None:
        return None
    before = text[max(0, start - 40) : start]
    low, unit, currency = _amount(match)
    if match["unit"] == "k" and not currency and not _rule("wage").search(before):
        return None
    high, end = low, match.end()
    second = _second(text, end)
    if second:
        top, top_unit, top_currency = _amount(second)
        shared = (low[0] * (top_unit or 1), low[1] * (top_unit or 1)) if not unit and low[1] < 1000 else low
        if top_unit is None and unit and top[1] < 1000:
            top = (top[0] * unit, top[1] * unit)
        same = currency == top_currency or not (currency and top_currency)
        if same and shared[0] < top[1] <= shared[0] * 50:
            low, high, end = shared, top, second.end()
            currency, unit = currency or top_currency, unit or top_unit
    if currency is None and (unit is None or unit == _units()["m"]):
        if match["spelt"] or unit or not _plausible(text, end, before, high[1]):
            return None
        factor = 1e6 if high[1] < 1000 else 1.0
        low, high = (low[0] * factor, low[1] * factor), (high[0] * factor, high[1] * factor)
    return _finished(text, (match.start(), end), (low[0], high[1]), currency or "IDR", before)


def _second(text: str, end: int) -> re.Match[str] | None:
    joiner = _rule("joiner").match(text, end)
    second = _grammar().amount.match(text, joiner.end()) if joiner else None
    if (
        second
        and not (second["unit"] or second["post"] or second["pre"])
        and _rule("counted").match(text, second.end())
    ):
        return None
    return second


def _finished(text: str, span: tuple[int, int], amounts: tuple[float, float], currency: str, before: str) -> Money:
    grammar = _grammar()
    start, end = span
    low: float | None = amounts[0]
    high: float | None = amounts[1]
    period: Period | None = None
    tail = grammar.tail.match(text, end)
    opened = False
    if tail:
        word = tail["period"] or tail["alone"]
        opened = bool(tail["open"] or tail["open2"])
        if word:
            period = grammar.periods.get(word) or ("month" if word.startswith("p") and "m" in word else "year")
        if word or opened:
            end = tail.end()
    if period is None:
        earlier = grammar.period_before.search(before)
        period = grammar.periods[earlier["a"] or earlier["b"]] if earlier else None
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
    tail = _grammar().tail.match(text, end)
    if value >= 300_000 and tail and (tail["period"] or tail["alone"]):
        return True
    if not _rule("wage_just_before").search(before) or _rule("counted").match(text, end):
        return False
    told = _rule("millions_follow").match(text[end : end + 8]) or _DECIMAL.search(text, end - 5, end)
    return value >= 300_000 or (value < 100 and bool(told))


def _amount(match: re.Match[str]) -> tuple[tuple[float, float], float | None, str | None]:
    grammar = _grammar()
    unit = _units()[match["unit"]] if match["unit"] else None
    if match["num"]:
        value = _number(match["num"], unit)
        values = (value, value)
    else:
        values, implied = _spelt(match["spelt"])
        unit = unit or implied
    currency = grammar.before.get((match["pre"] or "").strip())
    if match["post"]:
        currency = currency or grammar.after[re.sub(r"\s", "", match["post"])]
    factor = unit if unit and (match["num"] or match["unit"]) else 1.0
    return (values[0] * factor, values[1] * factor), unit, currency


def _number(digits: str, unit: float | None) -> float:
    """Read separators as Indonesian or English: the last of two kinds is the decimal one; three digits make thousands."""
    separators = [c for c in digits if c in ".,"]
    if not separators:
        return float(digits)
    last = max(digits.rfind("."), digits.rfind(","))
    decimals = len(digits) - last - 1
    mixed = len(set(separators)) == 2
    decimal = mixed or decimals != 3 or (unit is not None and unit >= 1e6 and len(separators) == 1)
    whole = re.sub(r"[.,]", "", digits[:last] if decimal else digits)
    return float(f"{whole}.{digits[last + 1 :]}") if decimal else float(whole)


def _spelt(words: str) -> tuple[tuple[float, float], float | None]:
    parts = words.split()
    if parts == ["sejuta"]:
        return (1e6, 1e6), 1e6
    vague = content("money")["vague"].get(parts[0]) if parts else None
    if vague:
        return (float(vague[0]), float(vague[1])), None
    total = current = 0.0
    for part in parts:
        if part == "belas":
            current += 10
        elif part == "puluh":
            current *= 10
        elif part in {"ratus", "seratus"}:
            total, current = total + (current or 1) * 100, 0.0
        elif part == "setengah":
            current += 0.5
        else:
            current += _digits().get(part, 0)
    value = total + current
    return (value, value), None
