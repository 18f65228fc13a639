"""Train the offer models: words, red flags, and the two bounded models above them, by cross-validation over authors."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.content import word_list
from nlp.offer_flags import FlagModel, features
from nlp.offer_model import BAIT, LABELS, OFFER, Vector
from nlp.registry import load_registry
from nlp.train import offer_fit as fit
from nlp.train.offer_examples import Example, examples
from nlp.train.offer_marks import ABSENCES, Marked, marked
from nlp.train.offer_sites import store_sites

PARTS = 6
"""Of the authors, in cross-validation."""
FLAG_STRENGTH = 1.0
FLAG_FROM = 0.3
STRONG = 3
FLAG_LEAST = 12
"""Readers' marks from which a flag is learned; rarer ones stay with their rules."""
_RULE, _PART = "rule:", "part:"
SPOKEN_TEXTS, SPOKEN_AUTHORS, SPOKEN_SHARE, SPOKEN_LIFT = 5, 2, 0.65, 3.0
"""What a feature needs to be shown as evidence: flagged texts, authors, the share of its texts that are flagged, and how
many times the share of all texts that is.
"""
_SPEAKABLE = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]+)*")
"""Features of letters alone can be evidence: no signs, numbers or classes of countries."""
Probabilities = NDArray[np.float64]


class Folds(NamedTuple):
    """Of each example, what models said that had not seen its author."""

    log_probabilities: Vector
    flags: tuple[frozenset[str], ...]


def train(data: Path, folder: Path) -> Mapping[str, float]:
    found, sites = examples(data)
    store_sites(folder / "sites.json", sites)
    return train_on(found, folder)


def train_on(found: Sequence[Example], folder: Path) -> Mapping[str, float]:
    """Make the models from these examples and store them as `weights.npz` and `flags.json`; returns figures of the fit."""
    folds = cross_validated(found)
    seen = fit.matrix(found)
    rarity = fit.rarity(seen)
    labels, weights = _labels(found), _weights(found)
    words = fit.fit_words(fit.scaled(seen, rarity), labels, weights)
    fit.check_labels(words.classes_)
    offer, risk = fit_upper(found, folds)
    version = fit.store(folder / "weights.npz", words, rarity, offer, risk)
    fitted = fit_flags(marked(found))
    store_flags(folder / "flags.json", doubtful(found), spoken(found), fitted)
    return {"texts": len(found), "version": int(version[:6], 16), **_figures(found, folds, risk)}


def cross_validated(found: Sequence[Example]) -> Folds:
    """Each part of the authors, real texts among them, by models of the other parts."""
    authors = np.array([example.author for example in found])
    labels, weights = _labels(found), _weights(found)
    data = fit.matrix(found)
    scaled = fit.scaled(data, fit.rarity(data))
    said = np.zeros((len(found), len(LABELS)))
    flags: list[frozenset[str]] = [frozenset()] * len(found)
    names = sorted(set(authors))
    for first in range(min(PARTS, len(names))):
        apart = np.isin(authors, names[first::PARTS])
        held, rest = np.flatnonzero(apart), np.flatnonzero(~apart)
        said[held] = fit.fit_words(scaled[rest], labels[rest], weights[rest]).predict_log_proba(scaled[held])
        others = [found[number] for number in rest.tolist()]
        model = _flag_model(frozenset(doubtful(others)), *fit_flags(marked(others)))
        for number in held.tolist():
            flags[number] = flags_of(model, found[number])
    return Folds(said, tuple(flags))


def flags_of(model: FlagModel, example: Example) -> frozenset[str]:
    """The red flags of an example, as `nlp.offers` would have them."""
    scopes = load_registry().indicators
    learned = {
        flag.id
        for flag in model.read(example.words, example.rules, example.parts)
        if example.scope in scopes[flag.id].scopes
    }
    return frozenset(learned | model.standing(example.rules))


