"""Words with exact offsets, and gazetteers over spaCy's PhraseMatcher."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from nlp.text import clean

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")
_WORD = re.compile(r"(\w+|[^\w\s]|\s+)( ?)")
_SPACES = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u3000]")


@cache
def language() -> "Language":
    """A bare spaCy language whose tokens are words and single signs, in time linear in the text."""
    with _torch_hidden():
        import spacy
    from spacy.util import registry

    registry.tokenizers("suar.words.v1")(lambda: _word_tokenizer)
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": "suar.words.v1"}}})
    nlp.max_length = 20_000_000
    return nlp


@contextmanager
def _torch_hidden() -> "Iterator[None]":
    """Thinc, under spaCy, imports torch where it finds it: two seconds and 200 MB for what no component of ours uses."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]


def _word_tokenizer(nlp: "Language") -> "Callable[[str], Doc]":
    from spacy.tokens import Doc

    def tokenize(text: str) -> Doc:
        cleaned = clean(text)
        found = _WORD.findall(_SPACES.sub(" ", cleaned))
        spaces = [bool(space) for _, space in found]
        return Doc(nlp.vocab, words=[word for word, _ in found], spaces=spaces, user_data={"text": cleaned})

    return tokenize


def words(text: str) -> "Doc":
    return language().make_doc(text)


def text_of(doc: "Doc") -> str:
    """The text that `words` was given; `doc.text` is put together anew at every call."""
    return str(doc.user_data["text"])


class Gazetteer(Generic[T]):
    """Entries found without regard to case: longest first, no overlaps."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        from spacy.matcher import PhraseMatcher

        self._entries: dict[int, T] = {}
        self._matcher = PhraseMatcher(language().vocab, attr="LOWER")
        for number, (name, entry) in enumerate(entries):
            key = str(number)
            self._matcher.add(key, [words(name)])
            self._entries[language().vocab.strings[key]] = entry

    def find(self, doc: "Doc") -> Iterator[tuple[int, int, T]]:
        """Token offsets and entry of each match, in the order of the text."""
        reached = 0
        for key, start, end in sorted(self._matcher(doc), key=lambda m: (m[1], -m[2])):
            if start >= reached:
                reached = end
                yield start, end, self._entries[key]
