"""The inbox: what people answered, what was sent and what was taken down, one fsynced JSON line an event."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from warehouse.contracts import Delivery, Review, SignalType, Takedown, signal_key
from warehouse.errors import InboxError
from warehouse.files import flush_to_disk, put_in_place, room_to_write

Event = Review | Delivery | Takedown
_TYPES: dict[str, type[Event]] = {"review": Review, "delivery": Delivery, "takedown": Takedown}
_NAMES = {model: name for name, model in _TYPES.items()}
_SIGNAL_TYPES: tuple[SignalType, ...] = ("scam_offer", "tppo_case")
_LOCK_SECONDS = 30


@dataclass(frozen=True)
class Inbox:
    reviews: tuple[Review, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    broken_lines: int = 0
    """Lines that a crash cut short: their events were never acknowledged."""


def append(inbox_dir: Path, event: Event) -> None:
    """When this returns, the event is on disk and the next load will merge it."""
    line = json.dumps({"type": _NAMES[type(event)], **event.model_dump(mode="json")}) + "\n"
    path = _file(inbox_dir)
    with room_to_write(path):
        inbox_dir.mkdir(parents=True, exist_ok=True)
        with _exclusive(inbox_dir):
            is_new = not path.exists()
            before = b"" if is_new or _ends_whole(path) else b"\n"
            with path.open("ab") as file:
                file.write(before + line.encode())
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                flush_to_disk(inbox_dir)


def read(inbox_dir: Path) -> Inbox:
    path = _file(inbox_dir)
    if not path.exists():
        return Inbox()
    events: list[Event] = []
    broken = 0
    for line in path.read_bytes().split(b"\n"):
        if not line:
            continue
        event = _parse(line)
        if event is None:
            broken += 1
        else:
            events.append(event)
    return Inbox(
        reviews=tuple(event for event in events if isinstance(event, Review)),
        deliveries=tuple(event for event in events if isinstance(event, Delivery)),
        takedowns=tuple(event for event in events if isinstance(event, Takedown)),
        broken_lines=broken,
    )


def signals_of(doc_id: str) -> frozenset[str]:
    """Every key a signal of this document can have."""
    return frozenset(signal_key(doc_id, signal_type) for signal_type in _SIGNAL_TYPES)


def scrub(inbox_dir: Path) -> None:
    """Forget what the events say of taken-down documents: addresses, reasons, and reviews of their signals."""
    path = _file(inbox_dir)
    gone = {takedown.doc_id for takedown in read(inbox_dir).takedowns}
    if not gone:
        return
    keys = frozenset(key for doc_id in gone for key in signals_of(doc_id))
    with room_to_write(path), _exclusive(inbox_dir):
        old = path.read_bytes()
        new = b"".join(_scrubbed(old, keys))
        if new != old:
            temporary = path.with_name(f".{path.name}.tmp")
            temporary.write_bytes(new)
            put_in_place(temporary, path)


def _scrubbed(content: bytes, keys: frozenset[str]) -> Iterator[bytes]:
    for line in content.split(b"\n"):
        event = _parse(line)
        if isinstance(event, Takedown):
            bare = event.model_copy(update={"url": None, "reason": None})
            yield json.dumps({"type": "takedown", **bare.model_dump(mode="json")}).encode() + b"\n"
        elif event is not None and not (isinstance(event, Review) and event.signal_key in keys):
            yield line + b"\n"


def _parse(line: bytes) -> Event | None:
    try:
        payload: dict[str, Any] = json.loads(line)
        return _TYPES[payload.pop("type")].model_validate(payload)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _file(inbox_dir: Path) -> Path:
    return inbox_dir / "events.jsonl"


@contextmanager
def _exclusive(inbox_dir: Path) -> Iterator[None]:
    try:
        with FileLock(inbox_dir / "events.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise InboxError(f"{inbox_dir} stays locked by another process: end that, then try again") from error
