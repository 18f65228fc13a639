"""Files and streams to records: the door that finds the reader for each format; each also compressed with gzip."""

import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from crawlers.extract.page import decode
from crawlers.importers import tables, whatsapp
from crawlers.importers.recognise import STREAMED, Format, ImportFileError, asked, bare, by_name, recognise
from crawlers.importers.research import load_lines, records_of
from crawlers.importers.rows import BadRecord, Import, Record, record_of
from crawlers.importers.streams import BREAKS, encoding_of, rewindable

_LARGEST_MEMBER = 4 * 1024**3

_Records = Iterator[Record | BadRecord]
_Reader = Callable[[BinaryIO, str, Import], _Records]


def _reader(kind: Format) -> _Reader | None:
    """The reader of a stream that can go back; what few files need is loaded with the first of them."""
    if kind == "mbox":
        from crawlers.importers.mail import read_mbox

        return read_mbox
    if kind in {"warc", "har"}:
        from crawlers.importers.web_archives import read_har, read_warc

        return read_warc if kind == "warc" else read_har
    if kind == "telegram":
        from crawlers.importers.telegram import read_export

        return read_export
    return {"whatsapp": whatsapp.read_chat, "xlsx": tables.read_xlsx}.get(kind)


def read(
    path: Path,
    format: str | None,  # noqa: A002
    *,
    source: str,
    now: datetime,
    skipped: Counter[str] | None = None,
) -> _Records:
    """Records of a file in their order; what cannot be used yields a BadRecord in its place.

    `skipped` counts messages that are no text by reason: `system`, `media`, `deleted`, `short` and the like.
    """
    if format is not None:
        asked(format)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}): check the name and its rights") from error
    with stream:
        yield from read_inputs(stream, format, source=source, now=now, name=path.name, skipped=skipped)


def read_inputs(
    stream: BinaryIO,
    format: str | None,  # noqa: A002
    *,
    source: str,
    now: datetime,
    name: str = "-",
    skipped: Counter[str] | None = None,
) -> _Records:
    """Records of an open binary stream; JSON lines and CSV one by one as they arrive. Gzip is known by its first bytes."""
    context = Import(source, now, Counter() if skipped is None else skipped)
    kind = asked(format) if format else by_name(name)
    buffered = _peekable(stream)
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        buffered = _peekable(gzip.GzipFile(fileobj=buffered))
    try:
        if kind in STREAMED and not _is_workbook(buffered, format):
            yield from _streamed(buffered, kind, name, context)
            return
        packed = isinstance(buffered.raw, gzip.GzipFile) and kind not in STREAMED
        with _going_back(stream, buffered.raw if packed else buffered) as whole:
            found = asked(format) if format else recognise(name, whole)
            yield from _counted(whole, found, whatsapp.shown_name(name), context)
    except BREAKS as error:
        yield BadRecord(
            whatsapp.shown_name(name), f"the compressed file ends early or is damaged ({error}): get a whole copy"
        )


def _peekable(stream: BinaryIO | gzip.GzipFile) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))


def _is_workbook(stream: io.BufferedReader, given: str | None) -> bool:
    """A workbook under the name of a table."""
    return given is None and stream.peek(4)[:4] == b"PK\x03\x04"


@contextmanager
def _going_back(given: BinaryIO, stream: object) -> Iterator[BinaryIO]:
    """A plain file as it is; what is packed or piped is copied first."""
    plain = isinstance(stream, io.BufferedReader) and not isinstance(stream.raw, gzip.GzipFile)
    if plain and given.seekable():
        yield cast("BinaryIO", stream)
        return
    with rewindable(cast("BinaryIO", stream)) as copy:
        yield copy


def _streamed(stream: io.BufferedReader, kind: Format, name: str, context: Import) -> _Records:
    encoding = encoding_of(stream.peek(io.DEFAULT_BUFFER_SIZE))
    errors = "windows-1252" if encoding == "utf-8-sig" else "replace"
    lines = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="\n")
    try:
        if kind == "csv":
            yield from tables.read_csv(lines, name, context)
        else:
            yield from _json_lines(lines, name, context)
    finally:
        lines.detach()  # the stream is its owner's to close


