"""Reading from the archive, while others write to it or take pages out of it."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawlers.archive import files, warc
from crawlers.archive.index import INDEX, FetchRow, Index, Place
from crawlers.archive.model import ArchivedFetch, ArchiveError, sha256_of, stamp


class ArchiveReader:
    def __init__(self, folder: Path) -> None:
        if not (folder / INDEX).exists():
            raise ArchiveError(f"{folder} holds no archive: crawl first, or name the home that was crawled into")
        self._folder = folder
        self._index = Index(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._index.close()

    def read(self, position: str) -> bytes:
        """The body; `ArchiveError` when it was never kept, was taken down, or is damaged."""
        return self._body(sha256_of(position))

    def where(self, position: str) -> tuple[Path, int, int] | None:
        """File, offset and length of the record that holds the body, as `warcio extract` wants them."""
        place = self._index.body(sha256_of(position))
        if place is None:
            return None
        row = self._index.file(place.file)
        path = files.content_path(self._folder, place.file, row) if row else self._folder / place.file
        return path, place.offset, place.length

    def fetches(
        self,
        since: datetime,
        until: datetime,
        source: str | None = None,
        on_damage: Callable[[ArchiveError], None] | None = None,
    ) -> Iterator[ArchivedFetch]:
        """Fetches from `since` to before `until` in order of time.

        A damaged one is told to `on_damage` and passed over; without it, it ends the reading.
        """
        for row in self._index.fetches_between(stamp(since), stamp(until), source):
            try:
                yield self._fetch(row)
            except ArchiveError as error:
                if self._index.fetch(row.fetch_id, row.sha256) is None:
                    continue  # taken down meanwhile
                if on_damage is None:
                    raise
                on_damage(error)

    def _fetch(self, row: FetchRow) -> ArchivedFetch:
        def place() -> Place | None:
            now = self._index.fetch(row.fetch_id, row.sha256)
            return now and now.context_place

        def fetch(record: warc.Record) -> bytes | None:
            return record.payload if record.intact and record.type == "metadata" else None

        context = self._read(place, fetch, f"fetch {row.fetch_id}")
        return warc.fetch_of(context, row.file, self._body(row.sha256))

    def _body(self, sha256: str) -> bytes:
        def body(record: warc.Record) -> bytes | None:
            return record.payload if hashlib.sha256(record.payload).hexdigest() == sha256 else None

        return self._read(lambda: self._index.body(sha256), body, f"body {sha256}")

    def _read(self, place: Callable[[], Place | None], of: Callable[[warc.Record], bytes | None], what: str) -> bytes:
        """A takedown may move the record between the look into the index and that into the file: look again then."""
        tried = None
        cause: ArchiveError | OSError | None = None
        while (found := place()) and (row := self._index.file(found.file)) and (found, row) != tried:
            tried = (found, row)
            try:
                content = of(warc.read_record(files.read_at(self._folder, found, row)))
                if content is not None:
                    return content
            except (ArchiveError, OSError) as error:
                cause = error
        if tried is None or found is None:
            raise ArchiveError(f"{what} is not in the archive: it was never kept, or it was taken down")
        raise ArchiveError(
            f"{what} in {found.file} at {found.offset} is damaged: restore the file from a copy"
        ) from cause
