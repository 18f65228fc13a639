"""Candidates for the number of suspects, each with the figures by which `nlp.field_trees` weighs it."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from nlp.accused import MOST, sums
from nlp.accused_people import Somebody
from nlp.content import cues
from nlp.counts import number_of
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.headcount import Candidates, Figures, of_text
from nlp.numbers_told import Told
from nlp.people import Figure, accused_abroad
from nlp.story import Sentence
from nlp.suspects import suspects

_ALWAYS = range(1, 6)
"""Numbers that are often told without a number."""
_LARGEST, _AWAY = 2000, 6
_SURE = (0.3, 0.5, 0.7)
_LIKELIEST = 4
_BESIDE = ("expected", "named expected", "initials expected", "counted expected", "likeliest", "over 0.5", "named over 0.3",
           "named over 0.5", "initials", "named", "ruled", "together", "most suspect", "first suspect", "most victim")  # fmt: skip
"""Figures of a text from which the distance of a number is taken."""
Odds = NDArray[np.float64]


def suspect_counts(context: Context, crowd: Sequence[Somebody], odds: Odds) -> Values:
    """Values: (number, number). `odds`: how likely each of the crowd is accused, shape (len(crowd),)."""
    if not context.story:
        return Values()
    story = list(context.story)
    accused = accused_abroad(story, context.kind)
    ruled = suspects(story, context.kind, accused=accused)
    told = [one for one in context.numbers if one.exact and one.how != "whole"]
    found = Candidates()
    for one in told:
        _printed(found, one)
    _unprinted(found, story, crowd, odds, told)
    together = {name: _together(story, name) for name in ("accused", "theirs")}
    chances = _sums_of(crowd, odds)
    whole = {
        **of_text(story, told),
        **_words(context),
        **_of_crowd(crowd, odds, chances["chance"]),
        "abroad": float(accused),
    }
    whole[f"kind {context.kind}"] = 1.0
    whole["ruled"] = -1.0 if ruled is None or ruled.high is None else float(ruled.high)
    whole["together"] = float(max(together["accused"], default=0))
    whole["together theirs"] = float(max(together["theirs"], default=0))
    for (number, _), figures in _pairs(found):
        figures.update(whole)
        figures.update(_chances(number, chances))
        figures.update({f"together {name}": float(met.get(number, 0)) for name, met in together.items()})
        figures.update(_compared(number, told, whole, ruled))
    return found.values


def _pairs(found: Candidates) -> list[tuple[tuple[int, int], Figures]]:
    return [(pair, value.figures) for pair, value in found.values.found.items() if isinstance(pair, tuple)]


def _printed(found: Candidates, told: Told) -> None:
    seen = dict.fromkeys(told.seen, 1.0)
    accused = told.count.role == "suspect" or bool(
        {"held near", "suspect_verb", "noun accused", "noun broker"} & told.seen
    )
    early = 30.0 - min(30, told.sentence.index)
    figures = {**seen, **({f"accused {name}": figure for name, figure in seen.items()} if accused else {})}
    if accused:
        figures["accused early"] = early
    pair = told.exact, told.exact
    found.add(pair, told.sentence, told.count.start, told.count.end, figures)
    known = found.values.found[pair].figures
    for name in ("mentions", *(("accused mentions",) if accused else ())):
        known[name] = known.get(name, 0.0) + 1


def _unprinted(
    found: Candidates, story: Sequence[Sentence], crowd: Sequence[Somebody], odds: Odds, told: Sequence[Told]
) -> None:
    """Numbers that people told one by one may add up to, seen where the likeliest of them are told."""
    likely = [crowd[at] for at in np.argsort(-odds, kind="stable")]
    printed = {one.exact for one in told if one.count.role == "suspect" and one.exact < MOST}
    numbers = {*_ALWAYS, *(number + more for number in printed for more in (1, 2))}
    for number in sorted(numbers):
        where = [one.mentions[0] for one in likely[: min(number, len(_ALWAYS))]] or [(story[0], 0, len(story[0].text))]
        for sentence, start, end in where:
            found.add((number, number), sentence, start, end, {})
    for sentence in story:
        nobody = cues("accused", "words")["nobody"].search(sentence.low)
        if nobody:
            found.add((0, 0), sentence, *nobody.span(), {})


def _together(story: Sequence[Sentence], name: str) -> dict[int, int]:
    """How often each number is told of all together: "kedua tersangka"."""
    met: dict[int, int] = {}
    for sentence in story:
        for match in cues("accused", "together")[name].finditer(sentence.low):
            number = number_of(match["number"].removeprefix("ke")) or 0
            met[number] = met.get(number, 0) + 1
    return met


def _words(context: Context) -> Figures:
    head = max((sentence.end for sentence in context.story if sentence.index <= 2), default=0)
    figures: Figures = {}
    for name, pattern in cues("accused", "words").items():
        met = [match.start() for match in pattern.finditer(context.low)]
        figures[f"word {name}"] = float(len(met))
        figures[f"word {name} in head"] = float(sum(start < head for start in met))
    return figures


def _of_crowd(crowd: Sequence[Somebody], odds: Odds, chances: Odds) -> Figures:
    numbers = np.array([one.number for one in crowd], int)
    parts = {
        "": np.ones(len(crowd), bool),
        "named ": np.array([one.how == "named" for one in crowd], bool),
        "role ": np.array([one.how == "role" for one in crowd], bool),
        "counted ": np.array([one.counted for one in crowd], bool),
        "initials ": np.array([one.initials for one in crowd], bool),
    }
    figures: Figures = {}
    for name, of in parts.items():
        figures[f"{name}expected"] = float((odds[of] * numbers[of]).sum())
        figures[name.strip() or "crowd"] = float(of.sum())
        if name in {"", "named "}:
            figures |= {f"{name}over {least}": float((odds[of] > least).sum()) for least in _SURE}
            figures[f"{name}none"] = float((1 - odds[of]).prod())
    figures["likeliest"] = float(chances.argmax())
    figures["likeliest chance"] = float(chances.max())
    figures["unsure"] = float(-(chances * np.log(chances + 1e-9)).sum())
    highest = np.sort(odds)[::-1][:_LIKELIEST]
    return figures | {f"odds {rank}": float(share) for rank, share in enumerate(highest)}


def _sums_of(crowd: Sequence[Somebody], odds: Odds) -> dict[str, Odds]:
    """How likely each number is for the accused of the crowd, of those not counted, of those with initials, of groups."""
    parts = {
        "chance": [True] * len(crowd),
        "chance uncounted": [not one.counted for one in crowd],
        "chance initials": [one.initials for one in crowd],
        "chance counted": [one.counted for one in crowd],
    }
    return {
        name: sums(odds[np.array(of, bool)], [one.number for one, kept in zip(crowd, of, strict=True) if kept])
        for name, of in parts.items()
    }


def _chances(number: int, of: Mapping[str, Odds]) -> Figures:
    figures = {name: float(chances[number]) if number <= MOST else 0.0 for name, chances in of.items()}
    for name in ("chance", "chance uncounted"):
        figures[f"{name} top"] = float(of[name].argmax() == number)
    figures["chance rank"] = float((of["chance"] > figures["chance"]).sum())
    figures["chance at least"] = float(of["chance"][number:].sum())
    return figures


def _compared(number: int, told: Sequence[Told], whole: Figures, ruled: Figure | None) -> Figures:
    """What a number is beside the others of its text."""
    counted = sorted({one.exact for one in told if one.count.role == "suspect"})
    return {
        "number": float(min(number, _LARGEST)),
        "printed": float(any(one.exact == number for one in told)),
        "printed of suspects": float(number in counted),
        "most of suspects": float(number == max(counted, default=-1)),
        "by rule": float(ruled is not None and (ruled.low, ruled.high) == (number, number)),
        "is sum": float(any(one + other == number for one, other in combinations(counted, 2))),
        "one more": float(number - 1 in counted),
        "all": float(len(counted) > 1 and sum(counted) == number),
        "larger": float(sum(other > number for other in counted)),
        "smaller": float(sum(other < number for other in counted)),
        **{f"above {name}": max(-_AWAY, min(_AWAY, number - whole[name])) for name in _BESIDE},
    }
