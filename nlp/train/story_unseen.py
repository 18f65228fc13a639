"""What the reader of stories says of each text of training without having seen it, as `python -m nlp.train stories` leaves it:
from it the models of words learn what to make of what it says. Texts are named by their ids, people by a place.
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


class UnheardError(Exception):
    """The reader of stories never judged a text of training."""


def unseen_of(id_: str, path: Path = FILE) -> Answers:
    """Raises UnheardError where there are none."""
    try:
        return unseen_answers(path)[id_]
    except KeyError as error:
        raise UnheardError(
            f"The reader of stories never judged text {id_} unseen: teach it again with `python -m nlp.train stories` first."
        ) from error


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
