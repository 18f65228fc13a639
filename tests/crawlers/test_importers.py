import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.importers import BadRecord, ImportFileError, Record, read, read_inputs
from tests.crawlers.conftest import LONG, NOW, article


def _read(raw: bytes, format_: str = "jsonl", name: str = "-") -> list[Record | BadRecord]:
    return list(read_inputs(io.BytesIO(raw), format_, source="berkas", now=NOW, name=name))


def _one(row: object) -> Record:
    (record,) = _read(json.dumps(row).encode())
    assert isinstance(record, Record), record
    return record


def test_aliases_fill_fields_and_the_rest_is_kept() -> None:
    record = _one({"Judul": "Sebuah Judul", "isi": LONG, "link": "https://www.Kabar-Uji.id/a?utm_source=x", "tanggal": "23 Nov 2026 10:15 WIB",
                   "id": 7, "sumber": "kabar-uji", "Penulis": "Sri Contoh", "suka": 12, "label": {"a": [1]}, "kosong": None})  # fmt: skip
    assert (record.input.id, record.input.title, record.input.text) == ("7", "Sebuah Judul", LONG)
    assert (record.document.url, record.document.source, record.document.byline) == (
        "https://www.kabar-uji.id/a",
        "kabar-uji",
        "Sri Contoh",
    )
    assert record.document.published_at is not None
    assert record.input.kind_hint is None
    assert record.unknown == ("suka", "label")
    assert record.document.extra == {"suka": "12", "label": '{"a": [1]}'}


def test_job_columns_make_a_job_ad_and_its_text_is_left_alone() -> None:
    text = "Dicari koki.\nEditor: Video\nBaca juga: syarat lengkap"
    record = _one(
        {
            "title": "Koki",
            "description": text,
            "company": "PT Contoh",
            "location": "Dubai",
            "salary": "AED 2000",
            "posted": "2026-11-20",
        }
    )
    assert record.input.kind_hint == "job_ad"
    assert record.document.text == text
    assert record.document.job is not None
    assert (record.document.job.company, record.document.job.salary) == ("PT Contoh", "AED 2000")
    assert record.document.published_precision == "day"
    assert _one({"text": "x", "job": {"company": "PT Contoh"}}).input.kind_hint == "job_ad"
    assert _one({"text": "x", "kind_hint": "social", "company": "a", "salary": "b"}).input.kind_hint == "social"


def test_the_input_keeps_its_offsets_and_the_document_loses_boilerplate() -> None:
    text = f"{LONG}\nBaca juga: Polisi tangkap perekrut\nPewarta: Lalu Sari\n"
    record = _one({"text": text})
    assert record.input.text == text
    assert record.document.text == LONG
    assert record.document.byline == "Lalu Sari"


def test_an_unreadable_date_is_null_and_kept() -> None:
    record = _one({"text": LONG, "date": "kapan-kapan"})
    assert (record.document.published_at, record.document.published_raw) == (None, "kapan-kapan")


def test_bad_lines_answer_in_their_place() -> None:
    lines = [
        b'{"id":"a","text":"satu"}',
        b"{broken",
        b"[1,2]",
        b"",
        b'{"id":"b","text":"  "}',
        b'{"text":"dua"}',
        b"[" * 200000,
        b'"x"',
    ]
    records = _read(b"\n".join(lines), name="x.jsonl")
    assert [type(record) for record in records] == [
        Record,
        BadRecord,
        BadRecord,
        BadRecord,
        Record,
        BadRecord,
        BadRecord,
    ]
    assert [record.ref for record in records] == [f"x.jsonl:{n}" for n in (1, 2, 3, 5, 6, 7, 8)]
    assert isinstance(records[3], BadRecord)
    assert (records[3].id, "no text" in records[3].reason) == ("b", True)


def test_wild_characters_survive() -> None:
    text = "a\u2028b\x85c\x0cd \ud800 \u202eterbalik\x00 \r\nakhir"
    record = _one({"id": "1", "text": text})
    assert len(record.input.text) == len(text)
    assert record.input.text == text.replace("\ud800", "\ufffd")
    assert "\x00" not in record.document.text
    assert "\ud800" not in record.document.model_dump_json()


