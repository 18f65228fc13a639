"""The index anew from the WARC files, after it or a part of them was lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.archive import files, warc
from crawlers.archive.index import FetchRow, FileContent, Index
from crawlers.archive.model import ArchiveError, Problem, stamp
from crawlers.archive.warc import Origin, Record


class _Found(NamedTuple):
    record: Record
    offset: int
    length: int


def reindex(folder: Path) -> list[Problem]:
    """Every whole fetch of every file is indexed; answers what could not be read and is given up."""
    problems = []
    with files.alone(folder), Index(folder) as index:
        for name in index.files(rewritten_only=True):
            files.settle(folder, index, name)
        contents = []
        for name in files.warc_files(folder):
            content = _content(folder / name, name)
            present = (folder / name).stat().st_size
            if present > content.size:
                problems.append(
                    Problem(name, f"bytes {content.size} to {present} cannot be read: restore it from a copy")
                )
            contents.append(content)
        index.rebuild(contents)
    return problems


def _content(path: Path, name: str) -> FileContent:
    rows: list[FetchRow] = []
    bodies: dict[str, Origin] = {}
    size = 0
    answer: _Found | None = None
    for found in _records(path):
        if found.record.type == "metadata" and answer is not None:
            row = _row(name, answer, found)
            rows.append(row)
            if answer.record.type == "response":
                bodies.setdefault(row.sha256, Origin(answer.record.url, answer.record.date))
            size = row.end
        elif found.record.type == "warcinfo":
            size = found.length
        answer = found if found.record.type in {"response", "revisit"} else None
    return FileContent(name, Path(name).name.removesuffix(files.SUFFIX), size, rows, bodies)


def _row(name: str, answer: _Found, context: _Found) -> FetchRow:
    fetch = warc.fetch_of(context.record.payload, name, b"")
    return FetchRow(
        fetch_id=fetch.context.fetch_id,
        sha256=warc.sha256_in(context.record.payload),
        source=fetch.context.source,
        url=answer.record.url,
        at=stamp(fetch.response.at),
        status=fetch.response.status,
        role=fetch.context.role,
        file=name,
        offset=answer.offset,
        length=answer.length,
        context_length=context.length,
    )


def _records(path: Path) -> Iterator[_Found]:
    """Up to the first that is damaged or cut."""
    with path.open("rb") as handle, path.open("rb") as members:
        iterator = ArchiveIterator(handle, no_record_parse=True)
        try:
            for _ in iterator:
                offset, length = iterator.get_record_offset(), iterator.get_record_length()
                members.seek(offset)
                record = warc.read_record(members.read(length))
                if not record.intact:
                    return
                yield _Found(record, offset, length)
        except (ArchiveError, ArchiveLoadFailed):
            return
