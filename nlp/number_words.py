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
_READ = re.compile(r"(?: juta| ribu)(?!\w)| setengah|$")
_COMMA = re.compile(r"(?<=\d) ?koma ?(?=\d(?!\d))")


def in_digits(text: Normalised) -> Normalised:
    """Of a folded text; numbers before "juta" and "ribu" in plain words stay, these are read as they are."""
    return text.rewritten(sorted([*_comma(text.text), *_told(text.text)]))


def _comma(text: str) -> Iterator[Edit]:
    if "koma" in text:
        yield from (Edit(match.start(), match.end(), ",") for match in _COMMA.finditer(text))


def _told(text: str) -> Iterator[Edit]:
    for match in _number().finditer(text):
        words = [leet_shape(word) for word in _word().findall(match["whole"])]
        counted = grammar().currency_after.match(text, match.end())
        paid = counted or grammar().prefix.search(text[max(0, match.start() - 6) : match.start()])
        plain = len(words) == len(match[0].split()) and match[0].replace(" ", "").isalpha()
        read = plain and _known(words) and _READ.match(text, match.end())
        goes_on = text.endswith(("juta ", "jt "), 0, match.start())
        if not goes_on and (paid or (not read and _money_follows(text, match.end()))):
            value = value_of(words)
            tenth = f",{_numbers()[leet_shape(match['tenth'])]}" if match["tenth"] else ""
            if value:
                yield Edit(match.start(), match.end(), f"{value}{tenth}")


def _money_follows(text: str, end: int) -> bool:
    """Behind this number, or behind the one up to which it goes ("lima sampai delapan juta")."""
    upper = _range().match(text, end)
    counted = grammar().million_after.match(text, upper.end() if upper else end)
    return bool(counted or (upper and grammar().currency_after.match(text, upper.end())))


def value_of(words: list[str]) -> int:
    """By the shapes of the words; 0 where they are no number."""
    total = hundreds = current = 0
    for word in words:
        size = _multipliers().get(word)
        if size is None:
            if 0 < current < 10:  # "dua tiga ribu"
                return 0
            hundreds, current = (
                (hundreds + current, _numbers()[word]) if current >= 10 else (hundreds, current + _numbers()[word])
            )
        elif size == 0:
            current += 10
        elif size == 1000:
            total, hundreds, current = total + (hundreds + current or 1) * size, 0, 0
        else:
            hundreds, current = hundreds + (current or 1) * size, 0
    return total + hundreds + current


def _known(words: list[str]) -> bool:
    """Words that the grammar of sums reads by itself."""
    plain = {leet_shape(word) for word in (*content("money")["digits"], "belas", "puluh", "ratus", "seratus", "seribu")}
    return plain.issuperset(words)


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
    return re.compile(rf"(?:{patterns('money')['joiner'].pattern}){_run()}")


def _run() -> str:
    return rf"(?:{_either('number_words')})(?:[ -]?(?:{_either('multipliers')}|{_either('number_words')})){{0,9}}"
