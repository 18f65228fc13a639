"""The statements of this package, one purpose a file."""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

_FOLDER = Path(__file__).parent


@cache
def text(name: str) -> str:
    """`load/merge_documents` names warehouse/sql/load/merge_documents.sql."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def rows(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: list[Any] | dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """What a file's one query answers, by column name."""
    cursor = connection.execute(text(name), parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def change(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Run the statements of a file that change rows; how many rows changed."""
    changed = 0
    for statement in connection.extract_statements(text(name)):
        row = connection.execute(statement).fetchone()
        changed += row[0] if row else 0
    return changed
