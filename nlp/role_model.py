"""Which role a person of a text has, by the features of all mentions (`person_roles`): a linear model, and what always holds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nlp.name_tagger import bucket
from nlp.person_roles import KIN_TOLD
from nlp.quantised import dequantised

MODEL = Path(__file__).parent / "models" / "people" / "roles.npz"
Role = Literal["victim", "minor", "relative", "witness", "suspect", "official", "nobody"]
ROLES: tuple[Role, ...] = get_args(Role)
HIDDEN: tuple[Role, ...] = ("victim", "minor", "relative", "witness", "suspect")
TOPIC_SHARE = 0.3
"""How much a word that tells what a text is about counts beside one that stands near the name."""
_ACCUSED_WORDS = (
    "ditangkap tertangkap ditahan dibekuk diringkus diciduk buron dpo diburu melarikan dijerat didakwa divonis dihukum "
    "diamankan diperiksa disidang disidangkan dituntut disangka disangkakan"
)
ACCUSED = frozenset({"suspect before", "suspect after", *(f"a {word}" for word in _ACCUSED_WORDS.split())})
CAUGHT = frozenset({"accused after", "initials True"})
CHARGED = frozenset({"b0 terdakwa", "b0 terpidana", "charged after"})
"""Initials right before a word for being caught, a name beside one for who is charged: suspects, whatever is around."""
PRIVATE = frozenset({"alias", "age adult", "age minor"})
"""Features of one told under two names or with an age: of 221 in training texts one speaks in office."""
UNTOLD, NAMED, KIN = 0.1, 20.0, 4.0
"""Weight of a suspect's role where no word for suspects stands near (initials show more than a placeholder), of a witness's
where the text says "saksi", of a relative's right behind the word ("ibu korban, Sumarni")."""
READER, _LEAST = 0.2, 1e-9
"""What the reader of stories counts beside this model; out of fold 0.1 to 0.4 are much alike (docs/decisions/0025)."""
NOBODY, PLACE = 0.97, 0.5
"""Probability from which a capitalised word is no person: a name that slips through costs more than a word hidden; and from which
one that is also the name of a town is none.
"""


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
        self,
        seen: set[str],
        said: Mapping[Role, float],
        share: float,
        *,
        least: float,
        somebody: bool = False,
        town: bool = False,
    ) -> Role:
        """`said`: as `read` or `blended` gives it; `share`: how likely the person must be hidden, by all that is told of the
        list it stands in, and from which `least` it is hidden; `somebody`: the text says that this is a person's name; `town`: it is one of a town.
        """
        if said["nobody"] >= (PLACE if town else NOBODY) and not somebody:
            return "nobody"
        if seen >= CAUGHT or CHARGED & seen:
            return "suspect"
        if KIN_TOLD in seen:
            return "relative"
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


@cache
def role_model(path: Path = MODEL) -> RoleModel:
    with np.load(path) as stored:
        weights = np.zeros((int(stored["size"]), len(ROLES)), np.float32)
        weights[stored["at"]] = dequantised(stored["weights"], float(stored["most"]))
        return RoleModel(
            weights, stored["constants"].astype(np.float64), (float(stored["least"][0]), float(stored["least"][1]))
        )
