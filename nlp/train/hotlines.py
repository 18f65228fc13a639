"""Train which telephone numbers of the news are lines for the public: articles with labels, passages written for it, and
offers of work, whose numbers are none.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.evaluate.gold import hotline_passages, part
from nlp.hotline_features import BUCKETS, Line, buckets, features
from nlp.hotlines import candidates
from nlp.text import clean
from nlp.train.examples import texts
from nlp.train.people import OWN_ID

STRENGTH = 3.0
OFFERS = {"hoax_job_offers.jsonl.gz": "text", "jobs_id.jsonl.gz": "description"}
"""Files of real data, and the column that holds the text."""
GRID = np.arange(0.3, 0.8, 0.05)


class Passage(NamedTuple):
    """`author`: who is held out together; `public`: of each candidate whether it is a line for the public."""

    author: str
    text: str
    lines: list[Line]
    public: list[bool]
    missed: int
    """Lines that no candidate is."""


def train(data: Path, own_texts: Path, out: Path) -> Mapping[str, Any]:
    """Write `weights.npz`; returns the F1 on authors that the model has not seen, and the threshold."""
    found = list(passages(data, own_texts))
    scored = [
        (passage, log_odds(weights, passage))
        for author in sorted({passage.author for passage in found})
        for weights in [fit([passage for passage in found if passage.author != author])]
        for passage in found
        if passage.author == author
    ]
    figures = {round(float(least), 2): _f1(scored, float(least)) for least in GRID}
    best = max(figures, key=lambda least: figures[least])
    weights = fit(found)
    weights[buckets({"any"})] -= np.log(best / (1 - best))
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "weights.npz", weights=weights.astype(np.float16))
    return {"numbers": sum(len(one.lines) for one in found), "f1": figures[best], "from": best}


def passages(data: Path, own_texts: Path) -> Iterator[Passage]:
    """Of an article the text alone is looked at; of real ones those of one day's digit are held out together."""
    found = texts(data, own_texts)
    for label in part("news", "train"):
        row = found.get(label["id"])
        if row is not None and label.get("hotlines") is not None:
            author = label["id"][0] if len(label["id"]) == OWN_ID else f"real {label['id'][-1]}"
            yield _passage(author, f"{row.get('title') or ''}\n{clean(row['text'])}", label["hotlines"])
    for row in hotline_passages():
        yield _passage(f"passages {row['author']}", f"{row['title']}\n{row['text']}", row["hotlines"])
    yield from _offers(data)


def _offers(data: Path) -> Iterator[Passage]:
    """Real advertisements, and false ones as fact checks quote them; without those that name a known public line as well."""
    for name, told in OFFERS.items():
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                passage = _passage(name, f"{row.get('title') or ''}\n{clean(row[told] or '')}", ())
                quoted = row.get("verbatim_offer", True)
                if passage.lines and quoted and not any(line.known for line in passage.lines):
                    yield passage


def _passage(author: str, text: str, wanted: Sequence[str]) -> Passage:
    lines = candidates(text)
    public = [line.phone.canonical in wanted for line in lines]
    return Passage(author, text, lines, public, len(set(wanted) - {line.phone.canonical for line in lines}))


def fit(found: Sequence[Passage]) -> NDArray[np.float64]:
    rows = [buckets(features(p.text, p.lines, n, p.public)) for p in found for n in range(len(p.lines))]
    truth = [public for passage in found for public in passage.public]
    ends = np.cumsum([0, *map(len, rows)])
    data = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(data, truth)
    weights = np.asarray(model.coef_[0], np.float64)
    weights[buckets({"any"})] += model.intercept_[0]
    return weights


def log_odds(weights: NDArray[np.float64], passage: Passage) -> list[float]:
    """Log-odds of every candidate in turn: each hears what was decided on those before it."""
    odds: list[float] = []
    for number in range(len(passage.lines)):
        seen = features(passage.text, passage.lines, number, [one >= 0 for one in odds])
        odds.append(float(weights[buckets(seen)].sum()))
    return odds


def _f1(scored: Sequence[tuple[Passage, list[float]]], least: float) -> float:
    right = wrong = missed = 0
    for passage, odds in scored:
        given = {
            line.phone.canonical
            for line, one in zip(passage.lines, odds, strict=True)
            if one >= np.log(least / (1 - least))
        }
        wanted = {line.phone.canonical for line, public in zip(passage.lines, passage.public, strict=True) if public}
        right += len(given & wanted)
        wrong += len(given - wanted)
        missed += len(wanted - given) + passage.missed
    return round(2 * right / (2 * right + wrong + missed), 4)
