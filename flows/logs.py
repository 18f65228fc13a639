"""JSON lines of what was done: ids, counts and times. Texts, names and numbers never enter."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import structlog

_ALLOWED = frozenset(
    {
        "event", "timestamp", "level", "run_id", "load_id", "source", "stage", "fate", "reason", "n", "seconds", "week",
        "error", "batch", "path", "listed", "fetched", "parsed", "blocked", "refused_by_robots", "failed", "language",
    }
)  # fmt: skip


class Log(Protocol):
    def info(self, event: str, **fields: object) -> object: ...
    def warning(self, event: str, **fields: object) -> object: ...


def only_known_fields(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the fields of the closed list above, so that no text can slip into the log."""
    return {key: value for key, value in event.items() if key in _ALLOWED}


@contextmanager
def open_log(folder: Path, run_id: str) -> Iterator[Log]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{run_id}.jsonl").open("a", encoding="utf-8") as file:
        log: Log = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                only_known_fields,
                structlog.processors.JSONRenderer(),
            ],
        ).bind(run_id=run_id)
        yield log
