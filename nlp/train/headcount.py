"""Train the trees that choose the number of victims, and the regression over the words around a number that they ask."""

from collections.abc import Hashable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.field_model import BUCKETS, Value, buckets
from nlp.field_trees import most_of, told_figures

RUNS = 3
FOLDS = 5
STRENGTH = 0.3
"""Of the regression over words."""
Figures = NDArray[np.float32]


class Mentions(NamedTuple):
    """Every mention of every candidate: its words, the row of its candidate, its text, and whether it tells the right number."""

    words: csr_matrix
    row: NDArray[np.int64]
    text: NDArray[np.int64]
    truth: NDArray[np.bool_]


def mentions_of(found: Sequence[Value], truth: NDArray[np.bool_], text: NDArray[np.int64]) -> Mentions:
    row = np.repeat(np.arange(len(found)), [len(value.mentions) for value in found])
    columns = [buckets(seen) for value in found for seen in value.mentions]
    ends = np.cumsum([0, *map(len, columns)])
    data = np.ones(ends[-1], np.float32)
    words = csr_matrix((data, np.concatenate(columns), ends), shape=(len(columns), BUCKETS))
    return Mentions(words, row, text[row], truth[row])


def fit_words(mentions: Mentions, rows: NDArray[np.bool_]) -> LogisticRegression:
    """`rows`: which mentions are learned from."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    return model.fit(mentions.words[rows], mentions.truth[rows])


def told(mentions: Mentions, odds: NDArray[np.float64], text: NDArray[np.int64]) -> Figures:
    """`told_figures` of each text, one below the other; `odds`: of each mention; `text`: of each candidate."""
    of_row: list[list[float]] = [[] for _ in text]
    for row, share in zip(mentions.row.tolist(), odds.tolist(), strict=True):
        of_row[row].append(share)
    starts = np.flatnonzero(np.r_[True, text[1:] != text[:-1]])
    each = [of_row[start:end] for start, end in pairwise([*starts.tolist(), len(text)])]
    return np.vstack([told_figures(rows) for rows in each])


def unseen_odds(mentions: Mentions, known: NDArray[np.bool_], groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """Of each mention by a regression that has not seen its group: of those `known` out of fold, of the others by all of them."""
    odds = np.zeros(len(mentions.row))
    rows = np.flatnonzero(known)
    for learned, asked in GroupKFold(FOLDS).split(rows, groups=groups[mentions.text[rows]]):
        chosen = np.zeros(len(known), bool)
        chosen[rows[learned]] = True
        odds[rows[asked]] = fit_words(mentions, chosen).predict_proba(mentions.words[rows[asked]])[:, 1]
    if not known.all():
        odds[~known] = fit_words(mentions, known).predict_proba(mentions.words[~known])[:, 1]
    return odds


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
            learning_rate=0.06,
            max_leaf_nodes=16,
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
    data: Figures, mentions: Mentions, truth: NDArray[np.bool_], text: NDArray[np.int64], groups: NDArray[np.str_]
) -> NDArray[np.float64]:
    """`data`: figures without those of the words; `groups`: of each text."""
    found = np.zeros(len(truth))
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[text]):
        odds_of_words = unseen_odds(mentions, np.isin(mentions.row, known), groups)
        whole = np.hstack([data, told(mentions, odds_of_words, text)])
        found[unseen] = odds(fit(whole[known], truth[known]), whole[unseen], text[unseen])
    return found


def store(
    path: Path,
    models: Sequence[HistGradientBoostingClassifier],
    words: LogisticRegression,
    names: Sequence[str],
    least: float,
) -> None:
    weights = words.coef_[0].astype(np.float16)
    met = np.flatnonzero(weights)
    nodes = [tree[0].nodes for model in models for tree in model._predictors]  # noqa: SLF001 - scikit-learn shows them nowhere else
    roots = np.cumsum([0, *(len(tree) for tree in nodes)])[:-1]
    whole = np.concatenate(nodes)
    shift = np.repeat(roots, [len(tree) for tree in nodes])
    leaf, itself = whole["is_leaf"].astype(bool), np.arange(len(whole))
    parts: dict[str, Any] = {
        "names": np.array(names),
        "words_at": met.astype(np.uint16),
        "words": weights[met],
        "words_constant": np.array(float(words.intercept_[0])),
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
