"""How the reader of stories is taught, on a handful of rows: what is held out is not learned from, what is told is learned."""

import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the reader of stories is trained with torch")

from nlp.field_model import Value  # noqa: E402 - after the check
from nlp.train import story_fit  # noqa: E402
from nlp.train.encoder_net import Encoder, Shape, saved  # noqa: E402
from nlp.train.field_fits import blend  # noqa: E402
from nlp.train.field_thresholds import Rows  # noqa: E402
from nlp.train.story_net import mean_of  # noqa: E402
from nlp.train.story_unseen import answered, store, unseen_answers  # noqa: E402

SHAPE = Shape(vocabulary=60, width=16, layers=1, heads=2, inner=32, longest=64)
NAMES = {
    "kinds": ["case", "none"], "said": ["yes", "no"], "roles": ["victim", "official"], "minor_involved": ["True", "False"],
    "exploitation": ["sexual", "fishing"], "stage": ["detained", "verdict"],
}  # fmt: skip


def row(number: int, case: bool) -> dict[str, Any]:
    """Pieces 10 to 19 tell a case, 30 to 39 none; the second piece is a place, the third a person."""
    word = (10 if case else 30) + number // 2 % 10
    fields = {
        "origin_provinces": [["NTB", 0, case, [1], False]],
        "stage": [["detained", 0, case, [0], False], ["verdict", 1, not case, [0], False]],
        "event_date": [["2025-03-03", 0, case, [2], False], ["None", 0, not case, [], True]],
        "victims": [["(2, 2)", 0, case, [1], False], ["(3, 3)", 0, not case, [2], False]],
    }
    return {
        "id": f"t{number}", "fold": number % 2, "ids": [word, word, word, 50], "kind": int(not case), "weight": 1.0,
        "said": int(not case), "fields": fields, "people": [["7", int(not case), True, [2], False]],
    }  # fmt: skip


@pytest.fixture
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], Path]:
    for name, value in (("EPOCHS", 30), ("RATE", 5e-3), ("HEAD_RATE", 2e-2)):
        monkeypatch.setattr(story_fit, name, value)
    torch.manual_seed(0)
    pretrained = tmp_path / "pretrained.pt"
    torch.save(saved(Encoder(SHAPE), SHAPE), pretrained)
    examples = tmp_path / "stories.json.xz"
    rows = [row(number, number % 3 == 0) for number in range(120)]
    examples.write_bytes(lzma.compress(json.dumps({"names": NAMES, "rows": rows}).encode()))
    return dict(story_fit.load(examples)), pretrained


def test_what_is_told_is_learned_and_judged_on_texts_held_out(taught: tuple[dict[str, Any], Path]) -> None:
    given, pretrained = taught
    model = story_fit.fit(given, pretrained, without=1)
    unseen = [row for row in given["rows"] if row["fold"] == 1]
    found = story_fit.answers(model, unseen)
    assert set(found) == {row["id"] for row in unseen}
    for told in unseen:
        answer, case = found[told["id"]], told["kind"] == 0
        assert (answer["said"]["yes"] > answer["said"]["no"]) is case
        assert (answer["origin_provinces"]["NTB"] > 0) is case
        assert (answer["stage"]["detained"] > answer["stage"]["verdict"]) is case
        assert (answer["event_date"]["2025-03-03"] > answer["event_date"]["None"]) is case
        assert (answer["victims"]["(2, 2)"] > answer["victims"]["(3, 3)"]) is case
        assert (answer["people"]["7"][0] > answer["people"]["7"][1]) is case


def test_what_is_held_out_teaches_nothing(taught: tuple[dict[str, Any], Path]) -> None:
    given, pretrained = taught
    turned = [told if told["fold"] == 0 else row(int(told["id"][1:]), told["kind"] == 1) for told in given["rows"]]
    asked = given["rows"][:4]
    one, other = (
        story_fit.answers(story_fit.fit({**given, "rows": rows}, pretrained, without=1), asked)
        for rows in (given["rows"], turned)
    )
    assert one == other


def test_the_vector_of_a_place_is_the_mean_of_its_words() -> None:
    vectors = torch.arange(24.0).reshape(2, 3, 4)
    found = mean_of(vectors, [(1, [0, 2]), (0, []), (0, [1])])
    assert found.tolist() == [[16.0, 17.0, 18.0, 19.0], [0.0] * 4, [4.0, 5.0, 6.0, 7.0]]


def test_answers_are_kept_as_they_were(tmp_path: Path) -> None:
    store(tmp_path / "unseen.json.xz", {"t1": {"stage": {"verdict": 1.23456}, "people": {"7": [0.126, -3.0]}}})
    assert answered("t2", tmp_path / "unseen.json.xz") is None
    assert unseen_answers(tmp_path / "unseen.json.xz") == {
        "t1": {"stage": {"verdict": 1.23}, "people": {"7": [0.13, -3.0]}}
    }


@pytest.mark.parametrize("name", ["stage", "event_date"])
def test_who_knows_more_counts_more(name: str) -> None:
    chance = np.random.default_rng(3)
    rows, own, heard = Rows(), [], []
    for text in range(400):
        right = int(chance.integers(2))
        for value in range(2):
            rows.text.append(text)
            rows.value.append(str(value))
            rows.truth.append(value == right)
            rows.found.append(Value())
            heard.append((2.0 if value == right else -2.0) + chance.normal())
            own.append(0.5 + 0.1 * chance.normal())
    groups = np.array([str(text % 20) for text in range(400)])
    (words, reader, _), likely = blend(name, np.clip(own, 0.01, 0.99), np.array(heard), rows, groups)
    assert reader > 0.2 > abs(words) * 0.1
    assert np.mean((likely > 0.5) == rows.truth) > 0.9
