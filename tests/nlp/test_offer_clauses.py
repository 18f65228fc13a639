from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from nlp.normal import normalise
from nlp.offer_clauses import ClauseModel, stem, windows
from nlp.offer_flags import FlagModel
from nlp.offer_words import words_of
from nlp.sparse_regressions import Parts, parts_of
from nlp.train.offer_flags import fit_clauses
from nlp.train.offer_marks import Marked

TEXT = "Kerja di pabrik roti, gaji harian. Kunci kamar dibawa mandor setiap malam! Makan tiga kali sehari"


def cut(text: str) -> list[str]:
    words = words_of(text)
    return [text[words[first].start : words[stop - 1].end] for first, stop in windows(words, text)]


def test_clauses_and_two_in_a_row() -> None:
    found = cut(TEXT.lower())
    assert "kunci kamar dibawa mandor setiap malam!" in found
    assert "kerja di pabrik roti, gaji harian." in found
    assert "kunci kamar dibawa mandor setiap malam! makan tiga kali sehari" in found
    assert all("pabrik" not in one or "sehari" not in one for one in found)


def test_a_sum_is_not_cut_at_its_point() -> None:
    assert cut("gaji rp 3.500.000 per bulan") == ["gaji rp 3.500.000 per bulan"]


@given(st.text(alphabet="ab .!?\n-•1", max_size=400))
def test_every_word_is_in_a_clause(text: str) -> None:
    normalised = normalise(text).text
    words = words_of(normalised)
    found = windows(words, normalised)
    assert {number for first, stop in found for number in range(first, stop)} == set(range(len(words)))
    assert all(0 <= first < stop <= len(words) for first, stop in found)


def test_stems_of_written_and_of_chat_forms() -> None:
    assert {stem(word) for word in ("dipotong", "kupotong", "potongan", "potongin")} == {"potong"}
    assert stem("gaji") == "gaji"


def lockup(constant: float, weights: Mapping[str, float]) -> Parts:
    return parts_of([{"id": "RF-43", "constant": constant, "weights": weights}])


def test_a_flag_is_judged_by_its_best_clause_and_shown_there() -> None:
    words = words_of(TEXT.lower())
    told = ClauseModel(*lockup(-2.0, {"kunci kamar": 3.0, "s:mandor": 1.0, "makan": 0.5}))
    model = FlagModel(*lockup(-1.0, {"kamar": 1.5}), 0.3, clauses=told)
    (flag,) = model.read(words, (), (), windows(words, TEXT.lower()))
    assert abs(flag.probability - 1 / (1 + 2.718281828 ** -((0.5 + 2.5) / 2))) < 1e-6
    assert TEXT.lower()[words[flag.clause[0]].start : words[flag.clause[1] - 1].end] == "kunci kamar dibawa mandor"


def test_without_clauses_the_whole_text_decides() -> None:
    words = words_of(TEXT.lower())
    model = FlagModel(*lockup(-1.0, {"kamar": 2.0}), 0.3)
    (flag,) = model.read(words, (), (), windows(words, TEXT.lower()))
    assert TEXT.lower()[words[flag.first].start : words[flag.last].end] == "kamar"


def _marked(text: str, *marks: str, piece: bool = False) -> Marked:
    words = words_of(text)
    return Marked(words, frozenset(), frozenset(), frozenset(marks), windows(words, text), piece)


def test_the_clause_that_tells_a_flag_is_found_in_texts_that_nobody_cut() -> None:
    pieces = [
        _marked(f"pintu digembok bos kalau {when}", "RF-43", piece=True) for when in ("malam", "siang", "libur") * 5
    ]
    pieces += [_marked(f"makan gratis tiap {when}", piece=True) for when in ("malam", "siang", "libur") * 5]
    texts = [_marked("gaji besar sekali. gerbang digembok satpam. makan gratis tiap hari.", "RF-43")] * 6
    texts += [_marked("gaji besar sekali. makan gratis tiap hari. kantor di kota.")] * 6
    model = ClauseModel(*parts_of(fit_clauses([*pieces, *texts]).entries()))
    (judged,) = model.read(words_of("gerbang digembok satpam"), [(0, 3)]).values()
    (other,) = model.read(words_of("gaji besar sekali"), [(0, 3)]).values()
    assert judged.log_odds > 0 > other.log_odds


def test_features_of_one_to_three_words_are_met_wherever_they_stand() -> None:
    model = ClauseModel(*lockup(0.0, {"a": 1.0, "a b c": 1.0, "b c": 1.0, "d e": 1.0}))
    found = [(model.names[row], first, last) for row, first, last in model.met(["a", "b", "c", "a", "d"])]
    assert found == [("a", 0, 0), ("a b c", 0, 2), ("b c", 1, 2), ("a", 3, 3)]
