"""Who a person of a text is: a linear model over what stands around every mention of the name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nlp.content import content, patterns
from nlp.name_tagger import Tagged, bucket
from nlp.name_words import common_words

MODEL = Path(__file__).parent / "models" / "people" / "roles.npz"
Role = Literal["victim", "minor", "relative", "witness", "suspect", "official", "nobody"]
ROLES: tuple[Role, ...] = get_args(Role)
HIDDEN: tuple[Role, ...] = ("victim", "minor", "relative", "witness", "suspect")
_WORD = re.compile(r"[^\W\d_]+|\d+|[(),;:.\"“”]")
_SENTENCE_END = re.compile(r"[.!?][\"”]?\s|\n")
_REACH, _WORDS, _NEAR = 80, 8, 3
ACCUSED = frozenset({"suspect before", "suspect after"}) | frozenset(
    f"a {word}"
    for word in (
        "ditangkap",
        "tertangkap",
        "ditahan",
        "dibekuk",
        "diringkus",
        "diciduk",
        "buron",
        "dpo",
        "diburu",
        "melarikan",
        "dijerat",
        "didakwa",
        "divonis",
        "dihukum",
    )
)
"""Features that tell a suspect."""
UNTOLD, NAMED = 0.1, 20.0
"""Weight of a suspect's role where no word for suspects stands near: initials show more than a placeholder; and
of a witness's where the text says "saksi".
"""
NOBODY = 0.99
"""Probability from which a capitalised word is no person: a name that slips through costs more than a word hidden."""


@dataclass(frozen=True)
class RoleModel:
    """`weights`: buckets x roles; `least`: share of the hidden roles among those of people from which a name is hidden."""

    weights: NDArray[np.float32]
    constants: NDArray[np.float64]
    least: float

    def read(self, seen: set[str]) -> Mapping[Role, float]:
        found = np.fromiter({bucket(feature) for feature in seen}, np.int64)
        scores = self.weights[found].sum(0).astype(np.float64) + self.constants
        odds = np.exp(scores - scores.max())
        return dict(zip(ROLES, (odds / odds.sum()).tolist(), strict=True))

    def role(self, seen: set[str]) -> Role:
        said = self.read(seen)
        if said["nobody"] >= NOBODY:
            return "nobody"
        if hidden_share(said) < self.least:
            return "official"
        accused = 1.0 if ACCUSED & seen else UNTOLD
        told = {"suspect": accused, "witness": NAMED if "witness before" in seen else 1.0}
        return max(HIDDEN, key=lambda role: said[role] * told.get(role, 1.0))


def hidden_share(said: Mapping[Role, float]) -> float:
    """How likely a person must be hidden."""
    hidden = sum(said[role] for role in HIDDEN)
    return hidden / max(1e-9, hidden + said["official"])


def features(text: str, low: str, classed: str, found: Sequence[Tagged], title_end: int) -> set[str]:
    """Of a person with these mentions; `low`: the text in lower case, letter for letter;
    `classed`: the same with places and bodies as classes.
    """
    seen: set[str] = set()
    spans = [(start, end) for start, end, _ in found]
    for number, (start, end) in enumerate(spans[:6]):
        seen.update(_mention(text, low, classed, start, end))
        if number == 0:
            seen.update(f"first {feature}" for feature in _near(classed, start, end))
            seen.add(f"first in {'title' if start < title_end else 'head' if start < title_end + 300 else 'body'}")
    name = text[slice(*spans[0])]
    score = max(mention.score for mention in found)
    seen |= {f"score above {step}" for step in range(-2, 9) if score > step}
    words = [word.lower() for word in name.split()]
    seen |= {f"common {sum(word in common_words() for word in words)} of {len(words)}", f"ends {words[-1][-2:]}"}
    seen.add(f"times {min(5, len(spans))}")
    seen.add(f"words {min(4, len(name.split()))}")
    seen.add(f"initials {name.isupper() and len(name) <= 4}")
    return seen


def _mention(text: str, low: str, classed: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(classed, start, end)
    yield from (f"b {word}" for word in before)
    yield from (f"a {word}" for word in after)
    yield from _near(classed, start, end)
    left, right = low[max(0, start - _REACH) : start], low[end : end + _REACH]
    left = _SENTENCE_END.split(left)[-1]
    right = _SENTENCE_END.split(right)[0]
    for role, pattern in _role_words().items():
        marks = list(pattern.finditer(left))
        if marks:
            yield f"{role} before"
            yield f"{role} before {min(3, (len(left) - marks[-1].end()) // 12)}"
        if pattern.search(right):
            yield f"{role} after"
    office = list(_office().finditer(left))
    if office:
        yield f"office before {min(3, (len(left) - office[-1].end()) // 15)}"
        yield f"office {office[-1][0]}"
    age = patterns("names")["age_after"].match(text, end)
    if age:
        yield f"age {'minor' if int(age['age']) < 18 else 'adult'}"


def _near(low: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(low, start, end)
    for side, words in (("b", before), ("a", after)):
        yield from (f"{side}{number} {word}" for number, word in enumerate(words[:_NEAR]))
        if len(words) > 1:
            yield f"{side}{side} {words[0]} {words[1]}"
    if before and after:
        yield f"ba {before[0]} {after[0]}"


def _sides(low: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Words beside a mention, the nearest first."""
    before = _WORD.findall(low, max(0, start - _REACH), start)[-_WORDS:][::-1]
    after = _WORD.findall(low, end, end + _REACH)[:_WORDS]
    return ["0" if w[0].isdigit() else w for w in before], ["0" if w[0].isdigit() else w for w in after]


@cache
def _role_words() -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern.removeprefix("(?i)")) for role, pattern in content("names")["roles"].items()}


@cache
def _office() -> re.Pattern[str]:
    return re.compile(content("names")["office"].strip())


@cache
def role_model(path: Path = MODEL) -> RoleModel:
    with np.load(path) as stored:
        weights = np.zeros((int(stored["size"]), len(ROLES)), np.float32)
        weights[stored["at"]] = stored["weights"]
        return RoleModel(weights, stored["constants"].astype(np.float64), float(stored["least"]))
