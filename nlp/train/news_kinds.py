"""Train the kind model: logistic regressions on `kind_features`, tuned by grouped cross-validation."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.kind_features import features, find_cues, width
from nlp.text import Reading
from warehouse.contracts import KINDS

STRENGTHS = (10.0, 30.0)
FOLDS = 5
UNSEEN = -12.0
"""Score of a kind without an example."""
TOPICAL = tuple(kind not in {"related_crime", "not_related"} for kind in KINDS)


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


@dataclass(frozen=True)
class Weights:
    """Three regressions: on topic or not; the kinds on topic; the kinds off it. Columns of kinds in the order of KINDS."""

    topic: NDArray[np.float32]
    topic_intercept: float
    kinds: NDArray[np.float32]
    kinds_intercept: NDArray[np.float32]

    def log_probabilities(self, data: csr_matrix) -> NDArray[np.float64]:
        on = np.asarray(data @ self.topic).ravel() + self.topic_intercept
        scores = np.asarray(data @ self.kinds, dtype=np.float64) + self.kinds_intercept
        topical = np.array(TOPICAL)
        for part, odds in ((topical, on), (~topical, -on)):
            inside = scores[:, part] - logsumexp(scores[:, part], axis=1, keepdims=True)
            scores[:, part] = inside - np.logaddexp(0, -odds)[:, None]
        return scores


def fit(data: csr_matrix, labels: NDArray[np.int64], weights: NDArray[np.float64], strength: float) -> Weights:
    on_topic = np.array(TOPICAL)[labels]
    topic = _regression(strength).fit(data, on_topic, sample_weight=weights)
    kinds = np.zeros((data.shape[1], len(KINDS)), dtype=np.float32)
    intercept = np.full(len(KINDS), UNSEEN, dtype=np.float32)
    for rows in (np.flatnonzero(on_topic), np.flatnonzero(~on_topic)):
        model = _regression(strength).fit(data[rows], labels[rows], sample_weight=weights[rows])
        binary = len(model.classes_) == 2
        classes = model.classes_[1:] if binary else model.classes_
        kinds[:, classes] = model.coef_.T
        intercept[model.classes_] = 0.0
        intercept[classes] = model.intercept_
    return Weights(topic.coef_[0].astype(np.float32), float(topic.intercept_[0]), kinds, intercept)


def out_of_fold(data: csr_matrix, examples: Sequence[Example], strength: float) -> NDArray[np.float64]:
    """Log-probabilities, shape (examples, kinds), each from a model that saw nothing of the example's group."""
    labels, groups, weights = _columns(examples)
    scores = np.zeros((len(examples), len(KINDS)))
    for seen, unseen in GroupKFold(FOLDS).split(data, labels, groups):
        scores[unseen] = fit(data[seen], labels[seen], weights[seen], strength).log_probabilities(data[unseen])
    return scores


def train(examples: Sequence[Example], out: Path) -> Mapping[str, float]:
    """Write `weights.npz`; returns out-of-fold figures of the strength chosen, over the labelled examples."""
    data = matrix(examples)
    labels, _, weights = _columns(examples)
    counted = weights >= 1.0
    tried = {strength: out_of_fold(data, examples, strength)[counted] for strength in STRENGTHS}
    best = min(tried, key=lambda strength: _loss(tried[strength], labels[counted]))
    model = fit(data, labels, weights, best)
    topic, kinds = model.topic.astype(np.float16), model.kinds.astype(np.float16)
    version = hashlib.sha256(topic.tobytes() + kinds.tobytes() + model.kinds_intercept.tobytes()).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / "weights.npz",
        topic=topic,
        topic_intercept=np.float32(model.topic_intercept),
        kinds=kinds,
        kinds_intercept=model.kinds_intercept,
        version=np.str_(version),
    )
    return {
        "examples": len(examples),
        "labelled": int(counted.sum()),
        "C": best,
        **figures(tried[best], labels[counted]),
    }


def figures(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[str, float]:
    cases = np.array([kind.startswith("case_") for kind in KINDS])
    odds = np.exp(scores)
    return {
        "log_loss": _loss(scores, labels),
        "kind_accuracy": float(np.mean(scores.argmax(axis=1) == labels)),
        "case_f1": _f1(cases[labels], odds[:, cases].sum(axis=1) >= 0.5),
        "topic_f1": _f1(np.array(TOPICAL)[labels], odds[:, TOPICAL].sum(axis=1) >= 0.5),
    }


def _columns(examples: Sequence[Example]) -> tuple[NDArray[np.int64], NDArray[np.str_], NDArray[np.float64]]:
    return (
        np.array([KINDS.index(example.kind) for example in examples]),
        np.array([example.group for example in examples]),
        np.array([example.weight for example in examples]),
    )


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=150, tol=1e-3)


def _loss(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    return float(-np.mean(scores[np.arange(len(labels)), labels]))


def _f1(truth: NDArray[np.bool_], answer: NDArray[np.bool_]) -> float:
    return float(2 * (truth & answer).sum() / max(1, truth.sum() + answer.sum()))
