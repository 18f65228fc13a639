"""Writing to the archive: appended without waiting, acknowledged in groups."""

import hashlib
import os
import re
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from crawlers.archive import files, warc
from crawlers.archive.index import FetchRow, Index
from crawlers.archive.model import ArchiveError, Context, Response, position_of, stamp
from crawlers.archive.warc import Origin

_SOURCE = re.compile(r"\w[\w.-]*", re.ASCII)
# Not yet acknowledged bytes that a writer may hold in memory before it commits by itself.
_HELD_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class _Pending:
    row: FetchRow
    answer: Future[bytes]
    context: Future[bytes]


class ArchiveWriter:
    """The one writer of a source; other sources write in other processes at the same time.

    What `keep` took is lost by a crash until `commit` has returned: acknowledge nothing before.
    """

    def __init__(self, folder: Path, source: str, *, software: str, contact: str) -> None:
        if _SOURCE.fullmatch(source) is None:
            raise ArchiveError(f"{source!r} names no file: use letters, digits, '.', '_' and '-'")
        self._folder = folder
        self._source = source
        self._software = software
        self._contact = contact
        self._share = files.beside_others(folder)
        self._index = Index(folder)
        self._composer = warc.Composer()
        # zlib works without the interpreter's lock: pages are compressed while the next one is read.
        self._compressor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._name = ""
        self._file: IO[bytes] | None = None
        self._size = 0
        self._head: Future[bytes] | None = None
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._bodies: dict[str, Origin] = {}
        self._held = 0
        try:
            self._tidy()
        except (ArchiveError, OSError):
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(self, response: Response, context: Context) -> str:
        """Take a fetch; answers its position, under which it can be read after `commit`.

        A fetch that is kept already (same id, same body) is not kept again.
        """
        if context.source != self._source:
            raise ArchiveError(f"a page of {context.source} was given to the writer of {self._source}: open one for it")
        sha256 = hashlib.sha256(response.body).hexdigest()
        key = (context.fetch_id, sha256)
        known = self._pending[key].row if key in self._pending else self._index.fetch(*key)
        if known is not None:
            return position_of(known.file, sha256)
        name = f"{stamp(response.at)[:10].replace('-', '/')}/{self._source}{files.SUFFIX}"
        if name != self._name or self._file is None:
            self.commit()
            self._open(name)
        self._take(response, context, sha256)
        if self._held > _HELD_BYTES:
            self.commit()
        return position_of(name, sha256)

    def commit(self) -> None:
        """Everything kept so far is on the disk and in the index when this returns; after an error, none of it is."""
        if not self._pending or self._file is None:
            return
        done = False
        try:
            rows = self._append(self._file)
            self._index.add(self._name, self._size, rows, self._bodies)
            done = True
        except OSError as error:
            raise ArchiveError(f"{self._name} cannot be written ({error}): free space, then crawl again") from error
        finally:
            self._pending.clear()
            self._bodies.clear()
            self._held = 0
            if not done:
                self._leave()

    def close(self) -> None:
        try:
            self.commit()
        finally:
            self._leave()
            self._compressor.shutdown()
            self._index.close()
            self._share.close()

    def _tidy(self) -> None:
        """End what a crash interrupted in the files of earlier days, where nothing will be written any more."""
        for name in self._index.files(rewritten_only=True):
            if Path(name).name == self._source + files.SUFFIX:
                files.settle(self._folder, self._index, name)
        last = self._index.last_file(self._source)
        if last and (row := self._index.file(last)):
            files.cut_tail(self._folder / last, row.size)

    def _take(self, response: Response, context: Context, sha256: str) -> None:
        origin = self._bodies.get(sha256) or self._index.origin(sha256)
        answer, described = self._composer.fetch(response, context, sha256, origin)
        row = FetchRow(
            fetch_id=context.fetch_id,
            sha256=sha256,
            source=self._source,
            url=warc.target_uri(response.final_url),
            at=stamp(response.at),
            status=response.status,
            role=context.role,
            file=self._name,
            offset=0,
            length=0,
            context_length=0,
        )
        if origin is None:
            self._bodies[sha256] = Origin(row.url, row.at)
        if self._size == 0 and self._head is None:
            head = self._composer.information(Path(self._name).name, response.at, self._software, self._contact)
            self._head = self._compressor.submit(warc.compress, head)
        submit = self._compressor.submit
        pending = _Pending(row, submit(warc.compress, answer), submit(warc.compress, described))
        self._pending[context.fetch_id, sha256] = pending
        self._held += len(answer) + len(described)

    def _append(self, file: IO[bytes]) -> list[FetchRow]:
        is_new = self._size == 0
        if self._head is not None:
            self._size += file.write(self._head.result())
        rows = []
        for pending in self._pending.values():
            answer, described = pending.answer.result(), pending.context.result()
            rows.append(pending.row._replace(offset=self._size, length=len(answer), context_length=len(described)))
            self._size += file.write(answer) + file.write(described)
        file.flush()
        os.fsync(file.fileno())
        if is_new:
            files.sync_up_to((self._folder / self._name).parent, self._folder)
        self._head = None
        return rows

    def _open(self, name: str) -> None:
        self._leave()
        path = self._folder / name
        row = self._index.file(name)
        if row is None:
            if path.exists():
                raise ArchiveError(f"{path} is not in the index: restore {self._folder}'s index, or run reindex")
            self._index.add_file(name, self._source)
        elif row.rewritten:
            files.settle(self._folder, self._index, name)
        self._size = row.size if row else 0
        try:
            self._file = files.open_for_appending(path, self._size)
        except OSError as error:
            raise ArchiveError(f"{path} cannot be opened ({error.strerror}): check its rights") from error
        self._name = name

    def _leave(self) -> None:
        """Let go of the file; what was written behind its last commit is cut off when it is opened again."""
        self._head = None
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):  # a full disk was reported by commit already
                file.close()
