"""One way to print rows: a table for people, `--json` and `--csv` for machines."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Form = Literal["table", "json", "csv"]
_NO_WRAP = 100_000
"""Columns of a table that goes into a file or a pipe: one row stays one line."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def form_of(*, as_json: bool, as_csv: bool = False) -> Form:
    if as_json and as_csv:
        from flows.errors import UsageError

        raise UsageError("`--json` and `--csv` cannot be used together: keep one.")
    return "json" if as_json else "csv" if as_csv else "table"


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON as UTF-8 can carry it: lone surrogates stay escaped, times are ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, default=_plain, indent=indent, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(text: str) -> None:
    """Print a line as UTF-8, whatever the terminal's locale says."""
    sys.stdout.buffer.write((_SURROGATE.sub("\ufffd", text) + "\n").encode())
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Progress: on standard error, and only for a person who watches."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress is for the terminal


def rows(columns: Sequence[str], values: Iterable[Sequence[Any]], form: Form) -> None:
    if form == "json":
        write(json_text([dict(zip(columns, row, strict=True)) for row in values]))
    elif form == "csv":
        _csv(columns, values)
    else:
        _table(columns, values)


def records(items: Sequence[Mapping[str, Any]], form: Form, columns: Sequence[str]) -> None:
    rows(columns, [[item[name] for name in columns] for item in items], form)


def _csv(columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    sys.stdout.flush()
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", errors="replace", newline="", closefd=False)  # noqa: SIM115
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in values)
    out.flush()


def _table(columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    count = 0
    for row in values:
        table.add_row(*[Text(_SURROGATE.sub("\ufffd", _cell(value))) for value in row])
        count += 1
    console = Console() if sys.stdout.isatty() else Console(width=_NO_WRAP, color_system=None)
    console.print(table if count else Text(f"({', '.join(columns)}: no rows)"))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json_text(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
