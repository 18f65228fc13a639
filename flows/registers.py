"""Official registers of this installation: read for the checks of offers, brought in from files, shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from flows.detect import Read
from flows.errors import UsageError
from flows.register_files import CONTACTS, ZONE, read_rows
from flows.runs import Run, new_run_id, working
from flows.settings import Settings
from flows.stages import Loaded, keep
from warehouse.contracts import RegisterName
from warehouse.errors import NoSnapshotError
from warehouse.store import read_only

if TYPE_CHECKING:
    from nlp.register import Licence, Order, Register

Kept = TypeVar("Kept")
_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Imported:
    run_id: str
    rows: int
    loaded: Loaded


def register_of(current: Path, now: datetime) -> "Register | None":
    """The registers as the snapshot has them; null where nothing has been published or no register was read."""
    from nlp.register import Licence, Order, Register, Sanction, one_spelling

    licences: dict[str, list[Licence]] = defaultdict(list)
    sanctions: dict[str, list[Sanction]] = defaultdict(list)
    orders: dict[str, list[Order]] = defaultdict(list)
    try:
        lines = _rows(current, "register.sql")[1]
    except NoSnapshotError:
        return None
    for kind, name, since, until, details in lines:
        firm = one_spelling(name)
        if kind == "p3mi":
            licences[firm].append(_licence(name, since, until, details))
        elif kind == "p3mi_sanction":
            sanctions[firm].append(Sanction(details.get("sanction"), since, until))
        else:
            orders[firm].append(_order(since, until, details))
    if not licences:
        return None
    today = now.astimezone(ZoneInfo(ZONE)).date()
    return Register(today, _fixed(licences), _fixed(sanctions), _fixed(orders))


def _licence(name: str, since: date | None, until: date | None, details: Mapping[str, str]) -> "Licence":
    from nlp.register import Licence

    own = frozenset(value for column in CONTACTS for value in details.get(column, "").split())
    return Licence(name, details.get("license"), since, until, details.get("status"), own)


def _order(since: date | None, until: date | None, details: Mapping[str, str]) -> "Order":
    from nlp.register import Order

    position, country = details.get("position", ""), details.get("country", "")
    return Order(position, country, until, details.get("number"), since)


def _fixed(lines: Mapping[str, list[Kept]]) -> dict[str, tuple[Kept, ...]]:
    return {firm: tuple(found) for firm, found in lines.items()}


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

    columns, lines = _rows(settings.home.current, "register_rows.sql")
    wanted = one_spelling(name or "")
    place = columns.index("name")
    return columns, [line for line in lines if f" {wanted} " in f" {one_spelling(line[place])} " or not wanted]


def _rows(current: Path, file: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with read_only(current) as connection:
        done = connection.execute((_SQL / file).read_text(encoding="utf-8"))
        return [column[0] for column in done.description or ()], done.fetchall()
