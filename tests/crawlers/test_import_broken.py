"""Broken, wrongly named and very large files: a sentence in the place of what cannot be read."""

import gzip
import io
import json
import tracemalloc
import zipfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import FORMATS, BadRecord, ImportFileError, Record, read, read_inputs
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000, hubungi 0812-0000-1234"


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def found(raw: bytes, name: str, kind: str | None = None) -> list[Record | BadRecord]:
    return list(read_inputs(io.BytesIO(raw), kind, source="berkas", now=NOW, name=name))


@pytest.mark.parametrize("kind", FORMATS)
def test_empty_files(kind: str) -> None:
    for record in found(b"", "kosong", kind):
        assert isinstance(record, BadRecord)
        assert ":" in record.reason


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120), st.sampled_from(FORMATS))
def test_any_bytes_are_survived(raw: bytes, kind: str) -> None:
    try:
        records = found(raw, "x", kind)
    except ImportFileError as error:
        records = [BadRecord("x", str(error))]
    assert all(isinstance(record, Record | BadRecord) for record in records)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.sampled_from(["zip", "gz"]))
def test_cut_archives_give_a_reason(cut: int, kind: str) -> None:
    chat = "".join(f"20/08/24 14.30 - Zul: {AD} {n} {hash(n)}\n" for n in range(40))
    whole = zipped(_chat__txt=chat) if kind == "zip" else gzip.compress(chat.encode())
    records = found(whole[: -min(cut, len(whole) - 4)], f"x.txt.{kind}" if kind == "gz" else "x.zip")
    assert isinstance(records[-1], BadRecord)
    assert "copy" in records[-1].reason or "export" in records[-1].reason


def test_a_cut_gzip_of_a_chat_gives_what_came_before() -> None:
    chat = "".join(f"20/08/24 14.30 - Zul: {AD} {n * 7919 % 1000003}\n" for n in range(1500))
    records = found(gzip.compress(chat.encode())[:-1500], "x.txt.gz")
    assert sum(isinstance(record, Record) for record in records) > 500
    assert isinstance(records[-1], BadRecord)
    assert "whole copy" in records[-1].reason


def test_zips_of_many_files_and_of_none() -> None:
    raw = zipped(
        a__txt=f"20/08/24 14.30 - Zul: {AD}\n",
        b__csv=f"isi\n{AD.replace(',', '')}\n",
        c__jpg=b"\xff\xd8",
        d__zip=zipped(x__txt=AD),
        e__docx=b"x",
    )
    assert [type(record) for record in found(raw, "x.zip")] == [Record, Record]
    (bad,) = found(zipped(c__jpg=b"\xff\xd8"), "x.zip")
    assert isinstance(bad, BadRecord)
    assert "unpack" in bad.reason


def test_a_locked_zip_says_so() -> None:
    raw = bytearray(zipped(a__txt=AD))
    local, central = raw.index(b"PK\x03\x04"), raw.index(b"PK\x01\x02")
    raw[local + 6] |= 1
    raw[central + 8] |= 1
    (bad,) = found(bytes(raw), "x.zip")
    assert isinstance(bad, BadRecord)
    assert "password" in bad.reason


@pytest.mark.parametrize(
    ("name", "raw", "source"),
    [
        ("obrolan.txt", f"20/08/24 14.30 - Zul: {AD}\n20/08/24 14.31 - Zul: {AD}\n".encode(), "whatsapp"),
        ("obrolan", f"20/08/24 14.30 - Zul: {AD}\n20/08/24 14.31 - Zul: {AD}\n".encode(), "whatsapp"),
        ("data.json", json.dumps({"name": "x", "type": "private_group", "messages": [{"type": "message", "date_unixtime": "1724139000", "from": "Zul", "text": AD}]}).encode(), "telegram"),
        ("data.json", json.dumps([{"isi": AD}]).encode(), "berkas"),
        ("surat.txt", f"From: a@example.org\nMessage-ID: <1>\nSubject: x\n\n{AD}\n".encode(), "email"),
        ("iklan.txt", AD.encode(), "berkas"),
    ],
)  # fmt: skip
def test_recognised_by_name_and_content(name: str, raw: bytes, source: str) -> None:
    assert {record.document.source for record in found(raw, name) if isinstance(record, Record)} == {source}


def test_the_given_format_wins(tmp_path: Path) -> None:
    path = tmp_path / "obrolan.txt"
    path.write_text(f"20/08/24 14.30 - Zul: {AD}\n20/08/24 14.31 - Zul: {AD}\n")
    (record,) = read(path, "text", source="berkas", now=NOW)
    assert isinstance(record, Record)
    assert record.document.source == "berkas"
    assert len(list(read(path, None, source="berkas", now=NOW))) == 2


def test_a_json_line_of_thirty_megabytes_that_is_cut() -> None:
    records = found(b'{"isi": "' + b"kerja " * 5_000_000 + b'\n{"isi": "kerja ke Penang"}\n', "x.jsonl")
    assert [type(record) for record in records] == [BadRecord, Record]


def test_a_large_chat_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "obrolan.txt"
    filler = "panjang sekali " * 200
    with path.open("w") as out:
        for n in range(3000):
            out.write(f"20/08/24 14.30 - Zul Fiktif: {AD} {filler}{n}\n")
    tracemalloc.start()
    with closing(cast("Generator[Record | BadRecord, None, None]", read(path, None, source="x", now=NOW))) as records:
        count = sum(isinstance(next(records), Record) for _ in range(50))
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50
    assert peak < path.stat().st_size / 4
