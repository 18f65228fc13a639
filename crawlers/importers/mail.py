"""E-mail (.eml, .mbox) to records: the words of the writer; quotes and signature apart, people masked."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import errors, policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import BinaryIO

from crawlers.extract.dates import EARLIEST, ParsedDate
from crawlers.extract.page import Page, decode, text_of
from crawlers.importers.mail_parts import is_forward, parted
from crawlers.importers.members import Members
from crawlers.importers.posts import identity_of, record_of_post
from crawlers.importers.rows import BadRecord, Import, Record

SOURCE = "email"
_LARGEST = 64 * 1024 * 1024
_PEOPLE = ("from", "sender", "reply-to", "to", "cc", "bcc", "resent-from", "resent-to")
_UNREADABLE = (errors.MessageError, ValueError, LookupError, AttributeError, TypeError)
"""What the standard library raises on malformed headers and bodies."""


def read_mbox(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    number = 0
    for number, raw in enumerate(_messages(stream), start=1):
        if raw is None:
            yield BadRecord(f"{name}:{number}", "a message of more than 64 MB: save it as .eml without attachments")
        else:
            yield record_of_mail(raw, f"{name}:{number}", context)
    if not number:
        yield BadRecord(name, "no message: each one of an mbox file starts with a line “From …”")


def record_of_mail(raw: bytes, ref: str, context: Import) -> Record | BadRecord:
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        people, writer = _people(message)
        subject, body, files = str(message.get("subject") or ""), _body(message), _attachments(message)
        published = _published(message, context.now)
        key = str(message.get("message-id") or "").strip()
    except _UNREADABLE:
        return BadRecord(ref, "no e-mail that can be read: save the message again as .eml")
    if not message.keys():
        return BadRecord(ref, "no e-mail headers: save the message with its headers as .eml")
    own, quoted, signature = parted(body, people, passed_on=is_forward(subject))
    own, quoted = own or quoted, quoted if own else ""
    if not own:
        return BadRecord(ref, "no text: the message holds only attachments or pictures")
    date = published.at.isoformat() if published else ""
    notes = {"quoted": people.mask(quoted), "signature": people.mask(signature, writer)}
    return record_of_post(
        people.mask(own, writer),
        ref=ref,
        source=SOURCE,
        context=context,
        title=people.mask(subject, writer),
        identity=sha256(key.encode("utf-8", "replace")).hexdigest()[:32] if key else identity_of(date, own),
        published=published,
        kind_hint=None,
        extra={name: text for name, text in notes.items() if text} | ({"attachments": str(files)} if files else {}),
    )


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Raw messages of an mbox; null for one too large to hold."""
    held: list[bytes] = []
    size, started, blank = 0, False, True
    for line in iter(lambda: stream.readline(_LARGEST), b""):
        if blank and line.startswith(b"From "):
            if started:
                yield b"".join(held) if size <= _LARGEST else None
            held, size, started, blank = [], 0, True, False
            continue
        blank = not line.strip(b"\r\n")
        size += len(line)
        if started and size <= _LARGEST:
            held.append(line[1:] if re.match(rb">+From ", line) else line)
    if started:
        yield b"".join(held) if size <= _LARGEST else None


def _people(message: EmailMessage) -> tuple[Members, str]:
    """Everybody in the headers, and the writer's address."""
    people, writer = Members(), ""
    for header in _PEOPLE:
        for name, address in getaddresses([str(value) for value in message.get_all(header, [])]):
            if name.strip():
                people.add(name)
            if address.strip():
                people.add(address)
                writer = writer or address
    return people, writer


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    text = decode(raw if isinstance(raw, bytes) else b"", part.get_content_charset())
    if part.get_content_type() != "text/html":
        return text.replace("\r\n", "\n")
    body = Page(text).tree.body
    return text_of(body) if body else ""


def _attachments(message: EmailMessage) -> int:
    return sum(1 for part in message.walk() if part.get_content_disposition() == "attachment")


def _published(message: EmailMessage, now: datetime) -> ParsedDate | None:
    printed = str(message.get("date") or "").strip()
    try:
        at = parsedate_to_datetime(printed)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return ParsedDate(at, "second", "offset", printed) if EARLIEST <= at <= now + timedelta(days=1) else None
