"""Tables to rows: CSV of any delimiter and encoding, XLSX of several sheets; the header is looked for, cells become text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from crawlers.importers.research import records_of
from crawlers.importers.rows import BadRecord, Import, Record, aliases_of, column_name

_LARGEST_CELL = 64 * 1024 * 1024
_HEADER_WITHIN = 15
"""Rows in which a header is looked for: titles and notes stand above it in exports made for people."""
_LARGEST_BOOK = 2 * 1024**3
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, ParseError, EOFError)

_Row = tuple[int, list[str] | csv.Error]


def read_csv(lines: io.TextIOWrapper, name: str, context: Import) -> Iterator[Record | BadRecord]:
    csv.field_size_limit(_LARGEST_CELL)
    head = list(islice(lines, _HEADER_WITHIN))
    delimiter = _delimiter(head)
    yield from _table(_csv_rows(chain(head, lines), delimiter), name, context)


def _delimiter(head: list[str]) -> str:
    """The one under which a line reads as column names that we know; else the one that stands most often in the first."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = (cells for _, cells in _csv_rows(head, delimiter) if isinstance(cells, list))
        return max((_known(cells) for cells in rows), default=0), head[0].count(delimiter) if head else 0

    return max(",;\t|", key=fit)


def _csv_rows(lines: Iterable[str], delimiter: str) -> Iterator[_Row]:
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        number = rows.line_num + 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error


def _known(cells: list[str]) -> int:
    known = {alias for aliases in aliases_of().values() for alias in aliases}
    return sum(column_name(cell) in known for cell in cells)


def _table(rows: Iterator[_Row], name: str, context: Import) -> Iterator[Record | BadRecord]:
    first = list(islice(rows, _HEADER_WITHIN))
    scores = [_score(cells) for _, cells in first]
    at = next((scores.index(score) for score in (3, 2, 1) if score in scores), None)
    if at is None:
        return
    number, columns = first[at]
    if isinstance(columns, csv.Error):
        yield BadRecord(f"{name}:{number}", f"no CSV header ({columns}): write the column names on one line")
        return
    for number, cells in chain(first[at + 1 :], rows):
        ref = f"{name}:{number}"
        if isinstance(cells, csv.Error):
            yield BadRecord(ref, f"no CSV row ({cells}): quote cells that hold line breaks")
        elif any(cell.strip() for cell in cells):
            yield from records_of(_row(columns, cells), ref, context)


def _score(cells: list[str] | csv.Error) -> int:
    """3: two names that we know or more; 2: one; 1: anything at all; 0: empty."""
    if isinstance(cells, csv.Error):
        return 1
    return 1 + min(2, _known(cells)) if any(cell.strip() for cell in cells) else 0


def _row(columns: list[str], cells: list[str]) -> dict[str, Any]:
    named = {
        column or f"column_{n}": cell for n, (column, cell) in enumerate(zip(columns, cells, strict=False), start=1)
    }
    surplus = [cell for cell in cells[len(columns) :] if cell]
    return named | ({"surplus": surplus} if surplus else {})


def read_xlsx(stream: BinaryIO, name: str, context: Import) -> Iterator[Record | BadRecord]:
    # Half a second to load: for workbooks only.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    empty = True
    try:
        if _unpacked_size(stream) > _LARGEST_BOOK:
            yield BadRecord(name, "the workbook unpacks to more than 2 GB: split it, or save its sheets as .csv")
            return
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            for record in _table(_sheet_rows(sheet), f"{name}:{sheet.title}", context):
                empty = False
                yield record
    except (*_BROKEN, InvalidFileException) as error:
        yield BadRecord(name, f"the workbook is damaged ({type(error).__name__}): open it and save it again as .xlsx")
        return
    if empty:
        yield BadRecord(name, "no rows under a header in any sheet: write the column names above the rows")


def _unpacked_size(stream: BinaryIO) -> int:
    with zipfile.ZipFile(stream) as parts:
        return sum(part.file_size for part in parts.infolist())


def _sheet_rows(sheet: Any) -> Iterator[_Row]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_cell(value) for value in cells]


def _cell(value: Any) -> str:
    """Whole numbers without a point: telephone numbers are often kept as numbers."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)
