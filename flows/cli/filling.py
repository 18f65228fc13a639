"""Commands that fill the warehouse: demo, run, import, serve."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.common import PARTLY, Json, example, settings_of, utc_now
from flows.cli.output import note

STARTING = "Prefect starts first, for some 20 seconds; then the sources are crawled, two at a time."


def register(app: typer.Typer) -> None:
    app.command(epilog=example("suar demo", "suar demo --dir /tmp/suar-demo --json"))(demo)
    app.command(epilog=example("suar run", "suar run --source antara --since 7d"))(run)
    app.command("import", epilog=example("suar import export.jsonl.gz", "suar import pages/*.html --format html"))(
        import_
    )
    app.command(epilog=example("suar serve"))(serve)


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Folder of the demo; everything it writes is in there.")] = Path(
        "suar-demo"
    ),
    as_json: Json = False,
) -> None:
    """Run the whole pipeline, offline, against an invented web, and print where to look."""
    from flows.cli.show_demo import show
    from flows.demo import run_demo

    note(STARTING)
    show(run_demo(folder.resolve(), utc_now()), as_json=as_json)


def run(
    context: typer.Context,
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source; may be given often.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="How far back to look: 12h, 7d, 2w or a day.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also the sources that are not due yet.")] = False,
    as_json: Json = False,
) -> None:
    """Crawl the sources that are due, read what is new, load and publish it, and write the week's digest.

    Needs no server. Each source is due as often as it publishes, between every ten minutes and once a day.

    Exit code 3 when some sources failed.
    """
    from flows.cli.show_run import show
    from flows.runners import run_pipeline
    from flows.runs import since_of

    settings = settings_of(context)
    now = utc_now()
    note(STARTING)
    report = run_pipeline(settings, now=now, sources=tuple(source or ()), all_sources=all_, since=since_of(since, now))
    show(report, as_json=as_json)
    if report.collected.failed:
        raise typer.Exit(PARTLY if len(report.collected.failed) < report.collected.sources else 1)


def import_(
    context: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files: WhatsApp and Telegram exports, JSON lines, CSV, XLSX, exports of research tools, e-mail, saved pages "
            "(HTML, MHTML, WARC, HAR), plain text; also .gz and .zip."
        ),
    ],
    format_: Annotated[
        str | None,
        typer.Option("--format", help="What the file is, where name and content do not tell: see docs/importing.md."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read files into the warehouse; the same file again changes nothing.

    Exit code 3 when some records could not be read: they are in quarantine with the reason.
    """
    from flows.cli.show_run import show_import
    from flows.importing import import_files

    report = import_files(settings_of(context), paths, format_, utc_now())
    show_import(report, as_json=as_json)
    if report.loaded.fates.get("quarantined"):
        raise typer.Exit(PARTLY)


def serve(context: typer.Context) -> None:
    """Run on a schedule until stopped: collecting what is due every ten minutes, the digest every Monday, a look at
    every source each Saturday (Asia/Jakarta).
    """
    from flows.runners import serve_schedules

    settings = settings_of(context)
    note(
        f"Serving {settings.home.root}: every ten minutes what is due, on Monday at 6 the digest (Jakarta). Stop with Ctrl-C."
    )
    serve_schedules(settings)
