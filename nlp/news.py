"""Kinds of news: a small trained model over words and cues, explained by the cues that decided."""

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


@dataclass(frozen=True)
class KindReading:
    kind: str
    probs: Mapping[str, float]
    secondary: tuple[str, ...]
    topic: bool
    cues: tuple[IndicatorHit, ...]

    @property
    def is_case(self) -> bool:
        return self.kind.startswith("case_")

    @property
    def background_case(self) -> str | None:
        """The case kind that a text of another kind retells, if it plainly does."""
        return next((kind for kind in self.secondary if kind.startswith("case_")), None)


@dataclass(frozen=True)
class KindModel:
    """Multinomial logistic regression over `kind_features`; weights of shape (features, kinds)."""

    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    temperature: float
    version: str

    def probabilities(self, vector: dict[int, float]) -> dict[str, float]:
        indices, values = dense(vector)
        scores = (values @ self.weights[indices] + self.intercept) / self.temperature
        odds = np.exp(scores - scores.max())
        return {kind: float(p) for kind, p in zip(KINDS, odds / odds.sum(), strict=True)}


@cache
def kind_model(path: Path = MODEL) -> KindModel:
    with np.load(path) as stored:
        return KindModel(
            weights=stored["weights"].astype(np.float32),
            intercept=stored["intercept"].astype(np.float32),
            temperature=float(stored["temperature"]),
            version=str(stored["version"]),
        )


def read_kind(reading: Reading, places: Sequence[Mention] | None = None) -> KindReading:
    """`places`: the places of `reading.joined` if they have been found already."""
    cues = find_cues(reading)
    probs = kind_model().probabilities(features(reading, cues, places))
    kind = max(probs, key=lambda name: probs[name])
    topic = sum(probs[name] for name in OFF_TOPIC) < 0.5
    secondary = tuple(
        name
        for name in sorted(probs, key=lambda name: -probs[name])
        if name != kind and name not in OFF_TOPIC and probs[name] >= SECONDARY_FROM
    )
    return KindReading(kind, probs, secondary, topic, _deciding(reading, cues, kind))


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
