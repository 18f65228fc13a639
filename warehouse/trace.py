"""From a signal back to the bytes that were fetched."""

import duckdb

from warehouse import sql
from warehouse.contracts import Contract, Fetch, Hit, SignalType, Utc
from warehouse.errors import SignalNotFoundError

_SHOWN = 5


class TracedSignal(Contract):
    signal_key: str
    type: SignalType
    score: float
    band: int
    kind: str | None
    review_state: str
    first_seen: Utc


class TracedDocument(Contract):
    doc_id: str
    text_sha256: str
    external_id: str | None
    source: str
    outlet: str | None
    url: str | None
    title: str
    published_at: Utc | None
    fetched_at: Utc
    extractor: str
    fetch_id: str | None
    ruleset: str
    model: str
    code: str
    first_load_id: str
    last_load_id: str


class Trace(Contract):
    signal: TracedSignal
    hits: tuple[Hit, ...]
    document: TracedDocument
    fetch: Fetch | None
    """Null for an imported file; else its `archive_path` leads to the bytes, whose hash is `body_sha256`."""


def trace(connection: duckdb.DuckDBPyConnection, signal: str) -> Trace:
    """`signal` is a key, or the beginning of just one."""
    found = sql.rows(connection, "trace/signals", [signal])
    if not found:
        raise SignalNotFoundError(f'no signal begins with {signal!r}: `suar sql "FROM signals"` lists them')
    if len(found) > 1:
        some = ", ".join(str(row["signal_key"]) for row in found[:_SHOWN])
        raise SignalNotFoundError(f"{len(found)} signals begin with {signal!r}, such as {some}: give more of the key")
    doc_id = found[0].pop("doc_id")
    document = TracedDocument.model_validate(sql.rows(connection, "trace/document", [doc_id])[0])
    fetches = sql.rows(connection, "trace/fetch", [document.fetch_id])
    return Trace(
        signal=TracedSignal.model_validate(found[0]),
        hits=tuple(Hit.model_validate(row) for row in sql.rows(connection, "trace/hits", [found[0]["signal_key"]])),
        document=document,
        fetch=Fetch.model_validate(fetches[0]) if fetches else None,
    )
