"""Answers of hostile pages: what the server does, and what must become of the page."""

import gzip
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from backports import zstd

from tests.crawlers.conftest import LONG, article
from tests.crawlers.hostile.server import Asked, Behaviour, Line, raw, says

MB = 1 << 20
GOOD = article("Dua Belas Orang Batal Berangkat", LONG).encode()


@dataclass(frozen=True)
class Case:
    """`outcomes`: the named reasons that are right; `read` where the page can be read all the same."""

    name: str
    behaviour: Behaviour
    outcomes: frozenset[str]


def case(name: str, behaviour: Behaviour, *outcomes: str) -> Case:
    return Case(name, behaviour, frozenset(outcomes))


def raw_head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines]).encode() + b"\r\n\r\n"


def gzip_bomb(size: int) -> bytes:
    """One gzip member that unpacks to so many zeros; a chunk after a full flush can stand any number of times."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = pack.compress(bytes(MB)) + pack.flush(zlib.Z_FULL_FLUSH)
    chunk = pack.compress(bytes(MB)) + pack.flush(zlib.Z_FULL_FLUSH)
    body = first + chunk * (size // MB - 1) + b"\x03\x00"
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + body + struct.pack("<II", 0, size & 0xFFFFFFFF)


def packed(body: bytes, encoding: str) -> Behaviour:
    return says(body, f"Content-Encoding: {encoding}")


def _before(head: bytes, do: Callable[[Line], None]) -> Behaviour:
    def answer(line: Line, _asked: Asked) -> None:
        line.send(head)
        do(line)

    return answer


COMPRESSED = [
    case("gzip-1gb", packed(gzip_bomb(1024 * MB), "gzip"), "compressed_bomb"),
    case("gzip-members", packed(gzip.compress(bytes(4 * MB)) * 64, "gzip"), "compressed_bomb"),
    case("gzip-nested", packed(gzip.compress(gzip_bomb(1024 * MB)), "gzip, gzip"), "compressed_bomb"),
    case("deflate-bomb", packed(zlib.compress(bytes(128 * MB)), "deflate"), "compressed_bomb"),
    case("brotli-bomb", packed(brotli.compress(bytes(128 * MB), quality=1), "br"), "compressed_bomb"),
    case("zstd-bomb", packed(zstd.compress(bytes(128 * MB)), "zstd"), "compressed_bomb"),
    case("gzip-said-not-done", packed(GOOD, "gzip"), "bad_encoding"),
    case("gzip-truncated", packed(gzip.compress(GOOD)[:-200], "gzip"), "unreadable", "cut_short"),
    case("gzip-garbage", packed(b"\x1f\x8b\x08\0" + bytes(range(256)) * 8, "gzip"), "bad_encoding"),
    case("brotli-garbage", packed(bytes(range(256)) * 8, "br"), "bad_encoding"),
    case("zstd-garbage", packed(b"\x28\xb5\x2f\xfd" + bytes(range(256)) * 8, "zstd"), "bad_encoding"),
    case("encoding-unknown", packed(GOOD, "suar-zip"), "bad_encoding"),
    case("encoding-twenty-times", packed(GOOD, ", ".join(["gzip"] * 20)), "bad_encoding"),
]

TRANSFER = [
    case("length-too-long", _before(raw_head("Content-Length: 900000") + GOOD, lambda _line: None), "cut_short"),
    case("length-too-short", raw(raw_head("Content-Length: 500"), GOOD), "read"),
    case("length-negative", raw(raw_head("Content-Length: -5"), GOOD), "broken_http"),
    case("length-two", raw(raw_head("Content-Length: 5", "Content-Length: 900"), GOOD), "broken_http"),
    case("length-words", raw(raw_head("Content-Length: banyak"), GOOD), "broken_http"),
    case("chunk-size-words", raw(raw_head("Transfer-Encoding: chunked"), b"zzz\r\n", GOOD), "broken_http", "cut_short"),
    case("chunk-size-negative", raw(raw_head("Transfer-Encoding: chunked"), b"-5\r\n", GOOD), "broken_http", "cut_short"),
    case("chunk-size-huge", raw(raw_head("Transfer-Encoding: chunked"), b"FFFFFFFFFFFF\r\n", GOOD), "cut_short"),
    case("chunk-line-endless", _before(raw_head("Transfer-Encoding: chunked"), lambda line: line.pour(b"0" * 65536)), "broken_http", "cut_short"),
    case("chunk-drip", _before(raw_head("Transfer-Encoding: chunked"), lambda line: line.drip(b"1\r\na\r\n")), "too_slow"),
    case("body-drip", _before(raw_head("Content-Length: 5000"), lambda line: line.drip(b"a")), "too_slow"),
    case("headers-drip", _before(b"HTTP/1.1 200 OK\r\n", lambda line: line.drip(b"X: y\r\n")), "too_slow"),
    case("headers-endless", _before(b"HTTP/1.1 200 OK\r\n", lambda line: line.pour(b"X-A: " + b"y" * 8000 + b"\r\n")), "too_large"),
    case("headers-100000", raw(raw_head(*[f"X-{number}: y" for number in range(100_000)], "Content-Length: 2"), b"ok"), "too_large"),
    case("header-line-huge", raw(raw_head(f"X-A: {'y' * 5 * MB}"), GOOD), "broken_http", "too_large"),
    case("status-line-endless", _before(b"HTTP/1.1 200 ", lambda line: line.pour(b"y" * 65536)), "broken_http", "too_large"),
    case("no-answer", lambda line, _asked: line.hang(), "too_slow"),
    case("closed-at-once", raw(), "connection_lost"),
    case("reset-in-body", _before(raw_head("Content-Length: 5000") + b"<html>", Line.reset), "connection_lost", "cut_short"),
    case("http-0.9", raw(GOOD), "broken_http"),
    case("status-garbage", raw(b"\x00\x01\xff garbage\r\n\r\n"), "broken_http"),
    case("status-999", says(GOOD, status="999 Request denied"), "server_error"),
    case("status-600-words", raw(b"HTTP/1.1 abc OK\r\n\r\n"), "broken_http"),
    case("status-204", raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), "bad_status"),
    case("status-206", says(GOOD[:400], "Content-Range: bytes 0-399/4000", status="206 Partial Content"), "bad_status"),
    case("status-304-unasked", raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"), "bad_status"),
    case("status-100-endless", _before(b"", lambda line: line.pour(b"HTTP/1.1 100 Continue\r\n\r\n" * 500)), "too_slow", "too_large", "broken_http"),
    case("status-101", raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"), "bad_status", "broken_http", "too_slow", "connection_lost"),
    case("body-endless", _before(raw_head(), lambda line: line.pour(b"a" * 65536)), "too_large"),
    case("body-9mb", says(b"a" * 9 * MB), "too_large"),
    case("body-9mb-unsaid", raw(raw_head(), b"a" * 9 * MB), "too_large"),
    case("body-empty", says(b""), "unreadable"),
]  # fmt: skip

STATUSES = [
    case("status-401", says("no", status="401 Unauthorized"), "forbidden"),
    case("status-403", says("no", status="403 Forbidden"), "forbidden"),
    case("status-451", says("no", status="451 Unavailable"), "forbidden"),
    case("status-404", says("no", status="404 Not Found"), "not_found"),
    case("status-410", says("no", status="410 Gone"), "gone"),
    case("status-418", says("no", status="418 Teapot"), "bad_status"),
    case("status-500", says("no", status="500 Error"), "server_error"),
    case("block-page", says("<html><title>Just a moment...</title><body>Checking your browser</body></html>"), "block_page"),
    *(
        case(f"{status}-retry-{name}", says("no", f"Retry-After: {value}", status=f"{status} Wait"), *outcome)
        for status in (429, 503)
        for name, value, *outcome in (
            ("seconds", "120", "rate_limited"),
            ("date", "Tue, 24 Nov 2026 04:00:00 GMT", "rate_limited"),
            ("past", "Tue, 24 Nov 2020 04:00:00 GMT", "rate_limited"),
            ("huge", "1000000000000", "rate_limited"),
            ("negative", "-5", "rate_limited" if status == 429 else "server_error"),
            ("garbage", "besok \xe9", "rate_limited" if status == 429 else "server_error"),
        )
    ),
]  # fmt: skip