def fit_upper(found: Sequence[Example], folds: Folds) -> tuple[dict[str, float], dict[str, float]]:
    registry = load_registry()
    cues = sorted(registry.cues)
    flags = sorted(name for name in registry.indicators if name.startswith("RF"))
    labels, weights = _labels(found), _weights(found)
    rows = [
        fit.offer_row(e, p, ["wording", "contact", "pay", "flags", *cues])
        for e, p in zip(found, folds.log_probabilities, strict=True)
    ]
    against = {cue: (None, 0.0) for cue in cues if cue.startswith("AGAINST")}
    offer = fit.fit_bounded(rows, np.isin(labels, OFFER), weights, against)
    offered = [fit.apply(row, offer) for row in rows]
    marked = [e._replace(flags=tuple(registry.weighing(f, e.scope))) for e, f in zip(found, folds.flags, strict=True)]
    names = ["wording", "offer", "abroad", "contact", *flags]
    rows = [fit.risk_row(e, p, o, names) for e, p, o in zip(marked, folds.log_probabilities, offered, strict=True)]
    risk = fit.fit_bounded(rows, np.isin(labels, BAIT), weights, {"abroad": (None, None)})
    return offer, risk


def fit_flags(found: Sequence[Marked]) -> tuple[list[str], list[LogisticRegression], list[str]]:
    """Sparse regressions by flag, on offers and pieces of them, and the names of the features. Real vacancies show no
    strong flag; pieces do not tell what is absent.
    """
    registry = load_registry().indicators
    read = np.array([one.marks is not None for one in found])
    piece = np.array([one.piece for one in found])
    names = [n for n in registry if n.startswith("RF") and sum(n in (one.marks or ()) for one in found) >= FLAG_LEAST]
    vectorizer = CountVectorizer(analyzer=_flag_features, binary=True, min_df=3)
    data = vectorizer.fit_transform(found).tocsr()
    models = []
    for name in names:
        told = ~piece if name in ABSENCES else np.ones(len(found), np.bool_)
        used = np.flatnonzero((read | (registry[name].strength >= STRONG)) & told)
        truth = np.array([name in (found[number].marks or ()) for number in used.tolist()])
        model = LogisticRegression(l1_ratio=1.0, solver="liblinear", C=FLAG_STRENGTH, random_state=0, max_iter=300)
        models.append(model.fit(data[used], truth))
    return names, models, vectorizer.get_feature_names_out().tolist()


def _flag_features(one: Marked) -> set[str]:
    rules = {f"{_RULE}{rule}" for rule in one.rules}
    return features(one.words) | rules | {f"{_PART}{part}" for part in one.parts}


def _flag_model(
    unsure: frozenset[str], names: list[str], models: list[LogisticRegression], columns: list[str]
) -> FlagModel:
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, model in enumerate(models):
        for column in np.flatnonzero(model.coef_[0]):
            weights.setdefault(columns[column], []).append((number, float(model.coef_[0][column])))
    constants = tuple(float(model.intercept_[0]) for model in models)
    by_feature = {name: tuple(found) for name, found in weights.items()}
    return FlagModel(tuple(names), constants, by_feature, FLAG_FROM, unsure)


def doubtful(found: Sequence[Example]) -> set[str]:
    """Flags whose rule was right in less than half of its hits, by the readers."""
    read = [example for example in found if example.marks is not None and example.label in OFFER]
    hits = Counter(rule for example in read for rule in example.rules)
    right = Counter(rule for example in read for rule in example.rules & (example.marks or set()))
    return {rule for rule, count in hits.items() if count >= 5 and 2 * right[rule] < count}


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


def store_flags(
    path: Path,
    unsure: set[str],
    evidence: Mapping[str, set[str]],
    fitted: tuple[list[str], list[LogisticRegression], list[str]],
) -> None:
    names, models, columns = fitted
    entries = []
    for name, model in zip(names, models, strict=True):
        chosen = np.flatnonzero(model.coef_[0])
        weights = {columns[column]: round(float(model.coef_[0][column]), 3) for column in chosen}
        shown = sorted(evidence.get(name, set()) & weights.keys())
        entries.append(
            {"id": name, "constant": round(float(model.intercept_[0]), 3), "weights": weights, "spoken": shown}
        )
    stored = {"from": FLAG_FROM, "doubtful": sorted(unsure), "flags": entries}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=0) + "\n", "utf-8")


def _labels(found: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([example.label for example in found])


def _weights(found: Sequence[Example]) -> Vector:
    return np.array([example.weight for example in found])


def _figures(found: Sequence[Example], folds: Folds, risk: Mapping[str, float]) -> dict[str, float]:
    own = [number for number, example in enumerate(found) if example.weight == 1.0]
    right = [int(folds.log_probabilities[n].argmax()) == found[n].label for n in own]
    return {"kind_accuracy_by_author": round(sum(right) / len(right), 4), "wording": round(risk["wording"], 3)}
