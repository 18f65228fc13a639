"""Train the finder of people's names, and the model of who they are."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp.content import lowered
from nlp.doc import Doc
from nlp.evaluate.gold import part
from nlp.field_context import blanked
from nlp.language import mentions
from nlp.name_tagger import BUCKETS, LINKS, NameTagger, Word, bucket, features, may_name, words_of
from nlp.names import Where, groups, named, told_of
from nlp.person_roles import HIDDEN, NOBODY, ROLES, Role, RoleModel, columns, hidden_share, lists_of
from nlp.person_roles import features as role_features
from nlp.text import Reading
from nlp.train.examples import texts

CORPORA = ("ner_idner_news_2k", "ner_indolem", "nergrit_ner-grit", "nerp_ner-prosa")
PEOPLE = ("PER", "PERSON", "PPL")
CORPUS_WEIGHT = 0.4
STRENGTH, ROLE_STRENGTH = 1.0, 0.2
TAGGED_FROM = -1.0
"""Log-odds from which a word is taken for part of a name: rather one too many, the model of roles refuses it."""
HIDE = 0.975
"""Share of the people to be hidden that the threshold must hide."""
UNSEEN = -12.0
OFF_TOPIC = ("not_related", "offer_report")
"""Kinds of which readers marked some people only."""
WRITERS, FOLDS = {writer: number % 4 for number, writer in enumerate("cdetpqruvwxyzfghiklabjm3o12")}, 4
OWN_ID, MOST = 4, 6000
"""Length of the ids of articles of our own; characters that readers saw."""
People = list[tuple[Role, set[str]]]
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


def fit_roles(found: Sequence[tuple[Role, set[str]]]) -> LogisticRegression:
    of_each = [columns(seen) for _, seen in found]
    ends = np.cumsum([0, *(len(at) for at, _ in of_each)])
    met, joined = np.unique(np.concatenate([at for at, _ in of_each]), return_inverse=True)
    shares = np.concatenate([share for _, share in of_each])
    data = csr_matrix((shares, joined, ends), shape=(len(found), len(met)))
    labels = np.array([ROLES.index(role) for role, _ in found])
    model = LogisticRegression(C=ROLE_STRENGTH, max_iter=1000).fit(data, labels)
    weights = np.zeros((len(model.classes_), BUCKETS))
    weights[:, met] = model.coef_
    model.coef_ = weights
    return model


def store(path: Path, model: LogisticRegression, least: float) -> None:
    weights = model.coef_[0].astype(np.float16)
    known = np.flatnonzero(np.abs(weights) > 0.01)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path, at=known.astype(np.uint32), weights=weights[known], constant=model.intercept_[0], least=least
    )


def names_of(label: Mapping[str, Any]) -> list[str]:
    """Every form of a person's name that readers marked."""
    roles = {"victim", "minor", "relative", "witness", "suspect"}
    return [name for name, role in label.get("masked") or () if role in roles] + list(label.get("kept") or ())


class Read(NamedTuple):
    """A text whose people readers have marked: all of them, or where it is off topic some. No model judges a text that was
    trained on its `fold`: two writers and a quarter of the real texts.
    """

    title: str
    text: str
    label: Mapping[str, Any]
    fold: int
    whole: bool


def reads(data: Path, own_texts: Path) -> list[Read]:
    """The texts of the training part in which readers marked people."""
    rows = texts(data, own_texts)
    found = []
    for label in part("news", "train"):
        row = rows.get(label["id"])
        if row is None or "people" not in label:
            continue
        title = row.get("title") or ""
        marked = [((title if where == "title" else row["text"])[a:b], role) for where, a, b, role in label["people"]]
        masked = [item for item in marked if item[1] != "official" and item[0]]
        kept = [name for name, role in marked if role == "official" and name]
        event = (row.get("scam_corpus") or {}).get("event_cluster") or row.get("group") or label["id"]
        fold = WRITERS.get(label["id"][0]) if len(label["id"]) == OWN_ID else None
        found.append(
            Read(
                title,
                row["text"][:MOST],
                {"masked": masked, "kept": kept},
                zlib.crc32(str(event).encode()) % FOLDS if fold is None else fold,
                label["kind"] not in OFF_TOPIC,
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
    return [
        (roles[name], role_features(doc.text, low, classed, spans, len(reading.title), lists=lists))
        for name, spans in where.items()
        if read.whole or roles[name] != "nobody"
    ]


def _role_threshold(people: Sequence[People], folds: Sequence[int]) -> tuple[float, dict[str, float]]:
    """The highest threshold at which enough of those that must go are hidden, each judged without its fold."""
    hidden: list[float] = []
    shown: list[float] = []
    for fold in range(FOLDS):
        rest = [item for group, other in zip(people, folds, strict=True) if other != fold for item in group]
        model = _roles(fit_roles(rest), 0.5)
        for group, other in zip(people, folds, strict=True):
            for role, seen in group if other == fold else ():
                said = model.read(seen)
                score = hidden_share(said) if said["nobody"] < NOBODY else 0.0
                (hidden if role in HIDDEN else shown if role == "official" else []).append(score)
    least = float(np.quantile(hidden, 1 - HIDE)) if hidden else 0.5
    least = round(min(0.5, max(0.2, least)), 3)
    gone = sum(score >= least for score in hidden) / max(1, len(hidden))
    stay = sum(score < least for score in shown) / max(1, len(shown))
    return least, {"least": least, "hidden": round(gone, 4), "shown": round(stay, 4)}


def _roles(model: LogisticRegression, least: float) -> RoleModel:
    weights = np.zeros((BUCKETS, len(ROLES)), np.float32)
    constants = np.full(len(ROLES), UNSEEN)
    weights[:, model.classes_] = model.coef_.T
    constants[model.classes_] = model.intercept_
    return RoleModel(weights, constants, least)


def store_roles(path: Path, model: LogisticRegression, least: float) -> None:
    whole = _roles(model, least)
    known = np.flatnonzero(np.abs(whole.weights).max(1) > 0.003)
    np.savez_compressed(
        path,
        size=BUCKETS,
        at=known.astype(np.uint32),
        weights=whole.weights[known].astype(np.float16),
        constants=whole.constants,
        least=least,
    )
