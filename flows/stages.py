"""The stages of a run as plain functions over one `Run`: each can be repeated, and picks up what a killed run left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows import collect, detect, load
from flows.logs import open_log
from flows.runs import Run
from flows.settings import Home, Settings
from warehouse.contracts import Document, Fate, RegisterRow, SourceRun


@dataclass(frozen=True)
class Collected:
    sources: int
    failed: tuple[str, ...]
    listed: int
    fetched: int
    parsed: int


@dataclass(frozen=True)
class Landed:
    """A landed file as it was when it was read; one that grew since then is kept for the next run."""

    path: Path
    size: int


@dataclass(frozen=True)
class Detected:
    landed: tuple[Landed, ...]
    read: detect.Read


@dataclass(frozen=True)
class Loaded:
    records: int
    fates: Mapping[Fate, int]
    rows: int
    snapshot: Path


def collect_stage(run: Run) -> Collected:
    settings = Settings.load(run.home)
    sources = collect.sources_of(run)
    contact = settings.config.crawl.contact
    with open_log(settings.home.logs, run.run_id) as log:
        done = collect.collect(
            sources, lambda source: collect.request_of(run, source, contact), log, at_once=settings.config.crawl.at_once
        )
    collect.keep_source_runs(settings.home.batches, run.run_id, done)
    return Collected(
        sources=len(done),
        failed=tuple(collect.failed_sources(done)),
        listed=sum(item.listed for item in done),
        fetched=sum(item.fetched for item in done),
        parsed=sum(item.parsed for item in done),
    )


def detect_stage(run: Run) -> Detected:
    """Read what has landed, also in runs that died; batches they left are written anew from the same pages."""
    from crawlers.landing import pending, read_fetches
    from flows.register_snapshot import register_of

    settings = Settings.load(run.home)
    home = settings.home
    for stale in home.batches.glob("landed-*.parquet"):
        stale.unlink()
    landed = tuple(Landed(path, path.stat().st_size) for path in pending(home.landing))
    read = detect.read_all(
        _documents(landed),
        known=detect.known_to(home.current),
        key=settings.key(),
        folder=home.batches,
        name="landed",
        fetches=read_fetches(home.landing),
        register=register_of(home.current, run.now),
    )
    _log(home, run, "detected", read.fates)
    return Detected(landed, read)


def load_stage(run: Run, detected: Detected) -> Loaded:
    """Load, group copies, publish; only then forget what had landed."""
    from crawlers.landing import discard, read_rows

    home = run.places
    rows = tuple(read_rows(home.landing))
    loaded = keep(
        home, run, "run", detected.read, source_runs=collect.kept_source_runs(home.batches), register_rows=rows
    )
    for landed in detected.landed:
        if landed.path.stat().st_size == landed.size:
            discard(landed.path)
    for path in (*detected.read.batches, *home.batches.glob("*.runs.json")):
        path.unlink(missing_ok=True)
    return loaded


def digest_stage(run: Run) -> tuple[Path, ...]:
    """The present week's digest as files."""
    from flows.digest.preview import preview

    return preview(Settings.load(run.home), run.now)


def keep(
    home: Home,
    run: Run,
    kind: str,
    read: detect.Read,
    *,
    source_runs: Sequence[SourceRun] = (),
    register_rows: Sequence[RegisterRow] = (),
) -> Loaded:
    """The way from batches to a snapshot, for runs and imports."""
    report = load.load(
        home,
        load_id=run.run_id,
        kind=kind,
        now=run.now,
        batches=read.batches,
        source_runs=source_runs,
        register_rows=register_rows,
        records=read.records,
    )
    rows = report.rows_written + load.group_copies(home, load_id=run.run_id, now=run.now)
    snapshot = load.publish(home)
    _log(home, run, "loaded", report.fates)
    return Loaded(report.records, report.fates, rows, snapshot)


def _documents(landed: Iterable[Landed]) -> Iterator[Document]:
    from crawlers.landing import read_landed

    return (document for item in landed for document in read_landed(item.path))


def _log(home: Home, run: Run, event: str, fates: Mapping[Fate, int]) -> None:
    with open_log(home.logs, run.run_id) as log:
        for fate, n in fates.items():
            log.info(event, fate=fate, n=n)
