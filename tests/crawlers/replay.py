"""Recorded cases: pages of a site and what is to be read from them, run through the real spider and desk without a network."""

import gzip
import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml
from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.clock import WallClock
from crawlers.collect import CrawlRequest
from crawlers.conclude import conclude
from crawlers.desk import desk_of
from crawlers.landing import pending, read_landed, read_rows
from crawlers.source import Source
from crawlers.source_files import SHIPPED, load_source
from crawlers.spiders import spider_of
from crawlers.state import State
from warehouse.contracts import Document, RegisterRow, SourceRun

RECORDED = Path(__file__).parent / "recorded"
_MOST_REQUESTS = 500
_DEFAULTS = {
    "title": "Kabar Uji", "publisher": "PT Kabar Uji", "kind": "news", "permission": "not_needed", "terms_note": "Invented.",
    "politeness": {"delay_s": 0},
}  # fmt: skip
_KEYS = {"source", "now", "since", "pages", "documents", "rows", "health", "refused", "reasons", "later", "note"}
_PAGE_KEYS = {"file", "text", "type", "status", "headers", "gzip", "bom"}
_DOCUMENT_KEYS = {*Document.model_fields, "text_starts", "text_ends", "text_contains", "text_lacks"}


class NotRecorded(AssertionError):  # noqa: N818
    """A spider asked for a page that its case does not hold."""


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Visit:
    """One poll of a case: what the site answers, and what is to come of it."""

    now: datetime
    since: datetime | None
    pages: Mapping[str, Page]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    folder: Path
    source: Source
    visits: tuple[Visit, ...]

    @property
    def name(self) -> str:
        return self.folder.relative_to(RECORDED).as_posix()


@dataclass
class Outcome:
    run: SourceRun
    documents: list[Document]
    rows: list[RegisterRow]
    asked: list[str] = field(default_factory=list)


def case_files() -> list[Path]:
    return sorted(RECORDED.rglob("case.yml"))


