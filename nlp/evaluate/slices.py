"""Figures of offer reading by part, and how sure they are: recall by scheme, platform, destination and disguise, intervals."""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Label = Mapping[str, Any]
Slice = dict[str, Any]
Flagged = Callable[[Label], bool]
Disguises = Callable[[Label], Iterable[str]]
ROUNDS = 200
_LEAST = {"destination": 5}
"""Baits below which a part has no figure."""
Z95 = 1.959964


def wilson(share: float, n: int) -> tuple[float, float]:
    """Interval of a share of `n` independent texts at 95 % (Wilson 1927): honest near 0 and 1, where resampling is not."""
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
    return max(0.0, round(middle - half, 3)), min(1.0, round(middle + half, 3))


def recall_by_part(labels: Sequence[Label], flagged: Flagged, disguises: Disguises) -> dict[str, dict[str, Slice]]:
    """Of the baits for work abroad: how many of each scheme, platform, destination and disguise are flagged.

    A bait of several destinations or disguises counts under each. Copies of a text (one group) count as one in the interval.
    """
    found: dict[str, dict[str, list[Label]]] = defaultdict(lambda: defaultdict(list))
    for label in labels:
        if label["label"] != "scam_overseas":
            continue
        for part in ("scheme", "platform"):
            if label.get(part):
                found[part][label[part]].append(label)
        for country in label["destination"] or [label.get("scope") or "none"]:
            found["destination"][country].append(label)
        for kind in disguises(label):
            found["disguise"][kind].append(label)
    return {
        part: {name: _slice(names[name], flagged) for name in sorted(names) if len(names[name]) >= _LEAST.get(part, 1)}
        for part, names in found.items()
    }


def _slice(labels: Sequence[Label], flagged: Flagged) -> Slice:
    share = sum(map(flagged, labels)) / len(labels)
    groups = len({label.get("group") or label["id"] for label in labels})
    return {"n": len(labels), "recall_band2": round(share, 3), "interval": wilson(share, groups)}


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
