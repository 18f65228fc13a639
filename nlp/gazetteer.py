"""Names found in a text by their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from nlp.doc import Doc

T = TypeVar("T")


class Gazetteer(Generic[T]):
    """Entries found without regard to case: longest first, no overlaps. Of entries with one name the last counts."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        named = {tuple(Doc(name).lowers): entry for name, entry in entries}
        self._by_first: dict[str, list[tuple[list[str], T]]] = defaultdict(list)
        for words in sorted(named, key=len, reverse=True):
            self._by_first[words[0]].append((list(words), named[words]))

    def find(self, doc: Doc) -> Iterator[tuple[int, int, T]]:
        """Token offsets and entry of each match, in the order of the text."""
        lowers, reached, known = doc.lowers, 0, self._by_first
        for start in [number for number, word in enumerate(lowers) if word in known]:
            for words, entry in known[lowers[start]] if start >= reached else ():
                if lowers[start : start + len(words)] == words:
                    reached = start + len(words)
                    yield start, reached, entry
                    break
