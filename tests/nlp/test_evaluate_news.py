import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.twin.texts import TEXTS
from nlp.evaluate.gold import GOLD, kind_labels, labels
from nlp.evaluate.masking import masking
from nlp.evaluate.news_parts import Origin, details, relaxed

CASE = {"destination_countries": ["MY"], "exploitation": ["fishing"], "victims_min": 3, "victims_max": 5, "suspects_n": 10, "event_date": "2026-05-04"}  # fmt: skip


def _label(number: int, kind: str = "case_arrest", **fields: Any) -> dict[str, Any]:
    return {"id": f"x{number}", "kind": kind, "tppo_topic": True, "tppo_status": "possible", **CASE, **fields}


def _answer(kind: str = "case_arrest", **fields: Any) -> dict[str, Any]:
    case = {**CASE, **fields} if kind.startswith("case_") else None
    return {"news": {"kind": kind, "tppo_topic": True, "tppo_status": "possible", "case": case}}


@pytest.mark.parametrize(
    ("field", "value", "right"),
    [
        ("victims", {"victims_min": 5, "victims_max": 9}, 1),
        ("victims", {"victims_min": 2, "victims_max": None}, 1),
        ("victims", {"victims_min": 6, "victims_max": 9}, 0),
        ("suspects_n", {"suspects_n": 12}, 1),
        ("suspects_n", {"suspects_n": 13}, 0),
        ("suspects_n", {"suspects_n": None}, 0),
        ("event_date", {"event_date": "2026-05"}, 1),
        ("event_date", {"event_date": "2026-06"}, 0),
        ("destination_countries", {"destination_countries": ["KH", "MY"]}, 1),
        ("destination_countries", {"destination_countries": ["KH"]}, 0),
    ],
)
def test_values_that_nearly_fit(field: str, value: dict[str, Any], right: int) -> None:
    found = relaxed([_label(1)], {"x1": _answer(**value)})[field]
    assert found["f1"] == right
    assert found["n"] == 1


def test_parts_by_route_scheme_and_collection() -> None:
    labels = [_label(n, destination_countries=["MY", "SG"] if n < 5 else []) for n in range(10)]
    answers = {f"x{n}": _answer("case_arrest" if n else "policy") for n in range(10)}
    origins = {f"x{n}": Origin("one" if n < 7 else "two", f"event {n // 2}") for n in range(10)}
    found = details(labels, answers, origins)
    assert {route: row["n"] for route, row in found["by"]["route"].items()} == {"MY": 5, "SG": 5, "none": 5}
    assert found["by"]["route"]["MY"]["kind_accuracy"] == 0.8
    assert set(found["by"]["scheme"]) == {"fishing"}
    assert set(found["by"]["collection"]) == {"one"}
    low, high = found["intervals"]["kind_accuracy"]
    assert 0.5 <= low <= 0.9 <= high == 1.0
    assert found["confusion"] == {"case_arrest": {"case_arrest": 9, "policy": 1}}


def test_every_label_has_an_id_of_its_own_and_every_article_a_label() -> None:
    ids = [label["id"] for label in labels("news")]
    written = [row["id"] for path in (TEXTS / "news.jsonl", *GOLD.glob("articles_*.jsonl")) for row in _rows(path)]
    assert len(set(ids)) == len(ids)
    assert len(set(written)) == len(written)
    assert not {id_ for id_ in written if id_[0] in "abjmo123"} - set(ids)
    assert not {id_ for id_ in written if id_[0] in "456"} - {label["id"] for label in kind_labels()}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


def test_masking_is_measured_by_every_place_of_a_name() -> None:
    label = {"id": "a", "people": [["text", 0, 4, "victim"], ["text", 20, 24, "official"]]}
    texts = {"a": ("", "Rini pulang. Rini x Budi bicara.")}
    once = {"a": {"redactions": [["text", 0, 4, "victim"]]}}
    both = {"a": {"redactions": [["text", 0, 4, "victim"], ["text", 13, 17, "victim"]]}}
    over = {"a": {"redactions": [["text", 0, 4, "victim"], ["text", 13, 24, "victim"]]}}
    assert masking([label], once, texts)["hidden"] == 0.0
    assert masking([label], both, texts) == masking([label], both, texts) | {"hidden": 1.0, "left": 1.0}
    assert masking([label], over, texts)["left"] == 0.0
