"""Train the trees that choose the number of victims."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from nlp.field_model import Value
from nlp.field_trees import most_of

RUNS = 2
FOLDS = 5
Figures = NDArray[np.float32]


def names_of(found: Sequence[Value]) -> list[str]:
    return sorted({name for value in found for name in value.figures})


def matrix(found: Sequence[Value], names: Sequence[str]) -> Figures:
    """Shape (candidates, figures)."""
    rows = [[value.figures.get(name, 0.0) for name in names] for value in found]
    return np.array(rows, np.float32)


def fit(data: Figures, truth: NDArray[np.bool_]) -> list[HistGradientBoostingClassifier]:
    """Runs that differ in their draw of figures."""
    return [
        HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.08,
            max_leaf_nodes=8,
            min_samples_leaf=15,
            l2_regularization=5.0,
            max_features=0.3,
            early_stopping=False,
            random_state=run,
        ).fit(data, truth)
        for run in range(RUNS)
    ]


def odds(
    models: Sequence[HistGradientBoostingClassifier], data: Figures, text: NDArray[np.int64]
) -> NDArray[np.float64]:
    """As `Trees.best` scales them: `text` is the text of each row."""
    found: NDArray[np.float64] = np.mean([model.predict_proba(data)[:, 1] for model in models], axis=0)
    sums = np.bincount(text, found)
    return found / np.maximum(1.0, sums[text])


def agreed(odds: NDArray[np.float64], text: Sequence[int], values: Sequence[Hashable]) -> NDArray[np.float64]:
    """As `Trees.best` compares them: the likeliest of the candidates that agree has the odds of all of them, the others none."""
    found = np.zeros(len(odds))
    rows: dict[tuple[int, Hashable], list[int]] = {}
    for row, (at, value) in enumerate(zip(text, values, strict=True)):
        rows.setdefault((at, most_of(value)), []).append(row)
    for same in rows.values():
        found[max(same, key=lambda row: odds[row])] = odds[same].sum()
    return found


def out_of_fold(
    data: Figures, truth: NDArray[np.bool_], text: NDArray[np.int64], groups: NDArray[np.str_]
) -> NDArray[np.float64]:
    """`groups`: of each text."""
    found = np.zeros(len(truth))
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[text]):
        found[unseen] = odds(fit(data[known], truth[known]), data[unseen], text[unseen])
    return found


def store(path: Path, models: Sequence[HistGradientBoostingClassifier], names: Sequence[str], least: float) -> None:
    nodes = [tree[0].nodes for model in models for tree in model._predictors]  # noqa: SLF001 - scikit-learn shows them nowhere else
    roots = np.cumsum([0, *(len(tree) for tree in nodes)])[:-1]
    whole = np.concatenate(nodes)
    shift = np.repeat(roots, [len(tree) for tree in nodes])
    leaf, itself = whole["is_leaf"].astype(bool), np.arange(len(whole))
    parts: dict[str, Any] = {
        "names": np.array(names),
        "roots": roots.astype(np.int32),
        "figure": np.where(leaf, 0, whole["feature_idx"]).astype(np.int16),
        "limit": whole["num_threshold"].astype(np.float32),
        "left": np.where(leaf, itself, whole["left"] + shift).astype(np.int32),
        "right": np.where(leaf, itself, whole["right"] + shift).astype(np.int32),
        "value": np.where(leaf, whole["value"], 0.0).astype(np.float32),
        "depth": np.array(int(whole["depth"].max())),
        "constant": np.array(float(models[0]._baseline_prediction[0, 0])),  # noqa: SLF001
        "runs": np.array(len(models)),
        "least": np.array(least),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **parts)
