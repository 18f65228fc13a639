"""Collecting: which sources are due, a few at a time, and no source's failure is another's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from pydantic import TypeAdapter

from crawlers.collect import CrawlFailed, CrawlRequest, crawl
from crawlers.conclude import remember
from crawlers.extract.urls import registrable_domain
from crawlers.polls import last_poll
from crawlers.source import Source
from crawlers.state import State, StateError
from flows.errors import UsageError
from flows.logs import Log
from flows.runs import Run
from flows.sources import named, registry
from warehouse.contracts import SourceRun

_LATEST = timedelta(days=2)
"""A later time for the next poll was set by a wrong clock."""
_RUNS = TypeAdapter(tuple[SourceRun, ...])


def sources_of(run: Run) -> list[Source]:
    """The sources a run asks for: those named; else all that are due. Raises NotFoundError, UsageError."""
    chosen = choose(registry(run.places, proxy=run.proxy), run.sources)
    if run.sources or run.all_sources or run.proxy:
        return chosen
    with State(run.places.state) as state:
        return [source for source in chosen if is_due(source, state, run.now)]


def is_due(source: Source, state: State, now: datetime) -> bool:
    """Whether the time that its last poll set for the next has come; a source that was never polled is due."""
    last = last_poll(state, source.id)
    next_at = last.next_at if last else None
    return next_at is None or not now < next_at <= now + _LATEST


def choose(known: Mapping[str, Source], wanted: Sequence[str]) -> list[Source]:
    if not wanted:
        return [source for source in known.values() if source.enabled and source.refusal is None]
    chosen = [named(known, name) for name in dict.fromkeys(wanted)]
    for source in chosen:
        if source.refusal is not None:
            raise UsageError(f"{source.refusal.rstrip('.')}.")
    return chosen


def collect(
    sources: Sequence[Source], request: Callable[[Source], CrawlRequest], log: Log, *, at_once: int
) -> tuple[SourceRun, ...]:
    """Crawl all sources; a source that fails becomes a `SourceRun` that says why. A site is never asked by two at once."""
    begun = monotonic()

    def one(source: Source) -> SourceRun:
        asked = request(source)
        return _one(asked.model_copy(update={"now": asked.now + timedelta(seconds=monotonic() - begun)}), log)

    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(registrable_domain(source.hosts[0]), []).append(source)
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="crawl") as pool:
        done = pool.map(lambda group: [one(source) for source in group], groups.values())
        found = {run.source: run for runs in done for run in runs}
    return tuple(found[source.id] for source in sources)


def request_of(run: Run, source: Source, contact: str | None) -> CrawlRequest:
    home = run.places
    told = {"contact": contact} if contact else {}
    return CrawlRequest(
        source=source,
        run_id=run.run_id,
        since=run.since,
        now=run.now,
        archive_dir=home.archive,
        landing_dir=home.landing,
        state_path=home.state,
        proxy=run.proxy,
        **told,
    )


def _one(request: CrawlRequest, log: Log) -> SourceRun:
    begun = monotonic()
    try:
        result = crawl(request)
    except (CrawlFailed, StateError, OSError) as error:
        result = SourceRun(
            run_id=request.run_id,
            source=request.source.id,
            started_at=request.now,
            ended_at=request.now + timedelta(seconds=monotonic() - begun),
            reached=False,
            reason=str(error),
            refused={"crashed": 1},
        )
        with State(request.state_path) as state:
            result = remember(result, request.source, state)
    log.info(
        "crawled",
        source=result.source,
        listed=result.listed,
        fetched=result.fetched,
        parsed=result.parsed,
        blocked=result.blocked,
        failed=result.failed,
        state=result.state,
        rule=result.rule,
        reason=result.reason,
    )
    return result


def keep_source_runs(folder: Path, run_id: str, source_runs: Sequence[SourceRun]) -> None:
    """On disk until they are loaded, so that a run that dies after collecting still tells how the sources were."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{run_id}.tmp"
    temporary.write_bytes(_RUNS.dump_json(tuple(source_runs)))
    temporary.replace(folder / f"{run_id}.runs.json")


def kept_source_runs(folder: Path) -> list[SourceRun]:
    return [run for path in sorted(folder.glob("*.runs.json")) for run in _RUNS.validate_json(path.read_bytes())]


def failed_sources(source_runs: Iterable[SourceRun]) -> list[str]:
    """Sources that could not be read at all; pages that had been seen before are no failure."""
    return [run.source for run in source_runs if not run.reached or (run.listed and _refused(run) >= run.listed)]


def _refused(run: SourceRun) -> int:
    return run.blocked + run.failed + run.refused_by_robots
