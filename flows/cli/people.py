"""What people answer and ask for: review, takedown."""

from typing import Annotated, Literal

import typer

from flows.cli.common import Csv, Json, example, settings_of, utc_now


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        name="review",
        help="What people say of signals.",
        epilog=example("suar review list"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(epilog=example('suar review add 3f9a12c4 confirm --note "same template as last month"'))(add)
    group.command("list", epilog=example("suar review list", "suar review list --open --csv"))(list_)
    group.command(epilog=example("suar review gate", "suar review gate --open --csv"))(gate)
    app.add_typer(group)
    app.command(
        epilog=example(
            "suar takedown --url https://outlet.example/2026/11/a-page",
            'suar takedown --doc 5d41402abc4b2a76 --reason "request of the person"',
        )
    )(takedown)


def add(
    context: typer.Context,
    signal: Annotated[str, typer.Argument(help="The signal's key, or the first characters of it.")],
    verdict: Annotated[Literal["confirm", "reject", "unclear"], typer.Argument(help="Your answer.")],
    note: Annotated[str | None, typer.Option(help="Why, in your words; no names or numbers of people.")] = None,
    reviewer: Annotated[str | None, typer.Option(help="Who answers; else the account's name.")] = None,
) -> None:
    """Record an answer to a signal. It counts as long as the evidence stays the same."""
    from flows.answers import add_review
    from flows.cli.output import write

    review = add_review(settings_of(context), utc_now(), signal=signal, verdict=verdict, note=note, reviewer=reviewer)
    write(f"{review.verdict} recorded for {review.signal_key[:12]}; the next load merges it.")


def list_(
    context: typer.Context,
    waiting: Annotated[bool, typer.Option("--open", help="Signals that wait for an answer instead.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show the answers given so far, or with --open the signals that wait for one."""
    from flows.answers import given_reviews, open_signals
    from flows.cli.output import form_of, rows

    columns, values = (open_signals if waiting else given_reviews)(settings_of(context))
    rows(columns, values, form_of(as_json=as_json, as_csv=as_csv))


def gate(
    context: typer.Context,
    waiting: Annotated[bool, typer.Option("--open", help="Only the texts that wait for an answer.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show the sample of the news that was turned away unread, and how much of the topic is missed by that.

    Answer with `suar review add KEY`: confirm, it is about trafficking or migrant workers; reject, it is not.
    """
    from flows.cli.output import form_of, records, write
    from flows.gate import missed, sample

    form = form_of(as_json=as_json, as_csv=as_csv)
    found = sample(settings_of(context))
    shown = [item._asdict() for item in found if not (waiting and item.verdict)]
    records(shown, form, ("signal_key", "published_at", "verdict", "title"))
    if form == "table":
        told = missed(settings_of(context), found)
        write(
            f"\n{told.rejected} of {told.rejected + told.passed} news texts were turned away unread; "
            f"{told.sample} of them are for people to look at, {told.answered} are answered."
        )
        if told.share and told.recall:
            write(
                f"On topic after all: {told.on_topic} of {told.answered}, {_range(told.share)}; "
                f"recall of the gate {_range(told.recall)}."
            )


def _range(found: tuple[float, float, float]) -> str:
    return f"{found[0]:.1%} (95 %: {found[1]:.1%} to {found[2]:.1%})"


def takedown(
    context: typer.Context,
    url: Annotated[str | None, typer.Option(help="Address of the page to forget.")] = None,
    doc: Annotated[str | None, typer.Option(help="Id of the document to forget.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; no personal data.")] = None,
) -> None:
    """Forget a document everywhere, now, and never take it in again."""
    from flows.cli.output import write
    from flows.takedown import take_down

    done = take_down(settings_of(context), utc_now(), url=url, doc=doc, reason=reason)
    write(
        f"{done.doc_id[:12]} is forgotten: {done.documents} document and {done.pages} archived pages removed; "
        "it will not be taken in again."
    )
