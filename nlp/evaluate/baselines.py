"""What the model of offers has to be better than, on the same texts: a list of words, TF-IDF with a linear model, rules.

Each baseline gives a score; the score from which it flags is the one of the best F1 on the training part. The model flags
from band 2, whose cut was chosen on the training part too (nlp/models/offers/README.md).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from nlp.evaluate.disguises import settings
from nlp.evaluate.offers import NEGATIVE, POSITIVE, Answer, Label, is_flagged, pairs_of, pool_of
from nlp.evaluate.ranking import Pairs, at_threshold, best_threshold, ranking
from nlp.evaluate.slices import intervals
from nlp.offer_parts import gather
from nlp.registry import load_registry
from nlp.score import score
from nlp.text import Reading

WITHOUT_FLAGS = -2.9
"""Log-odds of a text without red flags: just enough for a floor to hold."""
STRENGTH = 20.0
"""Inverse penalty of the linear model; as that of the shipped one."""
_KEY = bytes(32)
Texts = Mapping[str, str]


class Scores(NamedTuple):
    """Of the texts of both parts, in their order; those of the training part by a system that had not seen the text."""

    train: Sequence[float]
    test: Sequence[float]


Baseline = Callable[[Sequence[Label], Sequence[Label], Texts], Scores]


def systems(
    train: Sequence[Label], test: Sequence[Label], texts: Texts, answers: Mapping[str, Answer]
) -> dict[str, dict[str, Any]]:
    """By system, on `test`: average precision, recall at precision 0.9, precision, recall and F1 where it flags, false
    alarms by class, intervals by group. `texts`: title and text by id; labels without one are left out.
    """
    told, asked = (pool_of(label for label in part if label["id"] in texts) for part in (train, test))
    found = {"model": _row(asked, pairs_of(asked, answers), [is_flagged(label, answers) for label in asked], None)}
    for name, baseline in BASELINES.items():
        scores = baseline(told, asked, texts)
        threshold = best_threshold(_pairs(told, scores.train))
        found[name] = _row(asked, _pairs(asked, scores.test), [one >= threshold for one in scores.test], threshold)
    return found


def keywords(train: Sequence[Label], test: Sequence[Label], texts: Texts) -> Scores:
    """How many lines of the list in `offers.yml` a text meets."""

    def points(label: Label) -> float:
        low = texts[label["id"]].lower()
        return float(sum(bool(line.search(low)) for line in _lines()))

    return Scores(list(map(points, train)), list(map(points, test)))


def rules(train: Sequence[Label], test: Sequence[Label], texts: Texts) -> Scores:
    """Red flags that the registry finds, their starting weights added up, raised by the floors; nothing learned.

    Counter-indicators give nothing, since nothing has verified them.
    """
    registry = load_registry()

    def risk(label: Label) -> float:
        facts, found = gather(registry, Reading.of("", texts[label["id"]]), key=_KEY)
        flags = {hit.id for hit in found if hit.id.startswith("RF")}
        weight = sum(registry.indicators[flag].starting_weight for flag in flags)
        return score(registry, facts.site.scope, flags, WITHOUT_FLAGS + weight).risk

    return Scores(list(map(risk, train)), list(map(risk, test)))


def tfidf(train: Sequence[Label], test: Sequence[Label], texts: Texts) -> Scores:
    """Words, pairs of words and parts of words by TF-IDF, and a logistic regression; scores of the training part by
    leaving out one author at a time. It sees the text as it was typed, names of countries and words of approval too.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
    from sklearn.pipeline import make_union

    vectors = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True),
    )
    data = vectors.fit_transform([texts[label["id"]] for label in train])
    truth = [label["label"] == POSITIVE for label in train]
    authors = [label.get("author") or "" for label in train]
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)
    unseen = cross_val_predict(model, data, truth, groups=authors, cv=LeaveOneGroupOut(), method="predict_proba")
    asked = model.fit(data, truth).predict_proba(vectors.transform([texts[label["id"]] for label in test]))
    return Scores(unseen[:, 1].tolist(), asked[:, 1].tolist())


BASELINES: Mapping[str, Baseline] = {"keywords": keywords, "tfidf": tfidf, "rules": rules}


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in settings()["keywords"])


def _pairs(labels: Sequence[Label], scores: Sequence[float]) -> list[tuple[float, bool]]:
    return [(one, label["label"] == POSITIVE) for label, one in zip(labels, scores, strict=True)]


def _row(labels: Sequence[Label], pairs: Pairs, flagged: Sequence[bool], threshold: float | None) -> dict[str, Any]:
    pair_of = {label["id"]: pair for label, pair in zip(labels, pairs, strict=True)}
    flags = dict(zip(pair_of, flagged, strict=True))
    ranked = ranking(pairs)
    spread = intervals(labels, lambda sample: ranking([pair_of[label["id"]] for label in sample]))
    alarms = {}
    for name in NEGATIVE:
        ids = [label["id"] for label in labels if label["label"] == name]
        alarms[name] = {"n": len(ids), "flagged": sum(flags[id_] for id_ in ids)}
    return {
        **{name: ranked[name] for name in ("auprc", "recall_at_p90")},
        **at_threshold([(float(flags[id_]), truth) for id_, (_, truth) in pair_of.items()], 1.0),
        "threshold": threshold,
        "false_alarms": alarms,
        "intervals": {name: spread[name] for name in ("auprc", "recall_at_p90")},
    }
