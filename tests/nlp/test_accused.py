"""Invented stories of people accused."""

from typing import Any

import numpy as np
import pytest

from nlp.accused import MOST, accused_model, sums
from nlp.accused_people import Somebody
from nlp.cases import context_of, crowd_of
from nlp.field_model import Values
from nlp.field_trees import trees
from nlp.language import read
from nlp.suspect_counts import suspect_counts
from nlp.text import Reading
from nlp.train.accused import Told, fit, marks_of


def crowd(text: str, title: str = "Perekrut Ditangkap", kind: str = "case_arrest") -> list[Somebody]:
    reading = Reading.of(title, text)
    doc = read(reading)
    return crowd_of(context_of(doc, reading, kind), doc, reading)


def candidates(text: str, title: str = "Perekrut Ditangkap", kind: str = "case_arrest") -> Values:
    reading = Reading.of(title, text)
    doc = read(reading)
    context = context_of(doc, reading, kind)
    found = crowd_of(context, doc, reading)
    return suspect_counts(context, found, accused_model().odds(found))


def test_people_are_told_by_initials_by_roles_and_by_numbers() -> None:
    found = crowd(
        "Polisi menahan SD (41) dan RS (36). Seorang tekong, ED, kabur dan dinyatakan DPO. Dua orang lagi masih diburu, "
        "sedangkan pemilik kapal diperiksa."
    )
    named = {one.name for one in found if one.how == "named"}
    assert {"SD", "RS", "ED"} <= named
    assert "pemilik" in {one.name for one in found if one.how == "role"}
    assert 2 in {one.number for one in found if one.how == "further"}


def test_who_stands_behind_alias_is_the_same_person() -> None:
    found = crowd("Polisi membekuk perempuan berinisial HT alias MR (38) di Jember.")
    assert [one.name for one in found if one.how == "named"] == ["HT"]


def test_who_is_accused_is_likelier_than_who_speaks_and_who_was_harmed() -> None:
    found = crowd(
        "Polisi menangkap KW (40) karena menjual korban berinisial LN (22). KW ditetapkan sebagai tersangka dan ditahan. "
        "Kapolres Bima AKBP Suryo Handaru mengatakan LN dijanjikan bekerja di restoran."
    )
    odds = dict(zip([one.name for one in found], accused_model().odds(found), strict=True))
    assert odds["KW"] > 0.6
    assert odds["LN"] < odds["KW"]
    assert max(share for name, share in odds.items() if "Suryo" in name) < 0.2


def test_chances_of_sums_are_those_of_independent_people() -> None:
    found = sums(np.array([0.5, 0.5, 0.25]), [1, 1, 3])
    assert found[:6] == pytest.approx([0.1875, 0.375, 0.1875, 0.0625, 0.125, 0.0625])
    assert found.sum() == pytest.approx(1.0)
    assert len(found) == MOST + 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Polisi menetapkan dua tersangka, yakni AB (34) dan CD (29). Seorang pelaku lain, EF, masih buron.", 3),
        ("Polisi menangkap 14 tersangka di dua kota.", 14),
        ("Belum ada tersangka dalam kasus ini.", 0),
    ],
)
def test_numbers_printed_added_or_denied_are_proposed(text: str, number: int) -> None:
    found = candidates(text).found
    assert (number, number) in found
    assert all(start < end for start, end in found[number, number].spans)


def test_a_defendant_alone_is_one() -> None:
    found = candidates(
        "Majelis hakim menghukum terdakwa berinisial YP (51) lima tahun penjara. Terdakwa terbukti merekrut tiga perempuan "
        "asal Dompu. Jaksa semula menuntut terdakwa tujuh tahun.",
        "Perekrut Tiga Perempuan Divonis Lima Tahun",
        "case_verdict",
    )
    odds = trees("suspects_n").odds(trees("suspects_n").matrix(found))
    assert list(found.found)[int(odds.argmax())] == (1, 1)


def test_a_text_without_a_sentence_has_no_candidate() -> None:
    assert not candidates("", "").found


def test_the_sums_teach_who_is_accused() -> None:
    texts = [
        (f"Polisi menangkap {a} (40) dan menolong {b} (22).", 1) for a, b in (("KW", "LN"), ("MD", "TR"), ("YS", "FN"))
    ] + [(f"Petugas menolong {a} (30).", 0) for a in ("HB", "GT", "NM")]
    crowds = [crowd(text, "Kabar dari Bima") for text, _ in texts]
    label: dict[str, Any] = {"people": [["text", texts[0][0].index("LN"), texts[0][0].index("LN") + 2, "victim"]]}
    marks = [marks_of(crowds[0], label, len("Kabar dari Bima") + 2), *([0.0] * len(found) for found in crowds[1:])]
    assert min(marks[0]) < 0
    weights, constant = fit(Told(crowds, [number for _, number in texts], marks))
    learned = type(accused_model())(weights.astype(np.float32), constant).odds(crowds[1])
    odds = dict(zip([one.name for one in crowds[1]], learned, strict=True))
    assert odds["MD"] > odds["TR"]
