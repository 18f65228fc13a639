"""Which format a file has: by its name, and by its first bytes where they say more."""

import re
import zipfile
from pathlib import PurePath
from typing import BinaryIO, Literal, get_args

from crawlers.importers import telegram_html, whatsapp
from crawlers.importers.streams import SAMPLE, encoding_of

Format = Literal[
    "jsonl", "json", "csv", "xlsx", "text", "html", "whatsapp", "telegram", "telegram-html", "eml", "mbox", "mhtml", "warc",
    "har", "zip",
]  # fmt: skip
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIXES: dict[str, Format] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".xlsx": "xlsx", ".xlsm": "xlsx", ".eml": "eml", ".mbox": "mbox",
    ".mbx": "mbox", ".mhtml": "mhtml", ".mht": "mhtml", ".warc": "warc", ".har": "har", ".zip": "zip",
}  # fmt: skip
STREAMED: frozenset[Format] = frozenset({"jsonl", "csv"})
"""Read as they come; where the name says one of these, the content is not asked."""
_MAIL_HEAD = re.compile(r"(?:[A-Za-z][\w-]{1,40}: .*(?:\r?\n[ \t].*)*\r?\n){2,}")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class ImportFileError(ValueError):
    """A file that cannot be read as asked."""


def by_name(name: str) -> Format | None:
    return _SUFFIXES.get(PurePath(bare(name)).suffix.lower())


def bare(name: str) -> str:
    """Without the ending of compression."""
    return re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)


def asked(given: str) -> Format:
    if given not in FORMATS:
        raise ImportFileError(f"`{given}` is no format: give one of {', '.join(FORMATS)}")
    return given


def recognise(name: str, stream: BinaryIO) -> Format:
    """Of a stream that can go back. Bytes that only one format has decide; else the name, refined by the content."""
    stream.seek(0)
    sample = stream.read(SAMPLE)
    stream.seek(0)
    named = by_name(name)
    if sample.startswith(b"PK\x03\x04"):
        return _packed(stream, named)
    if sample.startswith(b"WARC/"):
        return "warc"
    if sample.startswith(_OLD_OFFICE):
        raise ImportFileError(f"{name} is an old Office file: open it and save it as .xlsx or .csv")
    head = sample.decode(encoding_of(sample), "replace").lstrip("\ufeff \r\n")
    found = _by_content(head, named, bare(name))
    if found is None:
        raise ImportFileError(f"{name}: the name does not tell its format: give one of {', '.join(FORMATS)}")
    return found


def _by_content(head: str, named: Format | None, name: str) -> Format | None:
    start = head[:2000].casefold()
    if named in {"text", None} and whatsapp.looks_like_chat(head, name):
        return "whatsapp"
    if named in {"json", None} and start.startswith("{") and _is_telegram(head):
        return "telegram"
    if named in {"json", None} and re.match(r'\{\s*"log"\s*:\s*\{', head):
        return "har"
    if named in {"html", None} and telegram_html.looks_like_export(head):
        return "telegram-html"
    if named in {"html", "mhtml", "text", "eml", None} and _MAIL_HEAD.match(head):
        return _mail_kind(start, named)
    if named is None:
        return _unnamed(head, start)
    return named


def _is_telegram(head: str) -> bool:
    keys = (
        r'"messages"\s*:\s*\[',
        r'"chats"\s*:\s*\{',
        r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_\w+)"',
    )
    return sum(re.search(key, head) is not None for key in keys) >= 2 or '"date_unixtime"' in head


def _mail_kind(start: str, named: Format | None) -> Format | None:
    if "multipart/related" in start and ("snapshot-content-location" in start or named in {"html", "mhtml"}):
        return "mhtml"
    is_mail = re.search(r"^(?:from|message-id|received|return-path): ", start, re.MULTILINE) is not None
    return "eml" if is_mail and named in {"text", None} else named


def _unnamed(head: str, start: str) -> Format | None:
    if re.match(r"From \S+.*\n[\w-]+: ", head):
        return "mbox"
    if start.startswith(("<!doctype html", "<html")):
        return "html"
    return None


def _packed(stream: BinaryIO, named: Format | None) -> Format:
    """A workbook is a zip of known parts."""
    try:
        with zipfile.ZipFile(stream) as archive:
            is_book = "[Content_Types].xml" in archive.namelist() and any(
                name.startswith("xl/") for name in archive.namelist()
            )
    except (zipfile.BadZipFile, OSError):
        return "xlsx" if named == "xlsx" else "zip"
    finally:
        stream.seek(0)
    return "xlsx" if is_book else "zip"
