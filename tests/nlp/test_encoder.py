"""The encoder that is shipped: any text, the same answer in any company, and what it may do to the models of words."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.encoder import encoder, mixed
from nlp.news import mixed as mixed_kinds
from nlp.offer_flags import LOWERS, RAISES, flag_model
from nlp.offer_words import words_of
from warehouse.contracts import KINDS

BAIT = "butuh admin kamboja gaji 15 juta, paspor dipegang kantor, tanpa visa kerja, tiket ditanggung"
VACANCY = "lowongan kasir toko bangunan di sleman, gaji umk, kirim lamaran ke toko, jam kerja 8 jam"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_answered_with_finite_numbers(text: str) -> None:
    heard = encoder().offer(text)
    kinds = encoder().kinds(text).values()
    assert all(map(math.isfinite, [heard.offer, *heard.flags.values(), *kinds]))
    assert sum(map(math.exp, kinds)) == pytest.approx(1, abs=1e-3)


def test_a_book_is_cut_to_what_it_reads() -> None:
    assert encoder().offer(f"{BAIT}. " * 50_000).flags["RF-24"] > 0


def test_a_bait_and_a_vacancy_are_told_apart() -> None:
    bait, vacancy = encoder().offer(BAIT), encoder().offer(VACANCY)
    assert bait.flags["RF-24"] > vacancy.flags["RF-24"] + 2


def test_kinds_are_those_of_the_contract() -> None:
    heard = encoder().kinds("Polisi Tangkap Dua Perekrut\n\nPolres menangkap dua perekrut calon pekerja migran ilegal.")
    assert set(heard) == set(KINDS)
    assert max(heard, key=lambda kind: heard[kind]) == "case_arrest"


def test_two_models_of_kinds_are_heard_alike() -> None:
    own = {kind: 0.9 if kind == "prevention" else 0.1 / (len(KINDS) - 1) for kind in KINDS}
    heard = {kind: math.log(0.9 if kind == "case_arrest" else 0.1 / (len(KINDS) - 1)) for kind in KINDS}
    both = mixed_kinds(own, heard)
    assert sum(both.values()) == pytest.approx(1)
    assert both["prevention"] == pytest.approx(both["case_arrest"])


def test_what_is_mixed_lies_between() -> None:
    assert mixed(2.0, -8.0) == pytest.approx(-1.0)


@pytest.mark.parametrize(("heard", "share"), [(8.0, RAISES), (-8.0, LOWERS)])
def test_the_encoder_raises_a_flag_more_than_it_lowers_it(heard: float, share: float) -> None:
    words, own = words_of(BAIT), dict[str, float]()

    def hear(odds: Mapping[str, float]) -> Mapping[str, float]:
        own.update(odds)
        return {"RF-24": odds["RF-24"] + heard}

    model = replace(flag_model(), from_=1e-9)
    (flag,) = (flag for flag in model.read(words, (), (), hear=hear) if flag.id == "RF-24")
    assert math.log(flag.probability / (1 - flag.probability)) == pytest.approx(own["RF-24"] + share * heard)
