"""What a judge needs to know of the simulated month."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, Self

from benchmarks.month.faults import Fault
from benchmarks.month.profiles import Duplicate
from benchmarks.month.timeline import Article


class Asked(NamedTuple):
    """A request; a status of 0 got no answer."""

    at: datetime
    host: str
    url: str
    status: int


@dataclass(frozen=True)
class SecondAddress:
    source: str
    first: str
    second: str
    kind: Duplicate
    listed_at: datetime


@dataclass(frozen=True)
class Truth:
    """What was published, what else it was called, and what went wrong."""

    start: datetime
    end: datetime
    articles: tuple[Article, ...]
    """Those of the days before the month stand in the lists at its start too."""
    duplicates: tuple[SecondAddress, ...]
    faults: tuple[Fault, ...]
    quiet_days: tuple[tuple[str, date], ...]
    """Days on which a site that publishes daily has nothing new."""
    spacing_s: Mapping[str, float]
    """Host to the least time between two requests."""
    flood_markers: frozenset[str]
    """Words of the old texts that floods bring up."""

    def of(self, sources: Collection[str]) -> Self:
        """The same for some of the sources."""
        return replace(
            self,
            articles=tuple(article for article in self.articles if article.source in sources),
            duplicates=tuple(second for second in self.duplicates if second.source in sources),
            faults=tuple(fault for fault in self.faults if fault.source in sources),
        )
