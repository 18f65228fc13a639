"""`python -m benchmarks.news_kinds DATA`: text classifiers of spaCy beside ours, on the same folds of the labelled news:
kind accuracy, case F1, topic F1, texts a second. One fold of five, by groups.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

from crawlers.twin.texts import TEXTS
from nlp.kind_features import BODY_CHARS
from nlp.train.examples import examples
from nlp.train.news_kinds import UNSEEN, Example, figures, fit, matrix, rarity, seen
from warehouse.contracts import KINDS

EPOCHS, BATCH = 12, 32
ARCHITECTURES = {
    "spaCy TextCatBOW": {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "ngram_size": 2, "no_output_layer": False, "length": 262144},
    "spaCy TextCatCNN": {
        "@architectures": "spacy.TextCatReduce.v1",
        "exclusive_classes": True,
        "use_reduce_first": False,
        "use_reduce_last": False,
        "use_reduce_max": True,
        "use_reduce_mean": True,
        "tok2vec": {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 2, "embed_size": 4000, "window_size": 1, "maxout_pieces": 3, "subword_features": True},
    },
}  # fmt: skip
Scores = NDArray[np.float64]
Reader = Callable[[Sequence[Example], Sequence[Example]], tuple[Scores, float]]


def text_of(example: Example) -> str:
    return f"{example.title}\n{example.text[:BODY_CHARS]}"


def ours(known: Sequence[Example], unseen: Sequence[Example]) -> tuple[Scores, float]:
    texts = [seen(example) for example in known]
    rare = rarity(texts)
    labels = np.array([KINDS.index(example.kind) for example in known])
    model = fit(texts, labels, np.array([example.weight for example in known]), rare)
    begun = time.process_time()
    found = model.predict_log_proba(matrix([seen(example).views[0] for example in unseen], rare))
    return _all_kinds(found, model.classes_), time.process_time() - begun


def tfidf(known: Sequence[Example], unseen: Sequence[Example]) -> tuple[Scores, float]:
    model = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2)), LogisticRegression(C=30, max_iter=200)
    )
    model.fit(
        [text_of(e) for e in known],
        [KINDS.index(e.kind) for e in known],
        logisticregression__sample_weight=[e.weight for e in known],
    )
    begun = time.process_time()
    found = model.predict_log_proba([text_of(example) for example in unseen])
    return _all_kinds(found, model.classes_), time.process_time() - begun


def spacy_with(architecture: dict[str, Any]) -> Reader:
    def read(known: Sequence[Example], unseen: Sequence[Example]) -> tuple[Scores, float]:
        import spacy
        from spacy.training import Example as Training

        nlp = spacy.blank("id")
        nlp.add_pipe("textcat", config={"model": architecture, "threshold": 0.0})
        rows = [
            Training.from_dict(nlp.make_doc(text_of(e)), {"cats": {kind: float(kind == e.kind) for kind in KINDS}})
            for e in known
        ]
        optimizer = nlp.initialize(lambda: rows)
        chance = random.Random(0)
        for _ in range(EPOCHS):
            chance.shuffle(rows)
            for start in range(0, len(rows), BATCH):
                nlp.update(rows[start : start + BATCH], sgd=optimizer, drop=0.2)
        begun = time.process_time()
        docs = list(nlp.pipe([text_of(example) for example in unseen]))
        spent = time.process_time() - begun
        return np.log(np.array([[max(1e-9, doc.cats[kind]) for kind in KINDS] for doc in docs])), spent

    return read


def _all_kinds(found: Scores, classes: NDArray[np.int64]) -> Scores:
    scores = np.full((len(found), len(KINDS)), UNSEEN)
    scores[:, classes] = found
    return scores


def main() -> None:
    found = examples(Path(sys.argv[1]), TEXTS / "news.jsonl")
    groups = [example.group for example in found]
    known, unseen = next(iter(GroupKFold(5).split(np.zeros(len(found)), None, groups)))
    rest = [found[number] for number in known]
    held = [found[number] for number in unseen if found[number].weight >= 1.0]
    labels = np.array([KINDS.index(example.kind) for example in held])
    readers: dict[str, Reader] = {"ours": ours, "TF-IDF words and pairs": tfidf}
    readers |= {name: spacy_with(architecture) for name, architecture in ARCHITECTURES.items()}
    for name, reader in readers.items():
        scores, spent = reader(rest, held)
        shown = "  ".join(f"{key} {value:.3f}" for key, value in figures(scores, labels).items())
        print(f"{name:24s} {shown}  texts/s {len(held) / spent:.0f}", flush=True)


if __name__ == "__main__":
    main()
