"""What the reader of stories says of each text of training without having seen it, as `python -m nlp.train stories` leaves it:
from it the models of words learn what to make of what it says. Texts are named by their ids, people by a place. Every text that it
was taught is among them; of those labelled later the shipped reader, which never saw them, is asked.
"""

import json
import lzma
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("unseen_stories.json.xz")
Answers = Mapping[str, Any]
"""Each field: scores of candidates by their values; `people`: scores of roles by where a person is named first."""


def answered(id_: str, path: Path = FILE) -> Answers | None:
    """None of a text that was labelled after the reader had been taught, so that the shipped one has not seen it either."""
    return unseen_answers(path).get(id_)


@cache
def unseen_answers(path: Path = FILE) -> Mapping[str, Answers]:
    found: Mapping[str, Answers] = json.loads(lzma.decompress(path.read_bytes()))
    return found


def store(path: Path, answers: Mapping[str, Answers]) -> None:
    path.write_bytes(lzma.compress(json.dumps(_rounded(answers), sort_keys=True).encode()))


def _rounded(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _rounded(value) for name, value in told.items()}
    return [round(value, 2) for value in told] if isinstance(told, list) else round(told, 2)
