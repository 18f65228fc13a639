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
        lowers, reached = doc.lowers, 0
        for start, word in enumerate(lowers):
            for words, entry in self._by_first.get(word, ()) if start >= reached else ():
                if lowers[start : start + len(words)] == words:
                    reached = start + len(words)
                    yield start, reached, entry
                    break
