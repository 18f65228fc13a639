"""The fits of the offer model: words by a multinomial regression, the two models above it by bounded ones."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from nlp.offer_model import BAIT, HONEST, LABELS, MOST_LOG_ODDS, OFFER, Vector, log_odds, log_odds_between
from nlp.offer_words import BUCKETS
from nlp.quantised import quantised
from nlp.train.offer_examples import Example

STRENGTH = 40.0
STEPS, TOLERANCE = 500, 1e-4
"""Until the fit has settled: stopped early, the same texts give another answer with each small change of weights."""
PENALTY = 1.0


def matrix(examples: Sequence[Example]) -> csr_matrix:
    ends = np.cumsum([0, *(len(example.buckets) for example in examples)])
    columns = np.concatenate([example.buckets for example in examples])
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(examples), BUCKETS))


def rarity(data: csr_matrix) -> Vector:
    """Inverse document frequency, smoothed; what stands in one text only is left out."""
    seen = np.asarray((data > 0).sum(0)).ravel()
    weights = np.log((1 + data.shape[0]) / (1 + seen)) + 1
    weights[seen < 2] = 0.0
    return np.asarray(weights, np.float64)


def scaled(data: csr_matrix, weights: Vector) -> csr_matrix:
    weighed = data.multiply(weights).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    length[length == 0] = 1.0
    return (diags(1 / length) @ weighed).tocsr()


def fit_words(data: csr_matrix, labels: NDArray[np.int64], weights: Vector) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS, tol=TOLERANCE)
    return model.fit(data, labels, sample_weight=weights)


def offer_row(example: Example, log_probabilities: Vector, names: Sequence[str]) -> dict[str, float]:
    found = {"wording": log_odds(log_probabilities, OFFER), "contact": example.contact, "pay": example.pay}
    found |= dict.fromkeys((*example.cues, *example.flags), 1.0)
    return {name: float(found.get(name, 0.0)) for name in names}


def bait_row(example: Example, log_probabilities: Vector, names: Sequence[str]) -> dict[str, float]:
    found = {"wording": log_odds_between(log_probabilities, BAIT, HONEST), "abroad": float(example.scope != "domestic")}
    found |= dict.fromkeys(example.flags, 1.0)
    return {name: float(found.get(name, 0.0)) for name in names}


def fit_bounded(
    rows: Sequence[dict[str, float]],
    truth: NDArray[np.bool_],
    weights: Vector,
    bounds: Mapping[str, tuple[float | None, float | None]],
) -> dict[str, float]:
    """Logistic regression whose coefficients keep their sign: by name, the constant under ``."""
    names = list(rows[0])
    data = np.array([[row[name] for name in names] for row in rows])
    sign = np.where(truth, 1.0, -1.0)

    def loss(theta: Vector) -> tuple[float, Vector]:
        margin = -sign * (data @ theta[:-1] + theta[-1])
        slope = weights * -sign / (1 + np.exp(-margin))
        value = float((weights * np.logaddexp(0, margin)).sum() + PENALTY * (theta[:-1] ** 2).sum())
        return value, np.append(data.T @ slope + 2 * PENALTY * theta[:-1], slope.sum())

    limits = [*(bounds.get(name, (0.0, None)) for name in names), (None, None)]
    found = minimize(
        loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500}
    )
    return dict(zip([*names, ""], map(float, found.x), strict=True))


def apply(row: Mapping[str, float], fitted: Mapping[str, float]) -> float:
    """Log-odds of a row, bounded as at run time."""
    total = fitted[""] + sum(fitted[name] * value for name, value in row.items())
    return max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, total))


def store(
    path: Path, words: LogisticRegression, weights: Vector, offer: dict[str, float], risk: dict[str, float]
) -> str:
    """Written in half precision, known buckets only; returns the version."""
    known = np.flatnonzero(weights)
    steps, most = quantised(words.coef_.T[known])
    parts: dict[str, Any] = {
        "size": np.array(len(weights)), "known": known.astype(np.uint32), "rarity": weights[known].astype(np.float16),
        "words": steps, "most": most, "constant": words.intercept_.astype(np.float32),
        "offer_names": np.array(list(offer)), "offer_values": np.array(list(offer.values())),
        "risk_names": np.array(list(risk)), "risk_values": np.array(list(risk.values())),
    }  # fmt: skip
    state = hashlib.sha256()
    for name, part in parts.items():
        state.update(name.encode() + part.tobytes())
    version = state.hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **parts, version=np.array(version))
    return version


def check_labels(classes: NDArray[np.int64]) -> None:
    """Raises ValueError when a kind has no example: the columns would not be those of LABELS."""
    if classes.tolist() != list(range(len(LABELS))):
        raise ValueError(f"the training texts lack one of {', '.join(LABELS)}")
