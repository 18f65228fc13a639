"""Archives of web pages (MHTML, WARC, HAR) to records: every page is read as a saved page with its own address."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import errors, policy
from email.parser import BytesParser
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.importers.json_arrays import Damaged, objects_of
from crawlers.importers.pages import record_of_page
from crawlers.importers.research import dig
from crawlers.importers.rows import BadRecord, Import, Record
from crawlers.importers.streams import text_lines

_HTML = ("text/html", "application/xhtml+xml")
_LARGEST = 64 * 1024 * 1024


def read_mhtml(raw: bytes, stem: str | None, name: str, context: Import) -> Iterator[Record | BadRecord]:
    """The page that was saved; pages in its frames (advertisements) are not."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
        pages = [part for part in message.walk() if part.get_content_type() in _HTML]
        body = pages[0].get_payload(decode=True) if pages else None
    except (errors.MessageError, ValueError, LookupError):
        body, pages = None, []
    if not isinstance(body, bytes):
        yield BadRecord(name, "no page inside: save it again in the browser as a single file (.mhtml) or as .html")
        return
    address = str(pages[0]["Content-Location"] or message["Snapshot-Content-Location"] or "")
    yield record_of_page(body, stem, name, context, address=address or None, charset=pages[0].get_content_charset())


def read_warc(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    skipped: Counter[str] = Counter()
    found = False
    try:
        for number, entry in enumerate(ArchiveIterator(stream), start=1):
            reason = _warc_refusal(entry)
            if reason:
                skipped[reason] += 1
                continue
            found = True
            body = entry.content_stream().read(_LARGEST)
            address = entry.rec_headers.get_header("WARC-Target-URI")
            then = replace(context, now=_moment(entry.rec_headers.get_header("WARC-Date"), context.now))
            charset = _charset(entry.http_headers.get_header("Content-Type"))
            yield record_of_page(body, None, f"{name}:{number}", then, address=address, charset=charset)
    except (ArchiveLoadFailed, ValueError, OSError) as error:
        if isinstance(error, EOFError):
            raise
        yield BadRecord(name, f"the archive is damaged ({type(error).__name__}): get a whole copy")
        return
    yield from _finished(name, found, skipped, context)


def _warc_refusal(entry: Any) -> str | None:
    if entry.rec_type != "response" or entry.http_headers is None:
        return "no response"
    return _refusal(int(entry.http_headers.get_statuscode() or 0), entry.http_headers.get_header("Content-Type") or "")


def _refusal(status: int, kind: str) -> str | None:
    if status != 200:
        return "error status"
    return None if kind.partition(";")[0].strip().casefold() in _HTML else "no page"


def read_har(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    skipped: Counter[str] = Counter()
    found = False
    with text_lines(stream) as lines:
        for number, entry in enumerate(objects_of(lines, "entries"), start=1):
            ref = f"{name}:{number}"
            if isinstance(entry, Damaged):
                found = True
                yield BadRecord(ref, "the file ends early or is damaged here: save the HAR again")
                continue
            body, reason = _har_body(entry)
            if reason:
                skipped[reason] += 1
                continue
            found = True
            then = replace(context, now=_moment(dig(entry, "startedDateTime"), context.now))
            address = dig(entry, "request.url")
            yield record_of_page(body, None, ref, then, address=address if isinstance(address, str) else None)
    yield from _finished(name, found, skipped, context)


def _har_body(entry: Any) -> tuple[bytes, str | None]:
    content = dig(entry, "response.content")
    if not isinstance(content, Mapping):
        return b"", "no response"
    status = dig(entry, "response.status")
    reason = _refusal(status if isinstance(status, int) else 0, str(content.get("mimeType") or ""))
    text = content.get("text")
    if reason or not isinstance(text, str) or not text:
        return b"", reason or "no body"
    if content.get("encoding") != "base64":
        return b"\xef\xbb\xbf" + text.encode(
            "utf-8", "replace"
        ), None  # a mark: the page's own word on its encoding is past
    try:
        return base64.b64decode(text), None
    except (binascii.Error, ValueError):
        return b"", "no body"


def _finished(name: str, found: bool, skipped: Counter[str], context: Import) -> Iterator[BadRecord]:
    context.skipped.update(skipped)
    if not found:
        counts = ", ".join(f"{count} {reason}" for reason, count in skipped.most_common()) or "it is empty"
        yield BadRecord(name, f"no page that answered 200 with HTML ({counts}): save the archive with its bodies")


def _charset(content_type: str | None) -> str | None:
    _, found, charset = (content_type or "").casefold().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") if found else None


def _moment(printed: Any, latest: datetime) -> datetime:
    """When a page was fetched: "2 hours ago" counts from there."""
    try:
        at = datetime.fromisoformat(str(printed))
    except ValueError:
        return latest
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), latest).astimezone(UTC)
