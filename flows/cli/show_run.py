"""What a run, an import or the demo says at its end."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from flows.cli.output import json_text, write
from warehouse.contracts import Fate

if TYPE_CHECKING:
    from flows.importing import ImportReport
    from flows.pipeline import RunReport
    from flows.reextract import Reextracted


def show(report: "RunReport", *, as_json: bool) -> None:
    if as_json:
        write(json_text([summary(report)]))
        return
    for line in run_lines(report):
        write(line)
    for path in report.digest:
        write(f"digest     {path}")


def summary(report: "RunReport") -> dict[str, Any]:
    collected, loaded = report.collected, report.loaded
    return {
        "run_id": report.run_id,
        "collect": {
            "sources": collected.sources,
            "failed": list(collected.failed),
            "listed": collected.listed,
            "fetched": collected.fetched,
            "documents": collected.parsed,
        },
        "detect": {"records": report.detected.read.records, "fates": _all_fates(report.detected.read.fates)},
        "load": {"records": loaded.records, "fates": _all_fates(loaded.fates), "rows": loaded.rows},
        "publish": {"snapshot": str(loaded.snapshot)},
        "digest": {"files": [str(path) for path in report.digest]},
    }


def run_lines(report: "RunReport") -> Iterable[str]:
    collected = report.collected
    yield (
        f"collect    {collected.sources} sources: {collected.listed} pages listed, {collected.fetched} fetched, "
        f"{collected.parsed} documents"
    )
    if collected.failed:
        yield f'           failed: {", ".join(collected.failed)} (suar sql "FROM source_health")'
    yield f"detect     {report.detected.read.records} records: {_fates(report.detected.read.fates)}"
    yield f"load       {report.loaded.records} records: {_fates(report.loaded.fates)}; {report.loaded.rows} rows"
    yield f"publish    {report.loaded.snapshot}"


def show_import(report: "ImportReport", *, as_json: bool) -> None:
    loaded = report.loaded
    if as_json:
        item = {
            "run_id": report.run_id,
            "files": report.files,
            "records": loaded.records,
            "fates": _all_fates(loaded.fates),
            "unknown_columns": dict(report.unknown),
            "skipped": dict(report.skipped),
            "snapshot": str(loaded.snapshot),
        }
        write(json_text([item]))
        return
    write(f"import     {report.files} files, {loaded.records} records: {_fates(loaded.fates)}")
    if report.unknown:
        columns = ", ".join(f"{name} ({n})" for name, n in report.unknown.items())
        write(f"           columns kept in `extra`, not read: {columns}")
    if report.skipped:
        write(
            f"           no posts: {', '.join(f'{n} {what.replace(chr(95), chr(32))}' for what, n in report.skipped.items())}"
        )
    if loaded.fates.get("quarantined"):
        write('           the reasons: suar sql "FROM store.quarantine"')
    write(f"publish    {loaded.snapshot}")


def show_reextracted(report: "Reextracted", *, as_json: bool) -> None:
    loaded = report.loaded
    counts = {
        name: getattr(report, name) for name in ("fetches", "documents", "changed", "added", "outdated", "unread")
    }
    counts["damaged"] = len(report.damage)
    if as_json:
        item = {"run_id": report.run_id, **counts, "unknown_sources": list(report.unknown_sources)}
        write(json_text([item | {"fates": _all_fates(loaded.fates), "snapshot": str(loaded.snapshot)}]))
        return
    write(
        f"reextract  {report.fetches} fetches: {report.documents} documents, {report.changed} changed, "
        f"{report.added} new, {report.outdated} older than what is stored"
    )
    if report.unread:
        write(f"           {report.unread} pages gave no document")
    if report.damage:
        write(f"           {len(report.damage)} fetches are damaged, the first: {report.damage[0]}")
    if report.unknown_sources:
        write(f"           left out, for want of a source file: {', '.join(report.unknown_sources)}")
    write(f"load       {loaded.records} records: {_fates(loaded.fates)}; {loaded.rows} rows")
    write(f"publish    {loaded.snapshot}")


def _all_fates(fates: Mapping[Fate, int]) -> dict[str, int]:
    return {fate: fates.get(fate, 0) for fate in get_args(Fate)}


def _fates(fates: Mapping[Fate, int]) -> str:
    return (
        ", ".join(f"{n} {fate.replace('_', ' ')}" for fate in get_args(Fate) if (n := fates.get(fate, 0)))
        or "nothing new"
    )
