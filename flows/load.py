"""Keeping: batches and inbox into the warehouse, copies grouped, taken-down pages deleted, a snapshot for the readers."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from crawlers.archive import remove
from flows.settings import Home
from warehouse.contracts import RegisterRow, SourceRun
from warehouse.groups import link_items, save_groups
from warehouse.load import IndicatorRow, LoadReport, LoadRequest, confirm_deleted
from warehouse.load import load as load_batches
from warehouse.publish import publish as publish_snapshot


def load(
    home: Home,
    *,
    load_id: str,
    kind: str,
    now: datetime,
    batches: Sequence[Path] = (),
    source_runs: Sequence[SourceRun] = (),
    register_rows: Sequence[RegisterRow] = (),
    records: int | None = None,
) -> LoadReport:
    """Merge what was read and answered; archived pages that takedowns name are deleted before they are forgotten."""
    report = load_batches(
        home.live,
        LoadRequest(load_id=load_id, kind=kind, code_version=version("suar"), started_at=now, records=records),
        batches,
        inbox_dir=home.inbox,
        source_runs=source_runs,
        register_rows=register_rows,
        indicators=indicator_rows(),
    )
    if report.archive_paths:
        remove(home.archive, report.archive_paths)
        confirm_deleted(home.live, report.archive_paths)
    return report


def indicator_rows() -> list[IndicatorRow]:
    """The registry as analysts see it: indicators of offers, and cues of news kinds."""
    from nlp.kind_features import cue_registry
    from nlp.registry import load_registry

    return [
        IndicatorRow(
            indicator=entry.id,
            group=entry.group,
            label_id=entry.label_id,
            label_en=entry.label_en,
            meaning=entry.meaning,
            weight=entry.starting_weight,
            source=entry.source,
        )
        for registry in (load_registry(), cue_registry())
        for entry in registry.indicators.values()
    ]


def group_copies(home: Home, *, load_id: str, now: datetime) -> int:
    """Find stories, campaigns and copies of templates over everything stored, so that the order of loads does not matter;
    rows changed.
    """
    from nlp.link import link

    found = link(link_items(home.live))
    return save_groups(
        home.live,
        found.memberships,
        found.merges,
        found.templates,
        load_id=load_id,
        at=now,
        code_version=version("suar"),
    )


def publish(home: Home) -> Path:
    return publish_snapshot(home.live, home.snapshots, home.current)
