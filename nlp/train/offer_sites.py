"""Train the model of places of work on offers whose place a reader told, and on vacancies of job boards, which are at home."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.content import store_packed
from nlp.match import find
from nlp.money import find_money
from nlp.offer_parts import CONCEALED
from nlp.offer_words import Word, words_of
from nlp.registry import load_registry
from nlp.site_features import Site, site_of
from nlp.site_model import SCOPES, Scores, SiteModel, abroad, alike, features, structure
from nlp.text import Reading
from warehouse.contracts import Scope

FEWEST_NAMES, FEWEST_WORDS = 4, 5
"""Texts that a feature of names or of words needs."""
WORDS_STRENGTH, NAMES_STRENGTH, SCOPE_STRENGTH = 0.3, 0.6, 3.0
FOLDS = 4
STEPS = 2000
Vector = NDArray[np.float64]


class SiteExample(NamedTuple):
    author: str
    weight: float
    site: Site
    words: list[Word]
    scope: Scope
    destination: frozenset[str]


def site_example(
    text: str, scope: Scope, destination: Collection[str], author: str, weight: float = 1.0
) -> SiteExample:
    registry, reading = load_registry(), Reading.of("", text)
    found = find(registry, reading.normalised)
    site = site_of(reading, find_money(reading.joined), concealed=any(hit.id in CONCEALED for hit in found))
    return SiteExample(author, weight, site, words_of(reading.normalised.text), scope, frozenset(destination))


def by_author(found: Sequence[SiteExample], authors: Collection[str]) -> dict[str, SiteModel]:
    """For each author a model that has not seen him."""
    names = sorted(authors)
    models: dict[str, SiteModel] = {}
    for first in range(FOLDS):
        part = set(names[first::FOLDS])
        model = fit_sites([example for example in found if example.author not in part])
        models |= dict.fromkeys(part, model)
    return models


def fit_sites(found: Sequence[SiteExample]) -> SiteModel:
    """The models below are asked about authors that they have not seen when the one above them is fitted."""
    authors = sorted({example.author for example in found})
    words, said = _fit_words(found), np.zeros((len(found), len(SCOPES)))
    told = np.zeros(sum(len(example.site.names) for example in found))
    parts = [set(authors[number::FOLDS]) for number in range(min(FOLDS, len(authors)))]
    for part in parts:
        rest = _without(words, [e for e in found if e.author not in part])
        for number, example in enumerate(found):
            if example.author in part:
                said[number] = rest.by_words(example.words)
    odds = [abroad(tuple(row)) for row in said.tolist()]
    names = _fit_names(found, odds)
    begin = np.cumsum([0, *(len(example.site.names) for example in found)])
    for part in parts:
        kept = [number for number, example in enumerate(found) if example.author not in part]
        weights = _fit_names([found[number] for number in kept], [odds[number] for number in kept])
        for number, example in enumerate(found):
            if example.author in part:
                told[begin[number] : begin[number + 1]] = _probabilities(weights, example.site, odds[number])
    rows = [
        structure(example.site, told[begin[number] : begin[number + 1]].tolist(), tuple(said[number].tolist()))
        for number, example in enumerate(found)
    ]
    return SiteModel(words.words, names, _fit_scopes(rows, found))


def store_sites(path: Path, model: SiteModel) -> None:
    stored = {
        "words": {name: [round(weight, 2) for weight in weights] for name, weights in model.words.items()},
        "names": {name: round(weight, 3) for name, weight in model.names.items()},
        "scopes": {name: [round(weight, 3) for weight in weights] for name, weights in model.scopes.items()},
    }
    store_packed(path, stored)


def _without(model: SiteModel, found: Sequence[SiteExample]) -> SiteModel:
    """The words alone, of these examples; `model` names what is left as it is."""
    return SiteModel(_fit_words(found).words, model.names, model.scopes)


def _fit_words(found: Sequence[SiteExample]) -> SiteModel:
    counts = Counter(feature for example in found for feature in set(features(example.words)))
    columns = {feature: number for number, feature in enumerate(f for f, n in counts.items() if n >= FEWEST_WORDS)}
    rows = [[columns[f] for f in set(features(example.words)) if f in columns] for example in found]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row) or 1)) for row in rows])
    data = csr_matrix(
        (values, np.concatenate([np.array(row, np.int64) for row in rows]), ends), (len(found), len(columns))
    )
    model = LogisticRegression(C=WORDS_STRENGTH * 10, max_iter=STEPS).fit(data, _scopes(found), _weights(found))
    coefficients, constants = _by_scope(model)
    words: dict[str, Scores] = {"": tuple(constants.tolist())}
    words |= {feature: tuple(coefficients[:, number].tolist()) for feature, number in columns.items()}
    return SiteModel(words, {}, {})


def _by_scope(model: LogisticRegression) -> tuple[Vector, Vector]:
    """Rows in the order of SCOPES. Raises ValueError when the examples lack one."""
    order = [model.classes_.tolist().index(scope) for scope in SCOPES]
    return model.coef_[order], model.intercept_[order]


def _fit_names(found: Sequence[SiteExample], odds: Sequence[float]) -> dict[str, float]:
    rows = [
        dict.fromkeys(named.features, 1.0) | {"abroad": of_text}
        for example, of_text in zip(found, odds, strict=True)
        for named in example.site.names
    ]
    counts = Counter(feature for row in rows for feature in row)
    kept = [{feature: value for feature, value in row.items() if counts[feature] >= FEWEST_NAMES} for row in rows]
    truth = np.array([named.country in e.destination for e in found for named in e.site.names])
    weights = np.array([e.weight for e in found for _ in e.site.names])
    vectorizer = DictVectorizer()
    data = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=NAMES_STRENGTH, max_iter=STEPS).fit(data, truth, weights)
    named = dict(zip(vectorizer.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))
    return {"": float(model.intercept_[0]), "abroad": 0.0} | named


def _probabilities(names: Mapping[str, float], site: Site, odds: float) -> list[float]:
    given = names[""] + names["abroad"] * odds
    totals = np.array([given + sum(names.get(f, 0.0) for f in named.features) for named in site.names])
    return list(alike(site, (1 / (1 + np.exp(-totals))).tolist()))


def _fit_scopes(rows: Sequence[Mapping[str, float]], found: Sequence[SiteExample]) -> dict[str, Scores]:
    vectorizer = DictVectorizer()
    data = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=SCOPE_STRENGTH, max_iter=STEPS).fit(data, _scopes(found), _weights(found))
    coefficients, constants = _by_scope(model)
    names = vectorizer.get_feature_names_out().tolist()
    scopes: dict[str, Scores] = {"": tuple(constants.tolist())}
    return scopes | {name: tuple(coefficients[:, number].tolist()) for number, name in enumerate(names)}


def _scopes(found: Sequence[SiteExample]) -> list[str]:
    return [example.scope for example in found]


def _weights(found: Sequence[SiteExample]) -> Vector:
    return np.array([example.weight for example in found])
