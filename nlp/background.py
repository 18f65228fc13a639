"""A case that a campaign, a policy, figures or a column tells in passing: by sentences that read like a case by themselves.

A logistic regression over five features (`nlp.train.background`, docs/decisions/0026-concepts.md).
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nlp.content import patterns
from nlp.kind_features import blocks, find_cues, view, zone
from nlp.kind_model import kind_model
from nlp.sentences import sentence_spans
from nlp.text import Reading
from warehouse.contracts import KINDS

KINDS_WITH_BACKGROUND = ("prevention", "policy", "statistics", "opinion")
MODEL = Path(__file__).parent / "models" / "news-kinds" / "background.json"
CASES = tuple(kind for kind in KINDS if kind.startswith("case_"))
_MOST, _TOGETHER, _SHORTEST = 80, 3, 40
"""Sentences that are read, those that are read together, characters of one that says anything by itself."""
_LIKE, _COUNTED, _LEAST = 0.6, 6, 1e-4
"""Probability of a case from which a sentence reads like one, how many of them count, the least odds."""


def background_case(reading: Reading, told: str) -> str | None:
    """The kind of the case that stands behind a text of another kind, which is `told`; None where there is none."""
    seen, kind = features(reading.text, told)
    odds = sum(weight * seen.get(name, 1.0) for name, weight in _weights().items())
    return kind if odds >= 0 else None


def features(text: str, told: str) -> tuple[Mapping[str, float], str]:
    """What the regression sees, and the kind of the three sentences that are likest a case."""
    sentences = [one for one in (text[start:end] for start, end in sentence_spans(text)[:_MOST]) if not _of_many(one)]
    together = [
        " ".join(sentences[first : first + _TOGETHER]) for first in range(max(1, len(sentences) - _TOGETHER + 1))
    ]
    odds = [_cases(part) for part in together]
    best = max(range(len(together)), key=lambda number: sum(odds[number].values()))
    likely = min(max(sum(odds[best].values()), _LEAST), 1 - _LEAST)
    alike = sum(sum(_cases(one).values()) >= _LIKE for one in sentences if len(one) > _SHORTEST)
    rules = patterns("news")
    seen = {
        "together": math.log(likely / (1 - likely)),
        "sentences": float(min(_COUNTED, alike)),
        "caught": float(rules["caught"].search(together[best].lower()) is not None),
        "figures": float(told == "statistics"),
        "initials": float(rules["initials"].search(together[best]) is not None),
    }
    return seen, max(odds[best], key=lambda kind: odds[best][kind])


def _of_many(sentence: str) -> bool:
    """Totals, rules, advice: nobody's case."""
    rules, low = patterns("story"), sentence.lower()
    return rules["totals"].search(low) is not None or rules["general"].search(low) is not None


def _cases(text: str) -> dict[str, float]:
    """Probability of each kind of case, were this the whole text."""
    reading = Reading.of("", text)
    cues = [(cue.id, zone(reading, cue.start)) for cue in find_cues(reading)]
    said = kind_model().probabilities(blocks(view(reading), cues))
    return {kind: said[kind] for kind in CASES}


@cache
def _weights() -> Mapping[str, float]:
    return dict(json.loads(MODEL.read_text("utf-8")))
