"""Train the models of the fields of a case over the candidates that rules propose: a regression a field, and trees."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.cases import BY_TREES, CERTAIN, FIELDS, proposed
from nlp.evaluate.gold import part
from nlp.field_model import BUCKETS, COMPETING, bucket, word_buckets
from nlp.field_trees import FILES
from nlp.language import read
from nlp.news import main_kind
from nlp.text import Reading
from nlp.train import headcount
from nlp.train.examples import examples
from nlp.train.field_thresholds import Rows, threshold
from nlp.train.news_kinds import Example, out_of_fold, seen
from nlp.train.people import OWN_ID
from warehouse.contracts import KINDS

FOLDS = 5
STRENGTH, CHOICE_STRENGTH = 0.5, 0.2
"""Of the regressions of single candidates, and of the choice among all of a text."""
LEAST_TEXTS = 3
"""Texts that must hold a word."""


Wanted = Callable[[Mapping[str, Any]], frozenset[Hashable]]


def train(data: Path, own_texts: Path, out: Path) -> Mapping[str, Any]:
    """Kinds are given as the kind model gives them to texts that it has not seen. Returns out-of-fold figures."""
    found = [example for example in examples(data, own_texts) if example.weight >= 1.0]
    scores = out_of_fold(found, [seen(example) for example in found])
    labelled = {label["id"]: label for label in part("news", "train")}
    cases, kinds = [], []
    for example, row in zip(found, scores, strict=True):
        if example.id not in labelled:
            continue
        if example.kind.startswith("case_"):
            kind = main_kind(dict(zip(KINDS, np.exp(row).tolist(), strict=True)))
            cases.append(example)
            kinds.append(kind if kind.startswith("case_") else example.kind)
        elif labelled[example.id].get("tppo_status"):
            others = labelled[example.id].get("secondary") or ()
            cases.append(example)
            kinds.append(next((other for other in others if other.startswith("case_")), example.kind))
    apart = [replace(example, group=_apart(example)) for example in cases]
    return _train(apart, [labelled[example.id] for example in cases], kinds, out)


def _apart(example: Example) -> str:
    """What is held out together: of ours a writer, of real texts an event. By events alone unseen writers were judged too well."""
    return example.id[0] if len(example.id) == OWN_ID else example.group


def _train(
    cases: Sequence[Example], labels: Sequence[Mapping[str, Any]], kinds: Sequence[str], out: Path
) -> Mapping[str, Any]:
    groups = np.array([example.group for example in cases])
    rows = _rows(cases, labels, kinds)
    models: dict[str, Linear] = {}
    least: dict[str, float] = {}
    figures: dict[str, Any] = {"cases": sum(label["kind"].startswith("case_") for label in labels)}
    for name, row in rows.items():
        wanted = [FIELDS[name](label) if _counts_for(name, label) else frozenset() for label in labels]
        if name in BY_TREES:
            figures[name] = _train_trees(out, row, groups, wanted, name)
            continue
        fit = _fit_choice if name in COMPETING else _fit
        least[name], figures[name] = threshold(row, _out_of_fold(row, groups, name), wanted, name)
        models[name] = fit(_matrix(row), np.array(row.truth), np.array(row.text))
    _store(out, models, {name: rows[name].values() for name in models}, least)
    return figures


def _train_trees(
    out: Path, row: Rows, groups: NDArray[np.str_], wanted: Sequence[frozenset[Hashable]], name: str
) -> dict[str, float]:
    names = headcount.names_of(row.found)
    data, truth, text = headcount.matrix(row.found, names), np.array(row.truth), np.array(row.text)
    mentions = headcount.mentions_of(row.found, truth, text)
    odds = headcount.out_of_fold(data, mentions, truth, text, groups)
    agreed = headcount.agreed(odds, row.text, row.value)
    least, figures = threshold(row, agreed, wanted, name)
    every = np.ones(len(mentions.row), bool)
    words = headcount.unseen_odds(mentions, every, groups)
    models = headcount.fit(np.hstack([data, headcount.told(mentions, words, text)]), truth)
    headcount.store(out / FILES[name], models, headcount.fit_words(mentions, every), names, least)
    return figures


def _rows(cases: Sequence[Example], labels: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, Rows]:
    rows = {name: Rows() for name in FIELDS}
    for number, (example, label, kind) in enumerate(zip(cases, labels, kinds, strict=True)):
        reading = Reading.of(example.title, example.text)
        published = example.published.date() if example.published else None
        for name, values in proposed(read(reading), reading, kind, published).items():
            if not _counts_for(name, label):
                continue
            wanted = FIELDS[name](label)
            if values.words:
                rows[name].words[number] = word_buckets(values.words)
            rows[name].lists[number] = values.lists
            for value, found in values.found.items():
                rows[name].buckets.append(np.unique([bucket(feature) for feature in found.seen]).astype(np.int64))
                rows[name].truth.append(not wanted & values.found.keys() if value is None else value in wanted)
                rows[name].text.append(number)
                rows[name].value.append(value)
                rows[name].found.append(found)
    for row in rows.values():
        _drop_rare(row)
    return rows


def _counts_for(name: str, label: Mapping[str, Any]) -> bool:
    """A case that is only background teaches what is said of people; of its other fields readers marked little."""
    return name in CERTAIN or str(label["kind"]).startswith("case_")


def _drop_rare(row: Rows) -> None:
    met = np.bincount(
        np.concatenate([words for words, _ in row.words.values()] or [np.zeros(0, np.int64)]), minlength=1
    )
    row.words = {text: (words[met[words] >= LEAST_TEXTS], scale) for text, (words, scale) in row.words.items()}


def _matrix(row: Rows) -> csr_matrix:
    """Rows: candidates; columns: what stands around them, then the words of the text, once for each value."""
    at = {value: number for number, value in enumerate(row.values(), 1)}
    nothing = np.zeros(0, np.int64), 0.0
    columns, shares = [], []
    for around, text, value in zip(row.buckets, row.text, row.value, strict=True):
        words, scale = row.words.get(text, nothing)
        columns.append(np.concatenate([around, words + at.get(str(value), 0) * BUCKETS]))
        shares.append(np.concatenate([np.ones(len(around)), np.full(len(words), scale)]).astype(np.float32))
    ends = np.cumsum([0, *map(len, columns)])
    shape = len(columns), BUCKETS * (1 + len(at))
    return csr_matrix((np.concatenate(shares), np.concatenate(columns), ends), shape=shape)


Linear = tuple[NDArray[np.float64], float]
"""The weights of the columns of `_matrix`, and the constant."""
Fit = Callable[[csr_matrix, NDArray[np.bool_], NDArray[np.int64]], Linear]


def _fit(data: csr_matrix, truth: NDArray[np.bool_], _texts: NDArray[np.int64]) -> Linear:
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0).fit(data, truth)
    return model.coef_[0], float(model.intercept_[0])


def _fit_choice(data: csr_matrix, truth: NDArray[np.bool_], texts: NDArray[np.int64]) -> Linear:
    """A conditional logit: the candidates of one text compete, one of them is right (McFadden 1974)."""
    known = np.unique(data.indices)
    columns = data[:, known]
    starts, sizes = _runs(texts)
    right = np.bincount(np.repeat(np.arange(len(starts)), sizes), weights=truth) > 0
    counted = np.repeat(right, sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        shares = _shares(columns @ weights, starts, sizes)
        slope = columns.T @ np.where(counted, shares - truth, 0.0) + weights / CHOICE_STRENGTH
        return float(-np.log(shares[truth] + 1e-12).sum() + weights @ weights / (2 * CHOICE_STRENGTH)), slope

    found = minimize(loss, np.zeros(len(known)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights = np.zeros(data.shape[1])
    weights[known] = found
    return weights, 0.0


def _runs(texts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the candidates of each text begin, and how many they are."""
    starts = np.flatnonzero(np.r_[True, texts[1:] != texts[:-1]])
    return starts, np.diff(np.r_[starts, len(texts)])


