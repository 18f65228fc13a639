"""`docs/sources.md` from the source files: `python -m crawlers.sources_page` writes it, a test says when it is stale."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from crawlers.fieldtypes import PROVINCES
from crawlers.source import Kind, Permission, Source
from crawlers.source_files import SHIPPED, SourceError, load_sources

PAGE = Path(__file__).parents[1] / "docs" / "sources.md"
_HEAD = """\
# Sources

Written by `.venv/bin/python -m crawlers.sources_page` from the files in `crawlers/sources/`; `make test` says when it no longer fits them.
How to add one: [adding-a-source.md](adding-a-source.md).

"Enabled" says that our files allow it to be crawled. "Verified" is the day of a live check by us; until then, all that a
file says about its site is second-hand (its `evidence` tells from where). A source that needs permission is enabled with
`suar sources grant ID --ref "where the permission is kept"`.
"""
_KINDS: Mapping[Kind, str] = {
    "news": "News", "official": "Official sites", "jobs": "Job boards", "social": "Public posts", "register": "Registers",
}  # fmt: skip
_COLUMNS = ("id", "title", "platform", "permission", "enabled, or why not", "schedule", "verified")


def page(sources: Mapping[str, Source]) -> str:
    known = sorted(sources.values(), key=lambda source: source.id)
    parts = [_HEAD, _counts(known), _provinces(known), *_groups(known)]
    return "\n".join(parts)


def reached(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """Each of the 38 provinces with the sources that report from it."""
    known = list(sources)
    return {name: [source for source in known if name in {source.province, *source.covers}] for name in PROVINCES}


def _counts(sources: Sequence[Source]) -> str:
    permissions: tuple[Permission, ...] = get_args(Permission)
    rows = []
    for label, group in [*_by_kind(sources), ("All", sources)]:
        given = Counter(source.permission for source in group)
        enabled = sum(source.enabled for source in group)
        checked = sum(source.verified is not None for source in group)
        rows.append((label, len(group), enabled, *(given[name] for name in permissions), checked))
    head = ("", "sources", "enabled", *(f"permission: {name}" for name in permissions), "verified")
    return f"## Counts\n\n{_table(head, rows)}"


def _by_kind(sources: Sequence[Source]) -> Iterator[tuple[str, list[Source]]]:
    for kind, label in _KINDS.items():
        yield label, [source for source in sources if source.kind == kind]


def _provinces(sources: Sequence[Source]) -> str:
    rows = [
        (
            name,
            ", ".join(source.id for source in group if source.enabled) or "**none**",
            ", ".join(source.id for source in group if not source.enabled),
        )
        for name, group in reached(sources).items()
    ]
    note = f"National outlets report from all {len(PROVINCES)} provinces and are not repeated here."
    return f"## Provinces\n\n{note}\n\n{_table(('province', 'reached by', 'declared, not enabled'), rows)}"


def _groups(sources: Sequence[Source]) -> Iterator[str]:
    for label, group in _by_kind(sources):
        yield f"## {label}\n"
        for place in ("National", *PROVINCES, "Abroad, in other languages"):
            rows = [_row(source) for source in group if _place(source) == place]
            if rows:
                yield f"### {label}: {place}\n\n{_table(_COLUMNS, rows)}"


def _place(source: Source) -> str:
    return source.province or ("National" if source.language == "id" else "Abroad, in other languages")


def _row(source: Source) -> tuple[str, ...]:
    title = source.title if source.title_en is None else f"{source.title} ({source.title_en})"
    return (
        f"[{source.id}](../crawlers/sources/{source.id}.yml)",
        title,
        source.platform,
        source.permission.replace("_", " "),
        "yes" if source.enabled else f"no: {source.terms_note}",
        source.schedule,
        str(source.verified or "not yet"),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main() -> None:
    ArgumentParser(
        prog="python -m crawlers.sources_page",
        description="Write docs/sources.md anew from the files in crawlers/sources/; needed after each change of one.",
    ).parse_args()
    try:
        sources = load_sources(SHIPPED)
    except SourceError as error:
        sys.exit(f"{error}\nNothing was written: mend these files first.")
    PAGE.write_text(page(sources), encoding="utf-8")
    sys.stdout.write(f"docs/sources.md is written, with {len(sources)} sources.\n")


if __name__ == "__main__":
    main()
