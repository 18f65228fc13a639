"""RF-55: copies of one template over the whole warehouse, as lines in the evidence of their signals."""

import json
from pathlib import Path
from typing import Any

from flows.settings import Home
from tests.flows.conftest import Suar
from warehouse.store import read_only

TEMPLATE = (
    "Dibutuhkan admin kantor di {place}, kerja duduk depan komputer, gaji 12 juta, tiket dan mes ditanggung, tanpa ijazah, "
    "langsung berangkat minggu ini, minat hubungi Kak {name} WA {number}"
)
COPIES = (
    TEMPLATE.format(place="Poipet Kamboja", name="Contoh", number="0820-0000-7701"),
    TEMPLATE.format(place="Bavet Kamboja", name="Misal", number="0827-0000-7702"),
)
OTHER = "Dicari tukang kebun untuk vila di Phnom Penh Kamboja, gaji 11 juta, berangkat cepat, WA 0824-0000-7703"
QUERY = (
    "SELECT s.external_id, h.quote, h.copies, h.weight, h.first_load_id, h.last_load_id"
    " FROM hits AS h INNER JOIN signals AS s ON h.signal_key = s.signal_key WHERE h.indicator = 'RF-55' ORDER BY ALL"
)


def imported(suar: Suar, home: Path, file: Path, **texts: str) -> tuple[list[Any], list[Any]]:
    """Lines of RF-55, and the signals with their evidence's hash."""
    lines = [json.dumps({"id": name, "text": text, "kind_hint": "social"}) for name, text in texts.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    code, _, err = suar("import", str(file))
    assert code == 0, err
    with read_only(Home.at(home).current) as connection:
        signals = connection.execute("SELECT external_id, score, band, evidence_sha256 FROM signals ORDER BY ALL")
        found = signals.fetchall()
        return connection.execute(QUERY).fetchall(), found


def test_copies_that_come_in_different_loads_are_told_once(suar: Suar, home: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    copies, alone = imported(suar, home, first, a=COPIES[0], c=OTHER)
    assert copies == []
    copies, signals = imported(suar, home, second, b=COPIES[1])
    assert [(name, n, weight) for name, _, n, weight, _, _ in copies] == [("a", 2, 0.0), ("b", 2, 0.0)]
    assert all("kerja duduk depan komputer" in quote for _, quote, *_ in copies)
    assert [signal for signal in signals if signal[0] != "b"] == alone, "neither score, band nor evidence moves"
    assert imported(suar, home, second, b=COPIES[1]) == (copies, signals), "the same again changes no line"


def test_a_taken_down_copy_leaves_no_count(suar: Suar, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ads.jsonl"
    copies, _ = imported(suar, home, file, a=COPIES[0], b=COPIES[1])
    assert len(copies) == 2
    with read_only(Home.at(home).current) as connection:
        ((doc_id,),) = connection.execute("SELECT doc_id FROM signals WHERE external_id = 'b'").fetchall()
    assert suar("takedown", "--doc", doc_id)[0] == 0
    copies, _ = imported(suar, home, tmp_path / "later.jsonl", c=OTHER)
    assert copies == []
