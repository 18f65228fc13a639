"""Registers in files of the operator's: CSV as spreadsheets and official systems export it, into lines that are checked."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from crawlers.registers import Line
from flows.errors import UsageError
from flows.importing import source_of
from flows.register_snapshot import CONTACTS, ZONE
from warehouse.contracts import RegisterName, RegisterRow

"""Details that hold a firm's own contacts, parted by blanks."""
_PATH = Path(__file__).with_name("registers.yml")
_PARTED = re.compile(r"[;,|\n]+")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[a-z]{2,}")
_HANDLE = re.compile(r"@?[\w.]{2,50}")
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]{1,63}\.)+[a-z]{2,}")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")


class RegisterFileError(UsageError):
    """A file that is no register: the message names the file, the line or column, and what to write there."""


def read_rows(path: Path, name: RegisterName, now: datetime) -> Iterator[RegisterRow]:
    """Lines of a CSV file (UTF-8; comma, semicolon or tab) under the headings of registers.yml.

    Columns that it does not know are kept as they are. Days: 2027-03-31, 31/03/2027 or 31 Maret 2027. Raises
    RegisterFileError.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegisterFileError(f"{path} is not UTF-8: save it as `CSV UTF-8`, then import it again.") from error
    first = text.partition("\n")[0]
    lines = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count))
    heading = _heading(next(lines, []), name, path)
    for values in lines:
        if len(values) > len(heading):
            raise RegisterFileError(
                f"{path}, line {lines.line_num}: {len(values)} cells under {len(heading)} headings: put cells that hold "
                "a separator in quotation marks."
            )
        told = {column: value.strip() for column, value in zip(heading, values, strict=False) if value.strip()}
        if told:
            yield _row(told, name, f"{path}, line {lines.line_num}", source_of(path), now)


def _heading(printed: Sequence[str], name: RegisterName, path: Path) -> list[str]:
    ours = _columns()
    heading = [ours.get(plain := " ".join(column.lower().replace("_", " ").split()), plain) for column in printed]
    for column in _content()["needed"][name]:
        if column not in heading:
            raise RegisterFileError(
                f"{path} has no column `{column}`: write `{_content()['heading'][name]}` above the lines."
            )
    for column in {column for column in heading if column and heading.count(column) > 1}:
        raise RegisterFileError(f"{path} has two columns for `{column}`: keep one of them.")
    return heading


def _row(told: dict[str, str], name: RegisterName, place: str, source: str, now: datetime) -> RegisterRow:
    for column in ("name", *_content()["filled"][name]):
        if column not in told:
            raise RegisterFileError(f"{place}: the cell under `{column}` is empty: fill it, or take the line out.")
    if name == "job_order":
        _check_country(told["country"], place)
        told.setdefault("key", told["number"])
    told |= {column: " ".join(_contacts(told[column], column, place)) for column in CONTACTS if column in told}
    line = Line(told)
    begin, end = (_day(line, column, place, now) for column in ("valid_from", "valid_until"))
    if begin and end and begin > end:
        raise RegisterFileError(f"{place}: it ends ({end}) before it begins ({begin}): correct one of the days.")
    return RegisterRow(
        register_name=name,
        key=line.key,
        name=line.name,
        valid_from=begin,
        valid_until=end,
        details=line.details,
        source=source,
        seen_at=now,
    )


def _day(line: Line, column: str, place: str, now: datetime) -> date | None:
    found = line.day(column, ZONE, now)
    if found is None and column in line.fields:
        raise RegisterFileError(
            f"{place}: `{line.fields[column]}` is no day, write it as in 2027-03-31 or 31 Maret 2027."
        )
    return found


def _check_country(printed: str, place: str) -> None:
    from nlp.register import country_code

    if country_code(printed) is None:
        raise RegisterFileError(f"{place}: `{printed}` is no country that Suar knows: write its ISO code, such as TW.")


def _contacts(cell: str, column: str, place: str) -> Iterator[str]:
    """A firm's own contacts as they are compared: E.164, `@name`, bare domains, mail addresses in lower case."""
    from nlp.phones import to_e164

    parts = filter(None, map(str.strip, _PARTED.split(cell)))
    for part in parts if column == "phones" else (word for item in parts for word in item.split()):
        low = part.lower()
        if column == "phones" and (number := to_e164(part)):
            yield number
        elif column == "domains" and (found := _DOMAIN.fullmatch(_SCHEME.sub("", low).partition("/")[0])):
            yield found[0]
        elif column == "handles" and (found := _HANDLE.fullmatch(_SCHEME.sub("", low).rstrip("/").rpartition("/")[2])):
            yield f"@{found[0].removeprefix('@')}"
        elif column == "mails" and _MAIL.fullmatch(low):
            yield low
        else:
            raise RegisterFileError(
                f"{place}: `{part}` under `{column}` cannot be read: write such as `contoh.co.id`, `021-5550100`, `@contoh` "
                "or `hrd@contoh.co.id`, several parted by `;`."
            )


@cache
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    return content


@cache
def _columns() -> dict[str, str]:
    """Headings, lower case with blanks for underscores, to our names."""
    ours: dict[str, str] = {}
    for column, others in _content()["columns"].items():
        ours |= dict.fromkeys((column.replace("_", " "), *others), column)
    return ours
