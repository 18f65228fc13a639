"""Figures of offer reading by part, and how sure they are: recall by scheme, platform and destination, intervals by group."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Label = Mapping[str, Any]
Flagged = Callable[[Label], bool]
ROUNDS = 200
_LEAST = 5
"""Baits below which a part has no figure."""


def recall_by_part(labels: Sequence[Label], flagged: Flagged) -> dict[str, dict[str, dict[str, float]]]:
    """Of the baits for work abroad: how many of each scheme, platform and destination are flagged."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for label in labels:
        if label["label"] != "scam_overseas":
            continue
        hit = flagged(label)
        for part in ("scheme", "platform"):
            if label.get(part):
                found[part][label[part]].append(hit)
        for country in label["destination"] or [label.get("scope") or "none"]:
            found["destination"][country].append(hit)
    return {
        part: {
            name: {"n": len(hits), "recall_band2": round(sum(hits) / len(hits), 3)}
            for name, hits in sorted(names.items())
            if len(hits) >= _LEAST
        }
        for part, names in found.items()
    }


def intervals(
    labels: Sequence[Label], measure: Callable[[Sequence[Label]], Mapping[str, float]], *, rounds: int = ROUNDS
) -> dict[str, tuple[float, float]]:
    """Bootstrap by template group (95 %): whole groups are drawn, since copies of a text are not independent."""
    groups: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        groups[label.get("group") or label["id"]].append(label)
    names, chance = sorted(groups), random.Random(0)  # noqa: S311 - the same draw each time
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        sample = [label for name in chance.choices(names, k=len(names)) for label in groups[name]]
        for name, value in measure(sample).items():
            drawn[name].append(value)
    low, high = int(0.025 * rounds), int(0.975 * rounds)
    return {name: (sorted(values)[low], sorted(values)[high]) for name, values in drawn.items()}
