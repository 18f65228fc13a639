"""Train the finder of cases told in passing, on the texts of other kinds that readers said to carry one or not."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from nlp.background import KINDS_WITH_BACKGROUND, MODEL, features
from nlp.evaluate.gold import part
from nlp.train.examples import texts

STRENGTH, FOLDS = 0.3, 8
NAMES = ("together", "sentences", "caught", "initials", "figures")


def train(data: Path, own_texts: Path, path: Path = MODEL) -> Mapping[str, float]:
    """Write the weights by name, the constant under ``; returns figures of cross-validation."""
    rows = texts(data, own_texts)
    known = [row for row in part("news", "train") if row["kind"] in KINDS_WITH_BACKGROUND and row["id"] in rows]
    seen = [features(rows[row["id"]]["text"], row["kind"])[0] for row in known]
    table = np.array([[one[name] for name in NAMES] for one in seen])
    told = np.array([any(kind.startswith("case_") for kind in row["secondary"]) for row in known])
    spread, mean = table.std(0), table.mean(0)
    scaled = (table - mean) / spread
    model = LogisticRegression(C=STRENGTH)
    found = cross_val_predict(model, scaled, told, cv=FOLDS)
    weights = model.fit(scaled, told).coef_[0] / spread
    constant = float(model.intercept_[0] - weights @ mean)
    stored = {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
    path.write_text(json.dumps(stored | {"": round(constant, 4)}, indent=1) + "\n", "utf-8")
    return {
        "texts": len(known),
        "cases": int(told.sum()),
        "right": int((found & told).sum()),
        "wrong": int((found & ~told).sum()),
    }
