"""The registers as the newest snapshot has them; nothing that collects or writes is loaded for it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from warehouse.errors import NoSnapshotError
from warehouse.store import read_only

if TYPE_CHECKING:
    from nlp.register import Licence, Order, Register

Kept = TypeVar("Kept")
ZONE = "Asia/Jakarta"
CONTACTS = ("domains", "phones", "handles", "mails")
_SQL = Path(__file__).parent / "sql"


def register_of(current: Path, now: datetime) -> "Register | None":
    """The registers as the snapshot has them; null where nothing has been published or no register was read."""
    from nlp.register import Licence, Order, Register, Sanction, one_spelling

    licences: dict[str, list[Licence]] = defaultdict(list)
    sanctions: dict[str, list[Sanction]] = defaultdict(list)
    orders: dict[str, list[Order]] = defaultdict(list)
    try:
        lines = rows_of(current, "register.sql")[1]
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


def rows_of(current: Path, file: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with read_only(current) as connection:
        done = connection.execute((_SQL / file).read_text(encoding="utf-8"))
        return [column[0] for column in done.description or ()], done.fetchall()
