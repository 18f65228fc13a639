import base64
import gzip
import io
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from crawlers.importers import BadRecord, Record, read, read_inputs
from tests.crawlers.conftest import LONG, NOW, article

PAGE = article("Judul Berita Contoh", LONG)
URL = "https://kabar-uji.example/berita/{}"


def warc(*responses: tuple[str, str, str, bytes], packed: bool = False) -> bytes:
    """Responses as (url, status, content type, body), by ISO 28500."""
    entries = [_entry("warcinfo", "", b"software: uji\r\n", "application/warc-fields")]
    for url, status, kind, body in responses:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        entries.append(_entry("response", url, head + body, "application/http; msgtype=response"))
    return b"".join(gzip.compress(raw) if packed else raw for raw in entries)


def _entry(kind: str, url: str, block: bytes, content_type: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000000>",
        "WARC-Date": "2026-11-20T03:00:00Z",
        "WARC-Target-URI": url,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def found(raw: bytes, name: str) -> list[Record | BadRecord]:
    return list(read_inputs(io.BytesIO(raw), None, source="berkas", now=NOW, name=name))


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_warc(packed: bool) -> None:
    raw = warc(
        (URL.format(1), "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        (URL.format(2), "404 Not Found", "text/html", PAGE.encode()),
        (URL.format("a.png"), "200 OK", "image/png", b"\x89PNG"),
        (
            URL.format(3),
            "200 OK",
            "text/html; charset=windows-1252",
            PAGE.replace(LONG, f"{LONG} caf\xe9").encode("cp1252", "replace"),
        ),
        (URL.format(4), "200 OK", "text/html", b"<html><head><title>Indeks Berita</title></head><body></body></html>"),
        packed=packed,
    )
    for name in ("arsip.warc.gz" if packed else "arsip.warc", "tanpa-akhiran"):
        first, second, bad = found(raw, name)
        assert isinstance(first, Record)
        assert (first.document.url, first.document.title) == (URL.format(1), "Judul Berita Contoh")
        assert first.document.fetched_at.isoformat() == "2026-11-20T03:00:00+00:00"
        assert isinstance(second, Record)
        assert (second.document.url, "café" in second.document.text) == (URL.format(3), True)
        assert isinstance(bad, BadRecord)
        assert bad.reason.startswith("listing")


def test_a_warc_without_pages_counts_what_it_held() -> None:
    (bad,) = found(
        warc((URL.format(1), "500 Error", "text/html", b"x"), (URL.format(2), "200 OK", "text/css", b"x")), "x.warc"
    )
    assert isinstance(bad, BadRecord)
    assert "1 error status" in bad.reason


def test_cut_and_damaged_warcs() -> None:
    pages = tuple((URL.format(n), "200 OK", "text/html", PAGE.encode()) for n in range(3))
    packed = found(warc(*pages, packed=True)[:-40], "x.warc.gz")
    assert isinstance(packed[0], Record)
    assert isinstance(packed[-1], BadRecord)
    assert "whole copy" in packed[-1].reason
    for raw in (b"WARC/1.0\r\nnothing", b"", b"abc"):
        (bad,) = found(raw, "x.warc")
        assert isinstance(bad, BadRecord)


def entry(url: str, status: int, kind: str, text: str, **content: str) -> dict[str, Any]:
    return {"startedDateTime": "2026-11-20T10:00:00.000+07:00", "request": {"url": url},
            "response": {"status": status, "content": {"mimeType": kind, "text": text, **content}}}  # fmt: skip


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def test_pages_of_a_har() -> None:
    coded = base64.b64encode(PAGE.encode()).decode()
    raw = har(
        entry(URL.format(1), 200, "text/html; charset=utf-8", PAGE),
        entry(URL.format(2), 200, "text/html", coded, encoding="base64"),
        entry(URL.format(3), 200, "application/json", "{}"),
        entry(URL.format(4), 302, "text/html", PAGE),
        entry(URL.format(5), 200, "text/html", ""),
        {"request": None},
        3,
    )
    for name in ("x.har", "x.json"):
        records = found(raw, name)
        assert [record.document.url for record in records if isinstance(record, Record)] == [
            URL.format(1),
            URL.format(2),
        ]
        assert all(isinstance(record, Record) for record in records)


def test_broken_hars() -> None:
    raw = har(*(entry(URL.format(n), 200, "text/html", PAGE) for n in range(3)))
    records = found(raw[:-900], "x.har")
    assert isinstance(records[0], Record)
    assert isinstance(records[-1], BadRecord)
    for broken in (b"", b"{}", b"[1"):
        (bad,) = found(broken, "x.har")
        assert isinstance(bad, BadRecord)
        assert "HAR" in bad.reason or "archive" in bad.reason


def mhtml() -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL.format(1)
    message["Subject"] = "Judul"
    message.set_content(PAGE, subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related("<html><body>iklan</body></html>", subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["halaman.mhtml", "halaman.mht", "halaman.html", "halaman"])
def test_a_page_saved_as_one_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(mhtml())
    (record,) = read(tmp_path / name, None, source="x", now=NOW)
    assert isinstance(record, Record), record
    assert (record.document.title, record.document.url, record.document.external_id) == (
        "Judul Berita Contoh",
        URL.format(1),
        "halaman",
    )
    assert record.document.text == LONG


@pytest.mark.parametrize("raw", [b"", b"abc", mhtml()[:300]])
def test_no_page_inside(raw: bytes) -> None:
    (bad,) = found(raw, "x.mhtml")
    assert isinstance(bad, BadRecord)
    assert bad.reason


def test_a_page_compressed_twice_is_read_once() -> None:
    (record,) = found(gzip.compress(PAGE.encode()), "x.html.gz")
    assert isinstance(record, Record)
