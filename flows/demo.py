"""The whole pipeline against the bundled twin of the web: offline, in a folder of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import Config, Home, Settings
from warehouse.store import read_only

if TYPE_CHECKING:
    from flows.pipeline import RunReport

STRONGEST = 5
QUOTES = 4
_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Evidence:
    indicator: str
    label: str
    quote: str


@dataclass(frozen=True)
class Strong:
    signal_key: str
    type: str
    band: int
    score: float
    title: str
    outlet: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Demo:
    home: Home
    run: "RunReport"
    counts: dict[str, int]
    strongest: tuple[Strong, ...]


def run_demo(folder: Path, now: datetime) -> Demo:
    """Crawl, read, load, publish and preview; a second time it finds everything seen and answers the same."""
    from crawlers.twin import serve_twin, week_base
    from flows.runners import run_pipeline

    settings = replace(Settings.load(folder), config=Config())
    with serve_twin(week_base(now)) as twin:
        report = run_pipeline(settings, now=now, proxy=twin.proxy_url)
    return Demo(settings.home, report, counts(settings.home), strongest(settings.home))


def counts(home: Home) -> dict[str, int]:
    with read_only(home.current) as connection:
        rows = connection.execute((_SQL / "counts.sql").read_text(encoding="utf-8")).fetchall()
    return {str(name): int(n) for name, n in rows}


def strongest(home: Home) -> tuple[Strong, ...]:
    """The five strongest signals, both types among them, with the words that gave them away."""
    with read_only(home.current) as connection:
        rows = connection.execute((_SQL / "strongest.sql").read_text(encoding="utf-8")).fetchmany(STRONGEST)
    return tuple(_strong(row) for row in rows)


def _strong(row: Sequence[object]) -> Strong:
    key, kind, band, score, title, outlet, quotes = row
    assert isinstance(quotes, list)
    evidence = tuple(Evidence(item["indicator"], item["label"], item["quote"]) for item in quotes[:QUOTES])
    return Strong(str(key), str(kind), int(str(band)), float(str(score)), str(title), str(outlet), evidence)
