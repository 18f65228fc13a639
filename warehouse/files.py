"""Files that are either whole or not there."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import DiskFullError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM_WORDS = re.compile("no space left|disk quota|file too large", re.IGNORECASE)


@contextmanager
def room_to_write(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise no_room(path) from error
        raise


def no_room(path: Path) -> DiskFullError:
    return DiskFullError(
        f"no room to write {path.name}: free space on the disk that holds {path.parent}, then run again"
    )


def says_no_room(error: Exception) -> bool:
    """DuckDB passes the operating system's reason on in words only."""
    return bool(_NO_ROOM_WORDS.search(str(error)))


def flush_to_disk(path: Path) -> None:
    """Works on folders too: a rename is durable only when its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(temporary: Path, target: Path) -> None:
    """Make a finished file visible under its name, for good."""
    flush_to_disk(temporary)
    temporary.replace(target)
    flush_to_disk(target.parent)
