"""What all commands share: the home folder, the usual options, times."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.settings import Settings

PARTLY = 3

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for spreadsheets.")]


def settings_of(context: typer.Context) -> "Settings":
    from flows.settings import Settings

    home: Path | None = context.find_root().params.get("home")
    return Settings.load(home)


def utc_now() -> datetime:
    return datetime.now(UTC)


def example(*commands: str) -> str:
    """The examples below a command's help, as they are: one a line."""
    return "\b\n" + "\n".join(["Example:" if len(commands) == 1 else "Examples:", *(f"  {line}" for line in commands)])
