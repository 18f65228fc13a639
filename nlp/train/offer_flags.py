"""Fit the models of red flags: one regression each over a whole offer, and one over its clauses."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.content import store_packed, word_list
from nlp.offer_clauses import STEM, ClauseModel, stem
from nlp.offer_flags import FlagModel, features
from nlp.offer_model import OFFER
from nlp.registry import load_registry
from nlp.sparse_regressions import parts_of
from nlp.train.offer_examples import Example
from nlp.train.offer_marks import ABSENCES, TOLD_HONESTLY, Marked, marked

FLAG_STRENGTH = 1.0
FLAG_FROM = 0.3
FLAG_LEAST = 12
"""Readers' marks from which a flag is learned; rarer ones stay with their rules."""
DOUBTFUL_FEWEST, DOUBTFUL_UNDER = 5, 0.6
"""Hits of a rule that tell whether it is right, and the share below which it is not believed alone."""
ROUNDS = 2
"""Times that the clause that tells a flag is looked for in the texts that show it."""
LEAST_TEXTS = 3
BY_PAY = "pay_high"
"""What the sum alone tells, no clause."""
_RULE, _PART = "rule:", "part:"
SPOKEN_TEXTS, SPOKEN_AUTHORS, SPOKEN_SHARE, SPOKEN_LIFT = 5, 2, 0.65, 3.0
"""What a feature needs to be shown as evidence: flagged texts, authors, the share of its texts that are flagged, and how
many times the share of all texts that is.
"""
_SPEAKABLE = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]+)*")
"""Features of letters alone can be evidence: no signs, numbers or classes of countries."""


class Fitted(NamedTuple):
    """Regressions by flag, and the names of their columns."""

    names: list[str]
    models: list[LogisticRegression]
    columns: list[str]

    def entries(self) -> list[dict[str, Any]]:
        """By flag its constant and the weights that are not zero."""
        found = []
        for name, model in zip(self.names, self.models, strict=True):
            chosen = np.flatnonzero(model.coef_[0])
            weights = {self.columns[column]: round(float(model.coef_[0][column]), 3) for column in chosen}
            found.append({"id": name, "constant": round(float(model.intercept_[0]), 3), "weights": weights})
        return found


def flag_model_of(found: Sequence[Example]) -> FlagModel:
    taught = marked(found)
    clauses = ClauseModel(*parts_of(fit_clauses(taught).entries()))
    return FlagModel(*parts_of(fit_flags(taught).entries()), FLAG_FROM, frozenset(doubtful(found)), clauses=clauses)


def fit_flags(found: Sequence[Marked]) -> Fitted:
    """On offers and pieces of them. Vacancies and harmless offers show no strong flag; pieces do not tell what is absent."""
    strong = load_registry().strong - TOLD_HONESTLY
    read = np.array([one.marks is not None for one in found])
    piece = np.array([one.piece for one in found])
    names = _learned(found)
    vectorizer = CountVectorizer(analyzer=_flag_features, binary=True, min_df=LEAST_TEXTS)
    data = vectorizer.fit_transform(found).tocsr()

    def fit(name: str) -> LogisticRegression:
        told = ~piece if name in ABSENCES else np.ones(len(found), np.bool_)
        used = np.flatnonzero((read | (name in strong)) & told)
        truth = np.array([name in (found[number].marks or ()) for number in used.tolist()])
        return _regression(data[used], truth)

    return Fitted(names, _each(fit, names), vectorizer.get_feature_names_out().tolist())


def fit_clauses(found: Sequence[Marked]) -> Fitted:
    """A flag that a text shows is told in one of its clauses, which nobody marked: first the pieces alone teach it, then
    the clause of each text that the model before takes for it (multiple-instance learning, Andrews et al. 2002, mi-SVM).
    Flags of which there are few pieces have none.
    """
    registry, strong = load_registry().indicators, load_registry().strong - TOLD_HONESTLY
    learned = _learned([one for one in found if one.piece])
    names = [name for name in learned if name not in ABSENCES and registry[name].computed != BY_PAY]
    clauses = [(number, clause) for number, one in enumerate(found) for clause in one.windows()]
    vectorizer = CountVectorizer(analyzer=_clause_features, binary=True, min_df=LEAST_TEXTS)
    data = vectorizer.fit_transform([found[number].words[first:stop] for number, (first, stop) in clauses]).tocsr()
    owner = np.array([number for number, _ in clauses])
    piece = np.array([found[number].piece for number in owner.tolist()])
    known = np.array([found[number].marks is not None for number in owner.tolist()])

    def fit(name: str) -> LogisticRegression:
        shown = np.array([name in (one.marks or ()) for one in found])[owner]
        sure = np.flatnonzero((piece | ~shown) & (known | (name in strong)))
        candidates = np.flatnonzero(shown & ~piece)
        chosen = np.zeros(0, np.int64)
        for _ in range(ROUNDS + 1):
            used = np.concatenate([sure, chosen])
            model = _regression(data[used], shown[used])
            if not len(candidates):
                break
            chosen = _strongest(candidates, owner[candidates], model.decision_function(data[candidates]))
        return model

    return Fitted(names, _each(fit, names), vectorizer.get_feature_names_out().tolist())