def _json_lines(lines: io.TextIOWrapper, name: str, context: Import) -> _Records:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from load_lines(line, f"{name}:{number}", context)


def _counted(stream: BinaryIO, kind: Format, name: str, context: Import) -> _Records:
    """The records of a chat; a chat of which nothing is left says so."""
    before, found = context.skipped.total(), False
    for record in _whole(stream, kind, name, context):
        found = True
        yield record
    left_out = context.skipped.total() - before
    if left_out and not found:
        reasons = ", ".join(f"{count} {reason}" for reason, count in context.skipped.most_common())
        yield BadRecord(
            "-" if kind == "whatsapp" else name, f"no message with words ({reasons}): export the whole chat"
        )


def _whole(stream: BinaryIO, kind: Format, name: str, context: Import) -> _Records:
    if kind in STREAMED:
        yield from _streamed(io.BufferedReader(cast("io.RawIOBase", stream)), kind, name, context)
    elif kind == "zip":
        yield from _members(stream, name, context)
    elif reader := _reader(kind):
        yield from reader(stream, name, context)
    else:
        yield from _in_memory(stream.read(), kind, name, context)


def _in_memory(raw: bytes, kind: Format, name: str, context: Import) -> _Records:
    stem = None if name == "-" else PurePath(bare(name)).stem
    if kind == "text":
        yield record_of({"id": stem, "text": decode(raw).replace("\r\n", "\n")}, name, context)
    elif kind in {"html", "telegram-html", "mhtml", "eml"}:
        yield from _marked_up(raw, kind, stem, name, context)
    else:
        yield from _json(decode(raw), name, context)


def _marked_up(raw: bytes, kind: Format, stem: str | None, name: str, context: Import) -> _Records:
    from crawlers.importers import mail, pages, telegram_html, web_archives

    if kind == "html":
        yield pages.record_of_page(raw, stem, name, context)
    elif kind == "telegram-html":
        yield from telegram_html.read_pages(raw, name, context)
    elif kind == "mhtml":
        yield from web_archives.read_mhtml(raw, stem, name, context)
    else:
        yield mail.record_of_mail(raw, name, context)


def _json(text: str, name: str, context: Import) -> _Records:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        lines = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "replace")), encoding="utf-8", newline="\n")
        yield from _json_lines(lines, name, context)
        return
    for number, row in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield from records_of(row, f"{name}:{number}", context)


def _members(stream: BinaryIO, name: str, context: Import) -> _Records:
    """Files of a zip that have a format of ours; pictures and the like, and zips in zips, are left alone."""
    found = False
    try:
        with zipfile.ZipFile(stream) as archive:
            for entry in archive.infolist():
                inner = PurePath(entry.filename).name
                if entry.is_dir() or by_name(inner) in {None, "zip"} or inner.startswith("."):
                    continue
                found = True
                yield from _member(archive, entry, inner, name, context)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        yield BadRecord(name, f"the zip ends early or is damaged ({error}): get a whole copy")
        return
    if not found:
        yield BadRecord(name, "no file inside that can be read (.txt, .json, .html, .csv and the like): unpack it")


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner: str, name: str, context: Import
) -> _Records:  # fmt: skip
    if entry.flag_bits & 1:
        yield BadRecord(name, "the zip is locked with a password: unpack it first")
        return
    if entry.file_size > _LARGEST_MEMBER:
        yield BadRecord(name, "a file inside is larger than 4 GB: unpack it and split it")
        return
    with archive.open(entry) as packed, rewindable(cast("BinaryIO", packed)) as whole:
        try:
            kind = recognise(inner, whole)
        except ImportFileError as error:
            yield BadRecord(name, str(error))
            return
        yield from _counted(whole, kind, whatsapp.shown_name(inner), context)
