"""The records of what collecting remembers between runs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Known:
    """A page that was read before. `stamp`: when its listing said that it last changed."""

    text_sha256: str
    first_seen: datetime
    stamp: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    n_checks: int = 0


@dataclass(frozen=True)
class Listed:
    """What is known of a listed address: the document it leads to, and what that was when last read."""

    doc_id: str
    taken_down: bool
    known: Known | None


@dataclass(frozen=True)
class Seen:
    """A page that has been read, to be remembered. `text_key`: by which the same text under another address is known."""

    doc_id: str
    text_sha256: str
    at: datetime
    stamp: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    text_key: str | None = None


@dataclass(frozen=True)
class Listing:
    """What a listing's answer said of its version, and when it was read whole."""

    etag: str | None
    last_modified: str | None
    read_at: datetime


@dataclass(frozen=True)
class Host:
    """How a host is to be treated: when it may be asked again, and what went wrong with it."""

    next_at: datetime
    closed_until: datetime | None = None
    why: str | None = None
    failures: int = 0
    day: str = ""
    used: int = 0
