"""Commands that read texts: detect, evaluate."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.common import PARTLY, example, settings_of


def register(app: typer.Typer) -> None:
    app.command(
        epilog=example(
            "suar detect ad.txt --pretty",
            "suar detect export.jsonl.gz > analyses.jsonl",
            "cat export.jsonl | suar detect - --jsonl",
        )
    )(detect)
    app.command(
        epilog=example("suar evaluate news", "suar evaluate offers --gold labels.jsonl --answers answers.jsonl")
    )(evaluate)


def detect(  # noqa: PLR0917 - typer fills them by name
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(help="A text, JSON lines (.jsonl, .jsonl.gz) or a saved page; - for standard input.")
    ] = "-",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The input is JSON lines, whatever its name says.")] = False,
    show_contacts: Annotated[
        bool, typer.Option("--show-contacts", help="Show contacts in clear, not only their keyed hash.")
    ] = False,
    pretty: Annotated[bool, typer.Option("--pretty", help="Print for people, not for programs.")] = False,
    lang: Annotated[Literal["id", "en"], typer.Option("--lang", help="Language of --pretty.")] = "id",
) -> None:
    """Read texts and print one analysis a line, in input order. Needs no warehouse and changes nothing.

    A line that cannot be read becomes {"id", "error"} in its place, and the exit code is 3.
    """
    from flows.cli.pretty import pretty_text
    from flows.reading import answers, json_line

    failed = False
    out = sys.stdout.buffer
    for answer in answers(path, jsonl=jsonl, show_contacts=show_contacts, key=settings_of(context).key()):
        failed = failed or "error" in answer
        out.write((pretty_text(answer, lang) if pretty else json_line(answer)).encode("utf-8", "replace") + b"\n")
        out.flush()
    if failed:
        raise typer.Exit(PARTLY)


def evaluate(  # noqa: PLR0917 - typer fills them by name
    context: typer.Context,
    task: Annotated[Literal["news", "offers"], typer.Argument(help="What to measure.")],
    gold: Annotated[Path | None, typer.Option(help="Labels of your own (JSON lines) instead of ours.")] = None,
    answers: Annotated[Path | None, typer.Option(help="With --gold: answers that `suar detect` wrote.")] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Files with texts of our labels; may be given often.")
    ] = None,
    split: Annotated[Literal["train", "test"], typer.Option(help="Part of our labels.")] = "test",
    pin: Annotated[bool, typer.Option("--pin", help="Pin today's figures as floors for these texts.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --pin: let a floor sink.")] = False,
) -> None:
    """Measure the reading against gold labels; exit code 1 when a pinned floor is broken.

    Ours: the twin's texts and the articles written to be labelled; --texts adds files with the real ones, by id.

    With --gold and --answers: figures of those two files, the same as the scoring program gives.
    """
    from flows.cli.output import json_text, write
    from flows.errors import UsageError
    from flows.evaluating import against_files, against_gold

    if (gold is None) != (answers is None):
        raise UsageError("`--gold` and `--answers` belong together: give both or none.")
    if gold and answers:
        measured = against_files(task, gold, answers)
    else:
        measured = against_gold(task, texts or [], settings_of(context).key(), split, pin=pin, lower=lower)
    write(json_text(measured.figures, indent=1))
    for sentence in measured.broken:
        typer.echo(f"Below its floor: {sentence}", err=True)
    if measured.broken:
        raise typer.Exit(1)
