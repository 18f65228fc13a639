"""Looking into the warehouse and the installation: sql, trace, doctor."""

from typing import Annotated

import typer

from flows.cli.common import Csv, Json, example, settings_of, utc_now


def register(app: typer.Typer) -> None:
    app.command(
        epilog=example(
            'suar sql "SELECT band, count(*) FROM signals GROUP BY ALL"', 'suar sql "FROM leads" --csv > leads.csv'
        )
    )(sql)
    app.command(epilog=example("suar trace 3f9a12c4"))(trace)
    app.command(epilog=example("suar doctor"))(doctor)


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One statement that reads; - takes it from standard input.")],
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Run read-only SQL on the current snapshot. `FROM leads` is a good start; docs/ describes every view."""
    from flows.cli.output import form_of, rows
    from flows.querying import query as ask

    form = form_of(as_json=as_json, as_csv=as_csv)
    with ask(settings_of(context).home, query) as (columns, values):
        rows(columns, values, form)


def trace(
    context: typer.Context,
    signal: Annotated[str, typer.Argument(help="The signal's key, or the first characters of it.")],
    as_json: Json = False,
) -> None:
    """Go back from a signal to the words, the document, the fetch and the archived bytes."""
    from flows.cli.show_trace import show

    show(settings_of(context).home, signal, as_json=as_json)


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Check the installation and say what to do about what is wrong; exit code 1 when something is."""
    from flows.cli.output import form_of, rows
    from flows.health import examine

    findings = examine(lambda: settings_of(context), utc_now())
    rows(
        ("check", "state", "finding"),
        [(item.check, item.state, item.text) for item in findings],
        form_of(as_json=as_json),
    )
    if any(item.state == "wrong" for item in findings):
        raise typer.Exit(1)
