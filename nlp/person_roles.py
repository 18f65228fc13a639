"""Who a person of a text is: a linear model over what stands around every mention of the name."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nlp.content import content, patterns
from nlp.name_tagger import Tagged, bucket
from nlp.name_words import common_words
from nlp.quantised import dequantised
from nlp.word_classes import word_class

MODEL = Path(__file__).parent / "models" / "people" / "roles.npz"
Role = Literal["victim", "minor", "relative", "witness", "suspect", "official", "nobody"]
ROLES: tuple[Role, ...] = get_args(Role)
HIDDEN: tuple[Role, ...] = ("victim", "minor", "relative", "witness", "suspect")
_WORD = re.compile(r"[^\W\d_]+|\d+|[(),;:.\"“”]")
_SENTENCE_END = re.compile(r"[.!?][\"”]?\s|\n")
_REACH, _WORDS, _NEAR = 80, 8, 3
_FAR, _BEHIND, _APPOSED = 130, 90, 5
"""Characters before and behind a mention in which an office is looked for; words of an apposition that are read."""
_SPEECH, _BACK = 25, 140
"""Characters beside a name for a verb of saying, and of the sentence before one that only points back."""
_POINTS_BACK = re.compile(
    r"(?:ke(?:dua|tiga|empat|lima|enam|tujuh|delapan)(?:nya| orang(?: itu| tersebut)?)|mereka|masing-masing)[\s,]"
)
_TITLE_RUN = re.compile(r"(?:(?:[A-Z][\w.'’-]*[ ,]+|(?:dan|di|dari|untuk) ){1,12})$")
_JOINT = re.compile(
    r"[\s,()/.&'’-]*(?:\b(?:[A-Z]\w*|\d+|dan|dari|di|of|the|untuk|bagi|pada|serta)\b[\s,()/.&'’-]*){0,14}"
)
_LINK = re.compile(r"(?: ?\(\d{1,2}(?: tahun)?\))?(?:,? (?:dan|serta|&) |, |[;,]?\s(?:dan )?\d{1,2}[.)] )")
_QUOTE = '"'
_TOPIC_WORD = re.compile(r"[^\W\d_]{4,}")
_OPENING, TOPIC_SHARE = 700, 0.3
"""Characters that tell what a text is about, and how much a word of them counts beside one that stands near the name."""
_ACCUSED_WORDS = (
    "ditangkap tertangkap ditahan dibekuk diringkus diciduk buron dpo diburu melarikan dijerat didakwa divonis dihukum "
    "diamankan diperiksa disidang disidangkan dituntut disangka disangkakan"
)
ACCUSED = frozenset({"suspect before", "suspect after", *(f"a {word}" for word in _ACCUSED_WORDS.split())})
CAUGHT, CHARGED = frozenset({"accused after", "initials True"}), frozenset({"b0 terdakwa", "b0 terpidana"})
"""Initials right before a word for being caught, a name right behind one for who is tried: suspects, whatever is around."""
PRIVATE = frozenset({"alias", "age adult", "age minor"})
"""Features of one told under two names or with an age: of 221 in training texts one speaks in office."""
UNTOLD, NAMED, KIN = 0.1, 20.0, 4.0
"""Weight of a suspect's role where no word for suspects stands near (initials show more than a placeholder), of a witness's
where the text says "saksi", of a relative's right behind the word ("ibu korban, Sumarni")."""
READER, _LEAST = 0.2, 1e-9
"""What the reader of stories counts beside this model; out of fold 0.1 to 0.4 are much alike (docs/decisions/0025)."""
NOBODY = 0.99
"""Probability from which a capitalised word is no person: a name that slips through costs more than a word hidden."""


@dataclass(frozen=True)
class RoleModel:
    """`weights`: buckets x roles; `least`: share of the hidden roles from which a name is hidden, by words and with the reader of stories."""

    weights: NDArray[np.float32]
    constants: NDArray[np.float64]
    least: tuple[float, float]

    def read(self, seen: set[str]) -> Mapping[Role, float]:
        at, shares = columns(seen)
        scores = (shares @ self.weights[at]).astype(np.float64) + self.constants
        odds = np.exp(scores - scores.max())
        return dict(zip(ROLES, (odds / odds.sum()).tolist(), strict=True))

    def role(
        self, seen: set[str], said: Mapping[Role, float], share: float, *, least: float, somebody: bool = False
    ) -> Role:
        """`said`: as `read` or `blended` gives it; `share`: how likely the person must be hidden, by all that is told of the
        list it stands in, and from which `least` it is hidden; `somebody`: the text says that this is a person's name.
        """
        if said["nobody"] >= NOBODY and not somebody:
            return "nobody"
        if seen >= CAUGHT or CHARGED & seen:
            return "suspect"
        if share < least and not PRIVATE & seen:
            return "official"
        accused = 1.0 if ACCUSED & seen else UNTOLD
        told = {"suspect": accused, "witness": NAMED if "witness before" in seen else 1.0}
        told["relative"] = KIN if "relative before 0" in seen else 1.0
        return max(HIDDEN, key=lambda role: said[role] * told.get(role, 1.0))


