"""Taking pages out of the archive for good."""

import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import IO

from crawlers.archive import files
from crawlers.archive.index import INDEX, FetchRow, Index, NewContent
from crawlers.archive.model import ArchiveError, sha256_of

_CHUNK = 1 << 20


def remove(folder: Path, positions: Iterable[str]) -> int:
    """Take out the bodies at these positions and every fetch of them; answers how many fetches went.

    `ArchiveBusyError` while a crawl writes. Killed at any moment, it leaves all or none of them in the index;
    the same call finishes the rest.
    """
    removed = sorted({sha256_of(position) for position in positions})
    if not (folder / INDEX).exists():
        return 0
    with files.alone(folder), Index(folder) as index:
        doomed = [row for sha256 in removed for row in index.fetches_of(sha256)]
        try:
            _settle_all(folder, index)
            index.replace(_rewritten(folder, index, {row.file for row in doomed}, set(removed)), removed)
            _settle_all(folder, index)
        except OSError as error:
            raise ArchiveError(
                f"{folder} cannot be rewritten ({error}): mend that, then repeat the takedown"
            ) from error
        index.forget_log()
    return len(doomed)


def _settle_all(folder: Path, index: Index) -> None:
    for name in index.files(rewritten_only=True):
        files.settle(folder, index, name)


def _rewritten(folder: Path, index: Index, names: set[str], removed: set[str]) -> list[NewContent]:
    try:
        return [_without(folder, index, name, removed) for name in sorted(names)]
    except (OSError, ArchiveError):
        for name in names:
            files.waiting(folder / name).unlink(missing_ok=True)
        raise


def _without(folder: Path, index: Index, name: str, removed: set[str]) -> NewContent:
    """The other records of a file, byte for byte, in a new file beside it."""
    rows = index.fetches_in(name)
    path = folder / name
    moved: list[tuple[FetchRow, int]] = []
    with path.open("rb") as old, files.waiting(path).open("wb") as new:
        _copy(old, new, 0, rows[0].offset)
        for is_removed, group in groupby(rows, key=lambda row: row.sha256 in removed):
            run = list(group)
            if not is_removed:
                shift = run[0].offset - new.tell()
                moved += [(row, row.offset - shift) for row in run]
                _copy(old, new, run[0].offset, run[-1].end)
        new.flush()
        os.fsync(new.fileno())
        size = new.tell()
    files.sync_folder(path.parent)
    return NewContent(name, size, moved)


def _copy(old: IO[bytes], new: IO[bytes], start: int, end: int) -> None:
    old.seek(start)
    target = new.tell() + end - start
    while new.tell() < target:
        chunk = old.read(min(target - new.tell(), _CHUNK))
        if not chunk:
            raise ArchiveError(f"{old.name} ends before {end}: restore it from a copy, then repeat the takedown")
        new.write(chunk)