def _shares(scores: NDArray[np.float64], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(odds / np.repeat(np.add.reduceat(odds, starts), sizes))


def _out_of_fold(row: Rows, groups: NDArray[np.str_], name: str) -> NDArray[np.float64]:
    data, truth, texts = _matrix(row), np.array(row.truth), np.array(row.text)
    found = np.zeros(len(truth))
    fit: Fit = _fit_choice if name in COMPETING else _fit
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[texts]):
        weights, constant = fit(data[known], truth[known], texts[known])
        scores = data[unseen] @ weights + constant
        found[unseen] = _shares(scores, *_runs(texts[unseen])) if name in COMPETING else 1 / (1 + np.exp(-scores))
    return found


def _store(
    out: Path,
    models: Mapping[str, Linear],
    values: Mapping[str, Sequence[str]],
    least: Mapping[str, float],
) -> None:
    parts: dict[str, Any] = {
        "names": np.array(list(models)),
        "constants": np.array([constant for _, constant in models.values()]),
        "least": np.array([least[name] for name in models]),
    }
    for name, (exact, _) in models.items():
        weights = exact[:BUCKETS].astype(np.float16)
        known = np.flatnonzero(weights)
        parts[f"{name}_at"], parts[f"{name}_weights"] = known.astype(np.uint16), weights[known]
        if values[name]:
            words = exact[BUCKETS:].reshape(len(values[name]), BUCKETS).astype(np.float16)
            met = np.flatnonzero(words.any(axis=0))
            parts[f"{name}_values"] = np.array(values[name])
            parts[f"{name}_words"], parts[f"{name}_of_words"] = met.astype(np.uint16), words[:, met]
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", **parts)
