"""Telegram Desktop exports as pages (`messages.html`, `messages2.html`, …) to records."""

from collections.abc import Iterator
from datetime import UTC

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawlers.extract.dates import parse_date
from crawlers.extract.page import decode, one_line, text_of
from crawlers.importers.members import Members
from crawlers.importers.posts import SHORTEST, identity_of, record_of_post
from crawlers.importers.rows import ZONE, BadRecord, Import, Record
from crawlers.importers.telegram import SOURCE


def looks_like_export(head: str) -> bool:
    return "page_header" in head and ('class="history"' in head or 'class="message ' in head)


def read_pages(raw: bytes, name: str, context: Import) -> Iterator[Record | BadRecord]:
    tree = LexborHTMLParser(decode(raw))
    members = Members()
    for node in tree.css(".message .from_name"):
        if sender := _own_text(node):
            members.add(sender)
    blocks = tree.css("div.message")
    if not blocks:
        yield BadRecord(name, "no messages of a Telegram export: choose messages.html of the export's folder")
    writer = ""
    for number, block in enumerate(blocks, start=1):
        own = block.css_first(".body > .from_name")
        writer = (_own_text(own) if own else "") or writer
        record = _record(block, writer, f"{name}:{number}", members, context)
        if record is not None:
            yield record


def _record(
    block: LexborNode, writer: str, ref: str, members: Members, context: Import
) -> Record | BadRecord | None:  # fmt: skip
    node = block.css_first(".text")
    text = text_of(node) if node else ""
    if "service" in (block.attributes.get("class") or "").split():
        context.skipped["system"] += 1
        return None
    if len(text) < SHORTEST:
        context.skipped["short" if text else "media"] += 1
        return None
    date = block.css_first(".date[title]")
    printed = (date.attributes.get("title") or "") if date else ""
    published = parse_date(printed, ZONE, context.now)
    if published is None:
        return BadRecord(ref, "no date that can be read: export the chat again, best as JSON")
    minute = published.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return record_of_post(
        members.mask(text, writer),
        ref=ref,
        source=SOURCE,
        context=context,
        identity=identity_of(minute, text),
        published=published,
    )


def _own_text(node: LexborNode) -> str:
    """A name without the date that stands inside it where a message was forwarded."""
    return one_line("".join(child.text_content or "" for child in node.iter(include_text=True) if child.is_text_node))