def _strongest(rows: NDArray[np.int64], owner: NDArray[np.int64], odds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Of each owner the row of the greatest odds."""
    order = np.lexsort((-odds, owner))
    first = np.ones(len(order), np.bool_)
    first[1:] = owner[order][1:] != owner[order][:-1]
    return rows[order][first]


def _regression(data: csr_matrix, truth: NDArray[np.bool_]) -> LogisticRegression:
    model = LogisticRegression(l1_ratio=1.0, solver="liblinear", C=FLAG_STRENGTH, random_state=0, max_iter=300)
    return model.fit(data, truth)


def _each(fit: Callable[[str], LogisticRegression], names: Iterable[str]) -> list[LogisticRegression]:
    """Liblinear works outside the interpreter's lock."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(fit, names))


def _learned(found: Sequence[Marked]) -> list[str]:
    counted = Counter(mark for one in found for mark in one.marks or ())
    return [name for name in load_registry().indicators if name.startswith("RF") and counted[name] >= FLAG_LEAST]


def _flag_features(one: Marked) -> set[str]:
    rules = {f"{_RULE}{rule}" for rule in one.rules}
    return features(one.words) | rules | {f"{_PART}{part}" for part in one.parts}


def _clause_features(words: Sequence[Any]) -> set[str]:
    return features(words) | {f"{STEM}{stem(word.form)}" for word in words}


def doubtful(found: Sequence[Example]) -> set[str]:
    """Flags whose rule was wrong too often, by the readers."""
    read = [example for example in found if example.marks is not None and example.label in OFFER]
    hits = Counter(rule for example in read for rule in example.rules)
    right = Counter(rule for example in read for rule in example.rules & (example.marks or set()))
    return {r for r, count in hits.items() if count >= DOUBTFUL_FEWEST and right[r] < DOUBTFUL_UNDER * count}


def spoken(found: Sequence[Example]) -> dict[str, set[str]]:
    """By flag, the features that a person accepts as its evidence: most texts that have them show it, by several writers."""
    read = [example for example in found if example.marks is not None and example.label in OFFER]
    texts, flagged = Counter[str](), Counter[tuple[str, str]]()
    marks = Counter(flag for example in read for flag in example.marks or ())
    authors: dict[tuple[str, str], set[str]] = {}
    for example in read:
        for feature in filter(_SPEAKABLE.fullmatch, features(example.words)):
            texts[feature] += 1
            for flag in example.marks or ():
                flagged[flag, feature] += 1
                authors.setdefault((flag, feature), set()).add(example.author)
    chosen: dict[str, set[str]] = {}
    for (flag, feature), count in flagged.items():
        enough = count >= SPOKEN_TEXTS and len(authors[flag, feature]) >= SPOKEN_AUTHORS
        share, usual = count / texts[feature], marks[flag] / len(read)
        plain = set(feature.split()) <= word_list("offers", "unspoken")
        if enough and not plain and share >= max(SPOKEN_SHARE, SPOKEN_LIFT * usual):
            chosen.setdefault(flag, set()).add(feature)
    return chosen


def store_flags(path: Path, found: Sequence[Example]) -> None:
    taught, evidence = marked(found), spoken(found)
    whole = [entry | {"spoken": _shown(evidence, entry)} for entry in fit_flags(taught).entries()]
    clauses = fit_clauses(taught).entries()
    stored = {"from": FLAG_FROM, "doubtful": sorted(doubtful(found)), "flags": whole, "clauses": clauses}
    store_packed(path, stored)


def _shown(evidence: Mapping[str, set[str]], entry: Mapping[str, Any]) -> list[str]:
    return sorted(evidence.get(entry["id"], set()) & entry["weights"].keys())
