"""Red flags as two readers would mark them: sparse models over words, rules and parts of an offer, one for each flag.

What the rules of the registry find is one of the features; a flag stands where the model says so, and its evidence is
the words that speak for it most. What a rule finds stands too, unless readers mostly disagreed with that rule
(`doubtful`). Flags too rare to learn stay with their rules.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nlp.content import packed
from nlp.offer_clauses import ClauseModel, Window
from nlp.offer_words import Word
from nlp.sparse_regressions import Met, Regressions, parts_of

MODEL = Path(__file__).parent / "models" / "offers" / "flags.json.gz"
RAISES, LOWERS = 0.5, 0.25
"""Share that the encoder's log-odds of a flag have where they are higher than those of the words, and where lower: official
words beside a bait make it doubt, which must not clear it.
"""
POSSIBLE = -2.5
"""Log-odds by the words under which the encoder raises no flag: no words could be shown for it. It lost no F1 and won precision."""
LONGEST = 3
"""Words of the longest feature."""


class Flag(NamedTuple):
    """`first` and `last` word of the evidence, -1 where no word speaks for the flag; `clause`: the words around them that
    are shown where these alone do not speak (`spoken`).
    """

    id: str
    probability: float
    first: int
    last: int
    spoken: bool
    clause: Window = (-1, 0)


@dataclass(frozen=True, eq=False)
class FlagModel(Regressions):
    """One for each flag, over a whole offer. `from_`: least probability at which a flag stands;
    `doubtful`: flags whose rule alone is not believed; `spoken`: by flag, the features that stand for it by themselves;
    `clauses`: the models of single clauses, whose log-odds are averaged with those of the whole text.
    """

    from_: float
    doubtful: frozenset[str] = frozenset()
    spoken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clauses: ClauseModel = field(default_factory=lambda: ClauseModel(*parts_of([])))

    def standing(self, rules: Collection[str]) -> set[str]:
        """Flags that stand because a rule found them."""
        return set(rules) - self.doubtful

    def read(
        self,
        words: Sequence[Word],
        rules: Collection[str],
        parts: Collection[str],
        clauses: Sequence[Window] = (),
        *,
        hear: Callable[[Mapping[str, float]], Mapping[str, float]] | None = None,
    ) -> list[Flag]:
        """`rules`: flags that the registry found; `parts`: names of `parts_of`; `clauses`: `windows` of the text;
        `hear`: from the log-odds of each flag by the words to those of the encoder, which raise or lower them.
        """
        rows, met = self.rows, self._met([word.form for word in words])
        named = [*(f"rule:{rule}" for rule in rules), *(f"part:{part}" for part in parts)]
        known = [*(rows[feature] for feature in named if feature in rows), *(row for row, _, _ in met)]
        totals = (np.add.reduce(self.table.take(np.array(known, np.int64), 0)) + self.constants).tolist()
        judged = self.clauses.read(words, clauses)
        own = {
            id_: (total + judged[id_].log_odds) / 2 if id_ in judged else total
            for id_, total in zip(self.ids, totals, strict=True)
        }
        heard = hear(own) if hear else {}
        least, found = math.log(self.from_ / (1 - self.from_)), list[Flag]()
        for number, (id_, by_words) in enumerate(own.items()):
            more = heard.get(id_, by_words) - by_words
            log_odds = by_words + more * (LOWERS if more < 0 else RAISES if by_words >= POSSIBLE else 0.0)
            if log_odds >= least:
                told = [judged[id_].clause] if id_ in judged else clauses
                found.append(self._flag(number, log_odds, met, told))
        return found

    def _flag(self, number: int, log_odds: float, met: Sequence[Met], clauses: Sequence[Window]) -> Flag:
        """With the words that speak for it most, those first that do so by themselves; in one of these clauses."""
        inside = met if len(clauses) != 1 else [one for one in met if _around(one, clauses)]
        found = [(*gain, first, last) for row, first, last in inside if (gain := self._gain(row, number))]
        probability = 1 / (1 + math.exp(-log_odds))
        if found:
            sure, _, first, last = max(found)
            clause = next(iter(_around((0, first, last), clauses)), (first, last + 1))
        else:
            clause = clauses[0] if len(clauses) == 1 else (-1, 0)
            sure, first, last = False, clause[0], clause[1] - 1
        return Flag(self.ids[number], probability, first, last, sure, clause)

    def _met(self, forms: Sequence[str]) -> list[Met]:
        """Each known word, pair and triple, wherever it stands; what stands twice counts once."""
        seen, met = set[int](), list[Met]()
        for row, first, last in self.met(forms):
            if row not in seen:
                seen.add(row)
                met.append((row, first, last))
        return met

    def _gain(self, row: int, flag: int) -> tuple[bool, float] | None:
        """What a feature speaks for a flag, if it does: whether by itself, and its weight."""
        weight = float(self.table[row, flag])
        return (self.names[row] in self.spoken.get(self.ids[flag], ()), weight) if weight > 0 else None


def _around(met: Met, clauses: Sequence[Window]) -> list[Window]:
    return [clause for clause in clauses if clause[0] <= met[1] and met[2] < clause[1]]


def features(words: Sequence[Word]) -> set[str]:
    """Each word, pair and triple."""
    forms = [word.form for word in words]
    return {
        " ".join(forms[first : first + size])
        for size in range(1, LONGEST + 1)
        for first in range(len(forms) - size + 1)
    }


@cache
def flag_model(path: Path = MODEL) -> FlagModel:
    stored = packed(path)
    return FlagModel(
        *parts_of(stored["flags"]),
        from_=stored["from"],
        doubtful=frozenset(stored["doubtful"]),
        spoken={entry["id"]: frozenset(entry["spoken"]) for entry in stored["flags"]},
        clauses=ClauseModel(*parts_of(stored["clauses"])),
    )
