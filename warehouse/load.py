"""The loader: batches and inbox into the live database, in one transaction, whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import duckdb
import pyarrow as pa
from pydantic import BaseModel

from warehouse import inbox, sql
from warehouse.arrow import table_of
from warehouse.batch import SCHEMA, batch_counts
from warehouse.contracts import Contract, Delivery, Fate, RegisterRow, Review, SourceRun, Takedown, Utc, Versions
from warehouse.errors import BatchError, LoadIdUsedError, NoSnapshotError, SumError
from warehouse.files import says_no_room
from warehouse.store import open_live, read_only, set_setting, transaction

_DOCUMENT_STEPS = (
    "drop_stale_news", "drop_stale_offers", "drop_stale_signals", "drop_stale_hits", "drop_stale_cases",
    "drop_stale_members", "merge_documents", "merge_document_versions", "merge_detections", "merge_news",
    "merge_offers", "merge_signals", "merge_hits", "merge_cases",
)  # fmt: skip
_RECORD_STEPS = ("merge_fetches", "insert_outcomes", "drop_solved_quarantine", "merge_quarantine")


class LoadRequest(Contract):
    load_id: str
    kind: str
    code_version: str
    started_at: Utc
    records: int | None = None
    """How many records the caller counted at its doors; checked against what the batches bring."""


class IndicatorRow(Contract):
    """One entry of the registry, as analysts see it."""

    indicator: str
    group: str
    label_id: str
    label_en: str
    meaning: str
    weight: float
    source: str


@dataclass(frozen=True)
class LoadReport:
    load_id: str
    records: int
    """The checked sum of `fates`."""
    fates: dict[Fate, int]
    rows_written: int
    purged_documents: int
    archive_paths: tuple[str, ...]
    """Archived pages to delete, from this and earlier takedowns, until `confirm_deleted` hears of it."""
    broken_inbox_lines: int


def load(
    live: Path,
    request: LoadRequest,
    batches: Sequence[Path],
    *,
    inbox_dir: Path,
    source_runs: Iterable[SourceRun] = (),
    register_rows: Iterable[RegisterRow] = (),
    indicators: Iterable[IndicatorRow] = (),
    lock_timeout: float = 60.0,
) -> LoadReport:
    """Merge everything by key; the same input again changes no row but the records of the load itself."""
    announced = sum(batch_counts(path).records for path in batches)
    if request.records is not None and request.records != announced:
        raise SumError(f"{request.records} records came in, the batches hold {announced}: run detection again")
    events = inbox.read(inbox_dir)
    with open_live(live, lock_timeout, f"load {request.load_id}") as connection:
        with _naming_batches(batches), transaction(connection):
            _begin(connection, request)
            rows = _merge_events(connection, events)
            rows += _merge_batches(connection, batches)
            rows += _merge_given(connection, SourceRun, source_runs, "source_runs", "merge_source_runs")
            rows += _merge_given(connection, RegisterRow, register_rows, "register_rows", "merge_register_rows")
            rows += _merge_given(
                connection, IndicatorRow, indicators, "indicators", "merge_indicators", "drop_old_indicators"
            )
            purged_documents, purged_rows = _purge(connection)
            fates = _fates(connection, announced)
            _record(connection, request, len(batches), fates, rows + purged_rows)
        paths = connection.execute("SELECT archive_path FROM store.purged_files ORDER BY ALL").fetchall()
    inbox.scrub(inbox_dir)
    return LoadReport(
        load_id=request.load_id,
        records=announced,
        fates=fates,
        rows_written=rows + purged_rows,
        purged_documents=purged_documents,
        archive_paths=tuple(path for (path,) in paths),
        broken_inbox_lines=events.broken_lines,
    )


def known_versions(current: Path) -> dict[str, tuple[str, Versions]]:
    """Document id to text version and the versions it was read with, so that detection can skip what is known.

    Read from the snapshot, without waiting for the writer: one that lags behind costs work, never correctness.
    """
    try:
        with read_only(current) as connection:
            rows = connection.execute(sql.text("load/known_versions")).fetchall()
    except NoSnapshotError:
        return {}
    return {doc_id: (text, Versions(ruleset=r, model=m, code=c)) for doc_id, text, r, m, c in rows}


def confirm_deleted(live: Path, archive_paths: Sequence[str], *, lock_timeout: float = 60.0) -> None:
    """Say that these archived pages are gone; until then every `LoadReport` names them again."""
    with open_live(live, lock_timeout, "confirming deletions") as connection:
        connection.execute("DELETE FROM store.purged_files WHERE archive_path IN (FROM unnest(?))", [archive_paths])


@contextmanager
def _naming_batches(batches: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        if says_no_room(error):
            raise
        names = ", ".join(path.name for path in batches) or "the inbox"
        reason = str(error).partition("\n")[0]
        raise BatchError(
            f"nothing was loaded, one of {names} is damaged: delete it and run detection again ({reason})"
        ) from error


def _begin(connection: duckdb.DuckDBPyConnection, request: LoadRequest) -> None:
    used = connection.execute("SELECT 1 FROM store.loads WHERE load_id = ?", [request.load_id]).fetchone()
    if used:
        raise LoadIdUsedError(f"load {request.load_id} has been loaded already: give every load its own id")
    connection.execute("SET VARIABLE load_id = ?", [request.load_id])


def _merge_events(connection: duckdb.DuckDBPyConnection, events: inbox.Inbox) -> int:
    takedowns = table_of(Takedown, events.takedowns)
    connection.register("takedown_events", takedowns.select(["takedown_id", "doc_id", "at"]))
    connection.register("takedown_urls", takedowns.select(["url"]))
    rows = sql.change(connection, "load/merge_takedowns")
    rows += _merge_given(connection, Review, events.reviews, "reviews", "merge_reviews")
    return rows + _merge_given(connection, Delivery, events.deliveries, "deliveries", "merge_deliveries")


def _merge_batches(connection: duckdb.DuckDBPyConnection, batches: Sequence[Path]) -> int:
    connection.execute("SET VARIABLE files = ?", [[str(path) for path in batches]])
    connection.register("no_rows", SCHEMA.empty_table())
    connection.execute(sql.text("load/stage" if batches else "load/stage_nothing"))
    connection.execute(sql.text("load/classify"))
    steps: tuple[str, ...] = _RECORD_STEPS if batches else ()
    if connection.execute("SELECT 1 FROM records WHERE is_fresh LIMIT 1").fetchone():
        connection.execute(sql.text("load/fresh"))
        steps = _DOCUMENT_STEPS + steps
    return sum(sql.change(connection, f"load/{step}") for step in steps)


def _merge_given(
    connection: duckdb.DuckDBPyConnection, model: type[BaseModel], rows: Iterable[BaseModel], name: str, *steps: str
) -> int:
    """Merge what was handed over in memory; nothing handed over changes nothing."""
    table = table_of(model, rows)
    if table.num_rows == 0:
        return 0
    connection.register(f"given_{name}", table)
    return sum(sql.change(connection, f"load/{step}") for step in steps)


def _purge(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Documents and rows that takedowns removed; the snapshot after this one must hold no trace of them."""
    tombstones = [doc_id for (doc_id,) in connection.execute("SELECT DISTINCT doc_id FROM store.takedowns").fetchall()]
    if not tombstones:
        return 0, 0
    keys = [key for doc_id in tombstones for key in inbox.signals_of(doc_id)]
    connection.register("purged_signals", pa.table({"signal_key": keys}))
    documents = connection.execute(sql.text("load/count_purged_documents")).fetchone()
    connection.execute(sql.text("load/find_purged_pages"))
    rows = sql.change(connection, "load/purge") + sql.change(connection, "load/insert_purged_files")
    if rows:
        set_setting(connection, "purge_pending", "yes")
    return (documents[0] if documents else 0), rows


def _fates(connection: duckdb.DuckDBPyConnection, announced: int) -> dict[Fate, int]:
    found = dict(connection.execute(sql.text("load/count_fates")).fetchall())
    fates: dict[Fate, int] = {fate: int(found.pop(fate, 0)) for fate in get_args(Fate)}
    total = sum(fates.values())
    if found or total != announced:
        raise SumError(
            f"{announced} records came in, {total} have a fate {found or ''}: nothing was loaded; report this as a bug"
        )
    return fates


def _record(
    connection: duckdb.DuckDBPyConnection, request: LoadRequest, batches: int, fates: dict[Fate, int], rows: int
) -> None:
    numbers = [batches, sum(fates.values()), *fates.values(), rows]
    connection.execute(
        "INSERT INTO store.loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [request.load_id, request.kind, request.code_version, request.started_at, *numbers],
    )
