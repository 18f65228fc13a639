"""The registry of sources: list, lint, grant, check, record."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows.cli.common import PARTLY, Csv, Json, example, settings_of, utc_now

Kind = Literal["news", "official", "jobs", "social", "register"]
State = Literal["healthy", "quiet", "degraded", "broken", "blocked", "disabled", "never"]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Sources; else all that are crawled.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The source's id.")]
OTHERS = (
    "These pages are other people's property: keep them on this machine, for your own tests, and never commit or share "
    "them."
)
Proxy = Annotated[str | None, typer.Option("--proxy", hidden=True)]

PLAIN = ("id", "title", "kind", "platform", "schedule", "enabled", "permission")
HEALTH = (
    "id", "state", "rule", "detail", "last_poll", "next_at", "documents_7d", "new", "checked_on", "check_ok",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="sources",
        help="The registry of sources: those that come with Suar, and your own in SUAR_HOME/sources/*.yml.",
        epilog=example("suar sources list"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        "list", epilog=example("suar sources list --province NTB", "suar sources list --health --state broken")
    )(list_)
    group.command(epilog=example("suar sources lint", "suar sources lint my-sources/"))(lint)
    group.command(
        epilog=example(
            'suar sources grant kompas --ref "letter of 2026-11-20, file 12" --by "Legal desk"',
            'suar sources grant kompas --withdraw --ref "mail of 2027-01-08"',
        )
    )(grant)
    group.command(epilog=example("suar sources check lombokpost suarantb", "suar sources check --json"))(check)
    group.command(epilog=example("suar sources record kabar-desa cases/kabar-desa --pages 3"))(record)
    app.add_typer(group)


def list_(  # noqa: PLR0917 - typer fills them by name
    context: typer.Context,
    health: Annotated[bool, typer.Option("--health", help="How each source is, as of its last poll.")] = False,
    province: Annotated[str | None, typer.Option(help="Only those of this province, or that report from it.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only this kind.")] = None,
    state: Annotated[State | None, typer.Option(help="Only those in this state; with --health shown.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show all sources, whether they are crawled, and why not. Needs no warehouse; times are of Jakarta (WIB)."""
    from flows.cli.output import form_of, records
    from flows.source_health import overview

    form = form_of(as_json=as_json, as_csv=as_csv)
    if province is not None:
        _check_province(province)
    wanted = [
        row
        for row in overview(settings_of(context).home, utc_now())
        if (province is None or province == row["province"] or province in (row["covers"] or ()))
        and (kind is None or row["kind"] == kind)
        and (state is None or (row["state"] or "never") == state)
    ]
    columns = HEALTH if health or state else PLAIN
    records([_for_people(row) for row in wanted] if form == "table" else wanted, form, columns)


def _check_province(name: str) -> None:
    import difflib

    from crawlers.fieldtypes import PROVINCES
    from flows.errors import UsageError

    if name not in PROVINCES:
        near = difflib.get_close_matches(name, PROVINCES, n=1, cutoff=0.3)
        raise UsageError(f"`{name}` is no short name of a province: write for example {near[0] if near else 'NTB'}.")


def _for_people(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: row[name] and f"{row[name]:%Y-%m-%d %H:%M} WIB" for name in ("last_poll", "next_at", "checked_on")}
    return row | times | {"state": row["state"] or "-"}


