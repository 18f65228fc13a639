"""How a text is disguised: the kinds of spelling that `nlp.normal` has to undo, seen whether it manages to or not."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.content import content, table
from nlp.spelling import words

SLANG, OTHER = "slang", "other"
_WORD = re.compile(r"\w+")


@cache
def settings() -> dict[str, Any]:
    """The parsed `offers.yml` beside this file."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("offers.yml").read_text("utf-8"))
    return found


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    digit = "|".join(content("contacts")["digit_words"])
    return {kind: re.compile(source.replace("{digit}", digit)) for kind, source in settings()["disguises"].items()}


def disguise_kinds(text: str) -> frozenset[str]:
    """Kinds of disguise in a text that somebody called disguised; `other` where none is recognised.

    `slang`: insiders' words and by-names of countries (lexicon/offers_slang.csv, offers_nicknames.csv).
    """
    low = text.lower()
    found = {kind for kind, sign in _signs().items() if sign.search(low)}
    nicknamed = any(row["nickname"] in low for row in table("offers_nicknames"))
    if nicknamed or words().aliases.intersection(_WORD.findall(low)):
        found.add(SLANG)
    return frozenset(found or {OTHER})
