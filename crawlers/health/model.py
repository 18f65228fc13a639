"""What one poll of a source met, and what is said about the source after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

State = Literal["healthy", "quiet", "degraded", "broken", "blocked", "disabled"]
Shows = Literal["latest", "recent", "day"]
"""What a listing shows: always its newest entries (feed, front page); only those of the last hours or days (news
sitemap); only those of one day (dated index). The first may never be empty."""


@dataclass(frozen=True)
class Poll:
    """Counts of one poll. `listed` includes what was `known`; `fetched` are article pages that came whole; `with_*`
    are shares of `parsed`; `duplicates` are parsed documents whose text another document of the source has already.
    """

    at: datetime
    run_id: str = ""
    reached: bool = True
    unchanged: bool = False
    listed: int = 0
    known: int = 0
    new: int = 0
    fetched: int = 0
    parsed: int = 0
    with_title: int = 0
    with_date: int = 0
    with_body: int = 0
    edited: int = 0
    duplicates: int = 0
    ahead: int = 0
    """Documents dated more than 15 minutes after they were fetched."""
    refused: Mapping[str, int] = field(default_factory=dict)
    """By named reason; of a poll that was not reached, why its listing did not come."""
    refused_listings: Mapping[str, int] = field(default_factory=dict)
    """Listings that did not come or could not be read, though another did."""
    redirected_to: str | None = None
    """Where the listing has moved for good (301, 308)."""
    newest: datetime | None = None
    alarms: tuple[str, ...] = ()
    """Those that stand now, as `rule_dead: …` and `repeated_line: …`."""

    @property
    def refusals(self) -> int:
        return sum(self.refused.values())


@dataclass(frozen=True)
class Verdict:
    """`rule` is a stable id, explained in docs/health.md; `detail` is one sentence with its numbers."""

    state: State
    rule: str
    detail: str
