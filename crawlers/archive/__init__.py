"""Every fetched page, kept once, in WARC files with an index (docs/decisions/0010-warc-archive.md)."""

from crawlers.archive.model import ArchiveBusyError, ArchivedFetch, ArchiveError, Context, Problem, Response
from crawlers.archive.reader import ArchiveReader
from crawlers.archive.reindex import reindex
from crawlers.archive.store import ArchiveWriter
from crawlers.archive.takedown import remove
from crawlers.archive.verify import verify, verify_newest

__all__ = [
    "ArchiveBusyError",
    "ArchiveError",
    "ArchiveReader",
    "ArchiveWriter",
    "ArchivedFetch",
    "Context",
    "Problem",
    "Response",
    "reindex",
    "remove",
    "verify",
    "verify_newest",
]
