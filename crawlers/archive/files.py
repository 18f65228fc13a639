"""WARC files on the disk: who may write, where their content lies, how it gets there safely."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crawlers.archive.index import FileRow, Index, Place
from crawlers.archive.model import ArchiveBusyError, ArchiveError

SUFFIX = ".warc.gz"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The archive without any writer, for as long as the block lasts."""
    handle = open_lock(folder)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ArchiveBusyError(f"{folder} is being written to: repeat this when no crawl is running") from error
    finally:
        handle.close()


def beside_others(folder: Path) -> IO[bytes]:
    """A writer's share of the archive until it is closed; waits while a takedown runs."""
    handle = open_lock(folder)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def open_lock(folder: Path) -> IO[bytes]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / ".lock").open("ab")
    except OSError as error:
        raise ArchiveError(f"{folder} cannot be written to ({error.strerror}): check its rights") from error


def open_for_appending(path: Path, size: int) -> IO[bytes]:
    """Open behind the last committed record; what a crash left there is cut off."""
    present = path.stat().st_size if path.exists() else 0
    if present < size:
        raise ArchiveError(
            f"{path} holds {present} bytes where {size} were kept: restore it from a copy,"
            " or accept the loss by rebuilding the index with reindex"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("ab")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        handle.close()
        raise ArchiveBusyError(f"{path} is being written by another crawl: wait until it has ended") from error
    handle.truncate(size)
    return handle


def cut_tail(path: Path, size: int) -> None:
    if path.exists() and path.stat().st_size > size:
        open_for_appending(path, size).close()


def is_being_written(path: Path) -> bool:
    with path.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def waiting(path: Path) -> Path:
    """Where a takedown puts the new content of a file before it takes the file's place."""
    return path.with_name(f".{path.name}.new")


def settle(folder: Path, index: Index, file: str) -> None:
    """Finish an interrupted takedown of a file; harmless when repeated."""
    path = folder / file
    if waiting(path).exists():
        waiting(path).replace(path)
        sync_folder(path.parent)
    index.settled(file)


def content_path(folder: Path, file: str, row: FileRow) -> Path:
    path = folder / file
    return waiting(path) if row.rewritten and waiting(path).exists() else path


def read_at(folder: Path, place: Place, row: FileRow) -> bytes:
    try:
        return _read(content_path(folder, place.file, row), place)
    except FileNotFoundError:
        return _read(folder / place.file, place)


def warc_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"*/*/*/[!.]*{SUFFIX}"))


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_up_to(folder: Path, root: Path) -> None:
    """The entries of a new file and of the folders above it, that of the archive's own folder included."""
    for above in (folder, *folder.parents):
        sync_folder(above)
        if above == root.parent:
            return


def _read(path: Path, place: Place) -> bytes:
    with path.open("rb") as handle:
        handle.seek(place.offset)
        return handle.read(place.length)
