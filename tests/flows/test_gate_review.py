import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import gate
from flows.settings import Home
from nlp.detect import detect
from tests.flows import samples
from tests.flows.conftest import Suar
from warehouse.contracts import Analysed, Document, document_id, text_version

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
OFF_TOPIC = (
    "Tim tuan rumah menang tipis pada laga pembuka. Gol dicetak pada menit ke-80, kata pelatih usai pertandingan."
)


def _rejected(number: int) -> Analysed:
    text = f"{OFF_TOPIC} Pertandingan ke-{number}."
    url = f"https://outlet.example/bola-{number}"
    document = Document(
        doc_id=document_id(url=url, source="outlet", external_id=None, title="", text=text),
        text_sha256=text_version(f"Laga {number}", text), source="outlet", url=url, title=f"Laga {number}", text=text,
        fetched_at=NOW, extractor="test",
    )  # fmt: skip
    detection = detect(document.title, text, kind_hint="news", key=samples.KEY)
    return Analysed(document=document, detection=detection, fate="out_of_scope")


@pytest.fixture
def filled(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve rejected texts, of which about half fall into the sample, and one case."""
    monkeypatch.setattr(gate, "SHARE", 0.5)
    samples.fill(Home.at(home), "l1", NOW, [*map(_rejected, range(12)), samples.case("Sukaraja", NOW)])
    return home


@pytest.mark.usefixtures("filled")
def test_a_share_of_the_rejected_waits_for_people(suar: Suar) -> None:
    code, out, _ = suar("review", "gate", "--json")
    rows = json.loads(out)
    assert code == 0
    assert 0 < len(rows) < 12
    assert {row["verdict"] for row in rows} == {None}
    assert json.loads(suar("review", "gate", "--open", "--json")[1]) == rows


def test_answers_tell_how_much_is_missed(suar: Suar, filled: Path) -> None:
    rows = json.loads(suar("review", "gate", "--json")[1])
    for number, row in enumerate(rows):
        code, _, _ = suar("review", "add", row["signal_key"][:16], "confirm" if number == 0 else "reject")
        assert code == 0
    samples.fill(Home.at(filled), "l2", NOW, [])
    assert json.loads(suar("review", "gate", "--open", "--json")[1]) == []
    _, out, _ = suar("review", "gate")
    assert f"12 of 13 news texts were turned away unread; {len(rows)} of them are for people" in out
    assert f"On topic after all: 1 of {len(rows)}, {1 / len(rows):.1%} (95 %: " in out
    assert "recall of the gate" in out
    assert {row["state"] for row in json.loads(suar("review", "list", "--json")[1])} == {"counts"}


@pytest.mark.usefixtures("filled")
def test_without_answers_nothing_is_claimed(suar: Suar) -> None:
    _, out, _ = suar("review", "gate")
    assert "0 are answered" in out
    assert "recall" not in out
