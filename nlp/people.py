"""Victims and suspects of the case that a text tells: how many, and whether a child is among the victims."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.content import cues
from nlp.counts import Count, Role
from nlp.story import Sentence

_NOUN_WEIGHT = {
    "korban": 3.0,
    "cpmi": 2.8,
    "calon": 2.5,
    "pmi": 2.2,
    "pmib": 2.2,
    "wni": 2.0,
    "tki": 2.2,
    "tkw": 2.2,
    "abk": 2.2,
}
_ADULT = 18
_OF_ONE = ("case_testimony", "case_missing", "case_death")
"""Kinds that mostly tell of one person, among others who are not of the case."""
_BELIEF = 3.0
"""The least weight at which a number is taken for that of the case."""


@dataclass(frozen=True)
class Figure:
    """A number of people with the span of the words that tell it."""

    low: int | None
    high: int | None
    start: int
    end: int


@dataclass(frozen=True)
class _Candidate:
    count: Count
    sentence: Sentence
    weight: float


def victims(story: list[Sentence], kind: str, *, accused: bool) -> Figure | None:
    """`accused`: the text tells of Indonesians arrested abroad, who are suspects."""
    candidates = [] if accused else list(_candidates(story, "victim"))
    best = _best(candidates)
    if best is None:
        return None if accused else _single_victim(story, kind)
    rivals = [c for c in candidates if c.sentence.index <= 1 and c.weight >= best.weight - 1.5]
    low, high = best.count.low, best.count.high
    for rival in rivals:
        other = rival.count
        if low == high and other.low == other.high and low and other.low and 0.9 < other.low / low < 1.12:
            return Figure(min(low, other.low), max(low, other.low), best.count.start, best.count.end)
    return Figure(low, high, best.count.start, best.count.end)


def best_count(story: list[Sentence], role: Role) -> Figure | None:
    """The number of people of that role in this case, if the text counts them."""
    best = _best(list(_candidates(story, role)))
    return Figure(best.count.low, best.count.high, best.count.start, best.count.end) if best else None


def accused_abroad(story: list[Sentence], kind: str) -> bool:
    """Indonesians arrested abroad as suspected scammers or gamblers, by the headline and the lead."""
    if kind != "case_arrest":
        return False
    rules = cues("people", "patterns")
    head = " ".join(sentence.low for sentence in story if sentence.index <= 2)
    counted = [count.role for sentence in story if sentence.index <= 2 for count in sentence.counts]
    return (
        rules["abroad_arrest"].search(head) is not None
        and rules["accused_abroad"].search(head) is not None
        and rules["called_victims"].search(head) is None
        and "suspect" not in counted
        and rules["indonesians"].search(head) is not None
    )


def minor_involved(story: list[Sentence], figure: Figure | None) -> tuple[bool, int, int] | None:
    """Whether a victim is a child, with the span that tells it; None where the text does not say."""
    adult_ages: list[tuple[int, int]] = []
    all_adults: tuple[int, int] | None = None
    for sentence in story:
        if sentence.totals and sentence.index > 1:
            continue
        ages = list(_ages_of_victims(sentence))
        child = next((span for age, span in ages if age < _ADULT), None) or _child_word(sentence)
        if child:
            return True, *child
        if not cues("people", "patterns")["age_of_suspect"].search(sentence.low):
            adult_ages += [span for _, span in ages]
        all_adults = all_adults or _all_adults(sentence)
    if all_adults:
        return False, *all_adults
    if figure and figure.high and figure.low == figure.high and len(adult_ages) >= figure.high:
        return False, *adult_ages[0]
    return None


def _ages_of_victims(sentence: Sentence) -> Iterable[tuple[int, tuple[int, int]]]:
    """Ages with their spans in the joined text; of a range, the lower end."""
    rules = cues("people", "patterns")
    for match in rules["age"].finditer(sentence.low):
        age = int((match["a"] or match["b"] or match["c"] or match["d"] or match["e"]).split()[0])
        if match["a"] and age < _ADULT and rules["counted_by_place"].search(sentence.low[: match.start()]):
            continue
        of_victim = match["d"] is not None or about_victim(sentence.low[: match.start()])
        if (
            not age
            or not of_victim
            or rules["adult_rule"].search(sentence.low, max(0, match.start() - 40), match.end() + 30)
        ):
            continue
        yield age, (sentence.start + match.start(), sentence.start + match.end())


def _all_adults(sentence: Sentence) -> tuple[int, int] | None:
    rules = cues("people", "patterns")
    told = rules["all_adults"].search(sentence.low)
    if told is None:
        told = rules["age_range"].search(sentence.low)
        if told is None or int(told["low"]) < _ADULT or not about_victim(sentence.low[: told.start()]):
            return None
    return sentence.start + told.start(), sentence.start + told.end()


def _child_word(sentence: Sentence) -> tuple[int, int] | None:
    rules = cues("people", "patterns")
    for match in rules["minor"].finditer(sentence.low):
        around = sentence.low[max(0, match.start() - 30) : match.end() + 20]
        if not rules["not_minor"].search(around) and not (sentence.general and sentence.index > 1):
            return sentence.start + match.start(), sentence.start + match.end()
    return None


def about_victim(before: str) -> bool:
    """Whether the last person named before an age is no suspect."""
    rules = cues("people", "patterns")
    suspects_named = [m.end() for m in rules["suspect_word"].finditer(before)]
    victims_named = [m.end() for m in rules["victim_word"].finditer(before)]
    return not suspects_named or (bool(victims_named) and victims_named[-1] > suspects_named[-1])


def _candidates(story: list[Sentence], role: Role) -> Iterable[_Candidate]:
    for sentence in story:
        for count in sentence.counts:
            weight = _weight(count, sentence, role)
            if weight is not None:
                moved = Count(
                    sentence.start + count.start,
                    sentence.start + count.end,
                    count.low,
                    count.high,
                    count.noun,
                    count.vague,
                )
                yield _Candidate(moved, sentence, weight)


def _weight(count: Count, sentence: Sentence, role: Role) -> float | None:
    """How likely the people counted have the role in this case; None where they do not."""
    rules = cues("people", "patterns")
    told = count.role
    before = sentence.low[: count.start]
    if rules["no_count_before"].search(before):
        return None
    if told == "victim" and (
        rules["offender_before"].search(before) or rules["offender_after"].match(sentence.low, count.end)
    ):
        told = "suspect"
    near = sentence.low[max(0, count.start - 70) : count.end + 60]
    victim_verb = rules["victim_verb"].search(near) is not None
    suspect_verb = rules["suspect_verb"].search(near) is not None
    if told == "person":
        told = (
            "suspect" if suspect_verb and not victim_verb else "victim" if victim_verb and not suspect_verb else "other"
        )
    if told != role:
        return None
    weight = max((_NOUN_WEIGHT.get(word.lower(), 1.5) for word in count.noun.split()), default=1.5)
    weight += sentence.position_weight
    weight += 0.7 if (victim_verb if role == "victim" else suspect_verb) else 0.0
    weight -= 4.0 if sentence.totals else 0.0
    weight -= 2.5 if sentence.earlier else 0.0
    weight -= 1.5 if sentence.general else 0.0
    weight -= 1.2 if count.vague else 0.0
    weight -= 1.5 if role == "victim" and count.high == 1 and sentence.index > 0 else 0.0
    around = sentence.low[max(0, count.start - 25) : count.end + 14]
    if rules["part"].search(around) and not rules["part_before"].search(sentence.low[: count.start]):
        weight -= 1.8
    return weight


def _best(candidates: list[_Candidate]) -> _Candidate | None:
    """The heaviest; the same number told again adds weight, and an exact number beats a vague one that it fits."""
    best, top = None, _BELIEF
    told: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for candidate in candidates:
        told[candidate.count.low, candidate.count.high].add(candidate.sentence.index)
    for candidate in candidates:
        weight = candidate.weight + 0.6 * min(len(told[candidate.count.low, candidate.count.high]) - 1, 3)
        if weight > top:
            best, top = candidate, weight
    if best is not None and best.sentence.index > 1 and best.count.high:
        least = top - 2.0
        larger = [
            c for c in candidates if c.weight >= least and not c.count.vague and (c.count.high or 0) > best.count.high
        ]
        best = max(larger, key=lambda c: c.weight, default=best)
    if best is not None and best.count.vague:
        low, high = best.count.low or 0, best.count.high or 0
        exact = [
            c for c in candidates if not c.count.vague and c.count.low and low <= c.count.low <= high and c.weight > 2
        ]
        best = max(exact, key=lambda c: c.weight, default=best)
    return best


def _single_victim(story: list[Sentence], kind: str) -> Figure | None:
    rules = cues("people", "patterns")
    head = [sentence for sentence in story if sentence.index <= 3]
    of_one = kind in _OF_ONE
    if any(rules["many_victims" if of_one else "plural"].search(sentence.low) for sentence in head):
        return None
    for sentence in head:
        for name in ("single", "single_victim", *(("told_as_one",) if of_one else ())):
            match = rules[name].search(sentence.text if name == "single" else sentence.low)
            if match and not (sentence.totals or sentence.general):
                return Figure(1, 1, sentence.start + match.start(), sentence.start + match.end())
    return None
