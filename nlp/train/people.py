"""Train the model of who the people of a text are, and with it the finder of their names."""

import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.content import lowered
from nlp.doc import Doc
from nlp.encoder import log_shares
from nlp.evaluate.gold import part, people_labels
from nlp.field_context import blanked
from nlp.language import mentions
from nlp.listed import lists_of
from nlp.name_tagger import BUCKETS, NameTagger
from nlp.named import Where, groups, named, told_of
from nlp.person_roles import features as role_features
from nlp.quantised import quantised
from nlp.role_model import HIDDEN, NOBODY, ROLES, Role, RoleModel, blended, columns, hidden_share
from nlp.story_reader import heard_in
from nlp.text import Reading
from nlp.train.examples import texts
from nlp.train.name_tagger import Tagged, corpora, fit, store, tagged
from nlp.train.story_unseen import answered

ROLE_STRENGTH = 0.2
TAGGED_FROM = -1.0
"""Log-odds from which a word is taken for part of a name: rather one too many, the model of roles refuses it."""
HIDE = 0.975
"""Share of the people to be hidden that the threshold must hide."""
UNSEEN = -12.0
OFF_TOPIC = ("not_related", "offer_report")
"""Kinds of which readers marked some people only."""
WRITERS, FOLDS = {writer: number % 4 for number, writer in enumerate("cdetpqruvwxyzfghiklabjm3o125")}, 4
OWN_ID, MOST = 4, 6000
"""Length of the ids of articles of our own; characters that readers saw."""
UNREAD = "8"
"""First letter of the articles whose people are not learned from: their writers alone marked them, and of the test part three names
fewer were hidden (the model card).
"""
OTHER_CRIMES = 0.3
"""Weight of texts of which people alone are known: few are on topic."""


class Person(NamedTuple):
    """Who it is; what the model of words sees; what the reader of stories says, which has not seen the text; its weight."""

    role: Role
    seen: set[str]
    heard: Sequence[float] | None
    weight: float


People = list[Person]


def roles_in(text: str, label: Mapping[str, Any], where: Mapping[str, Where]) -> dict[str, Role]:
    """The role of each group of mentions by the readers' names; "nobody" where they marked none."""
    roles: dict[str, Role] = dict.fromkeys(label.get("kept") or (), "official")
    roles |= {name: role for name, role in label.get("masked") or () if role in HIDDEN}
    if not roles:
        return dict.fromkeys(where, "nobody")
    either = "|".join(re.escape(name) for name in sorted(roles, key=len, reverse=True))
    marked = [(*match.span(), roles[match[0]]) for match in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)]
    found: dict[str, Role] = {}
    for name, spans in where.items():
        met = [role for start, end, _ in spans for first, last, role in marked if first < end and start < last]
        found[name] = next((role for role in HIDDEN if role in met), "official" if met else "nobody")
    return found


def fit_roles(found: Sequence[Person]) -> LogisticRegression:
    of_each = [columns(one.seen) for one in found]
    ends = np.cumsum([0, *(len(at) for at, _ in of_each)])
    met, joined = np.unique(np.concatenate([at for at, _ in of_each]), return_inverse=True)
    shares = np.concatenate([share for _, share in of_each])
    data = csr_matrix((shares, joined, ends), shape=(len(found), len(met)))
    labels = np.array([ROLES.index(one.role) for one in found])
    model = LogisticRegression(C=ROLE_STRENGTH, max_iter=1000).fit(data, labels, [one.weight for one in found])
    weights = np.zeros((len(model.classes_), BUCKETS))
    weights[:, met] = model.coef_
    model.coef_ = weights
    return model


def names_of(label: Mapping[str, Any]) -> list[str]:
    """Every form of a person's name that readers marked."""
    roles = {"victim", "minor", "relative", "witness", "suspect"}
    return [name for name, role in label.get("masked") or () if role in roles] + list(label.get("kept") or ())


class Read(NamedTuple):
    """A text whose people readers have marked: all of them, or where it is off topic some. No model judges a text that was
    trained on its `fold`: two writers and a quarter of the real texts.
    """

    id: str
    title: str
    text: str
    label: Mapping[str, Any]
    fold: int
    whole: bool
    weight: float


def reads(data: Path, own_texts: Path) -> list[Read]:
    """The texts of the training part in which readers marked people."""
    rows = texts(data, own_texts)
    found = []
    for label in (*part("news", "train"), *people_labels()):
        row = rows.get(label["id"])
        own = len(label["id"]) == OWN_ID
        if row is None or "people" not in label or (own and label["id"][0] == UNREAD):
            continue
        title = row.get("title") or ""
        marked = [((title if where == "title" else row["text"])[a:b], role) for where, a, b, role in label["people"]]
        masked = [item for item in marked if item[1] != "official" and item[0]]
        kept = [name for name, role in marked if role == "official" and name]
        event = (row.get("scam_corpus") or {}).get("event_cluster") or row.get("group") or label["id"]
        fold = WRITERS.get(label["id"][0]) if own else None
        found.append(
            Read(
                label["id"],
                title,
                row["text"][:MOST],
                {"masked": masked, "kept": kept},
                zlib.crc32(str(event).encode()) % FOLDS if fold is None else fold,
                label.get("kind") not in OFF_TOPIC,
                1.0 if "kind" in label else OTHER_CRIMES,
            )
        )
    return found


