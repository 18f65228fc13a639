"""Kinds of news: a small trained model over words and cues, explained by the cues that decided."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.kind_features import Cue, dense, features, find_cues
from nlp.text import Mention, Reading
from warehouse.contracts import KINDS, IndicatorHit

MODEL = Path(__file__).parent / "models" / "news-kinds" / "weights.npz"
OFF_TOPIC = ("related_crime", "not_related")
SECONDARY_FROM = 0.15
CUES_SHOWN = 6
_TOPICAL = np.array([kind not in OFF_TOPIC for kind in KINDS])


@dataclass(frozen=True)
class KindReading:
    kind: str
    probs: Mapping[str, float]
    secondary: tuple[str, ...]
    topic: bool
    cues: tuple[IndicatorHit, ...]


@dataclass(frozen=True)
class KindModel:
    """Logistic regressions over `kind_features`: on topic or not, and the kinds within each; see `nlp.train`."""

    topic: NDArray[np.float32]
    topic_intercept: float
    kinds: NDArray[np.float32]
    kinds_intercept: NDArray[np.float32]
    version: str

    def probabilities(self, vector: dict[int, float]) -> dict[str, float]:
        indices, values = dense(vector)
        on_topic = 1 / (1 + math.exp(-float(values @ self.topic[indices] + self.topic_intercept)))
        odds = np.exp(np.clip(values @ self.kinds[indices] + self.kinds_intercept, -30, 30))
        shares = {True: float(odds[_TOPICAL].sum()), False: float(odds[~_TOPICAL].sum())}
        return {
            kind: float(odd) / shares[topical] * (on_topic if topical else 1 - on_topic)
            for kind, odd, topical in zip(KINDS, odds, map(bool, _TOPICAL), strict=True)
        }


@cache
def kind_model(path: Path = MODEL) -> KindModel:
    with np.load(path) as stored:
        return KindModel(
            topic=stored["topic"].astype(np.float32),
            topic_intercept=float(stored["topic_intercept"]),
            kinds=stored["kinds"].astype(np.float32),
            kinds_intercept=stored["kinds_intercept"].astype(np.float32),
            version=str(stored["version"]),
        )


def read_kind(reading: Reading, places: Sequence[Mention] | None = None) -> KindReading:
    """`places`: the places of `reading.joined` if they have been found already."""
    cues = find_cues(reading)
    probs = kind_model().probabilities(features(reading, cues, places))
    topic = sum(probs[name] for name in OFF_TOPIC) < 0.5
    kind = main_kind(probs)
    secondary = tuple(
        name
        for name in sorted(probs, key=lambda name: -probs[name])
        if name != kind and name not in OFF_TOPIC and probs[name] >= SECONDARY_FROM
    )
    return KindReading(kind, probs, secondary, topic, _deciding(reading, cues, kind))


def main_kind(probs: Mapping[str, float]) -> str:
    """The likeliest kind of the likeliest side: on topic or off it, then case or none, then the kind itself."""
    sides = [name for name in probs if name in OFF_TOPIC], [name for name in probs if name not in OFF_TOPIC]
    side = max(sides, key=lambda names: sum(probs[name] for name in names))
    cases = [name for name in side if name.startswith("case_")]
    others = [name for name in side if name not in cases]
    chosen = max((cases, others), key=lambda names: sum(probs[name] for name in names))
    return max(chosen, key=lambda name: probs[name])


def _deciding(reading: Reading, cues: Sequence[Cue], kind: str) -> tuple[IndicatorHit, ...]:
    """The cues that speak for the kind found, title and lead first; then those of the topic."""
    wanted = [cue for cue in cues if cue.kind == kind] + [cue for cue in cues if cue.kind == "topic"]
    hits: list[IndicatorHit] = []
    for cue in wanted:
        field, start, end = reading.locate(cue.start, cue.end)
        text = reading.quote(cue.start, cue.end)
        if not any(hit.id == cue.id and hit.text.lower() == text.lower() for hit in hits):
            hits.append(IndicatorHit(id=cue.id, field=field, start=start, end=end, text=text, weight=cue.weight))
        if len(hits) == CUES_SHOWN:
            break
    return tuple(hits)
