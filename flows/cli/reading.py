"""Commands that read texts: detect, evaluate."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows.cli.common import PARTLY, example, settings_of, utc_now


def register(app: typer.Typer) -> None:
    app.command(
        epilog=example(
            "suar detect ad.txt --pretty",
            "suar detect export.jsonl.gz > analyses.jsonl",
            "cat export.jsonl | suar detect - --jsonl",
        )
    )(detect)
    app.command(
        epilog=example(
            "suar evaluate news",
            "suar evaluate offers --pretty --plot reliability.png",
            "suar evaluate offers --gold labels.jsonl --answers answers.jsonl",
        )
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
    names: Annotated[
        bool, typer.Option("--names", help="Of news on topic, name bodies and places that no list holds, too (slower).")
    ] = False,
    pretty: Annotated[bool, typer.Option("--pretty", help="Print for people, not for programs.")] = False,
    lang: Annotated[Literal["id", "en"], typer.Option("--lang", help="Language of --pretty.")] = "id",
) -> None:
    """Read texts and print one analysis a line, in input order. Needs no warehouse and changes nothing.

    Where the warehouse has registers (`suar registers`), firms and orders that an offer names are checked against them.

    A line that cannot be read becomes {"id", "error"} in its place, and the exit code is 3.
    """
    from flows.reading import answers, json_line
    from flows.register_snapshot import register_of

    failed = False
    out = sys.stdout.buffer
    settings = settings_of(context)
    register = register_of(settings.home.current, utc_now())
    line_of: Callable[[dict[str, Any]], str] = json_line
    if pretty:
        from flows.cli.pretty import pretty_text

        line_of = partial(pretty_text, language=lang)
    read = partial(answers, jsonl=jsonl, show_contacts=show_contacts, key=settings.key(), register=register)
    for answer in read(path, names=names):
        failed = failed or "error" in answer
        out.write(line_of(answer).encode("utf-8", "replace") + b"\n")
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
    baselines: Annotated[
        bool, typer.Option(help="Offers, test part: measure simpler systems too (half a minute).")
    ] = True,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw a PNG: the reliability of the risk, or the kinds taken for others."),
    ] = None,
    pretty: Annotated[bool, typer.Option("--pretty", help="Print tables for people, not JSON.")] = False,
) -> None:
    """Measure the reading against gold labels; exit code 1 when a pinned floor is broken.

    Ours: the twin's texts and the articles written to be labelled; --texts adds files with the real ones, by id.

    What the figures mean stands in docs/evaluation.md.

    With --gold and --answers: figures of those two files, the same as the scoring program gives.
    """
    from flows.errors import UsageError
    from flows.evaluating import against_files, against_gold
    from flows.evaluating import plot as draw

    if (gold is None) != (answers is None):
        raise UsageError("`--gold` and `--answers` belong together: give both or none.")
    if gold and answers:
        measured = against_files(task, gold, answers)
    else:
        key = settings_of(context).key()
        measured = against_gold(task, texts or [], key, split, pin=pin, lower=lower, baselines=baselines)
    _tell(measured.figures, pretty=pretty)
    if plot:
        draw(measured, plot)
    for sentence in measured.broken:
        typer.echo(f"Below its floor: {sentence}", err=True)
    if measured.broken:
        raise typer.Exit(1)


def _tell(figures: Mapping[str, Any], *, pretty: bool) -> None:
    if pretty:
        from flows.cli.evaluation_tables import print_tables

        print_tables(figures)
    else:
        from flows.cli.output import json_text, write

        write(json_text(figures, indent=1))
