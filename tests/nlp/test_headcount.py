import numpy as np
import pytest

from nlp.cases import FIELDS
from nlp.content import lowered
from nlp.field_context import Context
from nlp.field_model import BUCKETS, Values
from nlp.field_trees import UNTOLD, Trees, told_figures, trees
from nlp.headcount import victim_counts
from nlp.language import read
from nlp.story import story
from nlp.text import Reading


def candidates(text: str, title: str = "Warga Dipulangkan") -> Values:
    reading = Reading.of(title, text)
    doc = read(reading)
    return victim_counts(Context("case_rescue", story(doc, len(title)), lowered(doc.text)))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Polisi menyelamatkan RS, 17 tahun, bersama tiga perempuan lain dari sebuah kafe.", (4, 4)),
        ("Keenamnya berasal dari Kendal dan bekerja tanpa upah.", (6, 6)),
        ("Sebanyak 27 lulusan SMK menyerahkan uang kepada lembaga itu.", (27, 27)),
        ("Polisi menemukan 20 korban. Belakangan jumlahnya menjadi 25 korban.", (20, 25)),
        ("Sudah 91 WNI di penampungan, sementara 44 orang lainnya di bandara.", (135, 135)),
        ("Lebih dari 20 pekerja disekap.", (21, None)),
        ("Di kapal itu ada 47 orang. Lima orang di antaranya awak kapal.", (42, 42)),
        ("Ia disekap bersama sembilan rekannya di gudang.", (10, 10)),
        ("Tujuh lelaki tiba di kantor polisi. Besoknya dua kawan mereka dijemput.", (9, 9)),
    ],
)
def test_numbers_that_are_told_in_words_or_parts_are_proposed(text: str, pair: tuple[int, int | None]) -> None:
    assert pair in candidates(text).found


def test_ages_hours_and_sums_of_money_are_no_people() -> None:
    found = candidates("Ia berusia 34 tahun, bekerja selama 16 jam, dan dibayar 57 ringgit pada pukul 23.00.").found
    assert {pair for pair in found if isinstance(pair, tuple)} == {(1, 1), (2, 2), (3, 3)}


def test_a_printed_number_is_the_evidence_not_the_headline() -> None:
    title, text = "Calo Ditangkap", "Polisi menangkap calo dan menolong tiga korban di pelabuhan."
    quotes = [f"{title}\n\n{text}"[start:end] for start, end in candidates(text, title).found[3, 3].spans]
    assert quotes[0] == "tiga korban"
    assert title not in quotes


def test_a_text_without_a_sentence_has_no_candidate() -> None:
    assert not victim_counts(Context("case_rescue", [], "")).found


def test_the_number_of_the_headline_is_chosen_over_its_parts() -> None:
    found = candidates(
        "Polisi menyelamatkan 14 calon pekerja migran, terdiri dari 9 laki-laki dan 5 perempuan, di Batam. "
        "Ke-14 korban hendak dikirim ke Malaysia.",
        "Polisi Selamatkan 14 Calon Pekerja Migran di Batam",
    )
    best = trees("victims").best(found)
    assert best is not None
    assert best[0] in FIELDS["victims"]({"victims_min": 14, "victims_max": 14})


def test_a_number_that_others_tell_is_quoted_by_them_unless_it_is_printed() -> None:
    text = "Di kapal itu ada 47 orang. Lima orang di antaranya awak kapal."
    told = candidates(text).found[42, 42].spans
    quotes = [f"Warga Dipulangkan\n\n{text}"[start:end] for start, end in told]
    assert quotes == ["47 orang", "Lima orang di antaranya awak kapal"]
    text += " Sebanyak 42 korban dibawa ke darat."
    printed = candidates(text).found[42, 42].spans
    assert all("42 korban" in f"Warga Dipulangkan\n\n{text}"[start:end] for start, end in printed)


def test_a_text_of_numbers_has_no_more_candidates_than_its_first_numbers_give() -> None:
    many = "Polisi menolong tiga korban. " + " ".join(
        f"{number} korban dan {number % 7 + 2} pelaku." for number in range(2, 400)
    )
    assert candidates(many).found.keys() == candidates(f"{many} {many}").found.keys()


def test_every_printed_number_has_the_words_around_it() -> None:
    found = candidates("Polisi menolong tiga korban. Tiga korban itu dibawa ke rumah aman.").found
    assert len(found[3, 3].mentions) == 2
    assert all("noun korban" in seen for seen in found[3, 3].mentions)
    assert not found[1, 1].mentions


def test_mentions_are_compared_with_those_of_the_other_candidates() -> None:
    likely, other, unprinted = told_figures([[0.9, 0.5], [0.2], []])
    assert likely[0] == pytest.approx(0.9)
    assert likely[1] == pytest.approx(0.95)
    assert likely[-1] == pytest.approx(0.7)
    assert other[-1] == pytest.approx(-0.7)
    assert tuple(unprinted[:-1]) == UNTOLD
    assert told_figures([]).shape == (0, 6)


def stump(least: float) -> Trees:
    return Trees(
        names=("size",),
        words=np.zeros(BUCKETS, np.float32),
        words_constant=0.0,
        roots=np.array([0], np.int32),
        figure=np.array([0, 0, 0], np.int16),
        limit=np.array([5.0, 0.0, 0.0], np.float32),
        left=np.array([1, 1, 2], np.int32),
        right=np.array([2, 1, 2], np.int32),
        value=np.array([0.0, -3.0, 3.0], np.float32),
        depth=1,
        constant=0.0,
        runs=1,
        least=least,
    )


def test_candidates_compete_and_an_undecided_text_is_left_empty() -> None:
    values = Values()
    for number in (3, 7, 9):
        values.add((number, number), 0, 1, ())
        values.found[number, number].figures["size"] = float(number)
    odds = stump(0.6).odds(stump(0.6).matrix(values))
    assert odds == pytest.approx([0.0474, 0.9526, 0.9526], abs=1e-4)
    assert stump(0.6).best(values) is None
    del values.found[9, 9]
    best = stump(0.6).best(values)
    assert best is not None
    assert best[0] == (7, 7)
    assert stump(0.6).best(Values()) is None


def test_candidates_that_agree_on_the_most_people_add_up() -> None:
    values = Values()
    for pair in ((7, 7), (5, 7), (3, 3)):
        values.add(pair, 0, 1, ())
        values.found[pair].figures["size"] = float(pair[1])
    best = stump(0.9).best(values)
    assert best is not None
    assert best[0][1] == 7  # type: ignore[index]
