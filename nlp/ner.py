"""Names of persons, bodies and places, by a spaCy model of our own (docs/decisions/0024-ner.md).

Beside `nlp.agencies`, `nlp.places` and `nlp.names`, which know canonical forms and roles: this one finds what no list holds, a
foundation, an employer, a hamlet.
"""

import lzma
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.text import Mention

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = Path(__file__).parent / "models" / "ner" / "pipeline.bin"
LONGEST = 50_000
"""Characters that are read; spaCy itself refuses a million."""
_UNUSED = ("torch", "tensorflow", "mxnet")


def find_named(text: str) -> list[Mention]:
    """PER, ORG and LOC in the order of the text; without canonical forms. `text`: prose, not an advertisement."""
    return [
        Mention(entity.label_, entity.start_char, entity.end_char, entity.text)
        for entity in name_pipeline()(text[:LONGEST]).ents
        if entity.text.strip()
    ]


@cache
def name_pipeline(path: Path = MODEL) -> "Language":
    """The shipped model, loaded when the first text is read."""
    with _absent(_UNUSED):
        from nlp.ner_pipeline import new_pipeline

        pipeline = new_pipeline()
    return pipeline.from_bytes(lzma.decompress(path.read_bytes()), exclude=["vocab", "tokenizer"])


@contextmanager
def _absent(modules: tuple[str, ...]) -> Iterator[None]:
    """SpaCy's numerical library imports each of these where it finds it, and needs none: seconds and gigabytes for nothing."""
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: "not to be had"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
