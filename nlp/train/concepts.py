"""Train the regression over concepts: whether a text tells a case, by what it is about."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from nlp.concepts import MODEL, features
from nlp.running_text import running
from nlp.text import Reading
from nlp.train.examples import examples

STRENGTH, FOLDS, STEPS = 0.3, 5, 3000


def train(data: Path, own_texts: Path, path: Path = MODEL) -> Mapping[str, float]:
    """Write the weights by feature, the constant under ``; returns figures over the labelled texts, by groups left out."""
    found = examples(data, own_texts)
    columns = DictVectorizer(sparse=False)
    read = [running(Reading.of(one.title, one.text)) for one in found]
    table = columns.fit_transform([dict(features(one.title, one.text)) for one in read])
    told = np.array([one.kind.startswith("case_") for one in found])
    weights, groups = np.array([one.weight for one in found]), [one.group for one in found]
    spread, mean = table.std(0), table.mean(0)
    scaled = (table - mean) / spread
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS)
    unseen = cross_val_predict(
        model, scaled, told, groups=groups, cv=GroupKFold(FOLDS), params={"sample_weight": weights}
    )
    slopes = model.fit(scaled, told, sample_weight=weights).coef_[0] / spread
    stored = dict(zip(columns.get_feature_names_out().tolist(), np.round(slopes, 4).tolist(), strict=True))
    constant = round(float(model.intercept_[0] - slopes @ mean), 4)
    path.write_text(json.dumps(stored | {"": constant}, indent=1) + "\n", "utf-8")
    known = weights >= 1.0
    return {"texts": int(known.sum()), "right": float((unseen == told)[known].mean())}
