"""Train the model of who is accused from the numbers of suspects that readers found.

Nobody marked who is accused. Each of a crowd is accused by himself with the probability of a logistic regression; the
likelihood is that of the sums (a Poisson binomial). What readers marked as somebody else (victim, relative, witness, official)
is not accused.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from nlp.accused import MOST, columns
from nlp.accused_people import Somebody
from nlp.cases import context_of, crowd_of
from nlp.field_model import BUCKETS
from nlp.language import read
from nlp.text import Reading
from nlp.train.news_kinds import Example

FOLDS = 5
STRENGTH, DOUBT, BEFORE = 0.2, 0.1, -1.5
"""Of the regression; the share of a text's likelihood that is left to errors; the score of which nothing is known."""
MARKED = {"victim": -0.3, "minor": -0.3, "relative": -0.3, "witness": -0.3, "official": -0.3, "suspect": 0.3}
"""How much a reader's mark counts beside a text's number: against being accused, or for it."""
Odds = NDArray[np.float64]
Crowds = Sequence[Sequence[Somebody]]


class Told:
    """The crowds of several texts in one row; `numbers`, `marks`: of each somebody; `at`: texts x places in the row."""

    def __init__(self, crowds: Crowds, counts: Sequence[int | None], marks: Sequence[Sequence[float]]) -> None:
        """`counts`: the suspects of each text; None counts as none."""
        everybody = [one for crowd in crowds for one in crowd]
        rows = [columns(one.seen) for one in everybody]
        ends = np.cumsum([0, *(len(at) for at, _ in rows)])
        at, shares = ([np.concatenate([row[part] for row in rows])] for part in (0, 1))
        self.data = csr_matrix((shares[0], at[0], ends), shape=(len(rows), BUCKETS))
        self.marks = np.array([mark for found in marks for mark in found])
        firsts = np.cumsum([0, *map(len, crowds)])
        self.at = np.full((len(crowds), max(map(len, crowds))), -1)
        for text, crowd in enumerate(crowds):
            self.at[text, : len(crowd)] = np.arange(firsts[text], firsts[text + 1])
        numbers = np.array([one.number for one in everybody])
        self.numbers = np.where(self.at >= 0, numbers[self.at], 0)
        wanted = np.array([count or 0 for count in counts])
        self.known, self.wanted = wanted <= MOST, np.minimum(wanted, MOST)


def marks_of(crowd: Sequence[Somebody], label: Mapping[str, Any], body: int) -> list[float]:
    """Of each somebody what readers' marks say; 0 where there is none. `body`: where the text begins in the joined text."""
    places = [
        (start + (0 if part == "title" else body), end + (0 if part == "title" else body), MARKED[role])
        for part, start, end, role, *_ in label.get("people", ())
        if role in MARKED
    ]
    return [
        0.0
        if one.counted
        else next((mark for start, end, mark in places if any(a < end and start < b for a, b in one.spans)), 0.0)
        for one in crowd
    ]