def lint(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of source files; else those that come with Suar and your own.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the source files; exit code 1 when one needs mending."""
    from crawlers.source_files import SHIPPED
    from crawlers.source_files import lint as check_folder
    from flows.cli.output import form_of, rows, write
    from flows.sources import own_problems

    home = settings_of(context).home
    now = utc_now()
    problems = check_folder(folder or SHIPPED, now) + ([] if folder else own_problems(home, now))
    if problems or as_json:
        values = [(problem.file, problem.line, problem.message) for problem in problems]
        rows(("file", "line", "message"), values, form_of(as_json=as_json))
    else:
        folders = [folder] if folder else [SHIPPED, home.sources]
        write(_in_order(sum(len(list(place.glob("*.yml"))) for place in folders)))
    if not (folder or as_json):
        for path in sorted(home.sources.glob("*.yml")):
            if (SHIPPED / path.name).exists():
                write(f"Note: {path} stands in place of the `{path.stem}` that comes with Suar.")
    if problems:
        raise typer.Exit(1)


def _in_order(files: int) -> str:
    if files == 0:
        return "There is no source file here: a source is one file, ID.yml."
    return "1 source file is in order." if files == 1 else f"All {files} source files are in order."


def grant(
    context: typer.Context,
    source: Id,
    ref: Annotated[str | None, typer.Option(help="Where the permission is kept: letter, date, file.")] = None,
    by: Annotated[str | None, typer.Option(help="Who records it.")] = None,
    withdrawn: Annotated[
        bool, typer.Option("--withdraw", help="The opposite: the publisher does not permit it, or no longer.")
    ] = False,
) -> None:
    """Record that a publisher permits crawling: from the next run on its source is read."""
    from flows.cli.output import write
    from flows.errors import UsageError
    from flows.sources import grant as record
    from flows.sources import named, registry, withdraw

    home = settings_of(context).home
    known = named(registry(home), source)
    if withdrawn:
        withdraw(home, known, ref=ref, by=by, at=utc_now())
        write(f"{source} will not be crawled any more; `suar sources grant {source} --ref …` takes it up again.")
        return
    if ref is None:
        raise UsageError('Say where the permission is kept: add `--ref "letter of …"`.')
    record(home, known, ref=ref, by=by, at=utc_now())
    write(f"{source} will be crawled from the next run on, by permission: {ref.strip()}.")


def check(
    context: typer.Context,
    ids: Ids = None,
    pages: Annotated[int, typer.Option(min=1, max=100, help="New pages to read of each source, at most.")] = 5,
    proxy: Proxy = None,
    as_json: Json = False,
) -> None:
    """Look at sources on the live web, now and politely, without keeping what is read; say what came of it.

    The findings are recorded for `suar sources list --health`. Exit code 3 when some sources are not in order.
    """
    from flows.checking import check as look
    from flows.cli.output import json_text, note, write
    from flows.cli.show_check import lines
    from flows.collect import choose
    from flows.sources import registry

    settings = settings_of(context)
    chosen = choose(registry(settings.home, proxy=proxy), ids or ())
    note(f"Asking {len(chosen)} sources, some pages of each.")
    found = look(settings, chosen, utc_now(), pages=pages, proxy=proxy)
    if as_json:
        write(json_text([{**item.model_dump(mode="json"), "verified": item.verified} for item in found]))
    else:
        for line in (line for item in found for line in lines(item)):
            write(line)
    if not all(item.ok for item in found):
        raise typer.Exit(PARTLY)


def record(  # noqa: PLR0917 - typer fills them by name
    context: typer.Context,
    source: Id,
    folder: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="New folder of the case.")],
    pages: Annotated[int, typer.Option(min=1, max=20, help="New pages to fetch, at most.")] = 3,
    proxy: Proxy = None,
    as_json: Json = False,
) -> None:
    """Fetch a source's listing and some pages, and write them down with what is read in them, for tests of your own.

    The folder is a recorded case (`case.yml` and the pages); what is in it must not be committed.
    """
    from flows.cli.output import json_text, write
    from flows.collect import choose
    from flows.recording import record as write_down
    from flows.sources import registry

    settings = settings_of(context)
    (chosen,) = choose(registry(settings.home, proxy=proxy), [source])
    done = write_down(settings, chosen, folder, utc_now(), pages=pages, proxy=proxy)
    if as_json:
        item = {"case": str(done.case), "pages": done.pages, "documents": done.documents, "rows": done.rows}
        write(json_text([item | {"warning": OTHERS}]))
        return
    write(f"{done.case}: {done.pages} pages, {done.documents} documents, {done.rows} register lines")
    write(OTHERS)
