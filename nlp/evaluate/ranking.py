"""Figures of a ranking: pairs of a score and whether the text is what one looks for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

Pairs = Sequence[tuple[float, bool]]
PRECISION_ASKED = 0.9


def ranking(pairs: Pairs) -> dict[str, float]:
    """Average precision, the best F1, and the recall where precision is still 0.9; texts of one score count together."""
    before = area = best_f1 = recall_asked = 0.0
    for _, precision, recall in _steps(pairs):
        area += precision * (recall - before)
        before = recall
        best_f1 = max(best_f1, _f1(precision, recall))
        if precision >= PRECISION_ASKED:
            recall_asked = max(recall_asked, recall)
    return {"auprc": round(area, 4), "best_f1": round(best_f1, 4), "recall_at_p90": round(recall_asked, 4)}


def best_threshold(pairs: Pairs) -> float:
    """The score from which on flagging gives the best F1; of equals the highest. Infinite where nothing is to be found."""
    steps = [(_f1(precision, recall), score) for score, precision, recall in _steps(pairs)]
    best, score = max(steps, default=(0.0, float("inf")))
    return score if best else float("inf")


def at_threshold(pairs: Pairs, threshold: float) -> dict[str, float]:
    """Precision, recall and F1 of what scores `threshold` or more."""
    flagged = [truth for score, truth in pairs if score >= threshold]
    precision = sum(flagged) / len(flagged) if flagged else 0.0
    recall = sum(flagged) / (sum(truth for _, truth in pairs) or 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(_f1(precision, recall), 4)}


def _steps(pairs: Pairs) -> Iterator[tuple[float, float, float]]:
    """Score, precision and recall down to each score that occurs, from the highest."""
    positives = sum(truth for _, truth in pairs) or 1
    by_score: dict[float, list[bool]] = defaultdict(list)
    for score, truth in pairs:
        by_score[score].append(truth)
    found = seen = 0
    for score in sorted(by_score, reverse=True):
        found, seen = found + sum(by_score[score]), seen + len(by_score[score])
        yield score, found / seen, found / positives


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
