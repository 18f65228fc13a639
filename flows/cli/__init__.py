"""The command line. `main` is the script's entry: typed errors become one sentence and an exit code."""

from flows.cli.app import app
from flows.cli.main import main

__all__ = ["app", "main"]
