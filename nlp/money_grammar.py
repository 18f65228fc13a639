"""The expressions that read one sum of money, made from the forms in `lexicon/money*`; they run over folded text."""

import re
from functools import cache
from typing import Literal, NamedTuple

from nlp.content import content, patterns, table
from nlp.spelling import leet_pattern, leet_shape

Period = Literal["hour", "day", "week", "month", "year", "once", "piece"]
_DISGUISED_FROM = 4
"""Letters from which a word is worth reading with digits for letters."""


class Grammar(NamedTuple):
    """`before`, `after`, `units`: what a form means, by its `leet_shape` without blanks."""

    amount: re.Pattern[str]
    prefix: re.Pattern[str]
    currency_after: re.Pattern[str]
    unit_after: re.Pattern[str]
    spelt: re.Pattern[str]
    tail: re.Pattern[str]
    period_before: re.Pattern[str]
    before: dict[str, str]
    after: dict[str, str]
    units: dict[str, float]
    periods: dict[str, Period]

    def period_of(self, word: str) -> Period:
        return (
            self.periods.get(word)
            or _periods_by_shape().get(shape(word))
            or ("month" if word.startswith("p") and "m" in word else "year")
        )


@cache
def _periods_by_shape() -> dict[str, Period]:
    return {shape(form): period for form, period in grammar().periods.items()}


def shape(form: str) -> str:
    """One key for the spellings of a form."""
    compact = re.sub(r"\s", "", form)
    return leet_shape(compact) if len(compact) >= _DISGUISED_FROM else compact


@cache
def number_words() -> dict[str, int]:
    words: dict[str, int] = content("money")["number_words"]
    return words


def _either(words: list[str]) -> str:
    return "|".join(_form(word) for word in sorted(words, key=len, reverse=True))


def _form(word: str) -> str:
    disguised = len(word) >= _DISGUISED_FROM and word.replace(" ", "").isalpha()
    return (leet_pattern(word) if disguised else re.escape(word)).replace(r"\ ", r"\s?").replace(" ", r"\s?")


@cache
def grammar() -> Grammar:
    rows = table("money_currencies")
    before = {row["form"]: row["currency"] for row in rows if row["place"] == "before"}
    after = {row["form"]: row["currency"] for row in rows if row["place"] == "after"}
    units = {word: float(size) for word, size in content("money")["units"].items()}
    periods: dict[str, Period] = {row["form"]: row["period"] for row in table("money_periods")}  # type: ignore[misc]  # the file holds the codes of Period
    spelt, span, pre, post = _spelt(), _either(list(periods)), _either(list(before)), _either(list(after))
    parted = rf"\d(?: (?:[.,] )?\d){{1,6}}(?=\s?(?:{_either([form for form in after if not form.isalpha()])}|j ?u? ?t))"
    number = rf"{parted}|(?(pre)\d(?: \d){{2,6}}(?! ?\d)|(?!))|\d{{1,2}}(?:,\d\d){{1,2}},\d{{3}}(?!\d)|\d{{1,3}}(?:[.,]\d{{3}}){{1,4}}(?:[.,]\d{{1,2}})?(?!\d)|(?!0\d)\d{{1,12}}(?:[.,]\d{{1,2}})?(?!\d)"
    more = r"(?<=t)\d(?!\w)|\s?\d{2,3}\s?(?:rb|ribu)(?!\w)|\s?\d00(?=\s?(?:[,.\n/]|$))|\ssetengah(?!\w)"
    amount = (
        rf"(?:(?P<pre>{pre})[ ]?[.:]?[ ]?)?(?:(?P<num>{number})|(?P<spelt>{spelt}))"
        rf"(?P<half> setengah(?= ?(?:juta|jt|ribu|rb)))?(?:-?an(?= ?(?:jt|juta|rb|ribu)(?!\w)))?(?:[ -]?[(]?(?P<unit>{_either(list(units))})(?![a-z])[)]?)?(?P<more>{more})?(?:,-|,--|\.-)?(?P<about>\s?-?an(?!\w))?"
        rf"(?:[ ]?(?P<paren>\()?(?P<post>{post})(?![a-z])(?(paren)\)))?"
    )
    rules = patterns("money")
    return Grammar(
        amount=re.compile(amount),
        prefix=re.compile(rf"(?<!\w)(?:{pre})[ ]?[.:]?[ ]?$"),
        currency_after=re.compile(rf"[ -]?(?:{post})(?![a-z])"),
        unit_after=re.compile(
            rf"(?:(?: setengah)?[ -]?(?:{_either([word for word, size in units.items() if size == 1e6])})"
            rf"| setengah ?(?:{_either(['ribu', 'rb'])}))(?![a-z])"
        ),
        spelt=re.compile(rf"(?<!\w)(?:{spelt})"),
        tail=re.compile(rules["tail"].pattern.replace("<span>", span)),
        period_before=re.compile(rules["period_before"].pattern.replace("<span>", span)),
        before={shape(form): currency for form, currency in before.items()},
        after={shape(form): currency for form, currency in after.items()},
        units={shape(form): size for form, size in units.items()},
        periods={**periods, "annual": "year"},
    )


def _spelt() -> str:
    return rf"(?:{'|'.join([*content('money')['vague'], 'setengah'])})\s(?=(?:ratus\s)?(?:juta|ribu))|sejuta(?!\w)"
