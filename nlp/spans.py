"""Sets of spans that are asked often: each answer costs the logarithm of their number."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Spans:
    """Half-open spans; those that overlap are kept as one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif end > start:
                merged.append((start, end))
        self._spans = merged
        self._starts = [start for start, _ in merged]

    def around(self, position: int) -> tuple[int, int] | None:
        """The span that a position lies in."""
        index = bisect_right(self._starts, position) - 1
        return self._spans[index] if index >= 0 and position < self._spans[index][1] else None

    def touches(self, start: int, end: int) -> bool:
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._spans[index][1] > start

    def hold(self, start: int, end: int) -> bool:
        """Whether one span takes in all of it."""
        found = self.around(start)
        return found is not None and end <= found[1]

    def __contains__(self, position: int) -> bool:
        return self.around(position) is not None
