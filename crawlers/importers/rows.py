"""Rows of any shape become records: declared names fill fields, all else is counted and kept as text."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from crawlers.extract import boilerplate
from crawlers.extract.dates import ParsedDate, parse_date
from crawlers.extract.document import build_document, without_heading
from crawlers.extract.page import one_line
from crawlers.extract.urls import UrlError, canonical_url
from crawlers.extract.wording import clean, without_surrogates
from crawlers.yaml_content import read_yaml
from warehouse.contracts import Document, Job, KindHint

_ALIASES: dict[str, Any] = read_yaml(Path(__file__).with_name("aliases.yml"))
_HINTS: Mapping[str, KindHint] = {"news": "news", "job_ad": "job_ad", "social": "social"}
ZONE = "Asia/Jakarta"
"""Zone of times printed without one; an import does not know its places."""


class TextInput(BaseModel):
    """What `suar detect` reads; `text` is the input's own, so that offsets point into it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str | None = None
    title: str = ""
    text: str
    url: str | None = None
    published: str | None = None
    source: str | None = None
    kind_hint: KindHint | None = None
    job: Job | None = None


@dataclass(frozen=True)
class Record:
    ref: str
    """File and line, for a person."""
    input: TextInput
    document: Document
    unknown: tuple[str, ...] = ()
    """Columns that fill no field; their values are in `document.extra`."""


@dataclass(frozen=True)
class BadRecord:
    ref: str
    reason: str
    id: str | None = None


@dataclass(frozen=True)
class Import:
    """What is said once for all records of an import."""

    source: str
    now: datetime
    skipped: Counter[str] = field(default_factory=Counter)
    """Why messages gave no record, and how many: `system`, `media`, `deleted`, `short` and the like."""


def record_of(row: Any, ref: str, context: Import) -> Record | BadRecord:
    if not isinstance(row, Mapping):
        return BadRecord(ref, "not an object: write one object with a text on each line")
    columns = {column_name(key): value for key, value in row.items() if key is not None}
    picked = {name: list(_values(columns, aliases)) for name, aliases in _ALIASES["fields"].items()}
    external_id = _first(picked["id"]) or None
    text = _first(picked["text"])
    if not text.strip():
        return BadRecord(ref, "no text: fill a column named text, content, isi or description", external_id)
    job = _job(columns)
    kind_hint = _kind_hint(_first(picked["kind_hint"]), columns, job)
    unknown = _unknown(row, columns, picked)
    url = _first(picked["url"]) or None
    published = _readable([value for _, value in picked["published"]], context.now)
    given = TextInput(
        id=external_id,
        title=_first(picked["title"]),
        text=text,
        url=url,
        published=published[0],
        source=_first(picked["source"]) or context.source,
        kind_hint=kind_hint,
        job=job,
    )
    document = _document(given, published[1], _first(picked["byline"]) or None, unknown, context)
    return Record(ref, given, document, tuple(unknown))


def _document(
    given: TextInput, published: ParsedDate | None, byline: str | None, unknown: Mapping[str, str], context: Import
) -> Document:
    """Boilerplate goes out of news and of what may be news; ads and posts are kept as written."""
    title = one_line(given.title)
    extra, text = dict(unknown), given.text.strip()
    if given.kind_hint in {None, "news"}:
        body = boilerplate.separate(without_heading(clean(text), title, ZONE, context.now))
        notes = {"editor": body.editor, "dateline": body.dateline, "desk_code": body.desk_code}
        extra |= {key: value for key, value in notes.items() if value}
        byline, text = body.byline or byline, body.text or text
    return build_document(
        source=given.source or context.source,
        url=_web_address(given.url),
        external_id=given.id,
        title=title,
        text=text,
        byline=clean(byline) if byline else None,
        kind_hint=given.kind_hint,
        published=published,
        published_raw=given.published,
        job=given.job,
        fetched_at=context.now,
        provenance={"text": "import"} | ({"published_at": "import"} if published else {}),
        extra=extra,
    )


def column_name(key: Any) -> str:
    return re.sub(r"[\s-]+", "_", clean(str(key)).strip().casefold())


def _values(columns: Mapping[str, Any], aliases: list[str]) -> Iterator[tuple[str, str]]:
    for alias in aliases:
        text = _text(columns.get(alias))
        if text.strip():
            yield alias, text


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n".join(value)
    if value is None or isinstance(value, list | dict | bool):
        return ""
    return without_surrogates(str(value))


def _first(values: list[tuple[str, str]]) -> str:
    return values[0][1] if values else ""


def _readable(values: list[str], now: datetime) -> tuple[str | None, ParsedDate | None]:
    """The first date that can be read; else what stands first, unread."""
    for value in values:
        if parsed := parse_date(value, ZONE, now):
            return value, parsed
    return (values[0] if values else None), None


def _job(columns: Mapping[str, Any]) -> Job | None:
    nested = columns.get("job")
    inner = {column_name(key): value for key, value in nested.items()} if isinstance(nested, Mapping) else {}
    merged = {**columns, **inner}
    fields = {name: _first(list(_values(merged, aliases))) or None for name, aliases in _ALIASES["job"].items()}
    is_ad = bool(inner) or any(fields[name] for name in ("company", "location", "salary", "valid_until"))
    return Job.model_validate(fields) if is_ad and any(fields.values()) else None


def _kind_hint(given: str, columns: Mapping[str, Any], job: Job | None) -> KindHint | None:
    if given.strip().casefold() in _HINTS:
        return _HINTS[given.strip().casefold()]
    rule = _ALIASES["job_ad"]
    has = sum(column in columns for column in rule["columns"])
    return "job_ad" if has >= rule["at_least"] or (job and isinstance(columns.get("job"), Mapping)) else None


def _unknown(
    row: Mapping[Any, Any], columns: Mapping[str, Any], picked: Mapping[str, list[tuple[str, str]]]
) -> dict[str, str]:
    used = {values[0][0] for values in picked.values() if values} | {"job", "kind_hint"}
    used |= {alias for aliases in _ALIASES["job"].values() for alias in aliases if _text(columns.get(alias))}
    extra: dict[str, str] = {}
    for key, value in row.items():
        if key is None or column_name(key) in used or value is None or value == "":
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        extra[clean(str(key)).strip()] = without_surrogates(text)
    return extra


def aliases_of() -> dict[str, list[str]]:
    """Field to column names, as `column_name` writes them."""
    return dict(_ALIASES["fields"])


def _web_address(url: str | None) -> str | None:
    try:
        return canonical_url(clean(url)) if url else None
    except UrlError:
        return None
