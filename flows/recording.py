"""Pages of a source as a recorded case, for an operator's own tests: fetched politely, read once, written down."""

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from crawlers.collect import CrawlRequest
from crawlers.recording import Page, Walk, pages_of, walk
from crawlers.source import Source
from crawlers.source_files import SHIPPED
from flows.checking import fetches_of, visit
from flows.errors import SuarError, UsageError
from flows.settings import Home, Settings
from warehouse.contracts import Document, RegisterRow

_EDGE = 80
"""Characters of a text's beginning and end that a case holds."""


class NothingRecordedError(SuarError):
    """The source gave no page."""


@dataclass(frozen=True)
class Recording:
    case: Path
    pages: int
    documents: int
    rows: int


def record(
    settings: Settings, source: Source, folder: Path, now: datetime, *, pages: int, proxy: str | None = None
) -> Recording:
    """Write `case.yml` with the pages beside it, as the tests of recorded cases read them. The home is not touched."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty: name a new folder.")
    with TemporaryDirectory(prefix="suar-record-") as temporary:
        away = Home.at(Path(temporary) / "visit")
        (run,) = visit(settings, away, [source], now, pages=pages, proxy=proxy)
        fetches = fetches_of(away, source.id)
        if not fetches:
            raise NothingRecordedError(
                f"`{source.id}` gave no page ({run.reason or 'nothing listed'}): `suar sources check {source.id}` says more."
            )
        again = Path(temporary) / "walk"
        request = CrawlRequest(
            source=source,
            run_id="record",
            now=now,
            archive_dir=again / "archive",
            landing_dir=again / "landing",
            state_path=again / "state.sqlite",
        )
        return _write(folder, source, now, walk(request, pages_of(fetches)))


def _write(folder: Path, source: Source, now: datetime, walked: Walk) -> Recording:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    case: dict[str, Any] = {
        "source": _named(source),
        "now": now.isoformat(),
        "pages": dict(_pages(folder, walked.asked)),
        "documents": [_document(document) for document in walked.documents],
        "health": {name: getattr(walked.run, name) for name in ("listed", "parsed", "register_rows")},
        "refused": walked.run.refused,
    }
    if walked.rows:
        case["rows"] = [_row(row) for row in walked.rows]
    path = folder / "case.yml"
    path.write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")
    kept = sum("file" in told for told in case["pages"].values())
    return Recording(path, kept, len(walked.documents), len(walked.rows))


def _named(source: Source) -> Any:
    """The id of a shipped file, else the whole source."""
    shipped = (SHIPPED / f"{source.id}.yml").exists()
    return source.id if shipped else source.model_dump(mode="json", exclude_defaults=True)


def _pages(folder: Path, asked: Mapping[str, Page]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, (url, page) in enumerate(asked.items(), start=1):
        kind = page.headers.get("Content-Type", "text/html")
        told: dict[str, Any] = {"status": page.status, "type": kind}
        if page.body:
            ending = mimetypes.guess_extension(kind.partition(";")[0].strip()) or ".html"
            told["file"] = f"page-{number:02d}{ending}"
            (folder / told["file"]).write_bytes(page.body)
        if location := page.headers.get("Location"):
            told["headers"] = {"Location": location}
        yield url, told


def _document(document: Document) -> dict[str, Any]:
    told = {
        "url": document.url,
        "title": document.title,
        "published_at": document.published_at and document.published_at.isoformat(),
        "byline": document.byline,
        "text_starts": document.text[:_EDGE],
        "text_ends": document.text[-_EDGE:],
    }
    return told | ({"job": document.job.model_dump(exclude_none=True)} if document.job else {})


def _row(row: RegisterRow) -> dict[str, Any]:
    return row.model_dump(include={"key", "name", "valid_from", "valid_until", "details"})
