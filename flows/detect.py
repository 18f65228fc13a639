"""Reading: documents into batches of masked analyses, each record with exactly one fate."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flows.errors import SuarError
from warehouse.contracts import Analysed, Detection, Document, Fate, Fetch, Outcome

if TYPE_CHECKING:
    from nlp.register import Register

BATCH_SIZE = 500
CHUNK = 32
POOL_FROM = 300
"""Documents from which on starting worker processes pays (two seconds each)."""

Record = Document | Outcome
Result = Analysed | Outcome
Item = TypeVar("Item")
Answer = TypeVar("Answer")


class WorkerLostError(SuarError):
    """A worker process of the pool ended without an answer."""


@dataclass(frozen=True)
class Read:
    """What one pass of reading wrote."""

    batches: tuple[Path, ...]
    fates: Mapping[Fate, int]

    @property
    def records(self) -> int:
        return sum(self.fates.values())


def analyse(document: Document, key: bytes, register: "Register | None" = None) -> Result:
    """Detect, mask and sign one document; one that cannot be read is quarantined with the error's type."""
    from nlp.detect import detect
    from nlp.mask import mask
    from nlp.signals import signals_of

    try:
        detection = detect(
            document.title,
            document.text,
            kind_hint=document.kind_hint,
            published_at=document.published_at,
            job=document.job,
            key=key,
            register=register,
            names=True,
        )
        masked, mapped = mask(document, detection)
        signals, hits, cases = signals_of(document.doc_id, mapped, key)
        fate = fate_of(detection)
        return Analysed(document=masked, detection=mapped, signals=signals, hits=hits, cases=cases, fate=fate)
    except Exception as error:  # noqa: BLE001 - whatever one text does to us, the others are still read
        return Outcome(
            source=document.source,
            ref=ref_of(document),
            doc_id=document.doc_id,
            fate="quarantined",
            reason=f"reading failed: {type(error).__name__}",
        )


def known_to(current: Path) -> Callable[[Document], bool]:
    """Tells whether the snapshot has a document in this text, read with the present rules and models.

    A fetch that is extracted anew, and gives another date, is not known.
    """
    from flows.stored import stored_documents
    from nlp.detect import versions
    from warehouse.load import known_versions

    present, known, stored = versions(), known_versions(current), stored_documents(current)

    def is_known(document: Document) -> bool:
        if known.get(document.doc_id) != (document.text_sha256, present):
            return False
        kept = stored.get(document.doc_id)
        return kept is None or not kept.is_behind(document)

    return is_known


def fate_of(detection: Detection) -> Fate:
    on_topic = detection.offer is not None or (detection.news is not None and detection.news.tppo_topic)
    return "done" if on_topic else "out_of_scope"


def ref_of(document: Document) -> str:
    return document.url or document.external_id or document.doc_id


def read_all(
    records: Iterable[Record],
    *,
    known: Callable[[Document], bool],
    key: bytes,
    folder: Path,
    name: str,
    fetches: Iterable[Fetch] = (),
    register: "Register | None" = None,
    workers: int | None = None,
) -> Read:
    """Read records in their order and write batches `<name>-<nnnn>.parquet`; `known` tells which need no reading."""
    from warehouse.batch import write_batch

    results = _results(_unseen(records, known), key, register, workers or os.cpu_count() or 1)
    fates: Counter[Fate] = Counter()
    paths: list[Path] = []
    left_fetches: Iterable[Fetch] = tuple(fetches)
    while (group := list(islice(results, BATCH_SIZE))) or left_fetches:
        path = folder / f"{name}-{len(paths):04d}.parquet"
        write_batch(
            path,
            [item for item in group if isinstance(item, Analysed)],
            [item for item in group if isinstance(item, Outcome)],
            left_fetches,
        )
        left_fetches = ()
        fates.update(item.fate for item in group)
        paths.append(path)
    return Read(tuple(paths), dict(fates))


def _unseen(records: Iterable[Record], known: Callable[[Document], bool]) -> Iterator[Record]:
    """Replace by an outcome what the warehouse or this very run has in the same text."""
    in_run: dict[str, str] = {}
    for record in records:
        if isinstance(record, Outcome):
            yield record
        elif in_run.get(record.doc_id) == record.text_sha256 or known(record):
            yield Outcome(source=record.source, ref=ref_of(record), doc_id=record.doc_id, fate="seen")
        else:
            in_run[record.doc_id] = record.text_sha256
            yield record


def _results(records: Iterator[Record], key: bytes, register: "Register | None", workers: int) -> Iterator[Result]:
    first = list(islice(records, POOL_FROM))
    if len(first) < POOL_FROM or workers < 2:
        yield from (_read(record, key, register) for record in chain(first, records))
        return
    yield from pooled(partial(_read_chunk, register=register), _chunks(iter(first), records), key, workers)


def _chunks(*streams: Iterator[Record]) -> Iterator[list[Record]]:
    for stream in streams:
        while chunk := list(islice(stream, CHUNK)):
            yield chunk


def pooled(
    work: Callable[[list[Item], bytes], list[Answer]], chunks: Iterator[list[Item]], key: bytes, workers: int
) -> Iterator[Answer]:
    """Spread chunks over processes; answers come in the order of the chunks, few of which wait in memory."""
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(work, chunk, key) for chunk in islice(chunks, workers * 4)]
        try:
            while waiting:
                yield from waiting.pop(0).result()
                waiting += [pool.submit(work, chunk, key) for chunk in islice(chunks, 1)]
        except BrokenProcessPool as error:
            raise WorkerLostError(
                "A worker process was ended from outside, probably for want of memory: free some, then run the command "
                "again."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _read_chunk(records: list[Record], key: bytes, register: "Register | None") -> list[Result]:
    return [_read(record, key, register) for record in records]


def _read(record: Record, key: bytes, register: "Register | None") -> Result:
    return record if isinstance(record, Outcome) else analyse(record, key, register)
