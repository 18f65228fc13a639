"""Bytes to text as files of the field hold it: UTF-8, UTF-16, Windows-1252, also mixed; streams that can go back."""

import codecs
import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

IN_MEMORY = 32 * 1024 * 1024
SAMPLE = 64 * 1024
BREAKS = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)
"""What packed streams raise that end early or are damaged."""


def _as_windows(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _as_windows)


def encoding_of(sample: bytes) -> str:
    """By its mark, else by the zero bytes of UTF-16, else UTF-8 (with `errors="windows-1252"` for what is not)."""
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) >= 8 and max(even, odd) > len(sample) // 5 and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"


def peek(stream: BinaryIO, size: int = SAMPLE) -> bytes:
    """The head of a stream that can go back."""
    head = stream.read(size)
    stream.seek(0)
    return head


@contextmanager
def text_lines(stream: BinaryIO) -> Iterator[io.TextIOWrapper]:
    """Text of a stream that can go back, lines ended by a newline alone; the stream stays open."""
    stream.seek(0)
    encoding = encoding_of(peek(stream))
    lines = io.TextIOWrapper(
        cast("io.BufferedReader", stream), encoding=encoding, errors=_errors(encoding), newline="\n"
    )
    try:
        yield lines
    finally:
        lines.detach()


def _errors(encoding: str) -> str:
    return "windows-1252" if encoding == "utf-8-sig" else "replace"


@contextmanager
def rewindable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The same bytes, in memory or in a nameless file of this process that is gone when it is closed.

    Of a packed stream that breaks off, what came before is given; the error comes at the end.
    """
    broken: Exception | None = None
    read = getattr(stream, "read1", stream.read)  # `read` would lose what it had when the break came
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        try:
            while chunk := read(SAMPLE):
                copy.write(chunk)
        except BREAKS as error:
            broken = error
        copy.seek(0)
        yield cast("BinaryIO", copy)
        if broken is not None:
            raise broken
