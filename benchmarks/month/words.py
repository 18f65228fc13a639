"""Invented Indonesian-looking prose, the same for the same seed, with a marker word that belongs to one text only."""

import re
from functools import lru_cache
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
MARKER = re.compile(r"\bxo(?:[bdgklmnprst][aiueo]){3,}\b")
_SYLLABLES = [consonant + vowel for consonant in "bdgklmnprst" for vowel in "aiueo"]
_LISTS: dict[str, list[str]] = {
    **WORDS, "place": WORDS["places"], "who2": WORDS["who"], "what2": WORDS["what"], "job": WORDS["jobs"],
}  # fmt: skip
_SHORTEST, _LONGEST = 150, 400


def marker(number: int) -> str:
    """A word for a number: no two numbers share one, and no Indonesian word begins with `xo`."""
    parts: list[str] = []
    while number or len(parts) < 4:
        number, place = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[place])
    return "xo" + "".join(parts)


def markers_in(text: str) -> set[str]:
    return set(MARKER.findall(text))


def title(rng: Random, kind: str) -> str:
    return _upper_first(_fill(rng.choice(WORDS["job_titles" if kind == "jobs" else "titles"]), rng)).title()


@lru_cache(maxsize=4096)
def paragraphs(seed: int, mark: str, edit_mark: str | None) -> tuple[str, ...]:
    """150 to 400 words; the edited version is the first one with a sentence more."""
    rng = Random(seed)
    wanted = rng.randint(_SHORTEST, _LONGEST)
    sentences = [_sentence(WORDS["sentences"][0], rng), _sentence(WORDS["marker_sentence"], rng, marker=mark)]
    while sum(sentence.count(" ") + 1 for sentence in sentences) < wanted:
        sentences.append(_sentence(rng.choice(WORDS["sentences"]), rng))
    parts = [" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    if edit_mark:
        parts.insert(len(parts) // 2, _sentence(WORDS["edit_sentence"], rng, marker=edit_mark))
    return tuple(parts)


def _sentence(pattern: str, rng: Random, **given: str) -> str:
    return _upper_first(_fill(pattern, rng, **given))


def _fill(pattern: str, rng: Random, **given: str) -> str:
    text = ""
    for literal, name in _parts(pattern):
        if not name:
            word = ""
        elif name in given:
            word = given[name]
        elif name == "count":
            word = str(rng.randint(12, 480))
        else:
            words = _LISTS[name]
            word = words[int(rng.random() * len(words))]
        text += literal + word
    return text


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """Literals, each with the name of the word that follows it."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
