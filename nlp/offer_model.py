"""The model of offers: what kind of text this is, whether it offers work, and how likely the offer is a bait.

Three linear models on top of each other, so that every answer can be taken apart: seven kinds of text by its words;
from these, cues, contact and pay whether it is an offer; from these, scope and red flags the risk. A red flag can only
raise the risk, an unverified counter-indicator gives nothing.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.offer_words import Word, buckets
from warehouse.contracts import Scope

MODEL = Path(__file__).parent / "models" / "offers" / "weights.npz"
LABELS = ("scam_overseas", "scam_domestic", "legit_overseas", "legit_domestic", "advice", "news_quote", "chatter")
BAIT, OFFER = (0, 1), (0, 1, 2, 3)
ABROAD, AT_HOME = (0, 2), (1, 3)
MOST_LOG_ODDS = 12.0
CAUTION_AT_HOME = 1.0
"""Log-odds that baits at home must show beyond the fit: their writers made them look like ordinary short ads."""
MOST_FLAGS = 4
"""Red flags that count for a text being an offer."""
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Wording:
    """Log-probabilities of the seven kinds by the words alone; buckets and their shares of the text, to explain them."""

    log_probabilities: Vector
    buckets: NDArray[np.int64]
    shares: Vector

    @cached_property
    def bait(self) -> float:
        return log_odds(self.log_probabilities, BAIT)

    @cached_property
    def abroad(self) -> float:
        """Log-odds that an offer is of work abroad."""
        said = self.log_probabilities
        return float(np.logaddexp.reduce(said[list(ABROAD)]) - np.logaddexp.reduce(said[list(AT_HOME)]))

    @cached_property
    def offer(self) -> float:
        return log_odds(self.log_probabilities, OFFER)


def log_odds(log_probabilities: Sequence[float] | Vector, chosen: Sequence[int]) -> float:
    """Of some of the kinds against the others, bounded."""
    mine = sum(math.exp(log_probabilities[kind]) for kind in chosen)
    rest = sum(math.exp(said) for kind, said in enumerate(log_probabilities) if kind not in chosen)
    odds = math.log(max(mine, 1e-300)) - math.log(max(rest, 1e-300))
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, odds))


@dataclass(frozen=True)
class OfferModel:
    """`words`: buckets x kinds. `offer` and `risk`: coefficients by name, their constants under ``."""

    rarity: NDArray[np.float32]
    words: NDArray[np.float32]
    constant: NDArray[np.float32]
    offer: Mapping[str, float]
    risk: Mapping[str, float]
    version: str

    def read(self, words: Sequence[Word]) -> Wording:
        found = buckets(words)
        found = found[self.rarity[found] > 0]
        values = self.rarity[found].astype(np.float64)
        length = float(np.sqrt(values @ values)) or 1.0
        values /= length
        scores = values @ self.words[found] + self.constant
        return Wording(scores - np.logaddexp.reduce(scores), found, values)

    def log_offer(self, wording: Wording, cues: Collection[str], *, contact: bool, pay: bool, n_flags: int) -> float:
        """Log-odds that a text offers work."""
        total = self.offer[""] + self.offer["wording"] * wording.offer
        total += self.offer["contact"] * contact + self.offer["pay"] * pay
        total += self.offer["flags"] * min(MOST_FLAGS, n_flags)
        total += sum(self.offer.get(cue, 0.0) for cue in cues)
        return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, total))

    def log_risk(
        self, wording: Wording, flags: Collection[str], scope: Scope, *, log_offer: float, contact: bool
    ) -> float:
        """Log-odds that a text is a bait."""
        total = self.risk[""] + self.risk["wording"] * wording.bait + self.risk["offer"] * log_offer
        total += self.risk["abroad"] * (scope != "domestic") + self.risk["contact"] * contact
        total -= CAUTION_AT_HOME * (scope == "domestic")
        return total + sum(self.risk.get(flag, 0.0) for flag in flags)

    def bucket_weights(self, wording: Wording) -> Vector:
        """What each bucket of `wording.buckets` adds to the log-odds of the risk: the slope of `Wording.bait` at this text."""
        probabilities = np.exp(wording.log_probabilities)
        slope = -probabilities / max(1e-9, 1 - probabilities[list(BAIT)].sum())
        for kind in BAIT:
            slope[kind] = probabilities[kind] / max(1e-9, probabilities[list(BAIT)].sum())
        weights: Vector = self.risk["wording"] * wording.shares * (self.words[wording.buckets] @ slope)
        return weights


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


@cache
def offer_model(path: Path = MODEL) -> OfferModel:
    with np.load(path) as stored:
        named = {
            part: dict(zip(stored[f"{part}_names"].tolist(), map(float, stored[f"{part}_values"]), strict=True))
            for part in ("offer", "risk")
        }
        rarity = np.zeros(int(stored["size"]), np.float32)
        words = np.zeros((len(rarity), len(LABELS)), np.float32)
        rarity[stored["known"]] = stored["rarity"]
        words[stored["known"]] = stored["words"]
        constant = stored["constant"].astype(np.float32)
        return OfferModel(rarity, words, constant, named["offer"], named["risk"], str(stored["version"]))
