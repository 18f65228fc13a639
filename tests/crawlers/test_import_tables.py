import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import BadRecord, ImportFileError, Record, read, read_inputs
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000"


def csv_records(raw: bytes, name: str = "x.csv") -> list[Record | BadRecord]:
    return list(read_inputs(io.BytesIO(raw), None, source="berkas", now=NOW, name=name))


def book(tmp_path: Path, fill: Callable[[openpyxl.Workbook], None], name: str = "x.xlsx") -> list[Record | BadRecord]:
    workbook = openpyxl.Workbook()
    fill(workbook)
    workbook.save(tmp_path / "made.xlsx")
    (tmp_path / "made.xlsx").rename(tmp_path / name)
    return list(read(tmp_path / name, None, source="berkas", now=NOW))


def good(found: list[Record | BadRecord]) -> list[Record]:
    assert all(isinstance(record, Record) for record in found), found
    return [record for record in found if isinstance(record, Record)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    rows = [["Judul", "Isi", "Catatan"], ["Café", f"{AD}; a, b | c\td", "“x”"]]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    (record,) = good(csv_records(text.encode(encoding)))
    assert (record.input.title, record.input.text, record.document.extra) == ("Café", rows[1][1], {"Catatan": "“x”"})


def test_a_header_below_a_title_and_empty_rows() -> None:
    (record,) = good(
        csv_records(f"Laporan pemantauan; November, 2026\n\n;;\nNo;Tanggal;Isi\n1;20/11/2026;{AD}\n;;\n".encode())
    )
    assert record.input.text == AD
    assert record.document.published_at is not None
    assert record.ref == "x.csv:5"


def test_a_row_of_names_below_the_header_is_a_row() -> None:
    first, second = good(csv_records(b"isi;tanggal\ntext;link\nkerja di luar;2026-11-20\n"))
    assert (first.input.text, second.input.text) == ("text", "kerja di luar")


def test_numbers_in_csv_are_text() -> None:
    (record,) = good(csv_records(f"isi;hp\n{AD};081200001234\n".encode()))
    assert record.document.extra == {"hp": "081200001234"}


def test_one_bad_byte_is_read_as_windows_text_and_the_rest_as_utf8() -> None:
    first, second = good(csv_records("isi\ncafé satu\n".encode() + b"caf\xe9 dua\n"))
    assert (first.input.text, second.input.text) == ("café satu", "café dua")


def test_a_workbook(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        first: Any = workbook.active
        first.title = "Rekap"
        first.append(["Rekap unggahan", None, None])
        first.merge_cells("A1:C1")
        first.append([])
        first.append(["Tanggal", "Isi", "Telepon", "Nilai", "Lengkap"])
        first.append([datetime(2026, 11, 20, 14, 30, tzinfo=UTC).replace(tzinfo=None), AD, 6281200001234, 2.5, True])
        first.append([None, None, None])
        first.append([date(2026, 11, 21), f"{AD} x", 81200001234.0, None, None])
        first.append(["21/11/2026", None, 1])
        second = workbook.create_sheet("Kosong")
        second.append([])
        third = workbook.create_sheet("Lain")
        third.append(["judul", "deskripsi", "perusahaan", "gaji"])
        third.append(["Koki", AD, "PT Fiktif", "RM 2000"])

    found = book(tmp_path, fill)
    assert [type(record) for record in found] == [Record, Record, BadRecord, Record]
    first, second, last = (record for record in found if isinstance(record, Record))
    assert first.document.extra == {"Telepon": "6281200001234", "Nilai": "2.5"}
    assert first.document.published_at is not None
    assert first.document.published_at.isoformat() == "2026-11-20T07:30:00+00:00"
    assert (second.document.published_precision, second.document.extra) == ("day", {"Telepon": "81200001234"})
    assert last.input.kind_hint == "job_ad"
    assert (first.ref, last.ref) == ("x.xlsx:Rekap:4", "x.xlsx:Lain:2")


def test_a_workbook_under_the_name_of_a_table(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet: Any = workbook.active
        sheet.append(["isi"])
        sheet.append([AD])

    (record,) = good(book(tmp_path, fill, "x.csv"))
    assert record.input.text == AD


def test_broken_workbooks_say_what_to_do(tmp_path: Path) -> None:
    def fill(workbook: openpyxl.Workbook) -> None:
        sheet: Any = workbook.active
        for n in range(50):
            sheet.append(["isi" if n == 0 else f"{AD} {n}"])

    book(tmp_path, fill)
    whole = (tmp_path / "x.xlsx").read_bytes()
    for raw in (whole[: len(whole) // 2], b"PK\x03\x04", b"", b"not a workbook"):
        found = list(read_inputs(io.BytesIO(raw), "xlsx", source="x", now=NOW, name="x.xlsx"))
        assert [type(record) for record in found] == [BadRecord]
        assert isinstance(found[0], BadRecord)
        assert ".xlsx" in found[0].reason
    with pytest.raises(ImportFileError, match=r"save it as \.xlsx"):
        list(read_inputs(io.BytesIO(b"\xd0\xcf\x11\xe0" * 9), None, source="x", now=NOW, name="x.xls"))


def test_an_empty_workbook_and_an_empty_table(tmp_path: Path) -> None:
    (bad,) = book(tmp_path, lambda workbook: None)
    assert isinstance(bad, BadRecord)
    assert csv_records(b"") == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=6).map(
        lambda rows: "\n".join(",".join(row) for row in rows)
    )
)
def test_any_table_is_survived(text: str) -> None:
    assert all(isinstance(record, Record | BadRecord) for record in csv_records(text.encode("utf-8", "replace")))
