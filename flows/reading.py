"""`suar detect`: texts in, one analysis or one error a line out, in input order, as they come."""

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from crawlers.extract.boilerplate import blanked
from crawlers.importers import BadRecord, Record, read_inputs
from crawlers.importers.recognise import by_name
from flows.cli.output import json_text
from flows.detect import pooled

if TYPE_CHECKING:
    from nlp.register import Register

POOL_FROM = 400
"""Records from which on starting worker processes pays."""
CHUNK = 32

Answer = dict[str, Any]
Item = Record | BadRecord


def answers(
    path: str, *, jsonl: bool, show_contacts: bool, key: bytes, register: "Register | None" = None, names: bool = False
) -> Iterator[Answer]:
    """One answer a record: architecture §7, or `id` and `error`. Offers are checked against `register`; `names`: see `detect`."""
    read = partial(answer_of, register=register, names=names)
    with (
        _opened(path) as (stream, name),
        closing(_records(stream, name, jsonl=jsonl)) as records,
    ):
        for answer in _spread(records, key, read):
            yield answer if show_contacts else _without_contacts(answer)


def json_line(answer: Answer) -> str:
    return json_text(answer)


def answer_of(item: Item, key: bytes, register: "Register | None" = None, *, names: bool = False) -> Answer:
    from nlp.detect import detect

    if isinstance(item, BadRecord):
        return {"id": item.id or _number(item.ref), "error": item.reason}
    given = item.input
    name = given.id or _number(item.ref)
    try:
        detection = detect(
            given.title,
            given.text,
            body=blanked(given.text) if given.kind_hint in {None, "news"} else None,
            kind_hint=given.kind_hint,
            published_at=item.document.published_at,
            job=given.job,
            key=key,
            register=register,
            names=names,
        )
    except Exception as error:  # noqa: BLE001 - whatever one text does to us, the others are still answered
        return {"id": name, "error": f"reading failed: {type(error).__name__}"}
    return {"id": name, **detection.model_dump(mode="json")}


def _records(stream: BinaryIO, name: str, *, jsonl: bool) -> Generator[Item, None, None]:
    """A generator, so that it can be closed before its stream."""
    yield from read_inputs(stream, _format(name, jsonl=jsonl), source="detect", now=datetime.now(UTC), name=name)


def _spread(records: Iterator[Item], key: bytes, read: Callable[[Item, bytes], Answer]) -> Iterator[Answer]:
    """The first records one by one, so that a short or slow stream is answered at once; a long one by all cores."""
    for record in islice(records, POOL_FROM):
        yield read(record, key)
    following = list(islice(records, CHUNK))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(following) == CHUNK and cores > 1:
        yield from pooled(partial(_answer_chunk, read=read), _chunks(following, records), key, cores)
        return
    for record in following:
        yield read(record, key)
    for record in records:
        yield read(record, key)


def _chunks(first: list[Item], records: Iterator[Item]) -> Iterator[list[Item]]:
    chunk = first
    while chunk:
        yield chunk
        chunk = list(islice(records, CHUNK))


def _answer_chunk(items: Iterable[Item], key: bytes, read: Callable[[Item, bytes], Answer]) -> list[Answer]:
    return [read(item, key) for item in items]


def _without_contacts(answer: Answer) -> Answer:
    for contact in (answer.get("offer") or {}).get("contacts", ()):
        contact.pop("value", None)
    return answer


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    if path == "-":
        yield sys.stdin.buffer, "-"
        return
    with Path(path).open("rb") as stream:
        yield cast("BinaryIO", stream), Path(path).name


def _format(name: str, *, jsonl: bool) -> str | None:
    if jsonl:
        return "jsonl"
    return None if by_name(name) else "text"


def _number(ref: str) -> str:
    """The line of a record that has no id."""
    return ref.rpartition(":")[2]
