"""What of an offer the models above the words are told. Texts written for these tests."""

import pytest

from nlp.match import Found
from nlp.offer_parts import SELLER, SELLING, Facts, cues_of, gather, sells_only
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
    facts, _ = read(text)
    assert cues_of(load_registry(), facts) & {SELLER, SELLING} == cues


def read(text: str) -> tuple[Facts, list[Found]]:
    return gather(load_registry(), Reading.of("", text), key=b"a key of tests")


@pytest.mark.parametrize(
    ("text", "sells"),
    [
        ("Paket umrah 9 hari, hotel dekat masjid. Berangkat tanpa tour leader pun bisa.", True),
        ("Paket umrah 9 hari, hotel dekat masjid, lalu bekerja di Jeddah. Berangkat tanpa izin pun bisa.", False),
        ("Paket umrah 9 hari, hotel. Setelah itu 1.500 riyal per bulan untuk yang tinggal.", False),
    ],
)
def test_who_sells_a_pilgrimage_is_not_accused(text: str, sells: bool) -> None:
    facts, _ = read(text)
    assert sells_only(facts, cues_of(load_registry(), facts)) is sells


def test_the_path_of_a_link_is_no_word_in_disguise() -> None:
    assert not [
        hit for hit in read("Lowongan kasir, daftar di https://contoh.example/k3rj4ku/")[1] if hit.id == "RF-53"
    ]
    assert [hit for hit in read("Lowongan k4s1r, k3rj4 ringan, g4j1 besar")[1] if hit.id == "RF-53"]
