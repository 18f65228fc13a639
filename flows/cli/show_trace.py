"""From a signal back to the archived bytes, for people and for machines."""

from typing import Any

from crawlers.archive import ArchiveReader
from flows.cli.output import json_text, write
from flows.settings import Home
from warehouse.contracts import Hit
from warehouse.store import read_only
from warehouse.trace import Trace, trace


def show(home: Home, signal: str, *, as_json: bool) -> None:
    with read_only(home.current) as connection:
        found = trace(connection, signal)
    place = _place(home, found.fetch.archive_path) if found.fetch else None
    if as_json:
        write(json_text([{**found.model_dump(mode="json"), "archived": place}]))
        return
    for line in _lines(found):
        write(line)
    if place:
        where = f"{place['path']}, bytes {place['offset']} to {place['end']}" if place["present"] else "deleted"
        write(f"archive    {where}")


def _place(home: Home, position: str) -> dict[str, Any]:
    """Where the record with the bytes lies: a member of a WARC file, itself a whole gzip stream."""
    with ArchiveReader(home.archive) as archive:
        found = archive.where(position)
    if found is None:
        return {"path": str(home.archive / position.partition("#")[0]), "present": False}
    path, offset, length = found
    return {"path": str(path), "present": True, "offset": offset, "end": offset + length}


def _lines(found: Trace) -> list[str]:
    signal, document, fetch = found.signal, found.document, found.fetch
    kind = f" {signal.kind}" if signal.kind else ""
    seen = f"{signal.first_seen:%Y-%m-%d %H:%M} UTC"
    read_with = f"{document.extractor}, {document.ruleset}, {document.model}, {document.code}"
    loads = f"loads {document.first_load_id} to {document.last_load_id}"
    lines = [
        f"signal     {signal.signal_key}",
        f"           {signal.type}{kind}, band {signal.band}, score {signal.score:.2f}",
        f"           review {signal.review_state}, first seen {seen}",
        *map(_hit, found.hits),
        f"document   {document.doc_id}",
        f"           {document.title}",
        f"           {document.outlet or document.source}, {document.url or document.external_id or 'no address'}",
        f"versions   text {document.text_sha256[:12]}, {read_with}",
        f"           {loads}",
    ]
    if fetch is None:
        return [*lines, "fetch      none: the document came from a file"]
    answer = f"answered {fetch.status} at {fetch.at:%Y-%m-%d %H:%M} UTC, robots {fetch.robots}"
    return [
        *lines,
        f"fetch      {fetch.fetch_id}",
        f"           {fetch.final_url} {answer}",
        f"bytes      sha256 {fetch.body_sha256}",
    ]


def _hit(hit: Hit) -> str:
    copies = f" in {hit.copies} offers" if hit.copies else ""
    return f"hit        {hit.indicator} {hit.field}[{hit.start_char}:{hit.end_char}] “{' '.join(hit.quote.split())}”{copies}"
