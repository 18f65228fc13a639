"""Telegram Desktop exports (`result.json`, one chat or all) to records. Format: Telegram's import/export documentation."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from crawlers.extract.dates import EARLIEST, ParsedDate, parse_date
from crawlers.importers.json_arrays import Damaged, objects_of
from crawlers.importers.members import Members, placeholder
from crawlers.importers.posts import LONGEST, SHORTEST, identity_of, record_of_post
from crawlers.importers.rows import ZONE, BadRecord, Import, Record
from crawlers.importers.streams import text_lines

SOURCE = "telegram"
_ENDS = "the file ends early: export the chat again and let Telegram finish"
_PEOPLE = ("from", "actor", "forwarded_from", "saved_from", "via_bot", "author")


def read_export(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    """Two walks over a stream that can go back: the first learns the members."""
    members = _members(stream)
    number = 0
    with text_lines(stream) as lines:
        for number, item in enumerate(objects_of(lines, "messages"), start=1):
            record = _record(item, f"{name}:{number}", members, context)
            if record is not None:
                yield record
    if not number:
        yield BadRecord(name, "no messages of a Telegram export: export the chat as JSON in Telegram Desktop")


def _members(stream: BinaryIO) -> Members:
    members = Members()
    with text_lines(stream) as lines:
        for item in objects_of(lines, "messages"):
            if isinstance(item, Mapping):
                for key in _PEOPLE:
                    if isinstance(given := item.get(key), str) and given.strip():
                        members.add(given)
    return members


def _record(item: Any, ref: str, members: Members, context: Import) -> Record | BadRecord | None:
    if isinstance(item, Damaged):
        return BadRecord(ref, _ENDS if item.ended else "a damaged message: export the chat again")
    if not isinstance(item, Mapping):
        return BadRecord(ref, "no message object: export the chat as JSON in Telegram Desktop")
    text = text_of_message(item, members)
    reason = _reason(item, text)
    if reason:
        context.skipped[reason] += 1
        return None
    if len(text) > LONGEST:
        return BadRecord(ref, "a message of more than a million characters: this is no chat export, check the file")
    published = _published(item, context.now)
    if published is None:
        return BadRecord(ref, "no date that can be read (date_unixtime, date): export the chat again")
    writer = item.get("from")
    minute = published.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return record_of_post(
        members.mask(text, writer if isinstance(writer, str) else ""),
        ref=ref,
        source=SOURCE,
        context=context,
        identity=identity_of(minute, _plain(item)),
        published=published,
    )


def _reason(item: Mapping[str, Any], text: str) -> str | None:
    if item.get("type") not in {None, "message"}:
        return "system"
    if text.strip():
        return "short" if len(text.strip()) < SHORTEST else None
    if "contact_information" in item or "contact_vcard" in item:
        return "contact_card"
    if "location_information" in item:
        return "location"
    has_media = any(key in item for key in ("photo", "file", "media_type", "sticker_emoji"))
    return "media" if has_media else "deleted"


def text_of_message(item: Mapping[str, Any], members: Members) -> str:
    """A text is a string, or a list of strings and marked pieces; a poll is its question and its answers."""
    return "".join(_piece(piece, members) for piece in _pieces(item)).strip() or _poll(item)


def _pieces(item: Mapping[str, Any]) -> list[Any]:
    text = item.get("text")
    return text if isinstance(text, list) else [text]


def _piece(piece: Any, members: Members) -> str:
    if isinstance(piece, str):
        return piece
    text = piece.get("text") if isinstance(piece, Mapping) else None
    if not isinstance(text, str):
        return ""
    if piece.get("type") == "mention_name":
        return placeholder(members.add(text))
    href = piece.get("href")
    hidden = isinstance(href, str) and piece.get("type") == "text_link" and href not in text
    return f"{text} ({href})" if hidden else text


def _plain(item: Mapping[str, Any]) -> str:
    """The text as the same message has it in any export: people by their mention are left out."""
    people = Members()
    kept = [
        piece
        for piece in _pieces(item)
        if not (isinstance(piece, Mapping) and piece.get("type") == "mention_name")
    ]  # fmt: skip
    return "".join(_piece(piece, people) for piece in kept).strip() or _poll(item)


def _poll(item: Mapping[str, Any]) -> str:
    poll = item.get("poll")
    if not isinstance(poll, Mapping):
        return ""
    answers = poll.get("answers")
    texts = (
        [answer.get("text") for answer in answers if isinstance(answer, Mapping)] if isinstance(answers, list) else []
    )
    return "\n".join(text for text in (poll.get("question"), *texts) if isinstance(text, str))


def _published(item: Mapping[str, Any], now: datetime) -> ParsedDate | None:
    printed = str(item.get("date") or "")
    try:
        at = datetime.fromtimestamp(int(str(item.get("date_unixtime"))), UTC)
    except (ValueError, OverflowError, OSError):
        return parse_date(printed, ZONE, now)
    if not EARLIEST <= at <= now + timedelta(days=1):
        return None
    return ParsedDate(at, "second", "offset", at.isoformat())