def fit(told: Told) -> tuple[NDArray[np.float64], float]:
    """Weights by bucket, and the constant."""
    known = np.unique(told.data.indices)
    data = told.data[:, known].tocsr()
    turned = data.T.tocsr()
    there = told.at >= 0

    def loss(found: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, constant = found[:-1], found[-1]
        odds = _odds(data @ weights + constant + BEFORE)
        shares, chance = _shares(told, odds)
        slope = np.zeros(len(odds))
        slope[told.at[there]] = (shares * (told.known / (chance + DOUBT))[:, None])[there]
        slope += np.where(told.marks > 0, told.marks * (1 - odds), told.marks * odds)
        marked = np.where(told.marks > 0, np.log(odds + 1e-9), np.log(1 - odds + 1e-9)) @ np.abs(told.marks)
        likely = float((told.known * np.log(chance + DOUBT)).sum() + marked)
        return float(weights @ weights) / (2 * STRENGTH) - likely, -np.r_[
            turned @ slope - weights / STRENGTH, slope.sum()
        ]

    found = minimize(loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
    weights = np.zeros(BUCKETS)
    weights[known] = found[:-1]
    return weights, float(found[-1] + BEFORE)


def _odds(scores: Odds) -> Odds:
    odds: Odds = 1 / (1 + np.exp(-np.clip(scores, -20, 20)))
    return odds


def _shares(told: Told, odds: Odds) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How the likelihood of each text changes with the score of each (texts x places), and the likelihood of each text: of
    those before and after one, the sums that leave the wanted number with him, and without him.
    """
    each = np.where(told.at >= 0, odds[told.at], 0.0)
    texts, places = each.shape
    nothing = np.zeros((texts, MOST + 1))
    nothing[:, 0] = 1.0
    before = [nothing]
    for place in range(places):
        before.append(_with(before[-1], each[:, place], told.numbers[:, place]))
    chance = before[-1][np.arange(texts), told.wanted]
    after, slope = nothing, np.zeros((texts, places))
    for place in range(places - 1, -1, -1):
        rest = (told.wanted - told.numbers[:, place])[:, None] - np.arange(MOST + 1)
        behind = np.where(rest >= 0, np.take_along_axis(after, np.clip(rest, 0, MOST), 1), 0.0)
        share = each[:, place]
        slope[:, place] = share * (before[place] * behind).sum(axis=1) - share * chance
        after = _with(after, share, told.numbers[:, place])
    return slope, chance


def _with(sums: NDArray[np.float64], share: Odds, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sums with one more somebody in each text."""
    rest = np.arange(MOST + 1) - numbers[:, None]
    moved = np.where(rest >= 0, np.take_along_axis(sums, np.clip(rest, 0, MOST), 1), 0.0)
    found: NDArray[np.float64] = sums * (1 - share[:, None]) + moved * share[:, None]
    return found


def out_of_fold(
    crowds: Crowds, counts: Sequence[int | None], marks: Sequence[Sequence[float]], groups: NDArray[np.str_]
) -> list[Odds]:
    """The odds of each crowd by a model that has not seen its group."""
    found: list[Odds] = [np.zeros(0)] * len(crowds)
    for known, unseen in GroupKFold(FOLDS).split(groups, groups=groups):
        told = Told([crowds[at] for at in known], [counts[at] for at in known], [marks[at] for at in known])
        weights, constant = fit(told)
        for at in unseen:
            rows = [columns(one.seen) for one in crowds[at]]
            found[at] = _odds(np.array([shares @ weights[where] + constant for where, shares in rows]))
    return found


def store(path: Path, model: tuple[NDArray[np.float64], float]) -> None:
    weights = model[0].astype(np.float16)
    known = np.flatnonzero(weights)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, at=known.astype(np.uint16), weights=weights[known], constant=np.array(model[1]))


def train(
    cases: Sequence[Example],
    labels: Sequence[Mapping[str, Any]],
    kinds: Sequence[str],
    taught: Sequence[bool],
    path: Path,
) -> list[Odds]:
    """Stores the model; returns the odds of the crowd of each text by a model that has not seen its group. `taught`: texts
    whose number of suspects readers marked; of the others the odds are 0.
    """
    crowds: list[list[Somebody]] = []
    marks = []
    for example, label, kind in zip(cases, labels, kinds, strict=True):
        reading = Reading.of(example.title, example.text)
        doc = read(reading)
        crowds.append(crowd_of(context_of(doc, reading, kind), doc, reading))
        marks.append(marks_of(crowds[-1], label, reading.body_start))
    at = [number for number, told in enumerate(taught) if told]
    parts = [crowds[i] for i in at], [labels[i].get("suspects_n") for i in at], [marks[i] for i in at]
    store(path, fit(Told(*parts)))
    found: list[Odds] = [np.zeros(len(crowd)) for crowd in crowds]
    for i, odds in zip(at, out_of_fold(*parts, np.array([cases[i].group for i in at])), strict=True):
        found[i] = odds
    return found
