"""Official registers of this installation: brought in from files, shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.detect import Read
from flows.errors import UsageError
from flows.register_files import read_rows
from flows.register_snapshot import rows_of
from flows.runs import Run, new_run_id, working
from flows.settings import Settings
from flows.stages import Loaded, keep
from warehouse.contracts import RegisterName


@dataclass(frozen=True)
class Imported:
    run_id: str
    rows: int
    loaded: Loaded


def import_register(settings: Settings, path: Path, name: RegisterName, now: datetime) -> Imported:
    """Lines of a CSV file as they stand today; the same file again only says that they still do."""
    rows = list(read_rows(path, name, now))
    if not rows:
        raise UsageError(f"{path} has no lines: give it a heading with `name` and a line a firm.")
    settings.key()  # made while the home is empty: with data and without a key, texts could not be read
    run = Run(home=settings.home.root, run_id=new_run_id(now), now=now)
    with working(settings.home):
        loaded = keep(settings.home, run, "import", Read((), {}), register_rows=rows)
    return Imported(run.run_id, len(rows), loaded)


def lines_of(settings: Settings, name: str | None) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Columns and lines, of firms whose name holds all words of `name`."""
    from nlp.register import one_spelling

    columns, lines = rows_of(settings.home.current, "register_rows.sql")
    wanted = one_spelling(name or "")
    place = columns.index("name")
    return columns, [line for line in lines if f" {wanted} " in f" {one_spelling(line[place])} " or not wanted]
