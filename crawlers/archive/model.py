"""What goes into the archive and comes out of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

KEPT_HEADERS = ("content-type", "etag", "last-modified", "date")
_POSITION = re.compile(r"(?P<file>\d+/\d\d/\d\d/[\w.-]+\.warc\.gz)#(?P<sha256>[0-9a-f]{64})", re.ASCII)

Role = Literal["listing", "page"]


class ArchiveError(RuntimeError):
    """The archive, or one record of it, cannot be used."""


class ArchiveBusyError(ArchiveError):
    """Another process works on the archive: the same call succeeds later."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with its body as decoded by the client; of the headers, only `KEPT_HEADERS` are kept."""

    url: str
    """As asked; `final_url` is where the answer came from, after redirects."""
    final_url: str
    at: datetime
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Context:
    """What re-extraction needs beside the answer."""

    fetch_id: str
    source: str
    run_id: str
    role: Role
    robots: str
    notes: Mapping[str, str]
    """What the listing told about the page."""


@dataclass(frozen=True, slots=True)
class ArchivedFetch:
    position: str
    response: Response
    context: Context


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    what: str
    """One sentence: what is wrong and what to do."""


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    lowered = {name.lower(): value for name, value in headers.items()}
    return {name: lowered[name] for name in KEPT_HEADERS if name in lowered}


def position_of(file: str, sha256: str) -> str:
    return f"{file}#{sha256}"


def sha256_of(position: str) -> str:
    found = _POSITION.fullmatch(position)
    if found is None:
        raise ArchiveError(f"{position!r} is no position in the WARC archive: fetch the page again")
    return found["sha256"]


def stamp(at: datetime) -> str:
    """A moment as WARC/1.1 writes it, so that the order of texts is the order of time."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
