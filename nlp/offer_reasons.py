"""Why an offer is thought risky or not: the words and red flags that raised or lowered it most."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.offer_model import OfferModel, Wording
from nlp.offer_words import Word
from nlp.text import Reading
from warehouse.contracts import IndicatorHit, Reason

MOST = 3
"""Reasons up, and as many down."""
LEAST = 0.1
"""Log-odds below which a word is no reason."""


@dataclass(frozen=True)
class WordWeights:
    """What each word adds to the log-odds of the risk; a form that comes again shares its weight."""

    words: Sequence[Word]
    weights: tuple[float, ...]
    reading: Reading

    @classmethod
    def of(cls, model: OfferModel, wording: Wording, words: Sequence[Word], reading: Reading) -> "WordWeights":
        forms = [word.form for word in words]
        times = Counter(forms)
        by_form = {form: weight / times[form] for form, weight in model.form_weights(wording, times).items()}
        return cls(words, tuple(by_form[form] for form in forms), reading)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Of the words in `Reading.joined`, in order."""
        origin = self.reading.normalised.origin
        return [origin(start, end) for _, start, end in self.words]

    def raising(self, start: int, end: int) -> float:
        """The sum of a span of `reading.joined`, where it raises the risk."""
        first = bisect_left(self.spans, (start, start))
        while first > 0 and self.spans[first - 1][1] > start:
            first -= 1
        last = bisect_left(self.spans, (end,), first)
        return max(0.0, sum(self.weights[first:last]))


def reasons_of(reading: Reading, hits: Sequence[IndicatorHit], weights: WordWeights) -> tuple[Reason, ...]:
    """The strongest first: those that raise the risk, then those that lower it."""
    strongest: dict[str, IndicatorHit] = {}
    for hit in hits:
        known = strongest.get(hit.id)
        if hit.weight > (known.weight if known else 0.0):
            strongest[hit.id] = hit
    flagged = [
        Reason(flag=hit.id, field=hit.field, start=hit.start, end=hit.end, text=hit.text, weight=round(hit.weight, 2))
        for hit in strongest.values()
        if hit.weight >= LEAST
    ]
    covered = [(hit.field, hit.start, hit.end) for hit in hits]
    order = sorted(range(len(weights.words)), key=weights.weights.__getitem__)
    raising = [*flagged, *_strongest(reading, weights, reversed(order), 1, covered)]
    raising.sort(key=lambda reason: -reason.weight)
    return (*raising[:MOST], *_strongest(reading, weights, order, -1, covered))


def _strongest(
    reading: Reading, weights: WordWeights, order: Iterable[int], sign: int, covered: Sequence[tuple[str, int, int]]
) -> list[Reason]:
    """Words that stand in no red flag's evidence; `order`: their numbers, the strongest first."""
    found: list[Reason] = []
    for number in order:
        weight = weights.weights[number]
        if weight * sign < LEAST or len(found) == MOST:
            break
        reason = _single(reading, *weights.spans[number], weight, covered)
        if reason:
            found.append(reason)
    return found


def _single(
    reading: Reading, start: int, end: int, weight: float, covered: Sequence[tuple[str, int, int]]
) -> Reason | None:
    """Null for signs, and inside the evidence of a red flag."""
    field, first, last = reading.locate(start, end)
    text = reading.quote(start, end)
    if not any(char.isalpha() for char in text):
        return None
    if any(field == other and first < stop and last > begin for other, begin, stop in covered):
        return None
    return Reason(flag=None, field=field, start=first, end=last, text=text, weight=round(weight, 2))
