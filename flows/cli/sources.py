"""The registry of sources: list, lint."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.common import Csv, Json, example


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="sources",
        help="The registry of sources.",
        epilog=example("suar sources list"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command("list", epilog=example("suar sources list", "suar sources list --json"))(list_)
    group.command(epilog=example("suar sources lint", "suar sources lint my-sources/"))(lint)
    app.add_typer(group)


def list_(as_json: Json = False, as_csv: Csv = False) -> None:
    """Show all sources, whether they are crawled, and why not."""
    from crawlers.source import SHIPPED, load_sources
    from flows.cli.output import form_of, records

    columns = ("id", "title", "kind", "platform", "schedule", "enabled", "permission")
    items = [source.model_dump(include=set(columns)) for source in load_sources(SHIPPED).values()]
    records(items, form_of(as_json=as_json, as_csv=as_csv), columns)


def lint(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of source files; else those that come with Suar.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the source files; exit code 1 when one needs mending."""
    from crawlers.source import SHIPPED
    from crawlers.source import lint as check
    from flows.cli.output import form_of, rows, write

    problems = check(folder or SHIPPED)
    if problems or as_json:
        values = [(problem.file, problem.line, problem.message) for problem in problems]
        rows(("file", "line", "message"), values, form_of(as_json=as_json))
    else:
        write(f"All {len(list((folder or SHIPPED).glob('*.yml')))} source files are in order.")
    if problems:
        raise typer.Exit(1)
