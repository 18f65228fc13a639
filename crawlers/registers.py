"""Lines of an official register, from a table of a page or from JSON, under our names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from crawlers.extract.dates import parse_date
from crawlers.extract.page import Page, one_line
from crawlers.spiders.fields import fields_of

_COLUMNS = frozenset({"key", "name", "valid_from", "valid_until", "url"})
_LONGEST_VALIDITY = timedelta(days=50 * 365)
_COMPANY_FORM = re.compile(r"^(?:PT|CV|UD)\b\.?\s*|\s*,?\s*\b(?:PT|CV|UD)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    fields: Mapping[str, str]
    """By our names; what is no column of a row is a detail."""

    @property
    def name(self) -> str:
        return self.fields["name"]

    @cached_property
    def key(self) -> str:
        return self.fields.get("key") or one_spelling(self.name)

    @property
    def marks(self) -> frozenset[tuple[str, str]]:
        """All that stands in the line: a firm may have several lines, and a page may come twice."""
        return frozenset(self.fields.items())

    @property
    def details(self) -> dict[str, str]:
        return {name: value for name, value in self.fields.items() if name not in _COLUMNS}

    def day(self, field: str, zone: str, now: datetime) -> date | None:
        """A validity may lie years ahead, where a date of publication could not."""
        raw = self.fields.get(field)
        parsed = parse_date(raw, zone, now + _LONGEST_VALIDITY) if raw else None
        return None if parsed is None or parsed.relative else parsed.at.astimezone(ZoneInfo(zone)).date()


def one_spelling(name: str) -> str:
    """A firm's name without its legal form, punctuation and case: `PT. Contoh Jaya` and `CONTOH JAYA, PT` are one."""
    bare = _COMPANY_FORM.sub("", one_line(name))
    return re.sub(r"\W+", " ", bare).strip().casefold()


def lines_of_items(items: list[Any], fields: Mapping[str, str]) -> list[Line]:
    told = ({name: one_line(value) for name, value in fields_of(item, fields).items()} for item in items)
    return [Line(values) for values in told if values.get("name")]


def lines_of_table(html: str, fields: Mapping[str, str]) -> list[Line] | None:
    """The lines of the table whose headings are the most of those that `fields` names; null without such a table."""
    wanted = {_heading(printed): ours for ours, printed in fields.items()}
    best: tuple[int, list[Line]] | None = None
    for table in Page(html).tree.css("table"):
        rows = [_cells(row) for row in table.css("tr")]
        for number, row in enumerate(rows[:3]):
            columns = {at: wanted[_heading(text)] for at, (text, _) in enumerate(row) if _heading(text) in wanted}
            if "name" in columns.values() and (best is None or len(columns) > best[0]):
                best = len(columns), list(_lines(rows[number + 1 :], columns))
    return best and best[1]


def _lines(rows: list[list[tuple[str, str | None]]], columns: Mapping[int, str]) -> Iterator[Line]:
    for cells in rows:
        if len(cells) <= max(columns):
            continue  # a note that spans the table
        values = {ours: cells[at][0] for at, ours in columns.items() if cells[at][0] not in {"", "-"}}
        link = next((href for _, href in cells if href and not href.startswith(("#", "javascript:"))), None)
        if values.get("name"):
            yield Line(({"url": link} if link else {}) | values)


def _cells(row: LexborNode) -> list[tuple[str, str | None]]:
    return [(one_line(cell.text(separator=" ")), _link(cell)) for cell in row.css("th, td")]


def _link(cell: LexborNode) -> str | None:
    anchor = cell.css_first("a[href]")
    return anchor.attributes.get("href") if anchor else None


def _heading(text: str) -> str:
    return re.sub(r"\W+", " ", one_line(text)).strip().casefold()
