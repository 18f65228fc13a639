"""`docs/cli.md` from the commands themselves: `python -m flows.cli.document` writes it, a test says when it is stale."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from flows.cli.app import app

WIDTH = 100
PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
HEAD = """\
# Command line

Written by `python -m flows.cli.document` from the commands' own help; a test fails when it is stale.

Exit codes: 0 ok · 1 failed · 2 wrong use · 3 partly done (some sources failed, some lines could not be read) ·
130 interrupted. `--home DIR` counts wherever it stands. Errors are one sentence on standard error.
"""


def page() -> str:
    sections = [f"## `{path}`\n\n```\n{text.rstrip()}\n```\n" for path, text in helps()]
    return "\n".join([HEAD, *sections])


def helps() -> Iterator[tuple[str, str]]:
    """Each command's path and help, groups before their commands."""
    yield from _helps(get_command(app), "suar", None)


def _helps(command: Any, name: str, parent: Any) -> Iterator[tuple[str, str]]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH)
    yield context.command_path, command.get_help(context)
    for inner_name, inner in getattr(command, "commands", {}).items():
        yield from _helps(inner, inner_name, context)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
