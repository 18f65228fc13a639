"""Files of JSON lines that only grow: what an operator decided, what was found; each line is on disk before it counts."""

import os
from pathlib import Path
from typing import TypeVar

import filelock
from pydantic import BaseModel, ValidationError

from flows.errors import SuarError
from warehouse.files import flush_to_disk, room_to_write

_Line = TypeVar("_Line", bound=BaseModel)
_LOCK_S = 30


class RecordError(SuarError):
    """A file of records holds something that none of our commands wrote."""


def append(path: Path, *lines: BaseModel) -> None:
    """When this returns, the lines are on disk; what a crash left of an earlier one is cut off."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_S)
    with room_to_write(path), lock, path.open("a+b") as file:
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)
        for line in lines:
            file.write(line.model_dump_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        flush_to_disk(path.parent)


def read(path: Path, model: type[_Line]) -> list[_Line]:
    """Oldest first; a last line that a crash cut was never acknowledged. Raises RecordError for any other."""
    if not path.exists():
        return []
    found: list[_Line] = []
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        try:
            found.append(model.model_validate_json(line))
        except ValidationError as error:
            raise RecordError(
                f"{path}, line {number}, cannot be read: restore the file from its backup, or mend that line."
            ) from error
    return found
