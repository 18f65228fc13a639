"""What the snapshot has of each document, to tell a new reading from one that is known."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from warehouse.contracts import Document
from warehouse.errors import NoSnapshotError
from warehouse.store import read_only

_SQL = Path(__file__).parent / "sql" / "stored_documents.sql"


class Stored(NamedTuple):
    text_sha256: str
    published_at: datetime | None
    extractor: str
    fetch_id: str | None
    fetched_at: datetime

    def is_behind(self, document: Document) -> bool:
        """Whether the document reads the same fetch otherwise: another date, or by another version of extraction."""
        same = document.fetch_id is not None and document.fetch_id == self.fetch_id
        return same and (document.published_at, document.extractor) != (self.published_at, self.extractor)


def stored_documents(current: Path) -> dict[str, Stored]:
    """By document id; nothing where nothing has been published."""
    try:
        with read_only(current) as connection:
            rows = connection.execute(_SQL.read_text(encoding="utf-8")).fetchall()
    except NoSnapshotError:
        return {}
    return {row[0]: Stored(*row[1:]) for row in rows}
