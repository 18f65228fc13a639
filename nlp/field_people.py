"""Candidates for whether a child is among the victims."""

from nlp.content import cues
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.people import minor_involved, victims

_BY_RULE = "rule"


def minors(context: Context) -> Values:
    """Values: True where a victim is a child, False where all are adults."""
    values = Values(context.words)
    figure = victims(list(context.story), context.kind, accused=False)
    ruled = minor_involved(list(context.story), figure)
    rules = cues("people", "patterns")
    marks: dict[bool, tuple[str, ...]] = {True: ("minor", "age"), False: ("all_adults", "age_range", "age")}
    for sentence in context.story:
        for value, names in marks.items():
            for name in names:
                for match in rules[name].finditer(sentence.low):
                    if name == "age" and match["a"] and rules["counted_by_place"].search(sentence.low[: match.start()]):
                        continue
                    start, end = sentence.start + match.start(), sentence.start + match.end()
                    seen = {f"{value} {feature}" for feature in context.seen(sentence, start, end)}
                    values.add(value, start, end, {*seen, f"{value} {name}", f"{value} word {match[0]}"})
    if ruled:
        values.add(ruled[0], *ruled[1:], {f"{_BY_RULE} {ruled[0]}"})
    for sentence in context.story:
        for match in rules["young_or_grown"].finditer(sentence.low):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            for value in (True, False):
                values.add(
                    value, start, end, {f"{value} told {f}" for f in (match[0], *context.seen(sentence, start, end))}
                )
    for told, found in values.found.items():
        name = str(told)
        found.seen |= {f"value {name}", f"{name} times {min(4, len(found.spans))}"}
        found.seen |= {f"{name} beside other"} if len(values.found) > 1 else set()
        found.seen |= {f"{name} without rule"} if not ruled else {f"{name} ruled {ruled[0]}"}
    return values
