"""Train the models of the fields of a case over the candidates that rules propose: a regression a field, and trees."""

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.cases import BY_TREES, CERTAIN, FIELDS, SEVERAL, proposed
from nlp.evaluate.gold import part
from nlp.field_model import BUCKETS, Value, bucket
from nlp.language import read
from nlp.news import main_kind
from nlp.text import Reading
from nlp.train import headcount
from nlp.train.examples import examples
from nlp.train.news_kinds import Example, out_of_fold, seen
from warehouse.contracts import KINDS

FOLDS = 5
STRENGTH = 0.5
WRONG = 0.08
"""Share of wrong values among those filled that no field may reach."""
MOST_WRONG, LEAST_F1 = 0.15, 0.1
"""Above the first a field is filled only where it is surest, as long as it is filled at all; else it is left empty."""
NEVER = 1.01
GIVEN_UP = 0.1
"""F1 that is given up, at most, for fewer wrong values."""
GRID = np.round(np.arange(0.1, 0.99, 0.02), 2)


@dataclass
class Rows:
    """Candidates of one field over all texts; `truth`: whether the value is the label's."""

    buckets: list[NDArray[np.int64]] = field(default_factory=list)
    truth: list[bool] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    value: list[Hashable] = field(default_factory=list)
    found: list[Value] = field(default_factory=list)


Wanted = Callable[[Mapping[str, Any]], frozenset[Hashable]]


def train(data: Path, own_texts: Path, out: Path) -> Mapping[str, Any]:
    """Kinds are given as the kind model gives them to texts that it has not seen. Returns out-of-fold figures."""
    found = [example for example in examples(data, own_texts) if example.weight >= 1.0]
    scores = out_of_fold(found, [seen(example) for example in found])
    labelled = {label["id"]: label for label in part("news", "train")}
    cases, kinds = [], []
    for example, row in zip(found, scores, strict=True):
        if example.kind.startswith("case_"):
            kind = main_kind(dict(zip(KINDS, np.exp(row).tolist(), strict=True)))
            cases.append(example)
            kinds.append(kind if kind.startswith("case_") else example.kind)
    return _train(cases, [labelled[example.id] for example in cases], kinds, out)


def _train(
    cases: Sequence[Example], labels: Sequence[Mapping[str, Any]], kinds: Sequence[str], out: Path
) -> Mapping[str, Any]:
    rows = _rows(cases, labels, kinds)
    groups = np.array([example.group for example in cases])
    models: dict[str, LogisticRegression] = {}
    least: dict[str, float] = {}
    figures: dict[str, Any] = {"cases": len(cases)}
    for name, row in rows.items():
        wanted = [FIELDS[name](label) for label in labels]
        if name in BY_TREES:
            figures[name] = _train_trees(out, row, groups, wanted, name)
            continue
        least[name], figures[name] = _threshold(row, _out_of_fold(row, groups), wanted, name)
        models[name] = _fit(_matrix(row), np.array(row.truth))
    _store(out, models, least)
    return figures


def _train_trees(
    out: Path, row: Rows, groups: NDArray[np.str_], wanted: Sequence[frozenset[Hashable]], name: str
) -> dict[str, float]:
    names = headcount.names_of(row.found)
    data, truth = headcount.matrix(row.found, names), np.array(row.truth)
    least, figures = _threshold(row, headcount.out_of_fold(data, truth, np.array(row.text), groups), wanted, name)
    headcount.store(out / "headcount.npz", headcount.fit(data, truth), names, least)
    return figures


def _rows(cases: Sequence[Example], labels: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, Rows]:
    rows = {name: Rows() for name in FIELDS}
    for number, (example, label, kind) in enumerate(zip(cases, labels, kinds, strict=True)):
        reading = Reading.of(example.title, example.text)
        published = example.published.date() if example.published else None
        for name, values in proposed(read(reading), reading, kind, published).items():
            wanted = FIELDS[name](label)
            for value, found in values.found.items():
                rows[name].buckets.append(np.unique([bucket(feature) for feature in found.seen]).astype(np.int64))
                rows[name].truth.append(value in wanted)
                rows[name].text.append(number)
                rows[name].value.append(value)
                rows[name].found.append(found)
    return rows


