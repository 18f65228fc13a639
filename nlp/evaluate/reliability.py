"""Whether a risk of 0.8 is right eight times in ten: bins of a reliability diagram, the error over them."""

from typing import NamedTuple

from nlp.evaluate.ranking import Pairs
from nlp.evaluate.slices import wilson

BINS = 10


class Bin(NamedTuple):
    """Texts whose risk lies from `low` to below `high`; `share`: how many of them are baits; the rest null where n is 0."""

    low: float
    high: float
    n: int
    mean_risk: float | None
    share: float | None
    interval: tuple[float, float] | None


def reliability(pairs: Pairs) -> list[Bin]:
    """Ten bins of equal width over pairs of risk (0 to 1) and truth; intervals of the share are Wilson's at 95 %."""
    return [_bin(number, part) for number, part in enumerate(_parts(pairs))]


def calibration_error(pairs: Pairs) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    gaps = (abs(sum(risk for risk, _ in part) - sum(truth for _, truth in part)) for part in _parts(pairs))
    return round(sum(gaps) / len(pairs), 4) if pairs else 0.0


def _parts(pairs: Pairs) -> list[list[tuple[float, bool]]]:
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for risk, truth in pairs:
        parts[min(BINS - 1, int(risk * BINS))].append((risk, truth))
    return parts


def _bin(number: int, part: Pairs) -> Bin:
    low, high, n = number / BINS, (number + 1) / BINS, len(part)
    if not n:
        return Bin(low, high, 0, None, None, None)
    share = sum(truth for _, truth in part) / n
    return Bin(low, high, n, round(sum(risk for risk, _ in part) / n, 4), round(share, 4), wilson(share, n))
