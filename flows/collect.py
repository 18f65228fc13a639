"""Collecting: which sources, two at a time, and no source's failure is another's."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from crawlers.collect import CrawlFailed, CrawlRequest, crawl
from crawlers.source import SHIPPED, Source, load_sources
from crawlers.twin import twin_sources
from flows.errors import NotFoundError, UsageError
from flows.logs import Log
from flows.runs import Run
from warehouse.contracts import SourceRun

AT_ONCE = 2
_RUNS = TypeAdapter(tuple[SourceRun, ...])


def sources_of(run: Run) -> list[Source]:
    """The sources a run asks for: the twin's behind a proxy, else those shipped. Raises NotFoundError, UsageError."""
    known = {source.id: source for source in twin_sources()} if run.proxy else load_sources(SHIPPED)
    return choose(known, run.sources)


def choose(known: Mapping[str, Source], wanted: Sequence[str]) -> list[Source]:
    if not wanted:
        return [source for source in known.values() if source.enabled and source.refusal is None]
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else "`suar sources list` shows all."
            raise NotFoundError(f"There is no source `{name}`: {hint}")
        if (refusal := known[name].refusal) is not None:
            raise UsageError(f"{refusal.rstrip('.')}.")
    return [known[name] for name in dict.fromkeys(wanted)]


def collect(
    sources: Iterable[Source], request: Callable[[Source], CrawlRequest], log: Log, *, at_once: int = AT_ONCE
) -> tuple[SourceRun, ...]:
    """Crawl all sources; a source that fails becomes a `SourceRun` that says why."""
    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="crawl") as pool:
        return tuple(pool.map(lambda source: _one(request(source), log), sources))


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
    started = datetime.now(UTC)
    try:
        result = crawl(request)
    except CrawlFailed as error:
        result = SourceRun(
            run_id=request.run_id,
            source=request.source.id,
            started_at=started,
            ended_at=datetime.now(UTC),
            reached=False,
            reason=str(error),
        )
    log.info(
        "crawled",
        source=result.source,
        listed=result.listed,
        fetched=result.fetched,
        parsed=result.parsed,
        blocked=result.blocked,
        failed=result.failed,
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
