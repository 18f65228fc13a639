"""What a crawl counts, and the small records that its parts hand each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawlers.archive.model import Role


@dataclass
class Counts:
    listed: int = 0
    known: int = 0
    fetched: int = 0
    parsed: int = 0
    with_title: int = 0
    with_date: int = 0
    with_body: int = 0
    edited: int = 0
    rechecked: int = 0
    duplicates: int = 0
    alike: int = 0
    ahead: int = 0
    register_rows: int = 0
    refused_by_robots: int = 0
    blocked: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Answer:
    """What a page's answer tells about its fetch."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    robots: str
    role: Role = "page"
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Landed:
    """Of each new document, what the watches over rules and lines look at."""

    title: str
    text: str
    matched: tuple[str, ...]
