"""Copies of training texts keep the text: cut short they are its beginning, among other lines it stands whole."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.train.offer_copies import CUT, CUT_LEAST, cut_short, surrounded

_HEADLINES = ("Harga Cabai Naik Lagi di Pasar Induk", "Timnas Menang Tipis di Laga Tandang")


@given(st.text(max_size=400), st.text(min_size=1, max_size=12))
def test_a_copy_cut_short_is_the_beginning(text: str, name: str) -> None:
    cut = cut_short(name, text)
    assert (cut is None) == (len(text) < CUT_LEAST)
    if cut is not None:
        assert text.startswith(cut)
        assert int(CUT[0] * len(text)) <= len(cut) <= CUT[1] * len(text)
        assert cut == cut_short(name, text)


@given(st.text(max_size=200), st.integers(0, 10_000))
def test_a_surrounded_copy_holds_the_whole_text_and_more(text: str, name: int) -> None:
    copy = surrounded(str(name), text, _HEADLINES)
    assert text in copy
    assert len(copy) > len(text)
    assert "{}" not in copy.replace(text, "", 1)
    assert copy == surrounded(str(name), text, _HEADLINES)


def test_lines_stand_before_after_and_on_both_sides() -> None:
    copies = [surrounded(str(name), "TEKS", _HEADLINES) for name in range(60)]
    sides = {(not copy.startswith("TEKS"), not copy.endswith("TEKS")) for copy in copies}
    assert sides == {(True, False), (False, True), (True, True)}
    assert any(headline in copy for copy in copies for headline in _HEADLINES)
