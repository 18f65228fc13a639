"""Train the kind model: a multinomial regression on `kind_features`, measured by grouped cross-validation.

Each text is shown five times: whole, and its title, its text without title, title and first words, and its running text
alone, so that headlines, feeds and pages without a title are read as well.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.kind_features import BUCKETS, Block, View, blocks, find_cues, view, weighed, zone
from nlp.quantised import quantised
from nlp.running_text import running
from nlp.text import Reading
from warehouse.contracts import KINDS

STRENGTH, STEPS = 60.0, 800
EARLY, SETTLED = 1e-3, 0.7
"""The tolerance at which the fit is stopped a first time, after some 40 steps, and what the settled fit weighs beside that one:
settled it knows unseen real texts better, stopped early unseen writers; their mean knows both (docs in the model card).
"""
PART_WEIGHT = 0.3
"""Weight of a part of a text beside the whole."""
FIRST_WORDS = 30
FOLDS = 5
UNSEEN = -12.0
"""Score of a kind without an example."""
FORGOTTEN = 0.25
"""Share of the features, those that tell least, that is not stored: no figure changes by it."""
LEAST_TEXTS = 3
"""Texts that must hold a feature."""
TOPIC_STRENGTH = 100.0
TOPICAL = tuple(kind not in {"related_crime", "not_related"} for kind in KINDS)


@dataclass(frozen=True)
class Example:
    id: str
    title: str
    text: str
    kind: str
    group: str
    weight: float = 1.0
    published: datetime | None = None
    topic: bool = False


@dataclass(frozen=True)
class Seen:
    """The views of one text, the whole first."""

    views: tuple[list[Block], ...]


def seen(example: Example) -> Seen:
    reading = running(Reading.of(example.title, example.text))
    whole = view(reading)
    cues = [(cue.id, zone(reading, cue.start)) for cue in find_cues(reading)]
    parts = [blocks(whole, cues)]
    if whole.title and whole.lead:
        parts += [
            blocks(View(whole.title, [], [])),
            blocks(View([], whole.lead, whole.body)),
            blocks(View(whole.title, whole.lead[:FIRST_WORDS], [])),
            blocks(View([], [], [*whole.lead, *whole.body])),
        ]
    return Seen(tuple(parts))


def rarity(texts: Sequence[Seen]) -> NDArray[np.float32]:
    """Inverse document frequency of each bucket, smoothed; zero for the rarest."""
    met = np.zeros(BUCKETS)
    for text in texts:
        for block in text.views[0]:
            met[block.buckets] += 1
    weights = np.log((1 + len(texts)) / (1 + met)) + 1
    weights[met < LEAST_TEXTS] = 0.0
    return weights.astype(np.float32)


def matrix(views: Sequence[Sequence[Block]], weights: NDArray[np.float32]) -> csr_matrix:
    found = [weighed(part, weights) for part in views]
    ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
    columns = np.concatenate([columns for columns, _ in found])
    values = np.concatenate([values for _, values in found]).astype(np.float32)
    return csr_matrix((values, columns, ends), shape=(len(found), BUCKETS))


def fit(
    texts: Sequence[Seen], labels: NDArray[np.int64], weights: NDArray[np.float64], rare: NDArray[np.float32]
) -> LogisticRegression:
    whole = matrix([text.views[0] for text in texts], rare)
    parts = [(number, part) for number, text in enumerate(texts) for part in text.views[1:]]
    numbers = np.array([number for number, _ in parts], np.int64)
    data = vstack([whole, matrix([part for _, part in parts], rare)]) if parts else whole
    shares = np.concatenate([weights, weights[numbers] * PART_WEIGHT])
    told = np.concatenate([labels, labels[numbers]])
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS, tol=EARLY, warm_start=True)
    early = model.fit(data, told, sample_weight=shares).coef_.copy(), model.intercept_.copy()
    model.set_params(tol=1e-4).fit(data, told, sample_weight=shares)
    model.coef_ = SETTLED * model.coef_ + (1 - SETTLED) * early[0]
    model.intercept_ = SETTLED * model.intercept_ + (1 - SETTLED) * early[1]
    return model


def out_of_fold(examples: Sequence[Example], texts: Sequence[Seen]) -> NDArray[np.float64]:
    """Log-probabilities, shape (examples, kinds), each from a model that saw nothing of the example's group."""
    labels, groups, weights = _columns(examples)
    scores = np.full((len(examples), len(KINDS)), UNSEEN)
    rare = rarity(texts)
    for known, unseen in GroupKFold(FOLDS).split(np.zeros(len(examples)), labels, groups):
        model = fit([texts[number] for number in known], labels[known], weights[known], rare)
        data = matrix([texts[number].views[0] for number in unseen], rare)
        scores[np.ix_(unseen, model.classes_)] = model.predict_log_proba(data)
    return scores


def train(examples: Sequence[Example], out: Path) -> Mapping[str, float]:
    """Write `weights.npz`; returns out-of-fold figures over the labelled examples."""
    texts = [seen(example) for example in examples]
    labels, _, weights = _columns(examples)
    counted = weights >= 1.0
    scores = out_of_fold(examples, texts)[counted]
    rare = rarity(texts)
    model = fit(texts, labels, weights, rare)
    kinds = np.zeros((BUCKETS, len(KINDS)), np.float32)
    kinds[:, model.classes_] = model.coef_.T
    constants = np.full(len(KINDS), UNSEEN)
    constants[model.classes_] = model.intercept_
    topic, topic_constant = fit_topic(examples, texts, rare)
    told = np.maximum(np.abs(kinds).max(1), np.abs(topic)) * rare
    known = np.flatnonzero(told >= np.quantile(told[rare > 0], FORGOTTEN))
    steps, most = quantised(kinds[known])
    parts: dict[str, Any] = {
        "at": known.astype(np.uint32), "rarity": rare[known].astype(np.float16),
        "kinds": steps, "most": most, "constants": constants.astype(np.float32),
        "topic": topic[known].astype(np.float16), "topic_constant": np.float32(topic_constant),
    }  # fmt: skip
    version = hashlib.sha256(b"".join(part.tobytes() for part in parts.values())).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", **parts, version=np.str_(version))
    return {"examples": len(examples), "labelled": int(counted.sum()), **figures(scores, labels[counted])}


def fit_topic(
    examples: Sequence[Example], texts: Sequence[Seen], rare: NDArray[np.float32]
) -> tuple[NDArray[np.float64], float]:
    """Of what tells no case and is not off the field: whether it is about trafficking or migrant workers wronged or protected.
    False vacancies at home and the ordinary sending of workers are not.
    """
    asked = [
        number
        for number, one in enumerate(examples)
        if one.weight >= 1.0 and TOPICAL[KINDS.index(one.kind)] and not one.kind.startswith("case_")
    ]
    data = matrix([texts[number].views[0] for number in asked], rare)
    model = LogisticRegression(C=TOPIC_STRENGTH, max_iter=300).fit(data, [examples[number].topic for number in asked])
    return model.coef_[0], float(model.intercept_[0])


def figures(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[str, float]:
    cases = np.array([kind.startswith("case_") for kind in KINDS])
    odds = np.exp(scores)
    return {
        "log_loss": float(-np.mean(scores[np.arange(len(labels)), labels])),
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


def _f1(truth: NDArray[np.bool_], answer: NDArray[np.bool_]) -> float:
    return float(2 * (truth & answer).sum() / max(1, truth.sum() + answer.sum()))
