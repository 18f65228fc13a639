import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.evaluating import against_gold
from nlp.evaluate import gold
from tests.flows.conftest import Suar

BAIT, HONEST = "butuh admin judi di Kamboja, tiket ditanggung, hub 0826-1000-200", "dicari kasir toko roti, gaji UMR"


def _row(number: int, label: str, author: str, text: str) -> dict[str, Any]:
    risky = label == "scam_overseas"
    return {
        "id": f"v{number}", "author": author, "label": label, "risk": 3 if risky else 0, "scope": "overseas" if risky else "domestic",
        "destination": ["KH"] if risky else ["ID"], "pay": None, "contacts": [], "indicators": [], "obfuscated": False,
        "scheme": "gambling_admin" if risky else None, "platform": "x", "group": f"g{number}", "text": text,
    }  # fmt: skip


def _rows(author: str, start: int) -> list[dict[str, Any]]:
    pairs = (("scam_overseas", BAIT), ("legit_domestic", HONEST))
    return [
        _row(start + 2 * turn + which, label, author, f"{text} ({author}{turn})")
        for turn in range(4)
        for which, (label, text) in enumerate(pairs)
    ]


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def small_gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Labels of four authors, of whom the last is tested."""
    folder = tmp_path / "gold"
    (folder / "offers").mkdir(parents=True)
    _write(folder / "offers.jsonl", [])
    (folder / "offers_splits.csv").write_text("id,split\n")
    for number, author in enumerate(("a", "b", "c", gold.LOCKBOX[0])):
        _write(folder / "offers" / f"{author}.jsonl", _rows(author, 100 * number))
    caches = (gold.labels, gold.written_offers, gold.splits)
    monkeypatch.setattr(gold, "GOLD", folder)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    rows = _rows("z", 0)
    answers = [
        {"id": row["id"], "offer": {"risk": 0.9 if row["risk"] else 0.1, "band": row["risk"], "scope": row["scope"]}}
        for row in rows
    ]
    given = {"--gold": rows, "--answers": answers}
    return [part for name, value in given.items() for part in (name, str(_write(tmp_path / name.strip("-"), value)))]


@pytest.mark.usefixtures("small_gold")
def test_simpler_systems_are_measured_on_the_same_texts() -> None:
    figures = against_gold("offers", [], b"k" * 32, "test", baselines=True).figures
    assert figures["n"] == 8
    assert {row["false_alarms"]["legit_domestic"]["n"] for row in figures["systems"].values()} == {4}
    assert figures["systems"]["model"]["auprc"] == figures["auprc"]
    assert figures["systems"]["tfidf"]["auprc"] == 1.0


@pytest.mark.usefixtures("small_gold")
def test_simpler_systems_are_left_out_where_they_have_learned() -> None:
    assert "systems" not in against_gold("offers", [], b"k" * 32, "train", baselines=True).figures


def test_figures_for_machines_and_a_picture(suar: Suar, files: list[str], tmp_path: Path) -> None:
    picture = tmp_path / "reliability.png"
    code, out, _ = suar("evaluate", "offers", *files, "--plot", str(picture))
    figures = json.loads(out)
    assert code == 0
    assert (figures["auprc"], figures["recall_by"]["scheme"]["gambling_admin"]["n"]) == (1.0, 4)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_tables_for_people(suar: Suar, files: list[str]) -> None:
    code, out, _ = suar("evaluate", "offers", *files, "--pretty")
    assert code == 0
    assert [line.split() for line in out.splitlines() if "gambling_admin" in line] == [
        ["scheme", "gambling_admin", "4", "1.0", "0.51-1.00"]
    ]
    assert "Reliability of the risk" in out


@pytest.mark.usefixtures("small_gold")
def test_the_table_of_systems(suar: Suar) -> None:
    _, out, _ = suar("evaluate", "offers", "--pretty")
    assert [line.split()[0] for line in out.splitlines() if "/4" in line] == ["model", "keywords", "tfidf", "rules"]


def test_news_are_drawn_as_kinds_taken_for_others(suar: Suar, tmp_path: Path) -> None:
    label = {"kind": "policy", "tppo_topic": True, "tppo_status": None, "agencies": [], "hotlines": []}
    labels = _write(tmp_path / "labels", [label | {"id": f"n{number}", "case": None} for number in range(3)])
    given = [{"id": "n0", "news": {"kind": "policy"}}, {"id": "n1", "news": {"kind": "prevention"}}]
    files = ["--gold", str(labels), "--answers", str(_write(tmp_path / "answers", given))]
    picture = tmp_path / "kinds.png"
    code, out, _ = suar("evaluate", "news", *files, "--plot", str(picture))
    assert code == 0
    assert json.loads(out)["confusion"] == {"policy": {"none": 1, "policy": 1, "prevention": 1}}
    assert picture.read_bytes().startswith(b"\x89PNG")
    _, out, _ = suar("evaluate", "news", *files, "--pretty")
    assert ["policy", "prevention", "1"] in [line.split() for line in out.splitlines()]
