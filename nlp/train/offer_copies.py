"""Copies of training texts as they are met: cut short by previews and screenshots, among lines of pages and of people who pass
them on. What a text is stays the same.
"""

import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

CUT, CUT_LEAST = (0.5, 0.85), 100
"""Share of a text that is left, and characters that it must have."""
COPY_WEIGHT = 0.4
_BEFORE_ALONE, _AFTER_ALONE = 0.45, 0.25
"""Share of copies with a line before them, and with one after them; the others have both."""


def cut_short(name: str, text: str) -> str | None:
    """The beginning; null where too little would be left."""
    share = random.Random(name).uniform(*CUT)  # noqa: S311 - the same cut every time
    return text[: int(share * len(text))] if len(text) >= CUT_LEAST else None


def surrounded(name: str, text: str, headlines: Sequence[str]) -> str:
    """With a line before it, after it or both; headlines of other articles stand in some of them."""
    chance = random.Random(f"around {name}")  # noqa: S311 - the same lines every time

    def line(place: str) -> str:
        return re.sub(r"\{\}", lambda _: chance.choice(headlines), chance.choice(_surroundings()[place]))

    side = chance.random()
    before = "" if _BEFORE_ALONE <= side < _BEFORE_ALONE + _AFTER_ALONE else f"{line('before')}\n"
    after = "" if side < _BEFORE_ALONE else f"\n{line('after')}"
    return f"{before}{text}{after}"


@cache
def _surroundings() -> dict[str, list[str]]:
    return dict(yaml.safe_load(Path(__file__).with_name("surroundings.yml").read_text("utf-8")))
