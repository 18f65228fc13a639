"""The weekly digest: preview, send."""

from typing import Annotated, Literal

import typer

from flows.cli.common import Json, example, settings_of, utc_now

WeekName = Annotated[str | None, typer.Option("--week", help="The week, as in 2026-W47.")]
RecipientName = Annotated[str | None, typer.Option("--recipient", help="Name of a recipient in config.toml.")]

Doubt = Literal["stop", "resend", "settle"]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="digest",
        help="The weekly digest.",
        epilog=example("suar digest preview"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(epilog=example("suar digest preview", "suar digest preview --week 2026-W47 --recipient Satgas"))(
        preview
    )
    group.command(epilog=example("suar digest send", "suar digest send --week 2026-W47 --recipient Satgas"))(send)
    app.add_typer(group)


def preview(
    context: typer.Context, week: WeekName = None, recipient: RecipientName = None, as_json: Json = False
) -> None:
    """Write the digest of a week as .html, .txt and .eml, without sending; the current week if none is named.

    With a recipient: only what is new to them, in their language.
    """
    from flows.cli.output import form_of, rows
    from flows.digest.preview import preview as write_preview

    written = write_preview(settings_of(context), utc_now(), week=week, recipient=recipient)
    rows(("file",), [(str(path),) for path in written], form_of(as_json=as_json))


def send(
    context: typer.Context,
    week: WeekName = None,
    recipient: RecipientName = None,
    doubt: Annotated[
        Doubt, typer.Option(help="Where nobody knows whether a mail arrived: stop, resend it, or settle it as sent.")
    ] = "stop",
    as_json: Json = False,
) -> None:
    """Send the digest of the last finished week by SMTP, once to each recipient; missed weeks are caught up."""
    from flows.cli.output import form_of, rows
    from flows.digest.send import send as send_digest

    results = send_digest(settings_of(context), utc_now(), week=week, recipient=recipient, doubt=doubt)
    rows(("recipient", "week", "result"), [(r.name, r.week, r.result) for r in results], form_of(as_json=as_json))
    for result in results:
        if result.error:
            typer.echo(result.error, err=True)
    if any(result.error for result in results):
        raise typer.Exit(1)