def blended(said: Mapping[Role, float], heard: Sequence[float]) -> Mapping[Role, float]:
    """What a model of words says beside what the reader of stories does: log-probabilities in the order of the roles."""
    logs = [
        (1 - READER) * math.log(max(said[role], _LEAST)) + READER * other
        for role, other in zip(ROLES, heard, strict=True)
    ]
    odds = [math.exp(log - max(logs)) for log in logs]
    return dict(zip(ROLES, [share / sum(odds) for share in odds], strict=True))


def columns(seen: set[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The buckets of features, and how much each counts."""
    at = np.fromiter(map(bucket, seen), np.int64, len(seen))
    shares = [TOPIC_SHARE if feature.startswith("topic ") else 1.0 for feature in seen]
    return at, np.array(shares, np.float32)


def hidden_share(said: Mapping[Role, float]) -> float:
    """How likely a person must be hidden."""
    hidden = sum(said[role] for role in HIDDEN)
    return hidden / max(1e-9, hidden + said["official"])


def lists_of(text: str, found: Sequence[Tagged]) -> Mapping[int, int]:
    """Where the list of names begins in which a name stands behind others, by where the name begins."""
    begins: dict[int, int] = {}
    for before, name in pairwise(found):
        if before.end <= name.start and _LINK.fullmatch(text, before.end, name.start):
            begins[name.start] = begins.get(before.start, before.start)
    return begins


def features(
    text: str, low: str, classed: str, found: Sequence[Tagged], title_end: int, *, lists: Mapping[int, int]
) -> set[str]:
    """Of a person with these mentions; `low`: the text in lower case, letter for letter;
    `classed`: the same with places and bodies as classes; `lists`: as `lists_of` gives it.
    """
    seen = set(_topic(low[:_OPENING]))
    spans = [(start, end) for start, end, _ in found]
    for number, (start, end) in enumerate(spans[:6]):
        seen.update(_mention(text, low, classed, start, end))
        seen.update(_titles(text, low, start, end, title_end))
        if start in lists:
            seen.add("listed")
            seen.update(f"list {feature}" for feature in _mention(text, low, classed, lists[start], end))
        seen.update(_apposed(_SENTENCE_END.split(low[end : end + _BEHIND])[0].strip()))
        if number == 0:
            seen.update(f"first {feature}" for feature in _near(classed, start, end))
            seen.add(f"first in {'title' if start < title_end else 'head' if start < title_end + 300 else 'body'}")
    name = text[slice(*spans[0])]
    score = max(mention.score for mention in found)
    seen |= {f"score above {step}" for step in range(-2, 9) if score > step}
    seen.update(f"name class {word_class(word)}" for word in name.split())
    words = [word.lower() for word in name.split()]
    seen |= {f"common {sum(word in common_words() for word in words)} of {len(words)}", f"ends {words[-1][-2:]}"}
    seen.add(f"times {min(5, len(spans))}")
    seen.add(f"words {min(4, len(name.split()))}")
    seen.add(f"initials {name.isupper() and len(name) <= 4}")
    says = sum(_speaks(low, *span) for span in spans[:6])
    seen |= {f"says {min(3, says)} of {min(3, len(spans))}", f"name begins {words[0]}"}
    if len(words) > 1:
        seen.update(f"name has {word}" for word in words)
    if _office().search(name.lower()):
        seen.add("name has office")
    return seen


@lru_cache(maxsize=4)
def _topic(opening: str) -> frozenset[str]:
    words = set(_TOPIC_WORD.findall(opening))
    return frozenset((*(f"topic {word}" for word in words), *(f"topic class {word_class(word)}" for word in words)))


def _mention(text: str, low: str, classed: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(classed, start, end)
    for side, words in (("b", before), ("a", after)):
        yield from (f"{side} {word}" for word in words)
        yield from (f"{side} class {word_class(word)}" for word in words if word.isalpha())
    yield from (f"b begins {word[:5]}" for word in before[:4] if len(word) > 5)
    yield from (f"a begins {word[:5]}" for word in after[:4] if len(word) > 5)
    yield from _near(classed, start, end)
    left, right = low[max(0, start - _REACH) : start], low[end : end + _REACH]
    left = _SENTENCE_END.split(left)[-1]
    right = _SENTENCE_END.split(right)[0]
    told = _told_before(low, start, left)
    for role, pattern in _role_words().items():
        marks = list(pattern.finditer(told))
        if marks:
            yield f"{role} before"
            yield f"{role} before {min(3, (len(told) - marks[-1].end()) // 12)}"
        if pattern.search(right):
            yield f"{role} after"
    office = list(_office().finditer(left))
    if office:
        yield f"office before {min(3, (len(left) - office[-1].end()) // 15)}"
        yield f"office {office[-1][0]}"
    age = patterns("names")["age_after"].match(text, end)
    if age:
        yield f"age {'minor' if int(age['age']) < 18 else 'adult'}"


def _told_before(low: str, start: int, left: str) -> str:
    """What stands before a name in its sentence; of one that only points back ("Keempatnya yakni …") the sentence before, too."""
    if not _POINTS_BACK.match(left):
        return left
    earlier = _SENTENCE_END.split(low[max(0, start - _REACH - _BACK) : start - len(left)])
    whole = [part for part in earlier if part.strip()]
    return f"{whole[-1]} {left}" if whole else left


def _titles(text: str, low: str, start: int, end: int, title_end: int) -> Iterator[str]:
    """An office that leads up to the name, capitalised words before it, and verbs of saying beside it."""
    left = _SENTENCE_END.split(low[max(0, start - _FAR) : start])[-1]
    given = text[start - len(left) : start]
    office = list(_office().finditer(left))
    if office:
        yield "office far before"
        if _JOINT.fullmatch(given, office[-1].end()):
            yield "office joint"
            yield f"office joint {office[-1][0]}"
    run = _TITLE_RUN.search(given)
    if run and start > title_end:
        words = re.findall(r"\w+", run[0])[-_WORDS:]
        yield f"title words {min(4, len(words))}"
        yield from (f"title word {word.lower()}" for word in words)
        yield from (f"title class {word_class(word)}" for word in words)
    yield f"quoted {low.count(_QUOTE, max(0, start - 200), start) % 2}"
    rules = patterns("names")
    before, after = low[max(0, start - _SPEECH) : start], low[end : end + _SPEECH]
    for side, near in (("before", before), ("after", after)):
        if rules["says"].search(near):
            yield f"says {side}"
        if rules["tells"].search(near):
            yield "tells"
    if rules["alias_before"].search(before) or rules["alias_after"].match(after):
        yield "alias"
    if rules["byline"].search(low[max(0, start - _REACH) : start]):
        yield "byline"
    if rules["accused"].match(low, end):
        yield "accused after"


def _apposed(right: str) -> Iterator[str]:
    """What is said of the name behind it: ", ketua serikat buruh,", "(analis)"."""
    if right[:1] not in {",", "("}:
        if _office().search(right):
            yield "office after"
        return
    apposition = re.split(r"[,)]", right[1:], maxsplit=1)[0]
    words = re.findall(r"[^\W\d_]+", apposition)
    for kind in ("apposed", "apposed first"):
        said = words[: _APPOSED if kind == "apposed" else 1]
        yield from (f"{kind} {word}" for word in said)
        yield from (f"{kind} class {word_class(word)}" for word in said)
    if _office().match(apposition.lstrip()):
        yield "apposed opens with office"
    elif _office().search(apposition):
        yield "apposed office"
    else:
        yield from (f"apposed {role} word" for role, pattern in _role_words().items() if pattern.search(apposition))


def _speaks(low: str, start: int, end: int) -> bool:
    says = patterns("names")["says"]
    return any(says.search(near) for near in (low[max(0, start - _SPEECH) : start], low[end : end + _SPEECH]))


def _near(low: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(low, start, end)
    for side, words in (("b", before), ("a", after)):
        yield from (f"{side}{number} {word}" for number, word in enumerate(words[:_NEAR]))
        yield from (
            f"{side}{number} class {word_class(word)}" for number, word in enumerate(words[:_NEAR]) if word.isalpha()
        )
        if len(words) > 1:
            yield f"{side}{side} {words[0]} {words[1]}"
    if before and after:
        yield f"ba {before[0]} {after[0]}"


def _sides(low: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Words beside a mention, the nearest first."""
    before = _WORD.findall(low, max(0, start - _REACH), start)[-_WORDS:][::-1]
    after = _WORD.findall(low, end, end + _REACH)[:_WORDS]
    return ["0" if w[0].isdigit() else w for w in before], ["0" if w[0].isdigit() else w for w in after]


@cache
def _role_words() -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern.removeprefix("(?i)")) for role, pattern in content("names")["roles"].items()}


@cache
def _office() -> re.Pattern[str]:
    return re.compile(content("names")["office"].strip())


@cache
def role_model(path: Path = MODEL) -> RoleModel:
    with np.load(path) as stored:
        weights = np.zeros((int(stored["size"]), len(ROLES)), np.float32)
        weights[stored["at"]] = dequantised(stored["weights"], float(stored["most"]))
        return RoleModel(
            weights, stored["constants"].astype(np.float64), (float(stored["least"][0]), float(stored["least"][1]))
        )
