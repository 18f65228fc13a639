"""Files and streams to rows: JSON lines, CSV, plain text, saved pages; each also compressed with gzip."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast, get_args

from crawlers.extract.page import decode
from crawlers.importers.pages import record_of_page
from crawlers.importers.rows import BadRecord, Import, Record, record_of

Format = Literal["jsonl", "json", "csv", "text", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIXES: dict[str, Format] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".txt": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_LARGEST_CELL = 64 * 1024 * 1024
_BROKEN = (EOFError, gzip.BadGzipFile, zlib.error)


class ImportFileError(ValueError):
    """A file that cannot be read as asked."""


def read(path: Path, format: str | None, *, source: str, now: datetime) -> Iterator[Record | BadRecord]:  # noqa: A002
    """Records of a file in their order; what cannot be used yields a BadRecord in its place."""
    kind = _format(format, path.name)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}): check the name and its rights") from error
    with stream:
        yield from read_inputs(stream, kind, source=source, now=now, name=path.name)


def read_inputs(
    stream: BinaryIO, format: str | None, *, source: str, now: datetime, name: str = "-"  # noqa: A002
) -> Iterator[Record | BadRecord]:  # fmt: skip
    """Records of an open binary stream, one by one as they arrive; gzip is recognised by its first bytes."""
    kind, context = _format(format, name), Import(source, now)
    buffered = _peekable(stream)
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        buffered = _peekable(gzip.GzipFile(fileobj=buffered))
    try:
        if kind in {"jsonl", "csv"}:
            lines = _lines(buffered)
            try:
                yield from (_json_lines if kind == "jsonl" else _csv)(lines, name, context)
            finally:
                lines.detach()  # the stream is its owner's to close
        else:
            yield from _whole(buffered.read(), kind, name, context)
    except _BROKEN as error:
        yield BadRecord(name, f"the compressed file ends early or is damaged ({error}): get a whole copy")


def _peekable(stream: BinaryIO | gzip.GzipFile) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))


def _format(given: str | None, name: str) -> Format:
    if given is None:
        suffix = Path(name.removesuffix(".gz")).suffix.lower()
        if suffix not in _SUFFIXES:
            raise ImportFileError(f"{name}: the name does not tell its format: give one of {', '.join(FORMATS)}")
        return _SUFFIXES[suffix]
    if given not in FORMATS:
        raise ImportFileError(f"`{given}` is no format: give one of {', '.join(FORMATS)}")
    return given


def _lines(stream: io.BufferedReader) -> io.TextIOWrapper:
    """Text lines, ended by a newline alone; UTF-8 or, by its mark, UTF-16."""
    mark = stream.peek(2)[:2]
    encoding = "utf-16" if mark in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")


def _json_lines(lines: io.TextIOWrapper, name: str, context: Import) -> Iterator[Record | BadRecord]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _json_record(line, f"{name}:{number}", context)


def _json_record(line: str, ref: str, context: Import) -> Record | BadRecord:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadRecord(ref, f"no JSON object ({str(error)[:80]}): write one object on each line")
    return record_of(row, ref, context)


def _csv(lines: io.TextIOWrapper, name: str, context: Import) -> Iterator[Record | BadRecord]:
    csv.field_size_limit(_LARGEST_CELL)
    head = lines.readline()
    delimiter = max(",;\t|", key=head.count) if head else ","
    try:
        columns = next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error as error:
        yield BadRecord(f"{name}:1", f"no CSV header ({error}): write the column names on one line")
        return
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        ref = f"{name}:{rows.line_num + 2}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRecord(ref, f"no CSV row ({error}): quote cells that hold line breaks")
            continue
        if cells:
            row = dict(zip(columns, cells, strict=False))
            surplus = cells[len(columns) :]
            yield record_of(row | ({"surplus": surplus} if surplus else {}), ref, context)


def _whole(raw: bytes, kind: Format, name: str, context: Import) -> Iterator[Record | BadRecord]:
    stem = None if name == "-" else _stem(name)
    if kind == "html":
        yield record_of_page(raw, stem, name, context)
        return
    text = decode(raw)
    if kind == "text":
        yield record_of({"id": stem, "text": text.replace("\r\n", "\n")}, name, context)
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        lines = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "replace")), encoding="utf-8", newline="\n")
        yield from _json_lines(lines, name, context)
        return
    rows = whole if isinstance(whole, list) else [whole]
    for number, row in enumerate(rows, start=1):
        yield record_of(row, f"{name}:{number}", context)


def _stem(name: str) -> str:
    return Path(name.removesuffix(".gz")).stem