def train(data: Path, own_texts: Path, folder: Path) -> Mapping[str, float]:
    """Roles are learned on the names that a tagger finds which has not seen the fold. Returns out-of-fold figures."""
    found = reads(data, own_texts)
    public = list(corpora(data / "nlp"))
    seen = {number: _tagged_of(read) for number, read in enumerate(found) if read.whole}
    people: list[People] = [[] for _ in found]
    for fold in range(FOLDS):
        rest = [text for number, text in seen.items() if found[number].fold != fold]
        tagger = _tagger(fit([*public, *rest]))
        for number, read in enumerate(found):
            if read.fold == fold:
                people[number] = _people(read, tagger)
    least, figures = _role_threshold(people, [read.fold for read in found])
    store(folder / "tagger.npz", fit([*public, *seen.values()]), TAGGED_FROM)
    store_roles(folder / "roles.npz", fit_roles([item for group in people for item in group]), least)
    return {"texts": len(found), "people": sum(map(len, people)), **figures}


def _tagged_of(read: Read) -> Tagged:
    return tagged(Reading.of(read.title, read.text).joined, names_of(read.label))


def _tagger(model: LogisticRegression) -> NameTagger:
    return NameTagger(model.coef_[0].astype(np.float32), float(model.intercept_[0]), TAGGED_FROM)


def _people(read: Read, tagger: NameTagger) -> People:
    """Of a text whose people are not all marked, those that are."""
    reading = Reading.of(read.title, read.text)
    doc = Doc(reading.joined)
    found = told_of(named(doc, tagger), len(reading.title))
    where, lists = groups(doc.text, found), lists_of(doc.text, found)
    roles = roles_in(doc.text, read.label, where)
    low = lowered(doc.text)
    classed = blanked(low, mentions(doc))
    told = _heard(read, doc, where)
    return [
        Person(
            roles[name],
            role_features(doc.text, low, classed, spans, len(reading.title), lists=lists),
            told.get(name),
            read.weight,
        )
        for name, spans in where.items()
        if read.whole or roles[name] != "nobody"
    ]


def _heard(read: Read, doc: Doc, where: Mapping[str, Where]) -> Mapping[str, Sequence[float] | None]:
    """What the reader of stories, which has not seen the text, says of each group of names: log-probabilities of the roles."""
    known = answered(read.id)
    if known is None:
        said = heard_in(doc).roles([[(one.start, one.end) for one in spans] for spans in where.values()])
        return dict(zip(where, said, strict=True))
    told = known.get("people", {})
    scores = {name: told.get(str(spans[0].start)) for name, spans in where.items()}
    return {n: log_shares(np.array(one, np.float32)).tolist() if one else None for n, one in scores.items()}


def _role_threshold(people: Sequence[People], folds: Sequence[int]) -> tuple[tuple[float, float], dict[str, float]]:
    """The highest thresholds at which enough of those that must go are hidden, each judged without its fold: by words alone, and
    with what the reader of stories says beside them. Texts that count less are not asked.
    """
    scores: tuple[list[tuple[Role, float]], ...] = [], []
    for fold in range(FOLDS):
        rest = [item for group, other in zip(people, folds, strict=True) if other != fold for item in group]
        model = _roles(fit_roles(rest), (0.5, 0.5))
        unseen = [item for group, other in zip(people, folds, strict=True) if other == fold for item in group]
        for one in (one for one in unseen if one.weight == 1):
            said = model.read(one.seen)
            for found, answer in zip(scores, (said, blended(said, one.heard) if one.heard else said), strict=True):
                found.append((one.role, hidden_share(answer) if answer["nobody"] < NOBODY else 0.0))
    (words, of_words), (both, of_both) = map(_least, scores)
    return (words, both), {**{f"{name} by words": value for name, value in of_words.items()}, **of_both}


def _least(scores: Sequence[tuple[Role, float]]) -> tuple[float, dict[str, float]]:
    hidden = [score for role, score in scores if role in HIDDEN]
    shown = [score for role, score in scores if role == "official"]
    least = float(np.quantile(hidden, 1 - HIDE)) if hidden else 0.5
    least = round(min(0.5, max(0.2, least)), 3)
    gone = sum(score >= least for score in hidden) / max(1, len(hidden))
    stay = sum(score < least for score in shown) / max(1, len(shown))
    return least, {"least": least, "hidden": round(gone, 4), "shown": round(stay, 4)}


def _roles(model: LogisticRegression, least: tuple[float, float]) -> RoleModel:
    weights = np.zeros((BUCKETS, len(ROLES)), np.float32)
    constants = np.full(len(ROLES), UNSEEN)
    weights[:, model.classes_] = model.coef_.T
    constants[model.classes_] = model.intercept_
    return RoleModel(weights, constants, least)


def store_roles(path: Path, model: LogisticRegression, least: tuple[float, float]) -> None:
    whole = _roles(model, least)
    known = np.flatnonzero(np.abs(whole.weights).max(1) > 0.003)
    steps, most = quantised(whole.weights[known])
    np.savez_compressed(
        path,
        size=BUCKETS,
        at=known.astype(np.uint32),
        weights=steps,
        most=most,
        constants=whole.constants,
        least=least,
    )
