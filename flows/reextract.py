"""Re-extraction: what was archived in a period, read with today's extractors, without asking the web."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawlers.archive import ArchivedFetch, ArchiveError, ArchiveReader
from crawlers.collect import CrawlRequest
from crawlers.replay import Replayed, replay
from crawlers.source import Source
from crawlers.state import State
from crawlers.twin import twin_sources
from flows import stages
from flows.runs import Run, new_run_id, working
from flows.settings import Home, Settings
from flows.sources import named, registry
from flows.stored import Stored, stored_documents
from warehouse.contracts import Document

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reextracted:
    """`changed`: documents whose text or date is another than the stored one; `added`: those not stored so far;
    `outdated`: readings of pages of which the warehouse has a later version; `unread`: pages that gave no document;
    `damage`: of each fetch that the archive could not give, why; `unknown_sources`: archived, but in no source file.
    """

    run_id: str
    fetches: int
    documents: int
    changed: int
    added: int
    outdated: int
    unread: int
    damage: tuple[str, ...]
    unknown_sources: tuple[str, ...]
    loaded: stages.Loaded


@dataclass
class _Gate:
    """Lets through what may be loaded, and counts."""

    stored: Mapping[str, Stored]
    changed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)

    def wants(self, document: Document) -> bool:
        """Not what would put an old version over a later one."""
        stored = self.stored.get(document.doc_id)
        if stored is None:
            self.added.add(document.doc_id)
            return True
        if document.fetch_id != stored.fetch_id and document.fetched_at < stored.fetched_at:
            return False
        if (document.text_sha256, document.published_at) != (stored.text_sha256, stored.published_at):
            self.changed.add(document.doc_id)
        return True


def reextract(
    settings: Settings, now: datetime, *, since: datetime | None, until: datetime | None, sources: Sequence[str] = ()
) -> Reextracted:
    """Read archived pages anew, land them, and load and publish what changed; unchanged documents end as `seen`."""
    home = settings.home
    settings.key()
    known = {source.id: source for source in twin_sources()} | registry(home)
    wanted = {name: named(known, name) for name in sources} or known
    run = Run(home=home.root, run_id=new_run_id(now), now=now)
    damaged: list[ArchiveError] = []
    with working(home), ArchiveReader(home.archive) as archive, State(home.state) as state:
        archived = _archived_sources(home)
        gate = _Gate(stored_documents(home.current))
        done = []
        for source in (wanted[name] for name in archived if name in wanted):
            fetches = archive.fetches(since or _BEGINNING, until or now, source.id, damaged.append)
            done.append(_replay(run, source, fetches, state, gate))
        loaded = stages.load_stage(run, stages.detect_stage(run))
    return Reextracted(
        run_id=run.run_id,
        fetches=sum(item.fetches for item in done),
        documents=sum(item.documents for item in done),
        changed=len(gate.changed),
        added=len(gate.added),
        outdated=sum(item.refused for item in done),
        unread=sum(item.unread for item in done),
        damage=tuple(str(error) for error in damaged),
        unknown_sources=tuple(name for name in archived if name not in known),
        loaded=loaded,
    )


def _replay(run: Run, source: Source, fetches: Iterator[ArchivedFetch], state: State, gate: _Gate) -> Replayed:
    request = CrawlRequest(
        source=source,
        run_id=f"reextract-{run.run_id}",
        now=run.now,
        archive_dir=run.places.archive,
        landing_dir=run.places.landing,
        state_path=run.places.state,
    )
    return replay(fetches, request, state, gate.wants)


def _archived_sources(home: Home) -> list[str]:
    return sorted({path.name.removesuffix(".warc.gz") for path in home.archive.glob("*/*/*/[!.]*.warc.gz")})
