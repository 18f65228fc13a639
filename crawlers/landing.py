"""Where a crawl puts what it read until it is loaded: documents, fetches, rows of registers, one file each a run."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeVar

from pydantic import ValidationError

from warehouse.contracts import Contract, Document, Fetch, RegisterRow

_FETCHES = ".fetches.jsonl"
_ROWS = ".rows.jsonl"
_Record = TypeVar("_Record", bound=Contract)


class LandingError(RuntimeError):
    """A landed file cannot be used."""


class Landing:
    """The landed files of one run of one source; what was put in reaches the disk with `commit`, and not before."""

    def __init__(self, folder: Path, source: str, run_id: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # In this order, so that a document on disk has its fetch there.
        self._files: dict[type[Contract], IO[bytes]] = {
            kind: _open_lines(folder / f"{source}--{run_id}{suffix}")
            for kind, suffix in ((Fetch, _FETCHES), (RegisterRow, _ROWS), (Document, ".jsonl"))
        }
        self._lines: dict[type[Contract], list[bytes]] = {kind: [] for kind in self._files}
        _sync_folder(folder)

    def put(self, record: Document | Fetch | RegisterRow) -> None:
        self._lines[type(record)].append(record.model_dump_json().encode() + b"\n")

    def commit(self) -> None:
        for kind, lines in self._lines.items():
            if lines:
                self._files[kind].writelines(lines)
                self._files[kind].flush()
                os.fsync(self._files[kind].fileno())
                lines.clear()

    def close(self) -> None:
        self.commit()
        for file in self._files.values():
            file.close()


def pending(landing_dir: Path) -> list[Path]:
    """Landed document files in the order of their names."""
    return sorted(path for path in landing_dir.glob("*.jsonl") if not path.name.endswith((_FETCHES, _ROWS)))


def read_landed(path: Path) -> Iterator[Document]:
    """Documents of a landed file; a last line that a crash cut is no line."""
    for line in _whole_lines(path):
        yield _parsed(Document, line, path)


def read_fetches(landing_dir: Path) -> Iterator[Fetch]:
    for path in sorted(landing_dir.glob(f"*{_FETCHES}")):
        for line in _whole_lines(path):
            yield _parsed(Fetch, line, path)


def read_rows(landing_dir: Path) -> Iterator[RegisterRow]:
    for path in sorted(landing_dir.glob(f"*{_ROWS}")):
        for line in _whole_lines(path):
            yield _parsed(RegisterRow, line, path)


def discard(path: Path) -> None:
    """Remove a landed file with its fetches and rows: when all are in the warehouse."""
    stem = path.name.removesuffix(".jsonl")
    for name in (path.name, f"{stem}{_FETCHES}", f"{stem}{_ROWS}"):
        path.with_name(name).unlink(missing_ok=True)


def _whole_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as lines:
            yield from (line for line in lines if line.endswith(b"\n") and line.strip())
    except OSError as error:
        raise LandingError(f"{path} cannot be read ({error.strerror}): check its rights") from error


def _parsed(model: type[_Record], line: bytes, path: Path) -> _Record:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        raise LandingError(f"{path} holds a line of another version: move the file away and crawl again") from error


def _open_lines(path: Path) -> IO[bytes]:
    """Open for appending behind the last whole line."""
    lines = path.open("a+b")
    lines.seek(0)
    whole = lines.read().rfind(b"\n") + 1
    lines.truncate(whole)
    return lines


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
