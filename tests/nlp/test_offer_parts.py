"""What of an offer the models above the words are told. Texts written for these tests."""

import pytest

from nlp.offer_parts import SELLER, SELLING, cues_of, gather
from nlp.registry import load_registry
from nlp.text import Reading


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Paket liburan Jepang 5 hari, visa dan hotel, 15 juta", {SELLER, SELLING}),
        ("Disewakan kamar dekat stasiun di Seoul, bulanan", {SELLER, SELLING}),
        ("Ikut rombongan tour 5 hari, hari kedua dijemput, lanjut kerja di kebun", {SELLER}),
        ("Dicari penjaga kamar kos, gaji 2 juta", set()),
    ],
)
def test_who_sells_something_and_has_no_word_of_work_is_told_apart(text: str, cues: set[str]) -> None:
    registry, reading = load_registry(), Reading.of("", text)
    facts, _ = gather(registry, reading, key=b"a key of tests")
    assert cues_of(registry, facts) & {SELLER, SELLING} == cues
