"""Candidates for the people of a case: how many suspects, and whether a child is among the victims."""

from collections.abc import Iterator, Sequence

from nlp.content import cues
from nlp.counts import Count
from nlp.field_context import Context
from nlp.field_model import Values
from nlp.names import Person
from nlp.people import Figure, accused_abroad, minor_involved, victims
from nlp.story import Sentence
from nlp.suspects import suspects

_BY_RULE = "rule"
_SIZES = (1, 2, 3, 5, 10, 20, 50, 100, 500, 1000)


def suspect_counts(context: Context, people: Sequence[Person]) -> Values:
    """Values: (least, most) people."""
    accused = accused_abroad(list(context.story), context.kind)
    figure = suspects(list(context.story), context.kind, accused=accused)
    named = [person for person in people if person.role == "suspect"]
    values = _counts(context, figure, named, accused=accused)
    _one_or_two(context, values)
    return values


def _one_or_two(context: Context, values: Values) -> None:
    """One and two are often told without a number."""
    rules = cues("people", "patterns")
    met = [(s, match) for s in context.story for match in rules["suspect_word"].finditer(s.low)]
    seen: set[str] = {f"word times {min(5, len(met))}"}
    for sentence, match in met[:4]:
        seen.update(context.seen(sentence, sentence.start + match.start(), sentence.start + match.end()))
    for sentence, match in met[:1]:
        start, end = sentence.start + match.start(), sentence.start + match.end()
        for number in (1, 2):
            values.add((number, number), start, end, {f"{number} told {feature}" for feature in seen})


def _counts(context: Context, figure: Figure | None, people: Sequence[Person], *, accused: bool) -> Values:
    values = Values()
    names = {person.name: person for person in reversed(people)}
    if names:
        first = min(names.values(), key=lambda person: person.start)
        number = len(names)
        seen = {f"named {min(5, number)}", f"named {min(5, number)} {context.kind}", "named"}
        values.add((number, number), first.start, first.end, seen)
    if figure is not None:
        values.add((figure.low, figure.high), figure.start, figure.end, {_BY_RULE, f"{_BY_RULE} {context.kind}"})
    for sentence in context.story:
        for count in sentence.counts:
            start, end = sentence.start + count.start, sentence.start + count.end
            seen = {*context.seen(sentence, start, end), *_of_count(context, sentence, count)}
            values.add((count.low, count.high), start, end, seen)
    mentioned = sorted(
        {value for value in values.found if isinstance(value, tuple)}, key=lambda v: -(v[1] or v[0] or 0)
    )
    for rank, value in enumerate(mentioned):
        found = values.found[value]
        found.seen |= {f"rank {min(rank, 3)}", f"times {min(3, len(found.spans))}", f"size {_size(value[1])}"}
        found.seen |= {f"people {min(4, len(names))} {min(value[1] or 0, 5)}"}
        found.seen |= {f"suspect size {_size(value[1])} {context.kind}"} | ({"accused"} if accused else set())
        if figure is None:
            found.seen.add("no rule")
    return values


def _of_count(context: Context, sentence: Sentence, count: Count) -> Iterator[str]:
    words = [word.lower() for word in count.noun.split()]
    yield from (f"noun {word}" for word in words)
    yield f"first noun {words[0] if words else ''}"
    yield f"role {count.role}"
    yield f"role {count.role} {context.kind}"
    if count.vague:
        yield "vague"
    near = sentence.low[max(0, count.start - 70) : count.end + 60]
    rules = cues("people", "patterns")
    for name in ("victim_verb", "suspect_verb", "part"):
        if rules[name].search(near):
            yield f"{name}"
            yield f"{name} {count.role}"
    for name, found in (
        ("offender_before", rules["offender_before"].search(sentence.low[: count.start])),
        ("offender_after", rules["offender_after"].match(sentence.low, count.end)),
        ("part_before", rules["part_before"].search(sentence.low[: count.start])),
        ("no_count_before", rules["no_count_before"].search(sentence.low[: count.start])),
    ):
        if found:
            yield name


def _size(number: int | None) -> int:
    return next((size for size in _SIZES if number is not None and number <= size), 9999)


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
