"""The model of offers: what kind of text this is, whether it offers work, and how likely the offer is a bait.

Three linear models, so that every answer can be taken apart: seven kinds of text by its words; from these, cues, contact,
pay and red flags whether it is an offer; from these, scope and red flags whether an offer is a bait. The risk is the product
of both probabilities. Of an offer a red flag can only raise it, an unverified counter-indicator gives nothing.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.offer_words import Word, bucket_of_edge, bucket_of_pair, buckets_of_word, edges
from nlp.quantised import dequantised
from warehouse.contracts import Scope

MODEL = Path(__file__).parent / "models" / "offers" / "weights.npz"
LABELS = ("scam_overseas", "scam_domestic", "legit_overseas", "legit_domestic", "advice", "news_quote", "chatter")
BAIT, HONEST, OFFER = (0, 1), (2, 3), (0, 1, 2, 3)
ABROAD, AT_HOME = (0, 2), (1, 3)
MOST_LOG_ODDS = 12.0
CAUTION_AT_HOME = 1.0
"""Log-odds that baits at home must show beyond the fit: their writers made them look like ordinary short ads."""
_REMEMBERED = 50_000
"""Words that are kept, and half as many as pairs of words."""
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Wording:
    """Log-probabilities of the seven kinds by the words alone; `length`: of the text as a vector of its known buckets."""

    log_probabilities: tuple[float, ...]
    length: float

    @cached_property
    def bait(self) -> float:
        """Log-odds that an offer is a bait."""
        return log_odds_between(self.log_probabilities, BAIT, HONEST)

    @cached_property
    def abroad(self) -> float:
        """Log-odds that an offer is of work abroad."""
        return log_odds_between(self.log_probabilities, ABROAD, AT_HOME)

    @cached_property
    def offer(self) -> float:
        return log_odds(self.log_probabilities, OFFER)


def _log_sum(values: Sequence[float]) -> float:
    """Logarithm of the sum of the exponentials."""
    most = max(values)
    return most + math.log(sum(math.exp(value - most) for value in values))


def log_odds(log_probabilities: Sequence[float] | Vector, chosen: Sequence[int]) -> float:
    """Of some of the kinds against the others, bounded."""
    mine = sum(math.exp(log_probabilities[kind]) for kind in chosen)
    rest = sum(math.exp(said) for kind, said in enumerate(log_probabilities) if kind not in chosen)
    odds = math.log(max(mine, 1e-300)) - math.log(max(rest, 1e-300))
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, odds))


def log_odds_between(log_probabilities: Sequence[float] | Vector, some: Sequence[int], others: Sequence[int]) -> float:
    """Of some of the kinds against some others, bounded."""
    mine, theirs = (_log_sum([float(log_probabilities[kind]) for kind in kinds]) for kinds in (some, others))
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, mine - theirs))


class _Form(NamedTuple):
    """Of a word: its buckets that the model knows, what they add to each kind before scaling, the square of their length."""

    known: NDArray[np.int64]
    weights: tuple[float, ...]
    square: float


@dataclass(frozen=True, eq=False)
class OfferModel:
    """`words`: buckets x kinds. `offer` and `risk`: coefficients by name, their constants under ``.

    What a word is to the model is remembered: a stream says the same words again and again.
    """

    rarity: Vector
    words: NDArray[np.float64]
    constant: tuple[float, ...]
    offer: Mapping[str, float]
    risk: Mapping[str, float]
    version: str

    def read(self, words: Sequence[Word]) -> Wording:
        """Each bucket of a text counts once: the words' sums are added, and what several of them have is taken off again."""
        names = [word.form for word in words]
        forms = [self._form(name) for name in set(names)]
        met = {*map(self._pair, names, names[1:]), *(self._edge(*edge) for edge in edges(names))}
        pairs = np.array([*(met - {-1})], np.int64)
        found = np.concatenate([*(form.known for form in forms), pairs])
        found.sort()
        again = found[1:][found[1:] == found[:-1]]
        by_pairs, by_again = self.rarity.take(pairs), self.rarity.take(again)
        square = sum(form.square for form in forms) + float(by_pairs @ by_pairs - by_again @ by_again)
        length = math.sqrt(square) or 1.0
        others = by_pairs @ self.words.take(pairs, 0) - by_again @ self.words.take(again, 0)
        sums = [sum(kind) for kind in zip(*(form.weights for form in forms), others.tolist(), strict=True)]
        scores = [total / length + constant for total, constant in zip(sums, self.constant, strict=True)]
        most = _log_sum(scores)
        return Wording(tuple(score - most for score in scores), length)

    @cached_property
    def _form(self) -> Callable[[str], _Form]:
        return lru_cache(_REMEMBERED)(self._read_form)

    def _read_form(self, form: str) -> _Form:
        found = buckets_of_word(form)
        known = found[self.rarity[found] > 0]
        values = self.rarity[known]
        return _Form(known, tuple((values @ self.words[known]).tolist()), float(values @ values))

    @cached_property
    def _pair(self) -> Callable[[str, str], int]:
        """The bucket of a pair of words; -1 where the model does not know it."""
        return lru_cache(2 * _REMEMBERED)(lambda first, second: self._known(bucket_of_pair(first, second)))

    @cached_property
    def _edge(self) -> Callable[[str, str], int]:
        """The bucket of a word at the beginning or the end of a text; -1 where the model does not know it."""
        return lru_cache(_REMEMBERED)(lambda place, form: self._known(bucket_of_edge(place, form)))

    def _known(self, bucket: int) -> int:
        return bucket if self.rarity[bucket] > 0 else -1

    def log_offer(
        self, wording: Wording, cues: Collection[str], flags: Collection[str], *, contact: bool, pay: bool
    ) -> float:
        """Log-odds that a text offers work."""
        total = self.offer[""] + self.offer["wording"] * wording.offer
        total += self.offer["contact"] * contact + self.offer["pay"] * pay
        total += sum(self.offer.get(name, 0.0) for name in (*cues, *flags))
        return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, total))

    def log_bait(self, wording: Wording, flags: Collection[str], scope: Scope) -> float:
        """Log-odds that an offer is a bait."""
        total = self.risk[""] + self.risk["wording"] * wording.bait
        total += self.risk["abroad"] if scope != "domestic" else -CAUTION_AT_HOME
        return total + sum(self.risk.get(flag, 0.0) for flag in flags)

    def form_weights(self, wording: Wording, forms: Iterable[str]) -> dict[str, float]:
        """What each word adds to the log-odds of a bait: by the slope of `Wording.bait` at this text."""
        shares = [math.exp(said) for said in wording.log_probabilities]
        bait, honest = (max(1e-9, sum(shares[kind] for kind in kinds)) for kinds in (BAIT, HONEST))
        scale = self.risk["wording"] / wording.length
        slope = [
            scale * (share / bait if kind in BAIT else -share / honest if kind in HONEST else 0.0)
            for kind, share in enumerate(shares)
        ]
        return {form: sum(map(mul, slope, self._form(form).weights)) for form in forms}


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


@cache
def offer_model(path: Path = MODEL) -> OfferModel:
    with np.load(path) as stored:
        named = {
            part: dict(zip(stored[f"{part}_names"].tolist(), map(float, stored[f"{part}_values"]), strict=True))
            for part in ("offer", "risk")
        }
        rarity = np.zeros(int(stored["size"]))
        words = np.zeros((len(rarity), len(LABELS)))
        rarity[stored["known"]] = stored["rarity"]
        words[stored["known"]] = dequantised(stored["words"], float(stored["most"]))
        constant = tuple(map(float, stored["constant"]))
        return OfferModel(rarity, words, constant, named["offer"], named["risk"], str(stored["version"]))
