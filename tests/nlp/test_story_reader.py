"""The reader of stories that is shipped: any text, places that it read or did not, and what it may do to the models of words."""

import math
import subprocess
import sys
from collections.abc import Hashable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.cases import read_case
from nlp.doc import Doc
from nlp.field_model import Value
from nlp.language import read
from nlp.names import find_people
from nlp.role_model import HIDDEN, ROLES, Role, blended, hidden_share
from nlp.story_reader import LONGEST, Heard, heard_in, story_reader, tokens_of
from nlp.text import Reading

TITLE = "Dua Perekrut Ditangkap di Nunukan"
TEXT = (
    "NUNUKAN - Polisi menangkap dua perekrut, Baso Rante (41) dan Andi Lolo (38), Senin (3/3/2025). Enam calon pekerja asal "
    "Kabupaten Bone hendak dibawa ke Malaysia. Salah satu korban, Marlina, mengaku dijanjikan gaji RM2.500. Kapolres Nunukan "
    "Surya Hadiwijaya mengatakan keduanya ditahan dan dijerat UU 21/2007."
)


def heard(text: str = f"{TITLE}\n\n{TEXT}") -> Heard:
    return story_reader().read(text)


def place(words: str) -> tuple[int, int]:
    start = f"{TITLE}\n\n{TEXT}".index(words)
    return start, start + len(words)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), min_size=1, max_size=12))
def test_any_text_and_any_place_is_answered(text: str, spans: list[tuple[int, int]]) -> None:
    told, where = heard(text), [(start, start + length) for start, length in spans]
    (roles,) = told.roles([where])
    assert (roles is None) is (not tokens_of(told.starts, told.ends, where))
    if roles is not None:
        assert sum(map(math.exp, roles)) == pytest.approx(1, abs=1e-4)
    scores = told.values("origin_provinces", {"NTB": Value(where)})
    assert math.isfinite(scores["NTB"] or 0.0)


def test_a_book_is_read_to_the_end_of_what_it_reads_and_no_further() -> None:
    book = f"{TITLE}\n\n{TEXT * 2000}"
    told = heard(book)
    behind = (len(book) - 80, len(book) - 60)
    assert len(told.vectors) == LONGEST
    assert not tokens_of(told.starts, told.ends, [behind])
    assert told.roles([[behind]]) == [None]
    assert told.roles([]) == []


def test_the_tokens_of_a_place_are_those_that_touch_it() -> None:
    starts, ends = np.array([0, 5, 9]), np.array([4, 9, 12])
    assert tokens_of(starts, ends, [(5, 9)]) == [1]
    assert tokens_of(starts, ends, [(3, 6), (10, 11)]) == [0, 1, 2]
    assert tokens_of(starts, ends, [(4, 5), (12, 20)]) == []


def test_people_of_a_story_are_told_apart() -> None:
    told = heard().roles([[place(name)] for name in ("Marlina", "Baso Rante", "Surya Hadiwijaya")])
    victim, suspect, official = (np.exp(row) for row in told if row is not None)
    hidden = [ROLES.index(role) for role in HIDDEN]
    assert victim[hidden].sum() > 0.5
    assert suspect[hidden].sum() > 0.5
    assert official[ROLES.index("official")] > 0.5


def test_the_place_of_origin_is_likelier_than_where_the_police_are() -> None:
    found: dict[Hashable, Value] = {"Sulsel": Value([place("Kabupaten Bone")]), "Kaltara": Value([place("NUNUKAN")])}
    scores = heard().values("origin_provinces", found)
    assert (scores["Sulsel"] or 0.0) > (scores["Kaltara"] or 0.0)


def test_a_value_that_was_never_taught_has_no_score() -> None:
    scores = heard().values("stage", {"detained": Value([place("ditahan")]), "no stage": Value([place("ditahan")])})
    assert scores["detained"] is not None
    assert scores["no stage"] is None
    assert heard().values("stage", {}) == {}


def test_a_text_is_read_once() -> None:
    doc = Doc(f"{TITLE}\n\n{TEXT}")
    assert heard_in(doc) is heard_in(doc)


def test_a_story_is_read_where_words_leave_somebody_in_doubt() -> None:
    reading = Reading.of(TITLE, f"{TEXT} Rasyid Lamappa menyebut mereka berangkat malam hari.")
    certain, story, other = read(Reading.of(TITLE, TEXT)), read(reading), read(reading)
    certain.notes["story"] = story.notes["story"] = True
    for doc in (certain, story, other):
        find_people(doc, title_end=len(TITLE))
    assert "heard" in story.notes
    assert "heard" not in certain.notes
    assert "heard" not in other.notes


def test_a_case_is_read_with_what_is_heard() -> None:
    reading = Reading.of(TITLE, TEXT)
    doc = read(reading)
    told = read_case(doc, reading, kind="case_arrest")
    assert told is not None
    assert told[0].destination_countries == ("MY",)
    assert "heard" in doc.notes


@pytest.mark.parametrize(("heard_as", "more"), [("victim", True), ("official", False)])
def test_what_is_heard_moves_a_share_but_a_little(heard_as: Role, more: bool) -> None:
    even: Mapping[Role, float] = {role: 1 / len(ROLES) for role in ROLES}
    sure = [math.log(0.94 if role == heard_as else 0.01) for role in ROLES]
    both = blended(even, sure)
    assert sum(both.values()) == pytest.approx(1)
    assert (hidden_share(both) > hidden_share(even)) is more
    certain = {role: 0.999 if role == "official" else 0.001 / 6 for role in ROLES}
    assert hidden_share(blended(certain, [math.log(0.94 if role == "victim" else 0.01) for role in ROLES])) < 0.1


def test_a_name_in_the_furniture_of_a_page_is_judged_by_words_alone() -> None:
    blank = f"{TITLE}\n\n{TEXT.replace('Marlina', ' ' * len('Marlina'))}"
    assert heard(blank).roles([[place("Marlina")]]) == [None]


def test_torch_is_not_loaded() -> None:
    code = f"import sys; from nlp.story_reader import story_reader; story_reader().read({TEXT!r}); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
