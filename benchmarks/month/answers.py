"""What a site says back, with the validators that let a collector ask less."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    status: int
    """0: no answer came; `failure` says how."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: Literal["timeout", "dns"] | None = None


@dataclass(frozen=True)
class Page:
    """A body with what its validators are made of."""

    body: str | Callable[[], str]
    """Or how to make it: not made for a 304."""
    kind: str = HTML
    status: int = 200
    key: object = None
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def conditional(page: Page, asked: Mapping[str, str], *, validators: bool) -> Answer:
    """The page, or 304 where the collector already has it."""
    headers = {"Content-Type": page.kind, **page.headers}
    if validators and page.status == 200 and page.key is not None:
        headers["ETag"] = f'"{zlib.crc32(repr(page.key).encode()):08x}"'
        if page.modified:
            headers["Last-Modified"] = http_date(page.modified)
        if _known(headers, {name.lower(): value for name, value in asked.items()}):
            return Answer(304, {name: headers[name] for name in ("ETag", "Last-Modified") if name in headers})
    body = page.body if isinstance(page.body, str) else page.body()
    return Answer(page.status, headers, body.encode())


def http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def _known(headers: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    if "if-none-match" in asked:
        tags = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        return bool(tags & {headers["ETag"], "*"})
    if "if-modified-since" in asked and "Last-Modified" in headers:
        try:
            since = parsedate_to_datetime(asked["if-modified-since"])
        except ValueError:
            return False
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    return False
