"""Suspects of the case that a text tells: counted, listed by initials, or told as one; those at large are added."""

import re
from collections.abc import Iterator

from nlp.content import cues
from nlp.counts import number_of
from nlp.people import Figure, about_victim, best_count
from nlp.story import Sentence

_ORDINALS = {"kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7, "kedelapan": 8}
_IN_COURT = ("case_trial", "case_verdict")


def suspects(story: list[Sentence], kind: str, *, accused: bool) -> Figure | None:
    """`accused`: the text tells of Indonesians arrested abroad, who are the suspects."""
    own = [sentence for sentence in story if not (sentence.totals and sentence.index > 1) and not sentence.earlier]
    named = _named(own, kind)
    wanted = _wanted(own)
    if not accused and not named and not wanted:
        none = _none(story)
        if none:
            return none
    counted = best_count(story, "victim" if accused else "suspect")
    if counted is not None:
        known = counted.high is not None and counted.low == counted.high
        further = {name: span for name, span in wanted.items() if name not in named} if known else {}
        figure = _plus(counted, len(further))
        return figure if further else _with_those_at_large(own, figure)
    everyone = {**named, **wanted}
    if everyone:
        return _of_names(own, everyone, at_large=bool(wanted))
    figure_told = _told_one_by_one(own) or (_one_defendant(own) if kind in _IN_COURT else None)
    return figure_told and _with_those_at_large(own, figure_told)


def _of_names(story: list[Sentence], names: dict[str, tuple[int, int]], *, at_large: bool) -> Figure | None:
    """As many as are named; none if the text tells of more than it names."""
    start, end = min(names.values())
    ordinal = _ordinal(story)
    if ordinal and ordinal.high and ordinal.high > len(names):
        return ordinal
    many = cues("people", "patterns")["many_suspects"]
    if len(names) == 1 and any(many.search(sentence.low) for sentence in story):
        return None
    figure = Figure(len(names), len(names), start, end)
    return figure if at_large else _with_those_at_large(story, figure)


def _plus(figure: Figure, number: int) -> Figure:
    if figure.low is None or figure.high is None:
        return figure
    return Figure(figure.low + number, figure.high + number, figure.start, figure.end)


def _none(story: list[Sentence]) -> Figure | None:
    rules = cues("people", "patterns")
    if any(rules["one_suspect"].search(sentence.text) for sentence in story):
        return None
    for sentence in story:
        none = rules["no_suspect"].search(sentence.low)
        if none:
            return Figure(0, 0, sentence.start + none.start(), sentence.start + none.end())
    return None


def _named(story: list[Sentence], kind: str) -> dict[str, tuple[int, int]]:
    """People printed with initials or, in court, with name and age, of whom the text says that they are accused."""
    rules = cues("people", "patterns")
    met: dict[str, tuple[int, int]] = {}
    accused: dict[str, tuple[int, int]] = {}
    for sentence in story:
        for match in _introductions(sentence, kind):
            name = match["name"]
            span = sentence.start + match.start("name"), sentence.start + match.end("name")
            met.setdefault(name, span)
            before, after = sentence.low[: match.start()], sentence.low[match.end() :]
            told = rules["accusing_before"].search(before) or rules["accusing_after"].match(after)
            if told and about_suspect(before, after):
                accused.setdefault(name, span)
        for match in rules["initials_accused"].finditer(sentence.text):
            if match["name"] in met:
                accused.setdefault(match["name"], met[match["name"]])
    return accused


def _introductions(sentence: Sentence, kind: str) -> Iterator[re.Match[str]]:
    rules = cues("people", "patterns")
    yield from rules["introduced"].finditer(sentence.text)
    if kind in _IN_COURT:
        yield from rules["introduced_in_court"].finditer(sentence.text)


def about_suspect(before: str, after: str) -> bool:
    """Whether the person between two stretches of a sentence is no victim."""
    rules = cues("people", "patterns")
    role = rules["role_before"].search(before)
    if role:
        return rules["victim_word"].search(role[0]) is None
    return not rules["victim_after"].match(after)


def _wanted(story: list[Sentence]) -> dict[str, tuple[int, int]]:
    """Those at large who are printed by name or initials."""
    return {
        match["name"]: (sentence.start + match.start("name"), sentence.start + match.end("name"))
        for sentence in story
        for rule in ("named_at_large", "hunted")
        for match in cues("people", "patterns")[rule].finditer(sentence.text)
    }


def _with_those_at_large(story: list[Sentence], figure: Figure) -> Figure:
    """Add the suspects who are told as others, still wanted; they were not counted with those caught."""
    for sentence in story:
        others = cues("people", "patterns")["further_at_large"].search(sentence.low)
        if others:
            number = 1 if others["number"].lower() == "seorang" else number_of(others["number"]) or 0
            return _plus(figure, number) if figure.low == figure.high else figure
    return figure


def _ordinal(story: list[Sentence]) -> Figure | None:
    for sentence in story:
        match = cues("people", "patterns")["ordinal_suspects"].search(sentence.low)
        if match:
            number = _ORDINALS[match["number"].lower()]
            return Figure(number, number, sentence.start + match.start(), sentence.start + match.end())
    return None


def _told_one_by_one(story: list[Sentence]) -> Figure | None:
    """Suspects that are listed by initials, counted by an ordinal, or told as one."""
    rules = cues("people", "patterns")
    ordinal = _ordinal(story)
    if ordinal:
        return ordinal
    for sentence in story:
        word = rules["suspect_word"].search(sentence.low)
        listed = list(rules["listed"].finditer(sentence.text, word.end())) if word else []
        if len(listed) > 1 and not about_victim(sentence.low[: listed[0].start()]):
            start, end = sentence.start + listed[0].start(), sentence.start + listed[-1].end()
            return Figure(len(listed), len(listed), start, end)
    if any(rules["many_suspects"].search(sentence.low) for sentence in story):
        return None
    for sentence in story:
        one = rules["one_suspect"].search(sentence.text)
        if one and not sentence.general:
            return Figure(1, 1, sentence.start + one.start(), sentence.start + one.end())
    return None


def _one_defendant(story: list[Sentence]) -> Figure | None:
    """In court, "terdakwa" without a word for many is one."""
    rules = cues("people", "patterns")
    if any(rules["many_suspects"].search(sentence.low) for sentence in story):
        return None
    for sentence in story:
        match = rules["defendant"].search(sentence.low)
        if match:
            return Figure(1, 1, sentence.start + match.start(), sentence.start + match.end())
    return None
