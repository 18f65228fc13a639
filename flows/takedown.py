"""Forgetting a document: everywhere, now, and for good."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawlers.extract.urls import UrlError, canonical_url
from crawlers.importers.research import without_account
from crawlers.landing import pending
from crawlers.state import State
from flows import load
from flows.errors import NotFoundError, UsageError
from flows.runs import new_run_id, working
from flows.settings import Home, Settings
from warehouse import inbox
from warehouse.contracts import Takedown, document_id
from warehouse.errors import NoSnapshotError
from warehouse.store import read_only


@dataclass(frozen=True)
class TakenDown:
    doc_id: str
    documents: int
    pages: int


def take_down(settings: Settings, now: datetime, *, url: str | None, doc: str | None, reason: str | None) -> TakenDown:
    """Leave a tombstone, purge the warehouse and its snapshots, and delete pages and landed copies."""
    if (url is None) == (doc is None):
        raise UsageError("Name the page with `--url` or the document with `--doc`, one of the two.")
    home = settings.home
    named, address = _of_url(url) if url else (_of_id(home, doc or ""), None)
    with working(home):
        with State(home.state) as state:
            doc_id = state.alias(named) or named
            names = dict.fromkeys([doc_id, named, *state.aliases_of(doc_id)])
            for name in names:
                state.add_tombstone(name)
        for name in names:
            at_address = address if name == named else None
            event = Takedown(takedown_id=secrets.token_hex(16), doc_id=name, url=at_address, reason=reason, at=now)
            inbox.append(home.inbox, event)
        for path in pending(home.landing):
            _drop_landed(path, tuple(names))
        report = load.load(home, load_id=new_run_id(now), kind="takedown", now=now)
        load.publish(home)
    return TakenDown(doc_id, report.purged_documents, len(report.archive_paths))


def _of_url(url: str) -> tuple[str, str]:
    try:
        address = canonical_url(without_account(url))
    except UrlError as error:
        raise UsageError(f"{error}.") from error
    return document_id(url=address, source="", external_id=None, title="", text=""), address


def _of_id(home: Home, prefix: str) -> str:
    try:
        with read_only(home.current) as connection:
            rows = connection.execute(
                "SELECT doc_id FROM documents WHERE starts_with(doc_id, ?) OR external_id = ? LIMIT 2", [prefix, prefix]
            ).fetchall()
    except NoSnapshotError:
        rows = []
    if len(rows) != 1:
        how_many = "More than one document has" if rows else "No document has"
        raise NotFoundError(f'{how_many} the id `{prefix}`: `suar sql "FROM documents"` lists them.')
    return str(rows[0][0])


def _drop_landed(path: Path, doc_ids: Sequence[str]) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not any(doc_id.encode() in line for doc_id in doc_ids)]
    if len(kept) < len(lines):
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(b"".join(kept))
        temporary.replace(path)
