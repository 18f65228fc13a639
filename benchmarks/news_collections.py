"""`python -m benchmarks.news_collections DATA`: the kind model without a collection, read on the texts of that collection
(and without any of them on those of scam compounds); and whether the collection can be guessed from what the model sees.

A collection of real texts is the repository they came from; of our own, the writer. Each is measured on the training part
only. Beside it stands the accuracy on the same texts when the folds are groups of events over all collections: the
difference is what a collection teaches of itself. The guess is a linear model over the same features; it says something
within one kind only, since collections differ in their kinds: the mean over kinds is set against always guessing the
commonest collection of the kind, and against the same guess from the title's and lead's plain words, with places and numbers.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from crawlers.twin.texts import TEXTS
from nlp.evaluate.news import SCAM
from nlp.train.examples import examples, texts
from nlp.train.news_kinds import UNSEEN, Example, Seen, figures, fit, matrix, out_of_fold, rarity, seen
from warehouse.contracts import KINDS

LEAST = 25
"""Texts of a collection, or of a kind in a collection, below which there is no figure."""
OWN_ID, GUESS_FOLDS = 4, 4
Numbers = NDArray[np.int64]


def collections(found: Sequence[Example], rows: dict[str, dict[str, Any]]) -> NDArray[np.str_]:
    names = []
    for example in found:
        origin = rows[example.id].get("origin") or {}
        names.append(f"own {example.id[0]}" if len(example.id) == OWN_ID else str(origin.get("repo") or "other"))
    return np.array(names)


def left_out(found: Sequence[Example], views: Sequence[Seen], unseen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Log-probabilities of the texts that the model has not seen; nothing of their events is learned either."""
    events = {example.group for example, held in zip(found, unseen, strict=True) if held}
    known = [number for number, example in enumerate(found) if not unseen[number] and example.group not in events]
    rare = rarity([views[number] for number in known])
    labels = np.array([KINDS.index(found[number].kind) for number in known])
    weights = np.array([found[number].weight for number in known])
    model = fit([views[number] for number in known], labels, weights, rare)
    held = np.flatnonzero(unseen).tolist()
    scores = np.full((len(held), len(KINDS)), UNSEEN)
    scores[:, model.classes_] = model.predict_log_proba(matrix([views[number].views[0] for number in held], rare))
    return scores


def guessed(
    found: Sequence[Example], views: Sequence[Seen], names: NDArray[np.str_]
) -> tuple[float, float, float, int]:
    """Share of texts whose collection is guessed from the features, from plain words, and by the commonest; texts."""
    hits: Counter[str] = Counter()
    for kind in KINDS:
        of_kind = np.array(
            [number for number, example in enumerate(found) if example.kind == kind and example.weight >= 1]
        )
        counts = Counter(names[of_kind].tolist()) if len(of_kind) else Counter[str]()
        chosen = np.array([number for number in of_kind if counts[str(names[number])] >= LEAST // 2])
        if len({str(names[number]) for number in chosen}) < 2:
            continue
        groups, truth = [found[number].group for number in chosen], names[chosen]
        some = [views[number] for number in chosen]
        data = matrix([view.views[0] for view in some], rarity(some))
        folds = StratifiedGroupKFold(GUESS_FOLDS, shuffle=True, random_state=0)
        plain = make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=2), LogisticRegression(C=10, max_iter=300))
        words = [f"{found[number].title} {found[number].text[:450]}" for number in chosen]
        model = LogisticRegression(C=10, max_iter=300)
        hits["features"] += int((cross_val_predict(model, data, truth, groups=groups, cv=folds) == truth).sum())
        hits["words"] += int((cross_val_predict(plain, words, truth, groups=groups, cv=folds) == truth).sum())
        hits["commonest"] += max(Counter(truth.tolist()).values())
        hits["n"] += len(chosen)
    n = max(1, hits["n"])
    return hits["features"] / n, hits["words"] / n, hits["commonest"] / n, hits["n"]


def main() -> None:
    data = Path(sys.argv[1])
    found = examples(data, TEXTS / "news.jsonl")
    names = collections(found, texts(data, TEXTS / "news.jsonl"))
    views = [seen(example) for example in found]
    labelled = np.array([example.weight >= 1.0 for example in found])
    labels = np.array([KINDS.index(example.kind) for example in found])
    scam = np.array([bool(SCAM.search(f"{example.title} {example.text}")) for example in found])
    folds = out_of_fold(found, views)
    parts = {name: (names == name) & labelled for name in sorted(set(names[labelled].tolist()))}
    parts = {name: part for name, part in parts.items() if part.sum() >= LEAST}
    parts |= {"scam compounds": scam & labelled, "real texts": labelled & ~np.char.startswith(names, "own")}
    print(f"{'left out':44s}    n  kind (folds)  case F1 (folds)  topic F1 (folds)")
    for name, part in parts.items():
        told, usual = figures(left_out(found, views, part), labels[part]), figures(folds[part], labels[part])
        shown = [f"{told[key]:.3f} ({usual[key]:.3f})" for key in ("kind_accuracy", "case_f1", "topic_f1")]
        print(f"{name:44s} {part.sum():4d}  {'  '.join(shown)}", flush=True)
    features, words, commonest, n = guessed(found, views, names)
    print(f"collection guessed within a kind, {n} texts: from the features {features:.3f}, from plain words {words:.3f}, "
          f"the commonest {commonest:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
