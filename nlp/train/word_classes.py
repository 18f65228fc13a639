"""Make the classes of words from unlabelled news: vectors of the words beside a word, grouped.

Positive pointwise mutual information of words with their neighbours by position, reduced by a singular value decomposition
(Levy, Goldberg and Dagan 2015), grouped by k-means.
"""

import gzip
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, hstack
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from nlp.evaluate.gold import splits
from nlp.name_tagger import words_of
from nlp.train.examples import REAL, is_measured
from nlp.word_classes import MODEL, word_key

LEAST, NEIGHBOURS, DIMENSIONS, CLASSES = 10, 4000, 100, 800
"""Times that a word must stand in the texts; neighbours that are told apart; size of vectors; number of classes."""
PLACES = ((-1, 1.0), (1, 1.0), (-2, 0.5), (2, 0.5))
"""Where a neighbour stands, and how much it counts."""
_SMOOTHED = 0.75
Ids = NDArray[np.int64]


def train(data: Path, path: Path = MODEL) -> int:
    """Returns how many words have a class. Nothing of the test part or of the measured half of real texts enters."""
    known: dict[str, int] = {}
    ids = np.fromiter((known.setdefault(word, len(known)) for word in chain.from_iterable(_texts(data))), np.int64)
    words = np.array(list(known), object)
    times = np.bincount(ids, minlength=len(words))
    kept = np.flatnonzero(times >= LEAST)
    vectors = _vectors(ids, kept, _neighbours(words, times))
    groups = MiniBatchKMeans(CLASSES, random_state=0, batch_size=4096, n_init=3, max_iter=60)
    classes = groups.fit(vectors, sample_weight=np.log(times[kept])).labels_
    found = {word_key(word): number for word, number in zip(words[kept], classes, strict=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    at = sorted(found)
    np.savez_compressed(path, words=np.array(at, np.uint32), classes=np.array([found[word] for word in at], np.uint16))
    return len(at)


def _texts(data: Path) -> Iterator[list[str]]:
    for name in REAL:
        with gzip.open(data / name, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                row = json.loads(line)
                id_ = str(row["id"])
                if not is_measured(id_) and splits("news").get(id_, "train") == "train":
                    text = row.get("text") or row.get("summary") or ""
                    yield ["0" if word.text[0].isdigit() else word.text for word in words_of(text)] + ["\n"]


def _neighbours(words: NDArray[np.object_], times: NDArray[np.int64]) -> Ids:
    """Of each word the number of the neighbour it is, small or not; the last number is all rare ones."""
    forms: dict[str, int] = {}
    form_of = np.fromiter((forms.setdefault(word.lower(), len(forms)) for word in words), np.int64)
    often = np.argsort(-np.bincount(form_of, weights=times), kind="stable")[:NEIGHBOURS]
    number = np.full(len(forms), NEIGHBOURS)
    number[often] = np.arange(len(often))
    return number[form_of]


def _vectors(ids: Ids, kept: Ids, neighbour_of: Ids) -> NDArray[np.float64]:
    """Kept words x dimensions, each of length 1."""
    row_of = np.full(int(ids.max()) + 1, -1)
    row_of[kept] = np.arange(len(kept))
    rows, neighbours = row_of[ids], neighbour_of[ids]
    found = []
    for place, share in PLACES:
        word, other = (rows[-place:], neighbours[:place]) if place < 0 else (rows[:-place], neighbours[place:])
        ones = np.ones(int((word >= 0).sum()), np.float32)
        pairs = coo_matrix((ones, (word[word >= 0], other[word >= 0])), shape=(len(kept), NEIGHBOURS + 1))
        found.append(_information(pairs.tocsr()) * share)
    left, strength, _ = randomized_svd(hstack(found).tocsr(), DIMENSIONS, n_iter=3, random_state=0)
    vectors = left * np.sqrt(strength)
    lengths: NDArray[np.float64] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / (lengths + 1e-9))


def _information(pairs: csr_matrix) -> csr_matrix:
    """Positive pointwise mutual information; pairs met once or twice count less."""
    whole = pairs.sum()
    of_word = np.asarray(pairs.sum(1)).ravel()
    of_other = np.asarray(pairs.sum(0)).ravel() ** _SMOOTHED
    of_other *= whole / of_other.sum()
    at = pairs.tocoo()
    shares = np.log(at.data * whole / (of_word[at.row] * of_other[at.col]))
    return coo_matrix((np.maximum(0, shares) * at.data / (at.data + 1), (at.row, at.col)), shape=pairs.shape).tocsr()
