"""Official registers of this installation: read for the checks of offers, brought in from files, shown."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawlers.registers import Line
from flows.detect import Read
from flows.errors import UsageError
from flows.importing import source_of
from flows.runs import Run, new_run_id, working
from flows.settings import Settings
from flows.stages import Loaded, keep
from warehouse.contracts import RegisterName, RegisterRow
from warehouse.errors import NoSnapshotError
from warehouse.store import read_only

if TYPE_CHECKING:
    from nlp.register import Register

ZONE = "Asia/Jakarta"
_SQL = Path(__file__).parent / "sql"
_OURS = {"permit": "license", "no": "license"}
"""Columns of files under the names that crawled registers have."""


@dataclass(frozen=True)
class Imported:
    run_id: str
    rows: int
    loaded: Loaded


def register_of(current: Path, now: datetime) -> "Register | None":
    """The registers as the snapshot has them; null where nothing has been published or no register was read."""
    from nlp.register import Licence, Order, Register, Sanction, one_spelling

    licences: dict[str, tuple[Licence, ...]] = {}
    sanctions: dict[str, tuple[Sanction, ...]] = {}
    orders: dict[str, tuple[Order, ...]] = {}
    try:
        lines = _rows(current, "register.sql")[1]
    except NoSnapshotError:
        return None
    for kind, name, since, until, details in lines:
        firm = one_spelling(name)
        if kind == "p3mi":
            licence = Licence(name, details.get("license"), since, until, details.get("status"))
            licences[firm] = (*licences.get(firm, ()), licence)
        elif kind == "p3mi_sanction":
            sanctions[firm] = (*sanctions.get(firm, ()), Sanction(details.get("sanction"), since, until))
        else:
            order = Order(details.get("position", ""), details.get("country", ""), until)
            orders[firm] = (*orders.get(firm, ()), order)
    if not licences:
        return None
    return Register(now.astimezone(ZoneInfo(ZONE)).date(), licences, sanctions, orders)


def import_register(settings: Settings, path: Path, name: RegisterName, now: datetime) -> Imported:
    """Lines of a CSV file as they stand today; the same file again only says that they still do."""
    rows = list(read_rows(path, name, now))
    if not rows:
        raise UsageError(f"{path} has no lines: give it a heading with `name` and a line a firm.")
    run = Run(home=settings.home.root, run_id=new_run_id(now), now=now)
    with working(settings.home):
        loaded = keep(settings.home, run, "import", Read((), {}), register_rows=rows)
    return Imported(run.run_id, len(rows), loaded)


def read_rows(path: Path, name: RegisterName, now: datetime) -> Iterator[RegisterRow]:
    """Columns: name; permit, valid_from, valid_until, status or sanction where known; others are kept as they are."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: save it as `CSV UTF-8`, then import it again.") from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    heading = [(column or "").strip().lower() for column in reader.fieldnames or ()]
    if "name" not in heading:
        raise UsageError(
            f"{path} has no column `name`: write `name,permit,valid_from,valid_until,status` above the lines."
        )
    for number, raw in enumerate(reader, start=2):
        values = zip(heading, list(raw.values()), strict=False)
        told = {
            _OURS.get(column, column): value.strip()
            for column, value in values
            if isinstance(value, str) and value.strip()
        }
        if told.get("name"):
            yield _row(Line(told), name, path, number, now)


def _row(line: Line, name: RegisterName, path: Path, number: int, now: datetime) -> RegisterRow:
    return RegisterRow(
        register_name=name,
        key=line.key,
        name=line.name,
        valid_from=_day(line, "valid_from", path, number, now),
        valid_until=_day(line, "valid_until", path, number, now),
        details=line.details,
        source=source_of(path),
        seen_at=now,
    )


def _day(line: Line, column: str, path: Path, number: int, now: datetime) -> date | None:
    found = line.day(column, ZONE, now)
    if found is None and column in line.fields:
        raise UsageError(
            f"{path}, line {number}: `{line.fields[column]}` is no day, write it as in 2027-03-31 or 31 Maret 2027."
        )
    return found


def lines_of(settings: Settings, name: str | None) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Columns and lines, of firms whose name holds all words of `name`."""
    from nlp.register import one_spelling

    columns, lines = _rows(settings.home.current, "register_rows.sql")
    wanted = one_spelling(name or "")
    place = columns.index("name")
    return columns, [line for line in lines if f" {wanted} " in f" {one_spelling(line[place])} " or not wanted]


def _rows(current: Path, file: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with read_only(current) as connection:
        done = connection.execute((_SQL / file).read_text(encoding="utf-8"))
        return [column[0] for column in done.description or ()], done.fetchall()
