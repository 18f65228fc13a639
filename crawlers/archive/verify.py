"""Does the archive hold what its index says, and nothing else?"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from crawlers.archive import files, warc
from crawlers.archive.index import INDEX, FetchRow, Index, Place
from crawlers.archive.model import ArchiveError, Problem

_RESTORE = "restore the file from a copy"


def verify(folder: Path) -> list[Problem]:
    """Reads everything: about as long as unpacking all files takes."""
    if not (folder / INDEX).exists():
        return [Problem(name, "is in no index: run reindex") for name in files.warc_files(folder)]
    with Index(folder) as index:
        known = index.files()
        problems = [
            Problem(name, "is in no index: restore the index from a copy, or run reindex")
            for name in files.warc_files(folder)
            if name not in set(known)
        ]
        bodies = index.bodies()
        homes = set(bodies.items())
        for name in known:
            rows = index.fetches_in(name)
            problems += (Problem(name, what) for what in _file_problems(folder, index, name, rows))
            problems += (
                Problem(name, f"fetch {row.fetch_id} has no body: {_RESTORE}")
                for row in rows
                if row.sha256 not in bodies
            )
            homes -= {(row.sha256, Place(row.file, row.offset, row.length)) for row in rows}
        problems += (Problem(place.file, f"body {sha256} is no fetch's: run reindex") for sha256, place in homes)
    return problems


def verify_newest(folder: Path) -> list[Problem]:
    """As `verify`, of the files of the last day alone: a look that takes seconds."""
    if not (folder / INDEX).exists():
        return []
    with Index(folder) as index:
        known = index.files()
        day = max((str(Path(name).parent) for name in known), default="")
        return [
            Problem(name, what)
            for name in known
            if str(Path(name).parent) == day
            for what in _file_problems(folder, index, name, index.fetches_in(name))
        ]


def _file_problems(folder: Path, index: Index, name: str, rows: list[FetchRow]) -> Iterator[str]:
    row = index.file(name)
    if row is None or row.size == 0:
        return
    path = files.content_path(folder, name, row)
    present = path.stat().st_size if path.exists() else 0
    if present < row.size:
        yield f"holds {present} bytes where {row.size} were kept: {_RESTORE}"
        return
    if present > row.size and not files.is_being_written(path):
        yield f"has {present - row.size} bytes that a crash left behind: the next crawl of the source cuts them off"
    with path.open("rb") as handle:
        end = 0
        head = Place(name, 0, rows[0].offset if rows else row.size)
        for place, fetch in [(head, None), *((Place(name, fetch.offset, fetch.length), fetch) for fetch in rows)]:
            if place.offset != end:
                yield f"bytes {end} to {place.offset} are in no index row: run reindex"
            handle.seek(place.offset)
            yield from _record_problems(handle.read(place.length), place, fetch)
            if fetch:
                yield from _context_problems(handle.read(fetch.context_length), fetch)
            end = fetch.end if fetch else place.length
        if end != row.size:
            yield f"bytes {end} to {row.size} are in no index row: run reindex"


def _record_problems(member: bytes, place: Place, fetch: FetchRow | None) -> Iterator[str]:
    try:
        record = warc.read_record(member)
    except ArchiveError as error:
        yield f"the record at {place.offset} is damaged ({error}): {_RESTORE}"
        return
    if record.type not in (("response", "revisit") if fetch else ("warcinfo",)):
        yield f"a {record.type} record stands at {place.offset}: run reindex"
    elif not record.intact:
        yield f"the record at {place.offset} does not match its digests: {_RESTORE}"
    elif fetch and record.type == "response" and hashlib.sha256(record.payload).hexdigest() != fetch.sha256:
        yield f"the record at {place.offset} holds another body than {fetch.sha256}: run reindex"


def _context_problems(member: bytes, fetch: FetchRow) -> Iterator[str]:
    try:
        record = warc.read_record(member)
        told = warc.fetch_of(record.payload, fetch.file, b"")
    except ArchiveError as error:
        yield f"the record of fetch {fetch.fetch_id} is damaged ({error}): {_RESTORE}"
        return
    if not record.intact or told.context.fetch_id != fetch.fetch_id:
        yield f"the record of fetch {fetch.fetch_id} does not match its index row: run reindex"
