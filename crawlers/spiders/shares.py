"""How the room of one run is shared among the lists of a source: none takes the links or the pages of another."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from scrapy import Request

Turn = Literal["now", "later", "never"]
"""When a page of a list is read."""


@dataclass
class Shares:
    """`lists` that the run begins with, `pages` that it may read, and `links` that all lists may name.

    A list may use its part at once; what it names beyond that waits until all others had theirs.
    """

    lists: int
    pages: int
    links: int
    waiting: list[Request] = field(default_factory=list)
    _planned: Counter[str] = field(default_factory=Counter)
    _named: Counter[str] = field(default_factory=Counter)

    @property
    def is_full(self) -> bool:
        """Whether further links could not be followed in this run."""
        return self._planned.total() + len(self.waiting) >= self.pages

    def beyond(self, walk: str) -> int:
        """Count one more link that a list names; how many it has named beyond its part."""
        self._named[walk] += 1
        return self._named[walk] - self._part(self.links)

    def plan(self, walk: str, request: Request) -> Turn:
        """Now within the part of its list, later from what the others leave, never where there is no room."""
        if self._planned.total() >= self.pages:
            return "never"
        if self._planned[walk] < self._part(self.pages):
            self._planned[walk] += 1
            return "now"
        if self.is_full:
            return "never"
        self.waiting.append(request)
        return "later"

    def release(self) -> tuple[list[Request], int]:
        """The pages that waited and have room now, and how many have none."""
        room = max(0, self.pages - self._planned.total())
        now, n_left = self.waiting[:room], len(self.waiting[room:])
        self._planned[""] += len(now)
        self.waiting = []
        return now, n_left

    def _part(self, whole: int) -> int:
        return max(1, whole // max(1, self.lists))
