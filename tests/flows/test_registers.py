"""Registers from a file into the warehouse, back as what offers are checked against, and on into a stored offer."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.load import load, publish
from flows.register_files import RegisterFileError, read_rows
from flows.register_snapshot import register_of
from flows.settings import Home, Settings
from tests.flows.conftest import Suar
from warehouse.contracts import RegisterName, RegisterRow
from warehouse.store import read_only

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
FIRMS = """\
name,permit,valid_from,valid_until,status
PT. Seruni Lintas Bahari,SIP-0000/2024,2024-02-01,31 Januari 2029,Aktif
"PT Kenanga Tirta Abadi",,,2026-06-30,
"""
AD = (
    "Lowongan kerja ke Taiwan, operator pabrik elektronik, gaji TWD 28.000 per bulan. PT Seruni Lintas Bahari, SIP3MI "
    "No. 000/2024. Daftar ke WA 0812-0000-1234."
)


SAMPLES = Path(__file__).parents[2] / "docs" / "registers"
SAMPLE_AD = "PT Seruni Lintas Bahari, job order JO-0211/TWN/2026, operator pabrik di Taiwan, daftar WA {}"


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(path: Path, name: RegisterName = "p3mi") -> list[RegisterRow]:
    return list(read_rows(path, name, NOW))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_as_spreadsheets_write_it(tmp_path: Path, mark: str, delimiter: str) -> None:
    text = mark + FIRMS.replace("\n", "\r\n").replace(",", delimiter)
    first, second = rows_of(put(tmp_path / "p3mi.csv", text))
    assert (first.key, first.name) == ("seruni lintas bahari", "PT. Seruni Lintas Bahari")
    assert (first.valid_from, first.valid_until) == (date(2024, 2, 1), date(2029, 1, 31))
    assert first.details == {"license": "SIP-0000/2024", "status": "Aktif"}
    assert (second.valid_from, second.valid_until, second.details) == (None, date(2026, 6, 30), {})
    assert {first.source, second.source} == {"p3mi"}


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("p3mi", "lembaga,izin\nx,y\n", "column `name`: write `name,permit"),
        ("p3mi", "", "column `name`"),
        ("p3mi", "name,valid_until\nPT Satu,kelak\n", "line 2: `kelak`"),
        ("p3mi", "name,status\n\n,Aktif\n", "line 3: the cell under `name` is empty"),
        ("p3mi", "name,Nama P3MI\nPT Satu,PT Satu\n", "two columns for `name`"),
        ("p3mi", "name,valid_from\nPT Satu,1 Maret 2026, dan seterusnya\n", "line 2: 3 cells under 2 headings"),
        ("p3mi", "name,valid_from,valid_until\nPT Satu,2027-01-01,2026-01-01\n", "line 2: it ends"),
        ("p3mi", "name,phones\nPT Satu,menyusul\n", "line 2: `menyusul` under `phones`"),
        ("p3mi", "name,domains\nPT Satu,belum ada\n", "line 2: `belum` under `domains`"),
        (
            "job_order",
            "name,number,country\nPT Satu,1,Taiwan\n",
            "column `valid_until`: write `name,number,country,position",
        ),
        ("job_order", "name,number,country,valid_until\nPT Satu,1,Antah,2027-01-01\n", "line 2: `Antah` is no country"),
        (
            "job_order",
            "name,number,country,valid_until\nPT Satu,,Taiwan,2027-01-01\n",
            "line 2: the cell under `number`",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_mend(tmp_path: Path, name: RegisterName, text: str, word: str) -> None:
    with pytest.raises(RegisterFileError, match=word):
        rows_of(put(tmp_path / "p3mi.csv", text), name)


def test_headings_of_exports_and_contacts_as_people_write_them(tmp_path: Path) -> None:
    text = (
        "Nama P3MI;Nomor SIP3MI;Masa Berlaku;Situs Web;No Telepon;Akun Media Sosial;E-mail;Kota\n"
        'PT Satu Contoh;SIP3MI 1/2024;31/12/2028;https://www.Satu.example/kontak;"(031) 555-0134; 0820 0000 0134";'
        "https://instagram.com/Satu.Contoh/;HRD@Satu.example;Surabaya\n"
    )
    (row,) = rows_of(put(tmp_path / "p3mi.csv", text))
    assert (row.name, row.valid_until) == ("PT Satu Contoh", date(2028, 12, 31))
    assert row.details == {
        "license": "SIP3MI 1/2024",
        "domains": "satu.example",
        "phones": "+62315550134 +6282000000134",
        "handles": "@satu.contoh",
        "mails": "hrd@satu.example",
        "kota": "Surabaya",
    }


def test_an_order_is_named_by_its_number(tmp_path: Path) -> None:
    text = (
        "Perusahaan,Nomor SIP2MI,Negara Tujuan,Jabatan,Berlaku Sampai\nPT Satu,7/TWN/2026,Taiwan,Perawat,2027-02-28\n"
    )
    (row,) = rows_of(put(tmp_path / "jo.csv", text), "job_order")
    assert (row.key, row.name, row.valid_until) == ("7/TWN/2026", "PT Satu", date(2027, 2, 28))
    assert row.details == {"number": "7/TWN/2026", "country": "Taiwan", "position": "Perawat"}


def test_other_encodings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "p3mi.csv"
    path.write_bytes("name\nPT Kafé\n".encode("cp1252"))
    with pytest.raises(RegisterFileError, match="UTF-8"):
        rows_of(path)


def row(name: str, days_ago: float, register: RegisterName = "p3mi", **changes: object) -> RegisterRow:
    base = RegisterRow(
        register_name=register, key=name.casefold(), name=name, source="s", seen_at=NOW - timedelta(days=days_ago)
    )
    return base.model_copy(update=changes)


def stored(home: Path, *rows: RegisterRow) -> Home:
    place = Home.at(home)
    load(place, load_id="l1", kind="run", now=NOW, register_rows=rows)
    publish(place)
    return place


def test_lines_count_for_the_days_on_which_they_stood(home: Path) -> None:
    place = stored(
        home,
        row("PT Anyelir", 60),
        row("PT Anyelir", 0.2),
        row("PT Mawar", 60),
        row("PT Melati", 60, details={"status": "Aktif"}),
        row("PT Melati", 0.1, details={"status": "Dicabut"}),
        row("PT Anggrek", 0.1),
        row("PT Anggrek", 90, "p3mi_sanction", details={"sanction": "Skorsing"}),
        row("PT Dahlia", 0.1, "p3mi_sanction", source="t"),
        row("PT Teratai", 90, "p3mi_sanction", source="t"),
        row("PT Teratai", 0.1),
        row("PT Anyelir", 0.1, "job_order", details={"position": "Perawat", "country": "TAIWAN", "number": "7/2026"}),
        row("PT Teratai", 0.1, details={"domains": "teratai.example", "phones": "+6282000000134 +62315550134"}),
    )
    register = register_of(place.current, NOW)
    assert register is not None
    today, then = date(2026, 11, 25), date(2026, 9, 26)
    assert register.as_of == today
    assert register.vouches("anyelir", today)
    assert not register.vouches("mawar", today), "gone from the list for two months"
    assert register.vouches("mawar", then)
    assert not register.vouches("melati", today), "revoked in the meantime"
    assert register.vouches("melati", then)
    assert not register.vouches("anggrek", today), "the list of sanctions was never read again"
    assert not register.vouches("dahlia", today), "under sanction and not licensed"
    assert register.vouches("teratai", today), "its sanction is on the list no more"
    assert [(o.position, o.iso2, o.number) for o in register.orders["anyelir"]] == [("Perawat", "TW", "7/2026")]
    assert register.contacts_of("teratai", today) == {"teratai.example", "+6282000000134", "+62315550134"}


def test_without_a_snapshot_or_a_register_there_is_none(home: Path) -> None:
    assert register_of(Home.at(home).current, NOW) is None
    assert register_of(stored(home).current, NOW) is None


def test_from_a_file_to_a_verified_counter_indicator(suar: Suar, home: Path, tmp_path: Path) -> None:
    Settings.load(home).key()
    code, out, err = suar("registers", "import", str(put(tmp_path / "firms.csv", FIRMS)), "--register", "p3mi")
    assert (code, "2 lines of p3mi" in out) == (0, True), err
    code, out, _ = suar("registers", "list", "--name", "PT Seruni Lintas", "--json")
    (line,) = json.loads(out)
    assert (line["name"], line["valid_until"], line["source"]) == ("PT. Seruni Lintas Bahari", "2029-01-31", "firms")
    assert len(json.loads(suar("registers", "list", "--json")[1])) == 2
    ad = {"id": "a1", "text": AD, "kind_hint": "job_ad", "published_at": "2026-11-20"}
    code, _, err = suar("import", str(put(tmp_path / "ads.jsonl", json.dumps(ad) + "\n")))
    assert code == 0, err
    with read_only(Home.at(home).current) as connection:
        ((counter,),) = connection.execute("SELECT counter FROM store.offers").fetchall()
    assert {item["verified"] for item in counter if item["id"] == "CI-01"} == {True}


def test_the_sample_registers_tell_a_firm_from_who_borrows_its_name(suar: Suar, tmp_path: Path) -> None:
    for file, name in (("p3mi", "p3mi"), ("sanctions", "p3mi_sanction"), ("job-orders", "job_order")):
        assert suar("registers", "import", str(SAMPLES / f"{file}.csv"), "--register", name)[0] == 0
    texts = [SAMPLE_AD.format(number) for number in ("0820-0000-0134", "0827-0000-0999")]
    lines = [json.dumps({"text": text, "published_at": "2026-09-01"}) for text in texts]
    code, out, err = suar("detect", str(put(tmp_path / "ads.jsonl", "\n".join(lines))))
    assert code == 0, err
    own, strange = (json.loads(line)["offer"] for line in out.splitlines())
    assert {hit["id"]: hit["verified"] for hit in own["counter"]} == {"CI-01": True, "CI-02": True}
    assert {hit["id"]: hit["verified"] for hit in strange["counter"]} == {"CI-02": False}
    assert [hit["text"] for hit in strange["indicators"] if hit["id"] == "RF-31"] == ["0827-0000-0999"]
    assert own["risk"] < strange["risk"]


def test_wrong_use_is_one_sentence(suar: Suar, tmp_path: Path) -> None:
    code, _, err = suar("registers", "import", str(tmp_path / "none.csv"), "--register", "p3mi")
    assert (code, "none.csv does not exist" in err) == (1, True)
    code, _, err = suar("registers", "import", str(put(tmp_path / "e.csv", "name\n")), "--register", "p3mi")
    assert (code, "no lines" in err) == (2, True)
    code, _, err = suar("registers", "list")
    assert (code, "suar run" in err) == (1, True)