def test_five_megabytes_in_a_line() -> None:
    record = _one({"text": "kerja ke luar negeri " * 250_000})
    assert len(record.input.text) > 5_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_encodings_and_compression(tmp_path: Path, encoding: str, packed: bool) -> None:
    raw = '{"text": "satu é"}\r\n{"text": "dua"}\r\n'.encode(encoding)
    path = tmp_path / ("x.jsonl.gz" if packed else "x.jsonl")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    texts = [record.input.text for record in read(path, None, source="x", now=NOW) if isinstance(record, Record)]
    assert texts == ["satu é", "dua"]


def test_a_damaged_archive_gives_what_it_holds_and_says_so(tmp_path: Path) -> None:
    rows = b"".join(json.dumps({"id": n, "text": f"{n} {hash(str(n))}"}).encode() + b"\n" for n in range(2000))
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-2000])
    records = list(read(path, None, source="x", now=NOW))
    assert isinstance(records[0], Record)
    assert isinstance(records[-1], BadRecord)
    assert "whole copy" in records[-1].reason


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes('\ufeffjudul;isi;catatan\r\nA;"baris satu\nbaris dua";x\r\nB;;y\r\nC;isi c;z;lebih\r\n'.encode())
    records = list(read(path, None, source="x", now=NOW))
    assert [type(record) for record in records] == [Record, BadRecord, Record]
    assert isinstance(records[0], Record)
    assert records[0].input.text == "baris satu\nbaris dua"
    assert records[0].document.extra == {"catatan": "x"}
    assert isinstance(records[2], Record)
    assert records[2].document.extra["surplus"] == '["lebih"]'
    assert records[0].ref == "x.csv:2"


def test_text_file_and_saved_page(tmp_path: Path) -> None:
    (tmp_path / "satu.txt").write_text(f"Mataram (ANTARA) - {LONG}\n\nEditor : Ni Luh\n")
    (record,) = read(tmp_path / "satu.txt", None, source="x", now=NOW)
    assert isinstance(record, Record)
    assert (record.input.id, record.document.text) == ("satu", LONG)
    assert record.document.extra == {"editor": "Ni Luh", "dateline": "Mataram (ANTARA)"}
    page = article("Judul Berita Contoh", LONG).replace(
        "<head>", '<head><link rel="canonical" href="https://kabar-uji.id/a/1">'
    )
    (tmp_path / "dua.html.gz").write_bytes(gzip.compress(page.encode()))
    (record,) = read(tmp_path / "dua.html.gz", None, source="x", now=NOW)
    assert isinstance(record, Record)
    assert (record.document.external_id, record.document.url) == ("dua", "https://kabar-uji.id/a/1")
    (tmp_path / "tiga.html").write_text("<html><head><title>Indeks Berita</title></head><body></body></html>")
    (bad,) = read(tmp_path / "tiga.html", None, source="x", now=NOW)
    assert isinstance(bad, BadRecord)
    assert bad.reason.startswith("listing")


def test_json_arrays_are_rows(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('[{"text": "satu"}, 3, {"text": "dua"}]')
    assert [type(record) for record in read(tmp_path / "x.json", None, source="x", now=NOW)] == [
        Record,
        BadRecord,
        Record,
    ]


def test_records_come_as_their_lines_come() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.given += 1
            line = b'{"text": "baris"}\n'
            buffer[: len(line)] = line
            return len(line)

    pipe = Pipe()
    records: Iterator[Record | BadRecord] = read_inputs(pipe, "jsonl", source="x", now=NOW)  # type: ignore[arg-type]
    assert isinstance(next(records), Record)
    assert pipe.given < 600


def test_unknown_formats_and_missing_files_are_said(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"x")
    with pytest.raises(ImportFileError, match="does not tell its format"):
        list(read(tmp_path / "x.docx", None, source="x", now=NOW))
    with pytest.raises(ImportFileError, match="is no format"):
        _read(b"", "xml")
    with pytest.raises(ImportFileError, match="cannot be read"):
        list(read(tmp_path / "none.jsonl", None, source="x", now=NOW))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["text", "isi", "title", "url", "date", "id", "job", "company", "source", "x"]) | st.text(),
        _VALUES,
    )
)
def test_any_object_is_a_record_or_a_reason(row: dict[str, object]) -> None:
    (record,) = _read(json.dumps(row).encode() + b"\n")
    assert record.ref == "-:1"
    assert isinstance(record, BadRecord) or record.document.model_dump_json()


@given(st.binary(max_size=200), st.sampled_from(["jsonl", "json", "csv", "text", "html"]))
def test_any_bytes_are_survived(raw: bytes, kind: str) -> None:
    assert all(isinstance(record, Record | BadRecord) for record in _read(raw, kind))
