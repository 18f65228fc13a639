"""The tree of commands. Heavy libraries are imported inside the commands, so that `--help` answers at once."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import archive, digests, filling, operations, people, reading, registers, sources
from flows.cli.common import example

app = typer.Typer(
    name="suar",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"suar {version('suar')}")
        raise typer.Exit


@app.callback(epilog=example("suar demo"))
def root(
    home: Annotated[
        Path | None,
        typer.Option("--home", help="Folder of everything that is not code; else SUAR_HOME, else ./suar-data."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Suar watches Indonesian news, posts and job ads for signals of human trafficking (TPPO).

    Exit codes: 0 ok, 1 failed, 2 wrong use, 3 partly done.
    """


for module in (filling, archive, reading, operations, sources, registers, digests, people):
    module.register(app)
