"""The offline twin of the web: invented sites on loopback, for the demo and the tests."""

from pathlib import Path

from crawlers.source import Source
from crawlers.source_files import load_sources
from crawlers.twin.server import Twin, serve_twin, week_base

SOURCES = Path(__file__).parent / "sources"

__all__ = ["SOURCES", "Twin", "serve_twin", "twin_sources", "week_base"]


def twin_sources() -> list[Source]:
    return list(load_sources(SOURCES).values())
