"""Whether a news text tells a case, by what it is about: a logistic regression over forty groups of words (`lexicon/concepts.yml`).

The kind model sees every word and learns the manner of arrests and trials, most of which were of traffickers; this one sees
only whether somebody is recruited, sent, exploited, sold, and what other crimes are told (docs/decisions/0026-concepts.md).
"""

import json
import math
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nlp.content import guarded_cues, lowered
from nlp.running_text import squeezed
from nlp.text import Reading

MODEL = Path(__file__).parent / "models" / "news-kinds" / "concepts.json"
LEAD, BODY = 400, 4000
_MOST = 4.0


def case_odds(reading: Reading) -> float:
    """Log-odds of a case."""
    weights = _weights()
    return weights[""] + sum(weights.get(name, 0.0) * value for name, value in features(reading.title, reading.text))


def features(title: str, text: str) -> Iterator[tuple[str, float]]:
    """Of each group: whether the title has it, whether the lead has it, how often the text does; what is zero is left out."""
    title, text = lowered(title), lowered(squeezed(text)[:BODY])
    for name, pattern in guarded_cues("concepts", "concepts").items():
        if pattern.search(title):
            yield f"title {name}", 1.0
        found = [match.start() for match in pattern.finditer(text)]
        if found:
            yield f"text {name}", min(_MOST, math.log1p(len(found)))
            if found[0] < LEAD:
                yield f"lead {name}", 1.0
    yield "length", math.log1p(len(text))


@cache
def _weights() -> Mapping[str, float]:
    return dict(json.loads(MODEL.read_text("utf-8")))