def load_case(path: Path, sources: Path = SHIPPED) -> Case:
    """`later` holds what differs at a second poll an hour or more later; without it nothing new may come of one."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    later = raw.get("later") or {}
    for told in (raw, later):
        _check_keys(path, told)
    assert {"source", "now", "pages"} <= set(raw), (
        f"{path}: `source`, `now` and `pages` are needed, add what is missing"
    )
    first = _visit(path.parent, raw, {})
    second = _visit(path.parent, {"documents": []} | later, first.pages, first)
    return Case(path.parent, _source(raw["source"], path.parent.name, sources), (first, second))


def _check_keys(path: Path, told: Mapping[str, Any]) -> None:
    groups = [
        ("", _KEYS, [told]),
        ("pages: ", _PAGE_KEYS, (told.get("pages") or {}).values()),
        ("documents: ", _DOCUMENT_KEYS, told.get("documents") or []),
        ("rows: ", set(RegisterRow.model_fields), told.get("rows") or []),
        ("health: ", set(SourceRun.model_fields), [told.get("health") or {}]),
    ]
    for group, known, parts in groups:
        for key in sorted({str(key) for part in parts for key in part} - known):
            near = "".join(f" did you mean `{name}`?" for name in get_close_matches(key, known, n=1))
            raise AssertionError(f"{path}: {group}unknown key `{key}`:{near} Allowed are {', '.join(sorted(known))}")


def _source(raw: str | dict[str, Any], name: str, sources: Path) -> Source:
    if isinstance(raw, str):
        path = sources / f"{raw}.yml"
        assert path.exists(), (
            f"{path} does not exist: put the file of `{raw}` into crawlers/sources, or write its keys below `source:` "
            "in case.yml (a file in SUAR_HOME/sources is not looked at)"
        )
        return load_source(path)
    return Source.model_validate({"id": name.replace("_", "-"), **_DEFAULTS, **raw})


def _visit(folder: Path, raw: dict[str, Any], known: Mapping[str, Page], earlier: Visit | None = None) -> Visit:
    pages = dict(known) | {Request(url).url: _page(folder, told) for url, told in raw.get("pages", {}).items()}
    now = _moment(raw.get("now")) or (earlier.now if earlier else None)
    assert now is not None, f"{folder}: `now` is missing"
    since = _moment(raw.get("since")) or (earlier.since if earlier else None)
    return Visit(now, since, pages, raw)


def _moment(value: str | datetime | None) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert moment is None or moment.tzinfo, f"`{value}` has no time zone: write it as in 2026-09-01T12:00:00Z"
    return moment


def _page(folder: Path, told: dict[str, Any]) -> Page:
    """Bytes of a `file` beside the case or of a `text` in it; `gzip: true` packs them, `bom: true` puts a mark before them."""
    assert "file" not in told or (folder / told["file"]).exists(), (
        f"{folder / str(told.get('file'))} does not exist: add it"
    )
    body = (folder / told["file"]).read_bytes() if "file" in told else str(told.get("text", "")).encode()
    body = b"\xef\xbb\xbf" + body if told.get("bom") else body
    body = gzip.compress(body, mtime=0) if told.get("gzip") else body
    kind = told.get("type", "text/html; charset=utf-8")
    return Page(told.get("status", 200), {"Content-Type": kind, **told.get("headers", {})}, body)


def replay(case: Case, visit: Visit, home: Path, run_id: str, *, killed: bool = False) -> Outcome:
    """One poll; a `killed` one leaves what it read, and no report."""
    request = CrawlRequest(
        source=case.source, run_id=run_id, since=visit.since, now=visit.now, archive_dir=home / "archive",
        landing_dir=home / "landing", state_path=home / "state.sqlite",
    )  # fmt: skip
    with State(request.state_path) as state, desk_of(request, state, WallClock(request.now)) as desk:
        spider = spider_of(case.source.platform)(desk=desk)
        asked = list(_walk(spider.first_requests(), visit.pages))
        desk.close()
        run = desk.report() if killed else conclude(desk)
    mine = [path for path in pending(request.landing_dir) if path.stem.endswith(f"--{run_id}")]
    rows = [row for row in read_rows(request.landing_dir) if row.seen_at >= visit.now]
    return Outcome(run, [document for path in mine for document in read_landed(path)], rows, asked)


def _walk(first: Any, pages: Mapping[str, Page]) -> Iterator[str]:
    """Answer each request from the recorded pages, in the order of Scrapy's scheduler: by priority, then by age."""
    order = count()
    waiting = [(-request.priority, next(order), request) for request in first]
    heapq.heapify(waiting)
    while waiting:
        _, number, request = heapq.heappop(waiting)
        assert number < _MOST_REQUESTS, "the crawl does not end"
        for response in _answers(request, pages):
            yield response.url
        assert request.callback is not None
        for following in request.callback(response, **request.cb_kwargs) or ():
            heapq.heappush(waiting, (-following.priority, next(order), following))


def _answers(request: Request, pages: Mapping[str, Page]) -> Iterator[Response]:
    """The answer, after those that lead to it."""
    for _ in range(5):
        page = pages.get(request.url)
        if page is None:
            raise NotRecorded(f"{request.url} was asked for: add it to `pages`, or correct what leads there")
        kind: type[Response] = responsetypes.from_args(headers=Headers(page.headers), url=request.url, body=page.body)
        yield kind(request.url, status=page.status, headers=Headers(page.headers), body=page.body, request=request)
        if page.status not in {301, 302, 303, 307, 308}:
            return
        reasons = [*request.meta.get("redirect_reasons", []), page.status]
        url = urljoin(request.url, page.headers["Location"])
        request = request.replace(url=url, meta={**request.meta, "redirect_reasons": reasons})
    raise AssertionError(f"{request.url}: redirected in a circle")
