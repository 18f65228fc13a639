"""What the rules of health look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.health.model import Poll, Shows
from crawlers.health.rhythm import Rhythm
from crawlers.source import Expect


@dataclass(frozen=True)
class Case:
    """What the rules look at. `polls`: all of them, oldest first, the judged one last; `asking`: the newest of those
    that asked for articles.
    """

    polls: Sequence[Poll]
    asking: Sequence[Poll]
    expect: Expect
    shows: Shows
    zone: str
    rhythm: Rhythm

    @property
    def poll(self) -> Poll:
        return self.polls[-1]
