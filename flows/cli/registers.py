"""Official registers: bring one in from a file, look into them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.common import Csv, Json, example, settings_of, utc_now

Name = Literal["p3mi", "p3mi_sanction", "job_order"]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="registers",
        help="Official registers that offers are checked against: licensed firms (P3MI), sanctions, job orders.",
        epilog=example("suar registers list"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        "import",
        epilog=example(
            "suar registers import p3mi.csv --register p3mi",
            "suar registers import s.csv --register p3mi_sanction",
            "suar registers import docs/registers/job-orders.csv --register job_order",
        ),
    )(import_)
    group.command("list", epilog=example("suar registers list", 'suar registers list --name "contoh jaya" --json'))(
        list_
    )
    app.add_typer(group)


def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8 with a heading.")],
    register_name: Annotated[Name, typer.Option("--register", help="Which register the file holds.")],
    as_json: Json = False,
) -> None:
    """Read a register from a file, under the headings of docs/registers.md.

    Firms: name, permit, valid_from, valid_until, status, and the firm's own domains, phones, handles, mails. Job orders:
    name, number, country, position, valid_from, valid_until. Lines of earlier imports stay with the days on which they
    stood.
    """
    from flows.cli.output import json_text, write
    from flows.registers import import_register

    done = import_register(settings_of(context), path, register_name, utc_now())
    if as_json:
        write(json_text([{"run_id": done.run_id, "rows": done.rows, "snapshot": str(done.loaded.snapshot)}]))
    else:
        write(f"import     {done.rows} lines of {register_name}")
        write(f"publish    {done.loaded.snapshot}")


def list_(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help="Only firms with these words in their name.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show the lines of all registers, and when each was last seen."""
    from flows.cli.output import form_of, rows
    from flows.registers import lines_of

    columns, lines = lines_of(settings_of(context), name)
    rows(columns, lines, form_of(as_json=as_json, as_csv=as_csv))
