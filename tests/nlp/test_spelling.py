"""Spellings with digits for letters: whatever the expression of a word finds has the word's shape."""

import re

import pytest

from nlp.content import content, table
from nlp.money import find_money
from nlp.spelling import leet_pattern, leet_shape

_MONEY = content("money")
WORDS = [
    *_MONEY["units"], *_MONEY["number_words"], *_MONEY["multipliers"], *content("contacts")["digit_words"],
    *(row["form"] for row in table("money_periods")), *(row["form"] for row in table("money_currencies")),
]  # fmt: skip
SIGNS = "013456789@$!|"


@pytest.mark.parametrize("word", sorted({word for word in WORDS if word.isalpha()}))
def test_every_spelling_that_is_found_has_the_shape_of_the_word(word: str) -> None:
    found = re.compile(leet_pattern(word))
    spellings = {word[:place] + sign + word[place + 1 :] for place in range(len(word)) for sign in SIGNS}
    allowed = {spelling for spelling in spellings if found.fullmatch(spelling)}
    assert {leet_shape(spelling) for spelling in allowed} <= {leet_shape(word)}


@pytest.mark.parametrize("text", ["gaji 5 ri6u", "gaji 500 ri6u sehari", "upah lima ri6u", "gaji se6elas juta"])
def test_a_six_is_a_b_or_a_g(text: str) -> None:
    assert find_money(text)
