"""Questions to the current snapshot: they read, and can do nothing else."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb

from flows.errors import UsageError
from flows.settings import Home
from warehouse.store import read_only

CHUNK = 10_000


@contextmanager
def query(home: Home, text: str) -> Iterator[tuple[list[str], Iterator[Sequence[Any]]]]:
    """Column names and rows of one statement; `-` reads it from standard input. Raises UsageError for bad SQL."""
    statement = sys.stdin.read() if text == "-" else text
    with read_only(home.current) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            statements = connection.extract_statements(statement)
            if len(statements) != 1:
                raise UsageError(f"Give one statement of SQL, not {len(statements)}.")
            cursor = connection.execute(statements[0])
        except duckdb.Error as error:
            raise UsageError(f"This SQL cannot be run ({_first_line(error)}): correct it.") from error
        yield [column[0] for column in cursor.description or ()], _rows(cursor)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Sequence[Any]]:
    try:
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
    except duckdb.Error as error:
        raise UsageError(f"This SQL cannot be run ({_first_line(error)}): correct it.") from error


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0].rstrip(".:! ")
