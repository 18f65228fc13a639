"""How much of what must go is hidden, and how much of what must stay is left, by the names that readers marked."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Label = Mapping[str, Any]
Span = tuple[int, int]


def masking(
    labels: Sequence[Label], answers: Mapping[str, Any], texts: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """`labels`: rows with `people`, the first place of each form of a name as [field, start, end, role]; `answers`: id to the
    object that `suar detect` writes; `texts`: id to title and text. A form counts as hidden where all of its places are.
    """
    gone, must_go = Counter[str](), Counter[str]()
    stay, must_stay = 0, 0
    for label in labels:
        if "people" not in label or label["id"] not in texts:
            continue
        fields = dict(zip(("title", "text"), texts[label["id"]], strict=True))
        hidden = _hidden(answers.get(label["id"]) or {})
        marked = [(fields[field][start:end], role) for field, start, end, role in label["people"]]
        secret = {name for name, role in marked if role != "official"}
        for name, role in marked:
            places = list(_places(fields, name))
            if role != "official":
                must_go[role] += 1
                gone[role] += all(_covered(hidden[field], span) for field, span in places)
            elif not any(name in other or other in name for other in secret):
                must_stay += 1
                stay += not any(_touched(hidden[field], span) for field, span in places)
    protected = ("victim", "minor")
    return {
        "hidden": _share(sum(gone.values()), sum(must_go.values())),
        "hidden_victims_and_minors": _share(sum(gone[r] for r in protected), sum(must_go[r] for r in protected)),
        "hidden_by_role": {role: [gone[role], must_go[role]] for role in sorted(must_go)},
        "left": _share(stay, must_stay),
        "n": [sum(must_go.values()), must_stay],
    }


def _hidden(answer: Mapping[str, Any]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {"title": [], "text": []}
    for field, start, end, _ in answer.get("redactions") or ():
        spans[field].append((start, end))
    return spans


def _places(fields: Mapping[str, str], name: str) -> Iterator[tuple[str, Span]]:
    for field, text in fields.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield field, match.span()


def _covered(hidden: Sequence[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in hidden)


def _touched(hidden: Sequence[Span], span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in hidden)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
