"""The unit of work: one Parquet file, one row a record, passed between stages as a path."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from warehouse.arrow import from_arrow, struct_type, to_arrow
from warehouse.contracts import Analysed, Fetch, Outcome
from warehouse.errors import BatchError
from warehouse.files import put_in_place, room_to_write

COLUMNS: dict[str, type[BaseModel]] = {"analysed": Analysed, "outcome": Outcome, "fetch": Fetch}
SCHEMA = pa.schema([pa.field(name, struct_type(model)) for name, model in COLUMNS.items()])
CONTRACTS = hashlib.sha256(str(SCHEMA).encode()).hexdigest()
_FOOTER = b"suar"
_ROWS_A_GROUP = 128


@dataclass(frozen=True)
class BatchCounts:
    analysed: int = 0
    outcomes: int = 0
    fetches: int = 0

    @property
    def records(self) -> int:
        return self.analysed + self.outcomes


@dataclass(frozen=True)
class Batch:
    analysed: tuple[Analysed, ...]
    outcomes: tuple[Outcome, ...]
    fetches: tuple[Fetch, ...]


def write_batch(
    path: Path, analysed: Iterable[Analysed], outcomes: Iterable[Outcome], fetches: Iterable[Fetch] = ()
) -> BatchCounts:
    """Write a batch, whole or not at all.

    A record that entered the run is one `Analysed` or one `Outcome`, never both: outcomes tell of the records that
    brought no document (unreadable, seen, put off). Fetches are no records.
    """
    seen = dict.fromkeys(COLUMNS, 0)
    temporary = path.with_name(f".{path.name}.tmp")
    rows = chain(
        _rows("analysed", map(_without_contacts, analysed)),
        _rows("outcome", map(_checked, outcomes)),
        _rows("fetch", fetches),
    )
    with room_to_write(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
            while group := list(islice(rows, _ROWS_A_GROUP)):
                for row in group:
                    seen[next(iter(row))] += 1
                writer.write_table(pa.Table.from_pylist(group, schema=SCHEMA))
            counts = BatchCounts(seen["analysed"], seen["outcome"], seen["fetch"])
            writer.add_key_value_metadata({_FOOTER: json.dumps({"contracts": CONTRACTS, **asdict(counts)})})
        put_in_place(temporary, path)
    return counts


def batch_counts(path: Path) -> BatchCounts:
    """How many records a batch announces; refuses files that are no batch of the present contracts."""
    try:
        footer = pq.read_metadata(path).metadata or {}
    except FileNotFoundError as error:
        raise BatchError(f"there is no batch {path}: run detection again") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise BatchError(f"{path} is no whole Parquet file: delete it and run detection again") from error
    if _FOOTER not in footer:
        raise BatchError(f"{path} was not written by Suar: load only batches")
    announced: dict[str, Any] = json.loads(footer[_FOOTER])
    if announced.pop("contracts") != CONTRACTS:
        raise BatchError(f"{path} was written by another version of Suar: delete it and run detection again")
    return BatchCounts(**announced)


def read_batch(path: Path) -> Batch:
    batch_counts(path)
    rows = pq.read_table(path).to_pylist(maps_as_pydicts="strict")
    found = {
        name: tuple(model.model_validate(from_arrow(row[name])) for row in rows if row[name] is not None)
        for name, model in COLUMNS.items()
    }
    return Batch(found["analysed"], found["outcome"], found["fetch"])  # type: ignore[arg-type]  # one model a column


def _rows(column: str, models: Iterable[BaseModel]) -> Iterator[dict[str, Any]]:
    return ({column: to_arrow(model)} for model in models)


def _without_contacts(analysed: Analysed) -> Analysed:
    """Clear contacts never reach a file, whatever the caller read for display."""
    offer = analysed.detection.offer
    if offer is None or all(contact.value is None for contact in offer.contacts):
        return analysed
    hidden = tuple(contact.model_copy(update={"value": None}) for contact in offer.contacts)
    offer = offer.model_copy(update={"contacts": hidden})
    return analysed.model_copy(update={"detection": analysed.detection.model_copy(update={"offer": offer})})


def _checked(outcome: Outcome) -> Outcome:
    if outcome.fate == "done":
        raise BatchError(f"{outcome.ref} is called done but brings no document: hand it over as Analysed")
    return outcome
