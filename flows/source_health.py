"""What is known of each source here: its state after the last poll, what it gave, when it is asked again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crawlers import health
from crawlers.polls import earlier_polls
from crawlers.source import Source
from crawlers.state import State
from flows import records
from flows.checking import Check
from flows.settings import Home
from flows.sources import own_problems, registry
from warehouse.contracts import SourceRun

JAKARTA = ZoneInfo("Asia/Jakarta")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Condition:
    """Times are those of Jakarta (WIB). `state` is null for a source that was never polled; `documents_7d` and `new`
    count documents that were new to us, in the last seven days and at the last poll.
    """

    state: str | None = None
    rule: str | None = None
    detail: str | None = None
    last_poll: datetime | None = None
    next_at: datetime | None = None
    documents_7d: int = 0
    new: int | None = None
    checked_on: datetime | None = None
    check_ok: bool | None = None


def overview(home: Home, now: datetime) -> list[dict[str, Any]]:
    """One row a source, with its file's main keys and its condition; own files that cannot be used are rows too."""
    known, checks = registry(home), {item.source: item for item in records.read(home.checks, Check)}
    rows = [
        {**_described(source), **asdict(_condition(source, polls, checks.get(source.id), now))}
        for source, polls in _polls(home, known, now)
    ]
    broken: dict[str, list[str]] = {}
    for problem in own_problems(home):
        broken.setdefault(problem.file, []).append(str(problem))
    for file, told in broken.items():
        name = file.rpartition("/")[2].removesuffix(".yml")
        rows.append({**_described(None), "id": name, **asdict(Condition("broken", "file_not_usable", "; ".join(told)))})
    return sorted(rows, key=lambda row: str(row["id"]))


def _described(source: Source | None) -> dict[str, Any]:
    names = ("id", "title", "kind", "platform", "province", "covers", "schedule", "enabled", "permission")
    return {name: getattr(source, name, None) for name in names}


def _polls(home: Home, known: Mapping[str, Source], now: datetime) -> Iterator[tuple[Source, Sequence[SourceRun]]]:
    if not home.state.exists():
        yield from ((source, ()) for source in known.values())
        return
    with closing(State(home.state)) as state:
        for source in known.values():
            yield source, _recent(earlier_polls(state, source.id), now)


def _recent(polls: Sequence[SourceRun], now: datetime) -> list[SourceRun]:
    """Those of the last week, oldest first, and the last one however old it is."""
    found: list[SourceRun] = []
    for run in reversed(polls):
        if found and run.started_at < now - WEEK:
            break
        found.append(run)
    return found[::-1]


def _condition(source: Source, polls: Sequence[SourceRun], check: Check | None, now: datetime) -> Condition:
    last = polls[-1] if polls else None
    found = Condition(checked_on=_local(check.at) if check else None, check_ok=check.ok if check else None)
    if last:
        found = replace(
            found,
            state=last.state,
            rule=last.rule,
            detail=last.detail,
            last_poll=_local(last.ended_at),
            next_at=_local(last.next_at) if last.next_at else None,
            documents_7d=sum(poll.parsed for poll in polls if poll.started_at >= now - WEEK),
            new=last.parsed,
        )
    if source.refusal or not source.enabled:
        verdict = health.disabled(source.refusal)
        found = replace(found, state=verdict.state, rule=verdict.rule, detail=verdict.detail, next_at=None)
    return found


def _local(at: datetime) -> datetime:
    return at.astimezone(JAKARTA).replace(microsecond=0)
