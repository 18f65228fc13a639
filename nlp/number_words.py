"""Numbers told in words, as digits, where the money they count stands beside them: "seribu dua ratus euro", "empatpuluh juta",
"u$ emp4t r4tus"; Javanese, Sundanese, Minang and Malay words too.
"""

import re
from collections.abc import Iterator
from functools import cache

from nlp.content import content, patterns
from nlp.money_grammar import grammar
from nlp.normal import Edit, Normalised
from nlp.spelling import leet_pattern, leet_shape

_DISGUISED_FROM = 4
_HUNDRED, _THOUSAND = 100, 1000
_COMMA = re.compile(r"(?<=\d) ?koma ?(?=\d(?!\d))")


def in_digits(text: Normalised) -> Normalised:
    """Of a folded text; "ribu" at the end of a number stays, a unit as "juta" is."""
    return text.rewritten(sorted([*_comma(text.text), *_told(text.text)]))


def _comma(text: str) -> Iterator[Edit]:
    if "koma" in text:
        yield from (Edit(match.start(), match.end(), ",") for match in _COMMA.finditer(text))


def _told(text: str) -> Iterator[Edit]:
    for match in _number().finditer(text):
        found = list(_word().finditer(match["whole"]))
        words = [leet_shape(word[0]) for word in found]
        thousands = _multipliers().get(words[-1]) == _THOUSAND and len(words) > 1
        hundreds = _multipliers().get(words[-1]) == _HUNDRED and text.endswith("juta ", 0, match.start())
        if not (thousands or hundreds or _is_money(text, match)):
            continue
        told = _told_twice(words) or str(value_of(words[:-1] if thousands else words) or "")
        tenth = f",{_numbers()[leet_shape(match['tenth'])]}" if match["tenth"] else ""
        if told:
            end = match.start() + found[-2].end() if thousands else match.end()
            yield Edit(match.start(), end, f"{told}{tenth}")


def _is_money(text: str, match: re.Match[str]) -> bool:
    """A currency, "juta" or "setengah ribu" stands beside this number, or behind the one up to which it goes ("lima sampai
    delapan juta").
    """
    rules, upper = grammar(), _range().match(text, match.end())
    end = upper.end() if upper else match.end()
    after = rules.currency_after.match(text, end) or rules.unit_after.match(text, end)
    return bool(after or rules.prefix.search(text[max(0, match.start() - 6) : match.start()]))


def _told_twice(words: list[str]) -> str:
    """Two figures in a row ("dua tiga juta") are a range."""
    sizes = [_numbers().get(word, 0) for word in words]
    return f"{sizes[0]}-{sizes[1]}" if len(words) == 2 and 0 < sizes[0] < sizes[1] < 10 else ""


def value_of(words: list[str]) -> int:
    """By the shapes of the words; 0 where they are no number."""
    total = hundreds = current = 0
    for word in words:
        size = _multipliers().get(word)
        if size is None:
            if 0 < current < 10:
                return 0
            hundreds, current = (
                (hundreds + current, _numbers()[word]) if current >= 10 else (hundreds, current + _numbers()[word])
            )
        elif size == 0:
            current += 10
        elif size == _THOUSAND:
            total, hundreds, current = total + (hundreds + current or 1) * size, 0, 0
        else:
            hundreds, current = hundreds + (current or 1) * size, 0
    return total + hundreds + current


@cache
def _numbers() -> dict[str, int]:
    return {leet_shape(word): value for word, value in content("money")["number_words"].items()}


@cache
def _multipliers() -> dict[str, int]:
    return {leet_shape(word): value for word, value in content("money")["multipliers"].items()}


def _form(word: str) -> str:
    return leet_pattern(word) if len(word) >= _DISGUISED_FROM else word


def _either(name: str) -> str:
    return "|".join(_form(word) for word in sorted(content("money")[name], key=len, reverse=True))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"{_either('multipliers')}|{_either('number_words')}")


@cache
def _number() -> re.Pattern[str]:
    """Begins with a number, not with a multiplier."""
    tenth = "|".join(_form(word) for word, value in content("money")["number_words"].items() if value < 10)
    return re.compile(rf"(?<!\w)(?P<whole>{_run()})(?: koma (?P<tenth>{tenth}))?(?!\w)")


@cache
def _range() -> re.Pattern[str]:
    return re.compile(rf"(?:{patterns('money')['joiner'].pattern})(?:{_run()}|\d{{1,12}})")


def _run() -> str:
    return rf"(?:{_either('number_words')})(?:[ -]?(?:{_either('multipliers')}|{_either('number_words')})){{0,9}}"