def _matrix(row: Rows) -> csr_matrix:
    ends = np.cumsum([0, *map(len, row.buckets)])
    columns = np.concatenate(row.buckets)
    return csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(row.buckets), BUCKETS))


def _fit(data: csr_matrix, truth: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200, random_state=0).fit(data, truth)


def _out_of_fold(row: Rows, groups: NDArray[np.str_]) -> NDArray[np.float64]:
    data, truth = _matrix(row), np.array(row.truth)
    found = np.zeros(len(truth))
    for known, unseen in GroupKFold(FOLDS).split(data, truth, groups[np.array(row.text)]):
        found[unseen] = _fit(data[known], truth[known]).predict_proba(data[unseen])[:, 1]
    return found


def _threshold(
    row: Rows, probabilities: NDArray[np.float64], wanted: Sequence[frozenset[Hashable]], name: str
) -> tuple[float, dict[str, float]]:
    """The threshold of the best F1 whose wrong fills stay under the bar; where none does, of the fewest wrong fills
    among those within a tenth of the best F1.
    """
    tried = []
    for least in [0.0] if name in CERTAIN else GRID.tolist():
        right, wrong, missed = _counts(row, probabilities, wanted, least, several=name in SEVERAL)
        f1 = 2 * right / max(1, 2 * right + wrong + missed)
        tried.append((least, f1, wrong / max(1, right + wrong)))
    best = max(f1 for _, f1, _ in tried)
    fitting = [item for item in tried if item[2] < WRONG and item[1] > best - GIVEN_UP]
    near = [item for item in tried if item[1] >= best - GIVEN_UP]
    chosen = max(fitting, key=lambda item: item[1]) if fitting else min(near, key=lambda item: item[2])
    if chosen[2] > MOST_WRONG and name not in CERTAIN:
        chosen = min((item for item in tried if item[1] > LEAST_F1), key=lambda item: item[2], default=chosen)
        chosen = chosen if chosen[2] <= MOST_WRONG else (NEVER, 0.0, 0.0)
    return chosen[0], {
        "least": chosen[0],
        "f1": round(chosen[1], 3),
        "wrong": round(chosen[2], 3),
        "best_f1": round(best, 3),
    }


def _counts(
    row: Rows, probabilities: NDArray[np.float64], wanted: Sequence[frozenset[Hashable]], least: float, *, several: bool
) -> tuple[int, int, int]:
    filled: dict[int, dict[Hashable, float]] = {}
    for text, value, probability in zip(row.text, row.value, probabilities.tolist(), strict=True):
        if probability >= least:
            filled.setdefault(text, {})[value] = probability
    right = wrong = missed = 0
    for text, truth in enumerate(wanted):
        found = filled.get(text, {})
        chosen = set(found) if several else {max(found, key=lambda value: found[value])} if found else set()
        if several:
            right, wrong, missed = (
                right + len(chosen & truth),
                wrong + len(chosen - truth),
                missed + len(truth - chosen),
            )
        else:
            hit = bool(chosen & truth)
            right, wrong = right + hit, wrong + (bool(chosen) and not hit)
            missed += bool(truth) and not hit
    return right, wrong, missed


def _store(out: Path, models: Mapping[str, LogisticRegression], least: Mapping[str, float]) -> None:
    parts: dict[str, Any] = {
        "names": np.array(list(models)),
        "constants": np.array([float(model.intercept_[0]) for model in models.values()]),
        "least": np.array([least[name] for name in models]),
    }
    for name, model in models.items():
        weights = model.coef_[0].astype(np.float16)
        known = np.flatnonzero(weights)
        parts[f"{name}_at"], parts[f"{name}_weights"] = known.astype(np.uint16), weights[known]
    state = hashlib.sha256()
    for name, array in parts.items():
        state.update(name.encode() + array.tobytes())
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", **parts, version=np.array(state.hexdigest()[:12]))
