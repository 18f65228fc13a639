"""Train the models of the fields of a case over the candidates that rules propose: a regression a field, and trees."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.cases import BY_TREES, CERTAIN, FIELDS, proposed
from nlp.evaluate.gold import part
from nlp.field_model import BUCKETS, Values, bucket, word_buckets
from nlp.field_trees import FILES
from nlp.language import read
from nlp.news import main_kind
from nlp.story_reader import heard_in
from nlp.text import Reading
from nlp.train import headcount
from nlp.train.examples import examples
from nlp.train.field_fits import Blend, Linear, blend, fit_of, out_of_fold
from nlp.train.field_thresholds import Rows, threshold
from nlp.train.news_kinds import Example, seen
from nlp.train.news_kinds import out_of_fold as unseen_kinds
from nlp.train.people import OWN_ID
from nlp.train.story_unseen import answered
from warehouse.contracts import KINDS

LEAST_TEXTS = 3
"""Texts that must hold a word."""


class CaseText(NamedTuple):
    """A text that tells a case: the candidates of its fields, as for a text of `kind`, and the values that readers gave."""

    example: Example
    label: Mapping[str, Any]
    values: Mapping[str, Values]
    wanted: Mapping[str, frozenset[Hashable]]


def case_texts(data: Path, own_texts: Path) -> list[CaseText]:
    """Of the training part; kinds are given as the kind model gives them to texts that it has not seen."""
    found = [example for example in examples(data, own_texts) if example.weight >= 1.0]
    scores = unseen_kinds(found, [seen(example) for example in found])
    labelled = {label["id"]: label for label in part("news", "train")}
    cases = []
    for example, row in zip(found, scores, strict=True):
        label = labelled.get(example.id)
        if label is None or not (example.kind.startswith("case_") or label.get("tppo_status")):
            continue
        kind = example.kind
        if kind.startswith("case_"):
            likely = main_kind(dict(zip(KINDS, np.exp(row).tolist(), strict=True)))
            kind = likely if likely.startswith("case_") else kind
        else:
            kind = next((other for other in label.get("secondary") or () if other.startswith("case_")), kind)
        cases.append(_case_text(example, label, kind))
    return cases


def _case_text(example: Example, label: Mapping[str, Any], kind: str) -> CaseText:
    """A case that is only background teaches what is said of people; of its other fields readers marked little."""
    reading = Reading.of(example.title, example.text)
    published = example.published.date() if example.published else None
    values = proposed(read(reading), reading, kind, published)
    told = FIELDS if str(label["kind"]).startswith("case_") else CERTAIN
    return CaseText(example, label, values, {name: FIELDS[name](label) for name in told})


def apart(example: Example) -> str:
    """What is held out together: of ours a writer (of `articles_8` each hundred has its own), of real texts an event. By events alone
    unseen writers were judged too well.
    """
    return example.id[: 1 + (example.id[0] == "8")] if len(example.id) == OWN_ID else example.group


def train(data: Path, own_texts: Path, out: Path) -> Mapping[str, Any]:
    """Returns out-of-fold figures."""
    return _train(case_texts(data, own_texts), out)


def _train(cases: Sequence[CaseText], out: Path) -> Mapping[str, Any]:
    groups = np.array([apart(case.example) for case in cases])
    models: dict[str, Linear] = {}
    blends: dict[str, Blend] = {}
    least: dict[str, float] = {}
    figures: dict[str, Any] = {"cases": sum(case.example.kind.startswith("case_") for case in cases)}
    rows = _rows(cases)
    for name, row in rows.items():
        wanted = [case.wanted.get(name, frozenset()) for case in cases]
        if name in BY_TREES:
            figures[name] = _train_trees(out, row, groups, wanted, name)
            continue
        data = _matrix(row)
        own = out_of_fold(name, data, row, groups)
        blends[name], likely = blend(name, own, np.array(row.heard), row, groups)
        least[name], figures[name] = threshold(row, likely, wanted, name)
        figures[name]["words alone"] = threshold(row, own, wanted, name)[1]["f1"]
        models[name] = fit_of(name)(data, np.array(row.truth), np.array(row.text))
    _store(out, models, {name: rows[name].values() for name in models}, least, blends)
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


def _rows(cases: Sequence[CaseText]) -> dict[str, Rows]:
    rows = {name: Rows() for name in FIELDS}
    for number, case in enumerate(cases):
        _hear(case)
        for name, wanted in case.wanted.items():
            values, row = case.values[name], rows[name]
            if values.words:
                row.words[number] = word_buckets(values.words)
            row.lists[number] = values.lists
            for value, found in values.found.items():
                row.buckets.append(np.unique([bucket(feature) for feature in found.seen]).astype(np.int64))
                row.truth.append(not wanted & values.found.keys() if value is None else value in wanted)
                row.text.append(number)
                row.value.append(value)
                row.found.append(found)
                row.heard.append(values.heard[value])
    for row in rows.values():
        _drop_rare(row)
    return rows


def _hear(case: CaseText) -> None:
    """What the reader of stories, which has not seen the text, says of its candidates; the shipped one is asked for no number."""
    told = answered(case.example.id)
    if told is not None:
        for name, values in case.values.items():
            scores = told.get(name, {})
            values.hear({value: scores.get(str(value)) for value in values.found})
        return
    heard = heard_in(read(Reading.of(case.example.title, case.example.text)))
    for name, values in case.values.items():
        values.hear({} if name in BY_TREES else heard.values(name, values.found))


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


def _store(
    out: Path,
    models: Mapping[str, Linear],
    values: Mapping[str, Sequence[str]],
    least: Mapping[str, float],
    blends: Mapping[str, Blend],
) -> None:
    parts: dict[str, Any] = {
        "names": np.array(list(models)),
        "constants": np.array([constant for _, constant in models.values()]),
        "least": np.array([least[name] for name in models]),
        "blends": np.array([blends[name] for name in models]),
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
