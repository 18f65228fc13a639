import json
from pathlib import Path

import duckdb

from tests.flows.conftest import Suar
from tests.flows.test_reading import OFFER

NEWS = (
    "MATARAM, Warta Contoh - Polisi menggagalkan keberangkatan tujuh calon pekerja migran nonprosedural asal Lombok "
    "Tengah ke Malaysia. Dua orang ditetapkan sebagai tersangka TPPO dan ditahan di Polda NTB, Selasa (17/11/2026). "
    "Kapolda mengatakan para korban dijanjikan gaji 4 juta sebulan di kebun sawit."
)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(query).fetchall()


def content(home: Path) -> list[list[tuple[object, ...]]]:
    return [
        rows(home, "SELECT doc_id, text, fate, first_load_id, last_load_id FROM documents ORDER BY ALL"),
        rows(home, "SELECT signal_key, score, band, campaign_id, story_id FROM signals ORDER BY ALL"),
        rows(home, "SELECT * FROM hits ORDER BY ALL"),
    ]


def test_every_record_has_one_fate_and_a_second_import_changes_nothing(suar: Suar, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "mix.jsonl"
    lines = [
        json.dumps({"id": "1", "text": OFFER, "warna": "merah"}),
        json.dumps({"id": "2", "title": "Tujuh calon pekerja batal berangkat", "text": NEWS}),
        json.dumps({"id": "3", "text": "Resep sayur lodeh untuk akhir pekan, dengan santan dan labu siam."}),
        "{broken",
        json.dumps({"id": "2", "title": "Tujuh calon pekerja batal berangkat", "text": NEWS}),
    ]
    path.write_text("\n".join(lines))
    code, out, _ = suar("import", str(path), "--json")
    assert code == 3
    (report,) = json.loads(out)
    fates = report["fates"]
    assert (report["records"], sum(fates.values())) == (5, 5)
    assert (fates["quarantined"], fates["seen"]) == (1, 1)
    assert report["unknown_columns"] == {"warna": 1}
    before = content(home)
    assert len(before[0]) == 3
    assert {external for (external,) in rows(home, "SELECT DISTINCT external_id FROM signals")} == {"1", "2"}
    code, out, _ = suar("import", str(path), "--json")
    (again,) = json.loads(out)
    assert (again["fates"]["seen"], again["fates"]["quarantined"]) == (4, 1)
    assert content(home) == before
    assert list((home / "batches").iterdir()) == []


def test_answers_survive_and_can_be_traced(suar: Suar, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ad.jsonl"
    path.write_text(json.dumps({"id": "1", "text": OFFER}))
    assert suar("import", str(path))[0] == 0
    ((key,),) = rows(home, "SELECT signal_key FROM signals")
    assert isinstance(key, str)
    code, out, _ = suar("review", "add", key[:10], "confirm", "--note", "jelas", "--reviewer", "Penilai")
    assert (code, key[:12] in out) == (0, True)
    _, out, _ = suar("review", "list", "--json")
    assert json.loads(out)[0]["state"] == "waits for the next load"
    assert suar("import", str(path))[0] == 0
    _, out, _ = suar("review", "list", "--json")
    assert [(row["verdict"], row["state"]) for row in json.loads(out)] == [("confirm", "counts")]
    _, out, _ = suar("review", "list", "--open", "--json")
    assert json.loads(out) == []
    code, out, _ = suar("trace", key[:10], "--json")
    assert json.loads(out)[0]["document"]["external_id"] == "1"
    assert "came from a file" in suar("trace", key)[1]
    assert suar("trace", "ffff")[0] == 1


def test_sql_reads_and_only_reads(suar: Suar, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ad.jsonl"
    path.write_text(json.dumps({"id": "=1+1", "text": OFFER}))
    suar("import", str(path))
    code, out, _ = suar("sql", "SELECT external_id, list_value(1, 2) AS l, NULL AS n FROM documents", "--json")
    assert (code, json.loads(out)) == (0, [{"external_id": "=1+1", "l": [1, 2], "n": None}])
    assert suar("sql", "SELECT 1 AS a, 'x,\"y' AS b", "--csv")[1] == 'a,b\n1,"x,""y"\n'
    assert "no rows" in suar("sql", "SELECT 1 AS a WHERE false")[1]
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    for query in (
        "DELETE FROM store.documents",
        "CREATE TABLE t (a INT)",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"FROM '{outside}'",
        f"ATTACH '{tmp_path}/new.duckdb'",
        "SET enable_external_access = true",
        "SELECT nothing",
        "SELECT 1; SELECT 2",
        "",
    ):
        code, out, err = suar("sql", query)
        assert (code, out) == (2, ""), query
        assert len(err.strip().splitlines()) == 1, query
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "new.duckdb").exists()


def test_a_takedown_is_for_good(suar: Suar, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "ad.jsonl"
    url = "https://outlet.example/lowongan/77"
    path.write_text(json.dumps({"id": "1", "text": OFFER, "url": f"{url}?utm_source=x"}))
    suar("import", str(path))
    code, out, _ = suar("takedown", "--url", url, "--reason", "diminta")
    assert (code, "is forgotten: 1 document" in out) == (0, True)
    assert rows(home, "FROM documents") == []
    for file in home.rglob("*"):
        if file.is_file():
            assert b"lowongan/77" not in file.read_bytes() or file.name.startswith("state.sqlite"), file
    code, out, _ = suar("import", str(path), "--json")
    assert json.loads(out)[0]["fates"]["out_of_scope"] == 1
    assert rows(home, "FROM documents") == []


def test_a_chat_leaves_its_name_and_its_members_behind(suar: Suar, home: Path, tmp_path: Path) -> None:
    chat = tmp_path / "Chat WhatsApp dengan Rukmini Sasmita.txt"
    chat.write_text(
        "24/11/2026 09.15 - Pesan dan panggilan dienkripsi secara end-to-end.\n"
        "24/11/2026 09.16 - Rukmini Sasmita: Butuh 5 orang kerja di Kamboja, gaji 14 juta, berangkat minggu ini, paspor diurus\n"
        "24/11/2026 09.17 - Rukmini Sasmita: <Media tidak disertakan>\n",
        encoding="utf-8",
    )
    code, out, _ = suar("import", str(chat), "--json")
    assert code == 0
    (told,) = json.loads(out)
    assert (told["records"], told["skipped"]) == (1, {"system": 1, "media": 1})
    found = rows(home, "FROM documents")
    assert len(found) == 1
    assert "Rukmini" not in str(found)
    assert rows(home, "SELECT source FROM documents") == [("whatsapp",)]
