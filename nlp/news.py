"""Kinds of news: a small trained model over words and cues, explained by the cues that decided."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.content import lowered, patterns
from nlp.encoder import encoder
from nlp.kind_features import BUCKETS, Block, Cue, blocks, find_cues, view, weighed, zone
from nlp.kind_words import WORDS, telling_words
from nlp.places import find_places
from nlp.quantised import dequantised
from nlp.text import Mention, Reading
from warehouse.contracts import KINDS, IndicatorHit

MODEL = Path(__file__).parent / "models" / "news-kinds" / "weights.npz"
OFF_TOPIC = ("related_crime", "not_related")
ASKED = ("offer_report", "policy")
"""Kinds that may be about ordinary work: false vacancies at home, the sending of registered workers."""
SECONDARY_FROM = 0.15
CASE_FROM = 0.6
"""Share of what is on topic from which a text tells a case. Out of fold 2.4 % of prevention is then taken for one (5.9 % at a half),
and case F1 is no lower.
"""
SURE, SHORT = 0.85, 600
"""Probability of a kind by its words from which the encoder is not asked; characters of a text that has too few words to be
sure by them, and costs the encoder little."""
CUES_SHOWN = 6
FIELD_CHARS = 6000
_WITHOUT_WORDS = 0.01
_LEAST = 1e-4
"""No model is surer than this that a text is not of a kind."""


@dataclass(frozen=True)
class KindReading:
    kind: str
    probs: Mapping[str, float]
    secondary: tuple[str, ...]
    topic: bool
    cues: tuple[IndicatorHit, ...]


@dataclass(frozen=True)
class KindModel:
    """A multinomial regression over `kind_features`; see `nlp.train`. `kinds`: buckets x kinds; `topic`: of a second one,
    whether a text of the kinds that may be about ordinary work is on topic.
    """

    rarity: NDArray[np.float32]
    kinds: NDArray[np.float32]
    constants: NDArray[np.float32]
    topic: NDArray[np.float32]
    topic_constant: float

    def probabilities(self, found: Sequence[Block]) -> dict[str, float]:
        columns, values = weighed(found, self.rarity)
        scores = values @ self.kinds[columns] + self.constants
        odds = np.exp(scores - scores.max())
        return dict(zip(KINDS, (odds / odds.sum()).tolist(), strict=True))

    def topical(self, found: Sequence[Block]) -> bool:
        columns, values = weighed(found, self.rarity)
        return float(values @ self.topic[columns]) + self.topic_constant >= 0


@cache
def kind_model(path: Path = MODEL) -> KindModel:
    with np.load(path) as stored:
        rarity = np.zeros(BUCKETS, np.float32)
        kinds = np.zeros((BUCKETS, len(KINDS)), np.float32)
        topic = np.zeros(BUCKETS, np.float32)
        rarity[stored["at"]] = stored["rarity"]
        kinds[stored["at"]] = dequantised(stored["kinds"], float(stored["most"]))
        topic[stored["at"]] = stored["topic"]
        constants = stored["constants"].astype(np.float32)
        return KindModel(rarity, kinds, constants, topic, float(stored["topic_constant"]))


def kinds_version(path: Path = MODEL) -> str:
    """Read without the model itself, which an offer never needs."""
    with np.load(path) as stored:
        return str(stored["version"])


def read_kind(reading: Reading, places: Sequence[Mention] | None = None) -> KindReading:
    """`places`: the places of `reading.joined` if they have been found already."""
    cues = find_cues(reading)
    zones = [(cue.id, zone(reading, cue.start)) for cue in cues]
    found = blocks(view(reading, places), zones)
    probs = kind_model().probabilities(found)
    if max(probs.values()) < SURE or len(reading.joined) < SHORT:
        probs = mixed(probs, encoder().kinds(reading.joined))
    if not patterns("news")["field"].search(lowered(reading.joined[:FIELD_CHARS])):
        probs = off_topic(probs)
    kind = main_kind(probs)
    topic = kind not in OFF_TOPIC and (kind not in ASKED or kind_model().topical(found))
    secondary = tuple(
        name
        for name in sorted(probs, key=lambda name: -probs[name])
        if name != kind
        and name not in OFF_TOPIC
        and probs[name] >= SECONDARY_FROM
        and (topic or not name.startswith("case_"))
    )
    told = _deciding(reading, cues, kind)
    if not told and kind not in OFF_TOPIC:
        told = _words(reading, find_places(reading.joined) if places is None else places, found, kind)
    return KindReading(kind, probs, secondary, topic, told)


def mixed(probs: Mapping[str, float], heard: Mapping[str, float]) -> dict[str, float]:
    """The mean of the log-probabilities of both models, of which the second gives these."""
    logs = {kind: (math.log(max(probs[kind], _LEAST)) + max(heard[kind], math.log(_LEAST))) / 2 for kind in probs}
    odds = {kind: math.exp(log) for kind, log in logs.items()}
    total = sum(odds.values())
    return {kind: value / total for kind, value in odds.items()}


def off_topic(probs: Mapping[str, float]) -> dict[str, float]:
    """The same answer for a text without a word of the field: what is on topic keeps one part in a hundred."""
    kept = {kind: value if kind in OFF_TOPIC else value * _WITHOUT_WORDS for kind, value in probs.items()}
    total = sum(kept.values()) or 1.0
    return {kind: value / total for kind, value in kept.items()}


def main_kind(probs: Mapping[str, float]) -> str:
    """The likeliest kind of the likeliest side: on topic or off it, then case or none (a case must be the surer of the two), then
    the kind itself.
    """
    sides = [name for name in probs if name in OFF_TOPIC], [name for name in probs if name not in OFF_TOPIC]
    side = max(sides, key=lambda names: sum(probs[name] for name in names))
    cases = [name for name in side if name.startswith("case_")]
    others = [name for name in side if name not in cases]
    surely = sum(probs[name] for name in cases) >= CASE_FROM * sum(probs[name] for name in side)
    chosen = cases if cases and surely else others
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


def _words(reading: Reading, places: Sequence[Mention], found: Sequence[Block], kind: str) -> tuple[IndicatorHit, ...]:
    """The words that weighed most for the kind: what the model saw where no cue stands."""
    model = kind_model()
    weights = model.kinds[:, KINDS.index(kind)] - model.kinds.mean(axis=1)
    hits = []
    for start, end, weight in telling_words(reading, places, found, model.rarity, weights):
        field, first, last = reading.locate(start, end)
        text = reading.quote(start, end)
        hits.append(IndicatorHit(id=WORDS, field=field, start=first, end=last, text=text, weight=round(weight, 3)))
    return tuple(hits)
