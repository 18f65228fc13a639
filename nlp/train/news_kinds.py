"""Train the kind model: logistic regression on `kind_features`, tuned and calibrated by grouped cross-validation."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.kind_features import features, find_cues, width
from nlp.text import Reading
from warehouse.contracts import KINDS

STRENGTHS = (1.0, 3.0, 10.0, 30.0)
FOLDS = 5


@dataclass(frozen=True)
class Example:
    id: str
    title: str
    text: str
    kind: str
    group: str
    weight: float = 1.0


def matrix(examples: Sequence[Example]) -> csr_matrix:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, example in enumerate(examples):
        reading = Reading.of(example.title, example.text)
        vector = features(reading, find_cues(reading))
        rows.extend([row] * len(vector))
        columns.extend(vector)
        values.extend(vector.values())
    return csr_matrix((values, (rows, columns)), shape=(len(examples), width()), dtype=np.float32)


def out_of_fold(data: csr_matrix, examples: Sequence[Example], strength: float) -> NDArray[np.float64]:
    """Log-probabilities, shape (examples, kinds), each from a model that saw nothing of the example's group."""
    labels = np.array([KINDS.index(example.kind) for example in examples])
    groups = np.array([example.group for example in examples])
    weights = np.array([example.weight for example in examples])
    scores = np.full((len(examples), len(KINDS)), -30.0)
    for seen, unseen in GroupKFold(FOLDS).split(data, labels, groups):
        model = _fit(data[seen], labels[seen], weights[seen], strength)
        scores[np.ix_(unseen, model.classes_)] = model.predict_log_proba(data[unseen])
    return scores


def train(examples: Sequence[Example], out: Path) -> Mapping[str, float]:
    """Write `weights.npz`; returns out-of-fold figures of the strength chosen."""
    data = matrix(examples)
    labels = np.array([KINDS.index(example.kind) for example in examples])
    weights = np.array([example.weight for example in examples])
    tried = {strength: out_of_fold(data, examples, strength) for strength in STRENGTHS}
    counted = weights >= 1.0
    losses = {
        s: _loss(scores[counted], labels[counted], _temperature(scores[counted], labels[counted]))
        for s, scores in tried.items()
    }
    best = min(losses, key=lambda strength: losses[strength])
    temperature = _temperature(tried[best][counted], labels[counted])
    model = _fit(data, labels, weights, best)
    coefficients = np.zeros((width(), len(KINDS)), dtype=np.float16)
    coefficients[:, model.classes_] = model.coef_.T
    intercept = np.full(len(KINDS), -30.0, dtype=np.float32)
    intercept[model.classes_] = model.intercept_
    version = hashlib.sha256(coefficients.tobytes() + intercept.tobytes()).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / "weights.npz", weights=coefficients, intercept=intercept, temperature=temperature, version=version
    )
    accuracy = float(np.mean(tried[best][counted].argmax(axis=1) == labels[counted]))
    return {
        "examples": len(examples),
        "C": best,
        "temperature": temperature,
        "log_loss": losses[best],
        "accuracy": accuracy,
    }


def _fit(
    data: csr_matrix, labels: NDArray[np.int64], weights: NDArray[np.float64], strength: float
) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=400).fit(data, labels, sample_weight=weights)


def _temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The divisor of scores that gives the least log-loss (Guo et al. 2017)."""
    candidates = np.geomspace(0.4, 3.0, 40)
    return float(min(candidates, key=lambda t: _loss(scores, labels, float(t))))


def _loss(scores: NDArray[np.float64], labels: NDArray[np.int64], temperature: float) -> float:
    scaled = scores / temperature
    scaled = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
    return float(-np.mean(scaled[np.arange(len(labels)), labels]))
