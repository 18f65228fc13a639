"""WhatsApp "Export chat" files to records: Android and iOS, Indonesian and English (and Malay phones)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import PurePath
from typing import BinaryIO
from zoneinfo import ZoneInfo

from crawlers.extract.dates import EARLIEST, ParsedDate
from crawlers.importers.chat_stamps import MARKS, WORDS, Layout, Order, Stamped, Survey, moment, stamped
from crawlers.importers.members import Members, bare_name
from crawlers.importers.posts import LONGEST, SHORTEST, identity_of, record_of_post
from crawlers.importers.rows import ZONE, BadRecord, Import, Record
from crawlers.importers.streams import text_lines

SOURCE = "whatsapp"
_KINDS = ("deleted", "contact_card", "media", "calls")
_EDIT_MARK = 60
_LINE = 400
"""Characters of the longest line that the app itself writes."""
_TO_NOTHING = dict.fromkeys(map(ord, MARKS))
_NO_CHAT = "no message of a chat: export it again with “Export chat” in WhatsApp, or give another --format"


@dataclass
class _Message:
    line: int
    stamp: Stamped
    sender: str | None
    body: list[str] = field(default_factory=list)


def read_chat(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    """Two walks over a stream that can go back: the first learns dates and members, the second reads."""
    survey, members = _learn(stream, context)
    layout, order = survey.layout(), survey.order()
    if layout is None:
        yield BadRecord(name, _NO_CHAT)
        return
    stream.seek(0)
    with text_lines(stream) as lines:
        for message in _messages(lines, layout):
            record = _record(message, f"{name}:{message.line}", order, members, context)
            if record is not None:
                yield record


def looks_like_chat(head: str, name: str) -> bool:
    """Lines that start like those of an export, one of them with a sender; a single one is enough where the name says so."""
    lines = [line for line in head.splitlines() if line.strip()][:60]
    hits = [stamp for line in lines if (stamp := stamped(line))]
    if not any(_split(stamp)[0] is not None for stamp in hits):
        return bool(hits) and _is_named_so(name)
    opens = stamped(lines[0]) is not None
    return _is_named_so(name) or len(hits) >= (2 if opens else 3)


def _is_named_so(name: str) -> bool:
    stem = PurePath(name).stem
    return _matches("file_name", stem) or _matches("file_name_inside_zip", stem)


def _learn(stream: BinaryIO, context: Import) -> tuple[Survey, Members]:
    zone = ZoneInfo(ZONE)
    latest = (context.now.astimezone(zone) + timedelta(days=1)).replace(tzinfo=None)
    survey, names = Survey(latest), dict[tuple[Layout, str], None]()
    with text_lines(stream) as lines:
        for line in lines:
            if (stamp := stamped(line)) is None:
                continue
            survey.see(stamp)
            sender, body = _split(stamp)
            if sender and not _is_system(body):
                names[stamp.layout, sender] = None
    members = Members()
    for layout, sender in names:
        if layout == survey.layout():
            members.add(sender)
    return survey, members


def _messages(lines: Iterable[str], layout: Layout) -> Iterator[_Message]:
    message: _Message | None = None
    for number, line in enumerate(lines, start=1):
        stamp = stamped(line)
        if stamp is not None and stamp.layout == layout:
            if message:
                yield message
            sender, body = _split(stamp)
            message = _Message(number, stamp, sender, [body])
        elif message:
            message.body.append(line.rstrip("\r\n"))
    if message:
        yield message


def _split(stamp: Stamped) -> tuple[str | None, str]:
    """Sender and text; no sender where the app itself speaks."""
    rest = stamp.rest.rstrip("\r\n")
    if len(rest) < _LINE and _matches("system_with_colon", rest.translate(_TO_NOTHING)):
        return None, rest
    sender, colon, body = rest.partition(": ")
    if not colon and rest.endswith(":"):
        sender, colon, body = rest[:-1], ":", ""
    if not colon or len(sender) > 80:
        return None, rest
    return bare_name(sender.translate(_TO_NOTHING).strip()) or sender, body


def _record(
    message: _Message, ref: str, order: Order, members: Members, context: Import
) -> Record | BadRecord | None:  # fmt: skip
    if message.sender is None or _is_system(message.body[0]):
        context.skipped["system"] += 1
        return None
    if sum(map(len, message.body)) > LONGEST:
        return BadRecord(ref, "a message of more than a million characters: this is no chat export, check the file")
    text, reason = _content(message.body)
    if reason is None and len(text) < SHORTEST:
        reason = "short"
    if reason is not None:
        context.skipped[reason] += 1
        return None
    at = moment(message.stamp, order)
    published = _published(at, message.stamp, context) if at else None
    if at is None or published is None:
        printed = "/".join(message.stamp.parts)
        return BadRecord(ref, f"the date {printed} does not exist or lies ahead: check the phone's clock and the file")
    return record_of_post(
        members.mask(text, message.sender),
        ref=ref,
        source=SOURCE,
        context=context,
        identity=identity_of(at.strftime("%Y-%m-%dT%H:%M"), text),
        published=published,
    )


def _published(at: datetime, stamp: Stamped, context: Import) -> ParsedDate | None:
    zoned = at.replace(tzinfo=ZoneInfo(ZONE))
    if not EARLIEST <= zoned <= context.now + timedelta(days=1):
        return None
    return ParsedDate(zoned, "second" if stamp.exact else "minute", "source", at.isoformat())


def _content(body: list[str]) -> tuple[str, str | None]:
    """The words of a message, or why it has none."""
    reasons: list[str] = []
    kept: list[str] = []
    kinds = _KINDS if len(body) > 1 else (*_KINDS, "location")
    for raw in body:
        if not raw:
            kept.append("")
            continue
        line = _without_edit_mark(raw.translate(_TO_NOTHING) if raw[:1] in MARKS else raw)
        kind = next((kind for kind in kinds if _matches(kind, line.strip())), None)
        if kind:
            reasons.append(kind)
        elif (option := _compiled("poll_option")[0].fullmatch(line.strip())) is not None:
            kept.append(option["option"])
        elif not _matches("poll", line.strip()):
            kept.append(_compiled("copied")[0].sub("", line, count=1))
    text = "\n".join(kept).strip()
    return text, None if text else (reasons[0] if reasons else "short")


def _without_edit_mark(line: str) -> str:
    head, tail = line[:-_EDIT_MARK], line[-_EDIT_MARK:]
    for pattern in _compiled("edited"):
        if match := pattern.search(tail.rstrip()):
            tail = tail[: match.start()].rstrip(MARKS + " ")
    return head + tail


def _is_system(body: str) -> bool:
    """Words of the app under somebody's name are marked; a person's own words are never taken for them."""
    return body[:1] in MARKS and 0 < len(body) < _LINE and _matches("system", body.translate(_TO_NOTHING).strip())


def _matches(kind: str, line: str) -> bool:
    return len(line) <= _LINE and any(pattern.fullmatch(line) for pattern in _compiled(kind))


@cache
def _compiled(kind: str) -> tuple[re.Pattern[str], ...]:
    given = WORDS[kind]
    return tuple(re.compile(item, re.IGNORECASE) for item in (given if isinstance(given, list) else [given]))


def shown_name(name: str) -> str:
    """A file's name for a person to find it, without the member that a one-to-one export is named after."""
    path = PurePath(name)
    return f"WhatsApp{path.suffix}" if _matches("file_name", path.stem) else name
