"""Where a crawl puts what it got, so that nothing is lost or doubled when it is killed: raw pages, fetches, documents."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TypeVar

from pydantic import ValidationError

from warehouse.contracts import Contract, Document, Fetch

_FETCHES = ".fetches.jsonl"
_Record = TypeVar("_Record", bound=Contract)


class LandingError(RuntimeError):
    """A landed file or the archive cannot be used."""


class Archive:
    """Raw bodies by the hash of their bytes, compressed, each written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, body: bytes) -> tuple[str, str]:
        """Store a body; answers its SHA-256 and its path relative to the archive."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._folder / digest[:2] / f"{digest}.html.gz"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_atomically(path, gzip.compress(body, compresslevel=6, mtime=0))
        return digest, path.relative_to(self._folder).as_posix()

    def read(self, archive_path: str) -> bytes:
        path = self._folder / archive_path
        try:
            return gzip.decompress(path.read_bytes())
        except (OSError, EOFError, gzip.BadGzipFile) as error:
            raise LandingError(f"{path} cannot be read ({error}): restore it from a copy of the archive") from error


class Landing:
    """The landed files of one run of one source; each line is on disk when its call returns."""

    def __init__(self, folder: Path, source: str, run_id: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._documents = _open_lines(folder / f"{source}--{run_id}.jsonl")
        self._fetches = _open_lines(folder / f"{source}--{run_id}{_FETCHES}")
        _sync_folder(folder)

    def land(self, document: Document) -> None:
        _append(self._documents, document)

    def record(self, fetch: Fetch) -> None:
        _append(self._fetches, fetch)

    def close(self) -> None:
        self._documents.close()
        self._fetches.close()


def pending(landing_dir: Path) -> list[Path]:
    """Landed document files in the order of their names."""
    return sorted(path for path in landing_dir.glob("*.jsonl") if not path.name.endswith(_FETCHES))


def read_landed(path: Path) -> Iterator[Document]:
    """Documents of a landed file; a last line that a crash cut is no line."""
    for line in _whole_lines(path):
        yield _parsed(Document, line, path)


def read_fetches(landing_dir: Path) -> Iterator[Fetch]:
    for path in sorted(landing_dir.glob(f"*{_FETCHES}")):
        for line in _whole_lines(path):
            yield _parsed(Fetch, line, path)


def discard(path: Path) -> None:
    """Remove a landed file and its fetches: when both are in the warehouse."""
    path.unlink(missing_ok=True)
    path.with_name(path.name.removesuffix(".jsonl") + _FETCHES).unlink(missing_ok=True)


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


def _append(lines: IO[bytes], record: Contract) -> None:
    lines.write(record.model_dump_json().encode() + b"\n")
    lines.flush()
    os.fsync(lines.fileno())


def _write_atomically(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as temporary:
        temporary.write(content)
        temporary.flush()
        os.fsync(temporary.fileno())
    Path(temporary.name).replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
