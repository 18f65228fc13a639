"""What the demo prints: counts per stage, the strongest signals with their words, where to look next."""

import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli.output import json_text, write
from flows.cli.show_run import run_lines, summary

if TYPE_CHECKING:
    from flows.demo import Demo, Strong

BANDS = ("none", "low", "medium", "high")


def show(demo: "Demo", *, as_json: bool) -> None:
    if as_json:
        item = summary(demo.run) | {
            "home": str(demo.home.root),
            "warehouse": demo.counts,
            "strongest": [asdict(strong) for strong in demo.strongest],
        }
        write(json_text([item]))
        return
    for line in run_lines(demo.run):
        write(line)
    write("warehouse  " + ", ".join(f"{n} {name}" for name, n in demo.counts.items()))
    write("\nThe strongest signals: leads for a person to check, not findings of guilt")
    for number, strong in enumerate(demo.strongest, start=1):
        _signal(number, strong)
    _next(demo)


def _signal(number: int, strong: "Strong") -> None:
    write(f"\n{number}. {' '.join(strong.title.split())}")
    write(f"   {strong.type}, {BANDS[strong.band]} ({strong.score:.2f}), {strong.outlet}, key {strong.signal_key[:12]}")
    for evidence in strong.evidence:
        write(f"   “{' '.join(evidence.quote.split())}”  {evidence.label}")


def _next(demo: "Demo") -> None:
    home = demo.home.root
    write("\nWhere to look next")
    for path in demo.run.digest:
        write(f"  {path}")
    first = demo.strongest[0].signal_key[:12] if demo.strongest else "KEY"
    for command in (
        'sql "FROM leads LIMIT 10"',
        'sql "SELECT kind, count(*) FROM news GROUP BY ALL ORDER BY 2 DESC"',
        f"trace {first}",
        f"review add {first} confirm",
        "digest preview",
    ):
        write(f"  {_program()} --home {home} {command}")


def _program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    if shutil.which("suar"):
        return "suar"
    called = Path(sys.argv[0])
    return str(called.relative_to(Path.cwd())) if called.is_relative_to(Path.cwd()) else str(called)
