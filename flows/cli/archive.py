"""The archive of fetched pages: reading it anew."""

from typing import Annotated

import typer

from flows.cli.common import PARTLY, Json, example, settings_of, utc_now


def register(app: typer.Typer) -> None:
    app.command(
        epilog=example(
            "suar reextract --since 2026-11-01 --until 2026-12-01", "suar reextract --source lombokpost --since 7d"
        )
    )(reextract)


def reextract(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Pages fetched from then on: 12h, 7d, 2w or a day.")] = None,
    until: Annotated[str | None, typer.Option(help="Pages fetched before then, written likewise.")] = None,
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source; may be given often.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read archived pages with today's extractors, without fetching, and load what changed as new versions.

    Exit code 3 when the archive could not give some pages.
    """
    from flows.cli.show_run import show_reextracted
    from flows.reextract import reextract as read_anew
    from flows.runs import since_of

    now = utc_now()
    begin, end = since_of(since, now), since_of(until, now, "--until")
    report = read_anew(settings_of(context), now, since=begin, until=end, sources=tuple(source or ()))
    show_reextracted(report, as_json=as_json)
    if report.damage:
        raise typer.Exit(PARTLY)
