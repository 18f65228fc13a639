"""Counts of right, wrong and missed answers, and the figures they give."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass
class Counts:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add_sets(self, gold: Iterable[str], answer: Iterable[str]) -> None:
        wanted, given = set(gold), set(answer)
        self.right += len(wanted & given)
        self.wrong += len(given - wanted)
        self.missed += len(wanted - given)

    def add_value(self, gold: object, answer: object) -> None:
        """A value that is given and equal is right; given and different is wrong as well as missed."""
        if answer is not None and gold == answer:
            self.right += 1
        else:
            self.wrong += answer is not None
            self.missed += gold is not None

    def add_bool(self, *, gold: bool, answer: bool) -> None:
        self.right += gold and answer
        self.wrong += answer and not gold
        self.missed += gold and not answer

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def shares(self) -> dict[str, float]:
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f1": round(self.f1, 4)}

    def figures(self) -> dict[str, float]:
        return {**self.shares(), "n": self.right + self.missed}
