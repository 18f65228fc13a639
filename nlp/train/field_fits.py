"""The regressions of the fields of a case: over single candidates, or as a choice among those of a text; and how what the
reader of stories says is weighed beside them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.field_model import COMPETING
from nlp.train.field_thresholds import Rows

FOLDS = 5
STRENGTH, CHOICE_STRENGTH = 0.5, 0.2
"""Of the regressions of single candidates, and of the choice among all of a text."""
BLEND_STRENGTH = 10.0
LEAST = 1e-9
Floats = NDArray[np.float64]
Linear = tuple[NDArray[np.float64], float]
"""The weights of the columns of `_matrix`, and the constant."""
Fit = Callable[[csr_matrix, NDArray[np.bool_], NDArray[np.int64]], Linear]


def fit_each(data: csr_matrix, truth: NDArray[np.bool_], _texts: NDArray[np.int64]) -> Linear:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0).fit(data, truth)
    return model.coef_[0], float(model.intercept_[0])


def fit_choice(data: csr_matrix, truth: NDArray[np.bool_], texts: NDArray[np.int64]) -> Linear:
    """A conditional logit: the candidates of one text compete, one of them is right (McFadden 1974)."""
    known = np.unique(data.indices)
    columns = data[:, known]
    starts, sizes = runs(texts)
    right = np.bincount(np.repeat(np.arange(len(starts)), sizes), weights=truth) > 0
    counted = np.repeat(right, sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        found = shares_of(columns @ weights, starts, sizes)
        slope = columns.T @ np.where(counted, found - truth, 0.0) + weights / CHOICE_STRENGTH
        return float(-np.log(found[truth] + 1e-12).sum() + weights @ weights / (2 * CHOICE_STRENGTH)), slope

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights = np.zeros(data.shape[1])
    weights[known] = found
    return weights, 0.0


def runs(texts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the candidates of each text begin, and how many they are."""
    starts = np.flatnonzero(np.r_[True, texts[1:] != texts[:-1]])
    return starts, np.diff(np.r_[starts, len(texts)])


def shares_of(scores: NDArray[np.float64], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(odds / np.repeat(np.add.reduceat(odds, starts), sizes))


def fit_of(name: str) -> Fit:
    return fit_choice if name in COMPETING else fit_each


def probabilities(name: str, scores: Floats, texts: NDArray[np.int64]) -> Floats:
    """Of candidates by their scores: of one text, or each by itself."""
    return shares_of(scores, *runs(texts)) if name in COMPETING else 1 / (1 + np.exp(-scores))


def out_of_fold(name: str, data: csr_matrix, row: Rows, groups: NDArray[Any]) -> Floats:
    """Probabilities by models that have not seen the group; `groups`: of each text."""
    truth, texts = np.array(row.truth), np.array(row.text)
    found = np.zeros(len(truth))
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[texts]):
        weights, constant = fit_of(name)(data[known], truth[known], texts[known])
        found[unseen] = probabilities(name, data[unseen] @ weights + constant, texts[unseen])
    return found


Blend = tuple[float, float, float]
"""The weights of a candidate's own score and of the reader's, and a constant."""


def blend(name: str, own: Floats, heard: Floats, row: Rows, groups: NDArray[Any]) -> tuple[Blend, Floats]:
    """What both count beside each other, and the probabilities by such weights that have not seen the group.

    `own`: probabilities, and `heard`: scores of the reader, each by models that have not seen the text.
    """
    truth, texts = np.array(row.truth), np.array(row.text)
    if name in COMPETING:
        sides = [np.log(own + LEAST), np.log(shares_of(heard, *runs(texts)) + LEAST)]
    else:
        sides = [np.log((own + LEAST) / (1 - own + LEAST)), heard]
    data, found = np.column_stack(sides), np.zeros(len(truth))
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[texts]):
        first, second, constant = _weigh(name, data[known], truth[known], texts[known])
        found[unseen] = probabilities(name, data[unseen] @ [first, second] + constant, texts[unseen])
    return _weigh(name, data, truth, texts), found


def _weigh(name: str, data: Floats, truth: NDArray[np.bool_], texts: NDArray[np.int64]) -> Blend:
    if name in COMPETING:
        weights, constant = fit_choice(csr_matrix(data), truth, texts)
    else:
        model = LogisticRegression(C=BLEND_STRENGTH).fit(data, truth)
        weights, constant = model.coef_[0], float(model.intercept_[0])
    return float(weights[0]), float(weights[1]), constant
