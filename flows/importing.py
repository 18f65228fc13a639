"""`suar import`: files into documents, read and loaded; every record ends in one fate."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crawlers.importers import BadRecord, read
from flows import detect
from flows.errors import UsageError
from flows.runs import Run, new_run_id, working
from flows.settings import Settings
from flows.stages import Loaded, keep
from warehouse.contracts import Outcome

_CHAT = re.compile(r"_chat\b|(?:chat|obrolan|percakapan)?\s*whatsapp\b", re.IGNORECASE)


@dataclass(frozen=True)
class ImportReport:
    run_id: str
    files: int
    unknown: Mapping[str, int]
    """Columns that fill no field, and in how many records."""
    skipped: Mapping[str, int]
    """What is no post: system lines, media, messages of a few characters."""
    loaded: Loaded


@dataclass
class Door:
    """Reads files and counts the columns that nobody knows."""

    now: datetime
    format: str | None
    unknown: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def records(self, path: Path) -> Iterator[detect.Record]:
        source = source_of(path)
        for record in read(path, self.format, source=source, now=self.now, skipped=self.skipped):
            if isinstance(record, BadRecord):
                ref = record.ref.replace(path.name, source)
                yield Outcome(source=source, ref=ref, fate="quarantined", reason=record.reason)
            else:
                self.unknown.update(record.unknown)
                yield record.document


def import_files(settings: Settings, paths: Sequence[Path], format_: str | None, now: datetime) -> ImportReport:
    """Read, load, group, publish. A missing or unknown file stops everything before anything is changed."""
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{path} {'is a folder' if path.is_dir() else 'does not exist'}: name a file.")
    from flows.register_snapshot import register_of

    home, key, door = settings.home, settings.key(), Door(now, format_)
    run = Run(home=home.root, run_id=new_run_id(now), now=now)
    with working(home):
        for stale in home.batches.glob("import-*.parquet"):
            stale.unlink()
        result = detect.read_all(
            (record for path in paths for record in door.records(path)),
            known=detect.known_to(home.current),
            key=key,
            folder=home.batches,
            name="import",
            register=register_of(home.current, now),
        )
        loaded = keep(home, run, "import", result)
        for batch in result.batches:
            batch.unlink()
    return ImportReport(run.run_id, len(paths), dict(door.unknown.most_common()), dict(door.skipped), loaded)


def source_of(path: Path) -> str:
    """The import source: the file's name without its endings, so that a file keeps its documents when it moves.

    The name of a chat's export names a person or a group: it is left behind.
    """
    if _CHAT.match(path.name):
        return "whatsapp"
    return path.name.removesuffix(".gz").partition(".")[0] or path.name
