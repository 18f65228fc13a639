"""The kind model: a multinomial regression over words and cues (`nlp.train.news_kinds`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.kind_features import BUCKETS, Block, weighed
from nlp.quantised import dequantised
from warehouse.contracts import KINDS

MODEL = Path(__file__).parent / "models" / "news-kinds" / "weights.npz"


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
