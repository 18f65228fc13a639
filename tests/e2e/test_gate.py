"""The pinned floors of reading, on the labelled texts of our own; with the real ones where the data folder is at hand."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.evaluating import Task, against_gold
from nlp.evaluate import gold
from nlp.evaluate.gold import GoldError
from nlp.evaluate.news import evaluate_news
from nlp.evaluate.offers import evaluate_offers

KEY = b"gate" * 8
SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.parametrize("task", ["news", "offers"])
def test_no_floor_is_broken(task: Task) -> None:
    measured = against_gold(task, [], KEY, "test")
    assert measured.figures["pinned"], "labels or texts changed: look at the figures, then pin them anew"
    assert measured.broken == ()


def test_a_floor_that_is_broken_is_told() -> None:
    assert gold.broken({"a": {"f1": 0.5}}, {"a.f1": 0.6}) == ["a.f1: 0.5000, floor 0.6000"]
    assert gold.broken({"a": {"f1": 0.7}}, {"a.f1": 0.6}) == []


def test_a_pin_never_lowers_a_floor_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(gold, "PINNED", {"news": ("kind_accuracy",)})
    gold.pin("news", "corpus", {"kind_accuracy": 0.8})
    with pytest.raises(GoldError, match="kind_accuracy"):
        gold.pin("news", "corpus", {"kind_accuracy": 0.7})
    assert gold.floors("news", "corpus") == {"kind_accuracy": 0.79}
    gold.pin("news", "corpus", {"kind_accuracy": 0.7}, lower=True)
    assert gold.floors("news", "corpus") == {"kind_accuracy": 0.69}
    assert gold.floors("news", "another corpus") is None


def test_no_group_is_split_and_no_label_is_without_a_split() -> None:
    assert len(gold.part("news", "train")) + len(gold.part("news", "test")) == len(gold.labels("news"))
    of = gold.splits("offers")
    assert of["o002"] == of["o003"] == of["o004"]


@pytest.mark.skipif(not SHARED.exists(), reason="the scoring programs lie in the developers' data folder")
@pytest.mark.parametrize("task", ["news", "offers"])
def test_our_figures_are_those_of_the_scoring_program(task: Task, tmp_path: Path) -> None:
    assert importlib.util.find_spec("nlp.evaluate")
    labels = gold.part(task, "test")
    answers = {label["id"]: _answer(task, number, label) for number, label in enumerate(labels)}
    for name, rows in (("gold", labels), ("answers", list(answers.values()))):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(SHARED / "score" / f"{task}.py"), str(tmp_path / "gold"), str(tmp_path / "answers")]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = evaluate_news(labels, answers) if task == "news" else evaluate_offers(labels, answers)
    assert {name: ours[name] for name in ours if name in theirs} == {
        name: theirs[name] for name in theirs if name in ours
    }
    assert len(set(ours) & set(theirs)) >= 8


def _answer(task: Task, number: int, label: dict[str, Any]) -> dict[str, Any]:
    """Some right answers, some wrong, some missing."""
    if task == "news":
        kind = label["kind"] if number % 3 else "policy"
        case = {name: label.get(name) for name in ("victims_min", "stage", "origin_provinces", "legal_basis")}
        news = {"kind": kind, "tppo_topic": number % 4 > 0, "tppo_status": label["tppo_status"], "case": case if number % 2 else None,
                "tppo_status_by": None, "agencies": label["agencies"][:1], "hotlines": []}  # fmt: skip
        return {"id": label["id"], "news": news}
    offer = {"risk": (number % 10) / 10, "band": number % 4, "destination": label["destination"][:1], "pay": label["pay"],
             "indicators": [{"id": "RF-01"}], "contacts": [{"type": "phone", "value": value} for value in label["contacts"]]}  # fmt: skip
    return {"id": label["id"], "offer": offer if number % 5 else None}
