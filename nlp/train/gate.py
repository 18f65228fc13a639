"""Train the gate before the reading of news: labelled texts on topic against the real stream of articles and headlines.

Each text on topic is shown whole and by its title alone. The stream has no labels: the half that nothing is measured on,
without the texts that name the topic outright.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.evaluate.gold import kind_labels, labels
from nlp.gate import Gate, words_of
from nlp.text import clean
from nlp.train.examples import is_measured, labelled, texts
from nlp.train.news_kinds import TOPICAL
from warehouse.contracts import KINDS

FOLDS, STRENGTH, TITLE_WEIGHT = 5, 30.0, 0.2
RECALL = 0.995
"""Share of the texts on topic that must pass, each judged by a gate that has seen nothing of its event."""
HEADLINES_EVERY, MEASURED_EVERY = 4, 8
LEAST_TEXTS = 4
"""Texts that must hold a word."""
KEPT = 12_000
"""Words with the largest weights; the others say nothing."""
_SCALE = 6.0
"""Brings the values of a text near unit length."""
_OUTRIGHT = re.compile(
    r"perdagangan (?:orang|manusia)|\btppo\b|pekerja migran|\b(?:tki|tkw|c?pmi)\b|trafficking", re.IGNORECASE
)
Words = set[int]


class Stream(NamedTuple):
    """Words of articles of the stream (whole) and of its headlines."""

    articles: list[Words]
    headlines: list[Words]


@dataclass(frozen=True)
class OnTopic:
    words: list[Words]
    titles: list[Words]
    groups: list[str]
    counted: list[bool]
    """Whether the recall is asked of a text: fake vacancies at home are learned, but not on the topic."""


def train(data: Path, own_texts: Path, out: Path) -> Mapping[str, Any]:
    """Write `weights.npz`; returns the recall out of fold, and what share of the measured half of the stream passes."""
    found = texts(data, own_texts)
    positive = on_topic(found)
    learned = stream(found, measured=False)
    every, title_scores = _out_of_fold(positive, learned)
    counted = np.array(positive.counted)
    scores, title_scores = every[counted], title_scores[counted]
    least = float(np.sort(scores)[int((1 - RECALL) * len(scores))])
    gate = fit(positive, learned, least)
    _store(gate, out)
    held = stream(found, measured=True)
    return {
        "texts": len(scores),
        "recall": round(float((scores >= least).mean()), 4),
        "recall_at_home": round(float((every[~counted] >= least).mean()), 4),
        "recall_of_titles": round(float((title_scores >= least).mean()), 4),
        "articles": len(held.articles),
        "articles_passed": _passed(gate, held.articles),
        "headlines": len(held.headlines),
        "headlines_passed": _passed(gate, held.headlines),
    }


def on_topic(found: Mapping[str, dict[str, Any]]) -> OnTopic:
    """The labelled texts of the training part that the gate must let through; fake vacancies at home, too: they have a kind."""
    examples = [example for example in labelled(found) if TOPICAL[KINDS.index(example.kind)]]
    return OnTopic(
        [_words(example.title, example.text) for example in examples],
        [_words(example.title or example.text[:100], "") for example in examples],
        [example.group for example in examples],
        [example.topic for example in examples],
    )


def stream(found: Mapping[str, dict[str, Any]], *, measured: bool) -> Stream:
    """One half of the stream: the one to learn from, or as it came the one that is measured."""
    known = {label["id"] for label in (*labels("news"), *kind_labels())}
    every = MEASURED_EVERY if measured else HEADLINES_EVERY
    kept = Stream([], [])
    for number, (id_, row) in enumerate(found.items()):
        if id_ in known or is_measured(id_) != measured or "origin" not in row:
            continue
        title, text, genre = row.get("title") or "", row["text"], row.get("genre")
        if row.get("tier") and (genre or not measured):
            continue
        if genre == "news":
            kept.articles.append(_words(title, text))
        elif genre is None and number % every == 0 and (measured or not _OUTRIGHT.search(f"{title} {text}")):
            kept.headlines.append(_words(title or text[:100], ""))
    return kept


def fit(positive: OnTopic, learned: Stream, least: float, chosen: Sequence[int] | None = None) -> Gate:
    """`chosen`: numbers of the texts on topic to learn from; all of them unless given."""
    numbers = range(len(positive.words)) if chosen is None else chosen
    rows = [positive.words[number] for number in numbers] + [positive.titles[number] for number in numbers]
    size = len(rows)
    rows += [*learned.articles, *learned.headlines]
    rarity, column = _vocabulary(rows)
    truth = np.arange(len(rows)) < size
    weights = np.where(truth & (np.arange(len(rows)) >= size // 2), TITLE_WEIGHT, 1.0)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, tol=1e-3, random_state=0)
    model.fit(_matrix(rows, rarity, column), truth, sample_weight=weights)
    values = model.coef_[0] * rarity
    heaviest = set(np.argsort(-np.abs(values))[:KEPT].tolist())
    kept = {word: float(np.float16(values[place])) for word, place in column.items() if place in heaviest}
    return Gate(kept, float(model.intercept_[0]), least)


def _out_of_fold(positive: OnTopic, learned: Stream) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    size = len(positive.words)
    scores, titles = np.zeros(size), np.zeros(size)
    for known, unseen in GroupKFold(FOLDS).split(np.zeros(size), None, positive.groups):
        gate = fit(positive, learned, 0.0, known.tolist())
        scores[unseen] = [gate.score(positive.words[number]) for number in unseen]
        titles[unseen] = [gate.score(positive.titles[number]) for number in unseen]
    return scores, titles


def _vocabulary(rows: Sequence[Words]) -> tuple[NDArray[np.float64], dict[int, int]]:
    """Inverse document frequency of each column, and the columns of the words."""
    met = Counter(word for row in rows for word in row)
    words = sorted(word for word, times in met.items() if times >= LEAST_TEXTS)
    rarity = np.log((1 + len(rows)) / (1 + np.array([met[word] for word in words], np.float64))) / _SCALE
    return rarity, {word: place for place, word in enumerate(words)}


def _matrix(rows: Sequence[Words], rarity: NDArray[np.float64], column: Mapping[int, int]) -> csr_matrix:
    places = [np.array(sorted(column[word] for word in row if word in column), np.int64) for row in rows]
    lengths = np.array([max(1, len(row)) ** 0.5 for row in rows])
    values = [rarity[at] / length for at, length in zip(places, lengths, strict=True)]
    ends = np.cumsum([0, *map(len, places)])
    flat = np.concatenate(values).astype(np.float32), np.concatenate(places), ends
    return csr_matrix(flat, shape=(len(rows), len(column)))


def _words(title: str, text: str) -> Words:
    return words_of(clean(title), clean(text))


def _passed(gate: Gate, held: Sequence[Words]) -> float:
    return round(sum(gate.score(words) >= gate.least for words in held) / max(1, len(held)), 4)


def _store(gate: Gate, out: Path) -> None:
    words = sorted(gate.weights)
    parts: dict[str, Any] = {
        "words": np.array(words, np.uint32),
        "weights": np.array([gate.weights[word] for word in words], np.float16),
        "constant": np.array(gate.constant),
        "least": np.array(gate.least),
    }
    version = hashlib.sha256(b"".join(part.tobytes() for part in parts.values())).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", **parts, version=np.str_(version))
