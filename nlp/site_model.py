"""The model of places of work: which of the countries named is meant, and whether the work is abroad, at home, at sea or
untold.

Three regressions on each other: the scope by the words of the text; of each name, by what stands around it, whether its
country is where the work is done; the scope again by both and by what else the text shows.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, get_args

from nlp.content import packed
from nlp.offer_model import logistic
from nlp.offer_words import Word
from nlp.site_features import IN_LINES, LISTED, MOST_MIGRANT, Site
from warehouse.contracts import Scope

MODEL = Path(__file__).parent / "models" / "offers" / "sites.json.gz"
SCOPES: tuple[Scope, ...] = get_args(Scope)
LEAST_LOG, MOST_ODDS = -6.0, 4.0
MEANT = 0.5
"""Probability from which a country is one of the places of work."""
Scores = tuple[float, ...]
"""One for each of SCOPES."""


class Judged(NamedTuple):
    """`probabilities`: of each name of the site; `scopes`: log-probabilities of SCOPES."""

    probabilities: tuple[float, ...]
    scopes: Scores


@dataclass(frozen=True)
class SiteModel:
    """Weights by feature, constants under ``: `words` and `scopes` have one for each of SCOPES."""

    words: Mapping[str, Scores]
    names: Mapping[str, float]
    scopes: Mapping[str, Scores]

    def judge(self, site: Site, words: Sequence[Word]) -> Judged:
        by_words = self.by_words(words)
        odds = abroad(by_words)
        given = self.names[""] + self.names["abroad"] * odds
        weights = self.names.get
        probabilities = alike(
            site, [logistic(given + sum(weights(feature, 0.0) for feature in named.features)) for named in site.names]
        )
        shown = structure(site, probabilities, by_words)
        totals = list(self.scopes[""])
        for name, value in shown.items():
            for number, weight in enumerate(self.scopes.get(name, ())):
                totals[number] += weight * value
        return Judged(probabilities, _logs(totals))

    def by_words(self, words: Sequence[Word]) -> Scores:
        """Log-probabilities of SCOPES by the words alone."""
        found = [weights for feature in set(features(words)) if (weights := self.words.get(feature))]
        scale = 1 / math.sqrt(len(found) or 1)
        sums = map(sum, zip(*found, strict=True)) if found else (0.0,) * len(SCOPES)
        return _logs([constant + scale * total for constant, total in zip(self.words[""], sums, strict=True)])


def features(words: Sequence[Word]) -> Iterator[str]:
    """Words and pairs; names of places abroad are judged by what stands around them."""
    forms = [word.form for word in words if not word.form.startswith("@")]
    yield from forms
    yield from map(" ".join, pairwise(forms))


def abroad(scopes: Scores) -> float:
    """Log-odds that the work is anywhere but at home, bounded."""
    home = scopes[SCOPES.index("domestic")]
    odds = math.log(max(1e-9, 1 - math.exp(home))) - home
    return max(-MOST_ODDS, min(MOST_ODDS, odds))


def alike(site: Site, probabilities: Sequence[float]) -> tuple[float, ...]:
    """Countries of one list ("…, … and …", or each on a line of its own) are meant together: each has the highest probability
    among them.
    """
    shared = list(probabilities)
    begin = 0
    for number in range(1, len(shared) + 1):
        if number == len(shared) or LISTED not in site.names[number].features:
            shared[begin:number] = [max(shared[begin:number], default=0.0)] * (number - begin)
            begin = number
    opening = [number for number, named in enumerate(site.names) if IN_LINES in named.features]
    most = max((shared[number] for number in opening), default=0.0)
    return tuple(most if number in opening else share for number, share in enumerate(shared))


def structure(site: Site, probabilities: Sequence[float], by_words: Scores) -> dict[str, float]:
    """What the scope is judged by, as numbers from 0 to about 1."""
    best = best_of(site, probabilities)
    home = best.pop("ID", 0.0)
    most = max(best.values(), default=0.0)
    money = [len(currency) == 2 and currency != "ID" for currency in site.currencies]
    shown = dict.fromkeys(site.shown, 1.0) | {
        "place abroad": most,
        "surely abroad": float(most >= MEANT),
        "no place abroad": float(not best),
        "place at home": home,
        "home alone": home * (1 - most),
        "abroad alone": most * (1 - home),
        "codes": float(bool(site.codes)),
        "foreign money": float(any(money)),
        "dollars": float("USD" in site.currencies),
        "migrant": site.migrant / MOST_MIGRANT,
        "never migrant": float(not site.migrant),
        "crew and home ship": float({"crew", "home_ship"} <= site.shown),
        "crew and place": most * ("crew" in site.shown),
    }
    return shown | {f"words {scope}": max(LEAST_LOG, said) for scope, said in zip(SCOPES, by_words, strict=True)}


def best_of(site: Site, probabilities: Sequence[float]) -> dict[str, float]:
    """The highest probability of each country, in the order of the text."""
    best: dict[str, float] = {}
    for named, probability in zip(site.names, probabilities, strict=True):
        best[named.country] = max(best.get(named.country, 0.0), probability)
    return best


def _logs(totals: Sequence[float]) -> Scores:
    most = max(totals)
    whole = most + math.log(sum(math.exp(total - most) for total in totals))
    return tuple(total - whole for total in totals)


@cache
def site_model(path: Path = MODEL) -> SiteModel:
    stored = packed(path)
    return SiteModel(
        words={name: tuple(weights) for name, weights in stored["words"].items()},
        names=stored["names"],
        scopes={name: tuple(weights) for name, weights in stored["scopes"].items()},
    )
