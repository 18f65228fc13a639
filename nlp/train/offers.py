"""Train the offer models: words, red flags, and the two bounded models above them, by cross-validation over authors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.offer_flags import FlagModel
from nlp.offer_model import BAIT, LABELS, OFFER, Vector
from nlp.offer_parts import SELLING
from nlp.registry import load_registry
from nlp.train import offer_fit as fit
from nlp.train.offer_examples import Example, examples
from nlp.train.offer_flags import flag_model_of, store_flags
from nlp.train.offer_sites import store_sites

PARTS = 6
"""Of the authors, in cross-validation."""


class Folds(NamedTuple):
    """Of each example, what models said that had not seen its author."""

    log_probabilities: Vector
    flags: tuple[frozenset[str], ...]


def train(data: Path, folder: Path) -> Mapping[str, float]:
    found, sites = examples(data)
    store_sites(folder / "sites.json.gz", sites)
    return train_on(found, folder)


def train_on(found: Sequence[Example], folder: Path) -> Mapping[str, float]:
    """Make the models from these examples and store them as `weights.npz` and `flags.json.gz`; returns figures of the fit."""
    folds = cross_validated(found)
    seen = fit.matrix(found)
    rarity = fit.rarity(seen)
    labels, weights = _labels(found), _weights(found)
    words = fit.fit_words(fit.scaled(seen, rarity), labels, weights)
    fit.check_labels(words.classes_)
    offer, risk = fit_upper(found, folds)
    version = fit.store(folder / "weights.npz", words, rarity, offer, risk)
    store_flags(folder / "flags.json.gz", found)
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
        model = flag_model_of(others)
        for number in held.tolist():
            flags[number] = flags_of(model, found[number])
    return Folds(said, tuple(flags))


def flags_of(model: FlagModel, example: Example) -> frozenset[str]:
    """The red flags of an example, as `nlp.offers` would have them."""
    scopes = load_registry().indicators
    learned = {
        flag.id
        for flag in model.read(example.words, example.rules, example.parts, example.clauses)
        if example.scope in scopes[flag.id].scopes
    }
    return frozenset(learned | model.standing(example.rules))


def fit_upper(found: Sequence[Example], folds: Folds) -> tuple[dict[str, float], dict[str, float]]:
    """Whether work is offered, by all texts; whether an offer is a bait, by offers alone."""
    registry = load_registry()
    cues = sorted({*registry.cues, SELLING})
    flags = sorted(name for name in registry.indicators if name.startswith("RF"))
    labels, weights = _labels(found), _weights(found)
    shown = [example._replace(flags=tuple(names)) for example, names in zip(found, folds.flags, strict=True)]
    names = ["wording", "contact", "pay", *cues, *flags]
    rows = [fit.offer_row(e, said, names) for e, said in zip(shown, folds.log_probabilities, strict=True)]
    either = {cue: (None, 0.0) for cue in cues if cue.startswith("AGAINST")} | dict.fromkeys(flags, (None, None))
    offer = fit.fit_bounded(rows, np.isin(labels, OFFER), weights, either)
    offers = np.flatnonzero(np.isin(labels, OFFER)).tolist()
    weighing = [e._replace(flags=tuple(registry.weighing(e.flags, e.scope))) for e in shown]
    names = ["wording", "abroad", *flags]
    rows = [fit.bait_row(weighing[number], folds.log_probabilities[number], names) for number in offers]
    risk = fit.fit_bounded(rows, np.isin(labels[offers], BAIT), weights[offers], {"abroad": (None, None)})
    return offer, risk


def _labels(found: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([example.label for example in found])


def _weights(found: Sequence[Example]) -> Vector:
    return np.array([example.weight for example in found])


def _figures(found: Sequence[Example], folds: Folds, risk: Mapping[str, float]) -> dict[str, float]:
    own = [number for number, example in enumerate(found) if example.weight == 1.0]
    right = [int(folds.log_probabilities[n].argmax()) == found[n].label for n in own]
    return {"kind_accuracy_by_author": round(sum(right) / len(right), 4), "wording": round(risk["wording"], 3)}
