"""Train the finder of people's names: public corpora of named entities, and texts in which readers marked everybody."""

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.name_tagger import BUCKETS, LINKS, Word, bucket, features, may_name, words_of

CORPORA = ("ner_idner_news_2k", "ner_indolem", "nergrit_ner-grit", "nerp_ner-prosa")
PEOPLE = ("PER", "PERSON", "PPL")
CORPUS_WEIGHT, STRENGTH = 0.4, 1.0
_TAG = re.compile(r"^([BI])-(\w+)$")


class Tagged(NamedTuple):
    """`inside`: whether a word is part of a person's name; `first`: whether it begins one."""

    words: list[Word]
    inside: list[bool]
    first: list[bool]
    weight: float


def corpora(folder: Path) -> Iterator[Tagged]:
    """Sentences of the public corpora, as far as their words lie there with tags of people."""
    for name in CORPORA:
        for path in sorted((folder / name).glob("*.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from _sentences(lines)


def _sentences(lines: Iterable[str]) -> Iterator[Tagged]:
    rows: list[tuple[str, str]] = []
    for line in lines:
        parts = line.split()
        if len(parts) >= 2:
            rows.append((parts[0], parts[-1]))
            continue
        if len(rows) > 2:
            yield _tagged(rows)
        rows = []


def _tagged(rows: Sequence[tuple[str, str]]) -> Tagged:
    words: list[Word] = []
    inside: list[bool] = []
    first: list[bool] = []
    position = 0
    for text, tag in rows:
        match = _TAG.match(tag)
        person = bool(match and match[2] in PEOPLE)
        for number, word in enumerate(words_of(text)):
            words.append(Word(word.text, position + word.start, position + word.end))
            inside.append(person)
            first.append(person and number == 0 and tag[0] == "B")
        position += len(text) + 1
    return Tagged(words, inside, first, CORPUS_WEIGHT)


def tagged(text: str, names: Sequence[str]) -> Tagged:
    """A text all of whose people are known by every form of their names."""
    words = words_of(text)
    starts, ends = set[int](), list[tuple[int, int]]()
    if names:
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        ends = [match.span() for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)]
        starts = {start for start, _ in ends}
    inside = [any(start <= word.start and word.end <= end for start, end in ends) for word in words]
    return Tagged(words, inside, [word.start in starts for word in words], 1.0)


def rows(found: Iterable[Tagged]) -> tuple[csr_matrix, NDArray[np.bool_], NDArray[np.float64]]:
    columns: list[NDArray[np.int64]] = []
    truth: list[bool] = []
    weights: list[float] = []
    for text in found:
        small = {word.text for word in text.words if word.text[0].islower()}
        for number, word in enumerate(text.words):
            if not may_name(word.text):
                continue
            goes_on = _goes_on(text, number)
            columns.append(np.unique([bucket(f) for f in features(text.words, number, small, goes_on=goes_on)]))
            truth.append(text.inside[number])
            weights.append(text.weight)
    ends = np.cumsum([0, *map(len, columns)])
    joined = np.concatenate(columns)
    data = csr_matrix((np.ones(len(joined), np.float32), joined, ends), shape=(len(columns), BUCKETS))
    return data, np.array(truth), np.array(weights)


def _goes_on(text: Tagged, number: int) -> bool:
    if text.first[number]:
        return False
    if number and text.inside[number - 1]:
        return True
    linked = number > 1 and text.words[number - 1].text.lower() in {*LINKS, "."}
    return linked and text.inside[number - 2]


def fit(found: Iterable[Tagged]) -> LogisticRegression:
    data, truth, weights = rows(found)
    return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=100, random_state=0).fit(
        data, truth, sample_weight=weights
    )


def store(path: Path, model: LogisticRegression, least: float) -> None:
    weights = model.coef_[0].astype(np.float16)
    known = np.flatnonzero(np.abs(weights) > 0.01)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path, at=known.astype(np.uint32), weights=weights[known], constant=model.intercept_[0], least=least
    )
