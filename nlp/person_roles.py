"""Who a person of a text is: a linear model over what stands around every mention of the name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from nlp.content import content, patterns
from nlp.name_tagger import Tagged
from nlp.name_words import common_words, plain
from nlp.word_classes import word_class

_WORD = re.compile(r"[^\W\d_]+|\d+|[(),;:.\"“”]")
_SENTENCE_END = re.compile(r"[.!?][\"”]?\s|\n")
_REACH, _WORDS, _NEAR = 80, 8, 3
_FAR, _BEHIND, _APPOSED = 130, 90, 5
"""Characters before and behind a mention in which an office is looked for; words of an apposition that are read."""
_SPEECH, _BACK = 25, 140
"""Characters beside a name for a verb of saying, and of the sentence before one that only points back."""
_POINTS_BACK = re.compile(
    r"(?:ke(?:dua|tiga|empat|lima|enam|tujuh|delapan)(?:nya| orang(?: itu| tersebut)?)|mereka|masing-masing)[\s,]"
)
_TITLE_RUN = re.compile(r"(?:(?:[A-Z][\w.'’-]*[ ,]+|(?:dan|di|dari|untuk) ){1,12})$")
_JOINT = re.compile(
    r"[\s,()/.&'’-]*(?:\b(?:[A-Z]\w*|\d+|dan|dari|di|of|the|untuk|bagi|pada|serta)\b[\s,()/.&'’-]*){0,14}"
)
_QUOTE, _QUOTED = '"', 420
"""Mark and length of a quotation."""
KIN_TOLD = "kin told"
"""Somebody in office of whom the text says whose kin he is: a relative."""
_TOPIC_WORD = re.compile(r"[^\W\d_]{4,}")
_OPENING = 700
"""Characters that tell what a text is about."""


def features(
    text: str, low: str, classed: str, found: Sequence[Tagged], title_end: int, *, lists: Mapping[int, int]
) -> set[str]:
    """Of a person with these mentions; `low`: the text in lower case, letter for letter;
    `classed`: the same with places and bodies as classes; `lists`: as `listed.lists_of` gives it.
    """
    seen = set(_topic(low[:_OPENING]))
    spans = [(start, end) for start, end, _ in found]
    for number, (start, end) in enumerate(spans[:6]):
        seen.update(_mention(text, low, classed, start, end))
        seen.update(_titles(text, low, start, end, title_end))
        if start in lists:
            seen.add("listed")
            seen.update(f"list {feature}" for feature in _mention(text, low, classed, lists[start], end))
        seen.update(_apposed(_SENTENCE_END.split(low[end : end + _BEHIND])[0].strip()))
        if number == 0:
            seen.update(f"first {feature}" for feature in _near(classed, start, end))
            seen.add(f"first in {'title' if start < title_end else 'head' if start < title_end + 300 else 'body'}")
    name = text[slice(*spans[0])]
    score = max(mention.score for mention in found)
    seen |= {f"score above {step}" for step in range(-2, 9) if score > step}
    seen.update(f"name class {word_class(word)}" for word in name.split())
    words = [word.lower() for word in name.split()]
    seen |= {f"common {sum(word in common_words() for word in words)} of {len(words)}", f"ends {words[-1][-2:]}"}
    seen.add(f"times {min(5, len(spans))}")
    seen.add(f"words {min(4, len(name.split()))}")
    seen.add(f"initials {name.isupper() and len(name) <= 4}")
    says = sum(_speaks(low, *span) for span in spans[:6])
    seen |= {f"says {min(3, says)} of {min(3, len(spans))}", f"name begins {words[0]}"}
    if len(words) > 1:
        seen.update(f"name has {word}" for word in words)
    if _office().search(name.lower()):
        seen.add("name has office")
    return seen


@lru_cache(maxsize=4)
def _topic(opening: str) -> frozenset[str]:
    words = set(_TOPIC_WORD.findall(opening))
    return frozenset((*(f"topic {word}" for word in words), *(f"topic class {word_class(word)}" for word in words)))


def _mention(text: str, low: str, classed: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(classed, start, end)
    for side, words in (("b", before), ("a", after)):
        yield from (f"{side} {word}" for word in words)
        yield from (f"{side} class {word_class(word)}" for word in words if word.isalpha())
    yield from (f"b begins {word[:5]}" for word in before[:4] if len(word) > 5)
    yield from (f"a begins {word[:5]}" for word in after[:4] if len(word) > 5)
    yield from _near(classed, start, end)
    left, right = low[max(0, start - _REACH) : start], low[end : end + _REACH]
    left = _SENTENCE_END.split(left)[-1]
    right = _SENTENCE_END.split(right)[0]
    told = _told_before(low, start, left)
    for role, pattern in _role_words().items():
        marks = list(pattern.finditer(told))
        if marks:
            yield f"{role} before"
            yield f"{role} before {min(3, (len(told) - marks[-1].end()) // 12)}"
        if pattern.search(right):
            yield f"{role} after"
    office = list(_office().finditer(left))
    if office:
        yield f"office before {min(3, (len(left) - office[-1].end()) // 15)}"
        yield f"office {office[-1][0]}"
    age = patterns("names")["age_after"].match(text, end)
    if age:
        yield f"age {'minor' if int(age['age']) < 18 else 'adult'}"


def _told_before(low: str, start: int, left: str) -> str:
    """What stands before a name in its sentence; of one that only points back ("Keempatnya yakni …") the sentence before, too."""
    if not _POINTS_BACK.match(left):
        return left
    earlier = _SENTENCE_END.split(low[max(0, start - _REACH - _BACK) : start - len(left)])
    whole = [part for part in earlier if part.strip()]
    return f"{whole[-1]} {left}" if whole else left


def _titles(text: str, low: str, start: int, end: int, title_end: int) -> Iterator[str]:
    """An office that leads up to the name, capitalised words before it, and verbs of saying beside it."""
    left = _SENTENCE_END.split(low[max(0, start - _FAR) : start])[-1]
    given = text[start - len(left) : start]
    office = list(_office().finditer(left))
    if office:
        yield "office far before"
        if _JOINT.fullmatch(given, office[-1].end()):
            yield "office joint"
            yield f"office joint {office[-1][0]}"
    run = _TITLE_RUN.search(given)
    if run and start > title_end:
        words = re.findall(r"\w+", run[0])[-_WORDS:]
        yield f"title words {min(4, len(words))}"
        yield from (f"title word {word.lower()}" for word in words)
        yield from (f"title class {word_class(word)}" for word in words)
    yield f"quoted {low.count(_QUOTE, max(0, start - 200), start) % 2}"
    rules = patterns("names")
    before, after = low[max(0, start - _SPEECH) : start], low[end : end + _SPEECH]
    for side, near in (("before", before), ("after", after)):
        if rules["says"].search(near):
            yield f"says {side}"
        if rules["tells"].search(near):
            yield "tells"
    if rules["alias_before"].search(before) or rules["alias_after"].match(after):
        yield "alias"
    if rules["byline"].search(low[max(0, start - _REACH) : start]):
        yield "byline"
    if rules["accused"].match(low, end):
        yield "accused after"
    if rules["charged"].match(low, end):
        yield "charged after"
    parted = rules["kin_parted"].search(left)
    if (parted and _office().fullmatch(left, parted.end(), len(left.rstrip()))) or rules["kin_behind"].match(low, end):
        yield KIN_TOLD


def in_office(text: str, name: str, found: Sequence[Tagged]) -> bool:
    """Whether an office leads up to the whole name somewhere ("Ketua serikat, …"), or is told right behind it, or whether
    it signs the report.
    """
    rules = patterns("names")
    for start, end, _ in found:
        if plain(text[start:end]) != name:
            continue
        before = _SENTENCE_END.split(text[max(0, start - _FAR) : start])[-1]
        if rules["held_before"].search(before) or rules["held_behind"].match(text, end):
            return True
        if text[start - 1 : start] == "\n" and rules["signed"].match(text, end):
            return True
    return False


def in_court(text: str, found: Sequence[Tagged]) -> bool:
    """Whether the name is that of a judge, a prosecutor or a forensic doctor, who is never the accused."""
    rules = patterns("names")
    return any(
        rules["presides"].search(text, max(0, start - _FAR), start) is not None
        or rules["presides_behind"].match(text, end) is not None
        for start, end, _ in found
    )


def of_kin(text: str, name: str, found: Sequence[Tagged]) -> bool:
    """Whether a word for kin stands right before the whole name somewhere, or was taken for the first word of it."""
    rules = patterns("names")
    return rules["kin_first"].match(name) is not None or any(
        plain(text[start:end]) == name and rules["kin_before"].search(text, max(0, start - _SPEECH), start) is not None
        for start, end, _ in found
    )


def harmed(text: str, found: Sequence[Tagged]) -> bool:
    """Whether somebody tells by himself what was done to him, asks to be brought home, or has a home told right behind the name."""
    rules = patterns("names")
    return any(
        rules["harmed_behind"].match(text, end) is not None
        or rules["homed_behind"].match(text, end) is not None
        or rules["harmed_quote"].search(text, max(0, start - _QUOTED), start) is not None
        for start, end, _ in found
    )


def _apposed(right: str) -> Iterator[str]:
    """What is said of the name behind it: ", ketua serikat buruh,", "(analis)"."""
    if right[:1] not in {",", "("}:
        if _office().search(right):
            yield "office after"
        return
    apposition = re.split(r"[,)]", right[1:], maxsplit=1)[0]
    words = re.findall(r"[^\W\d_]+", apposition)
    for kind in ("apposed", "apposed first"):
        said = words[: _APPOSED if kind == "apposed" else 1]
        yield from (f"{kind} {word}" for word in said)
        yield from (f"{kind} class {word_class(word)}" for word in said)
    if _office().match(apposition.lstrip()):
        yield "apposed opens with office"
    elif _office().search(apposition):
        yield "apposed office"
    else:
        yield from (f"apposed {role} word" for role, pattern in _role_words().items() if pattern.search(apposition))


def _speaks(low: str, start: int, end: int) -> bool:
    says = patterns("names")["says"]
    return any(says.search(near) for near in (low[max(0, start - _SPEECH) : start], low[end : end + _SPEECH]))


def _near(low: str, start: int, end: int) -> Iterator[str]:
    before, after = _sides(low, start, end)
    for side, words in (("b", before), ("a", after)):
        yield from (f"{side}{number} {word}" for number, word in enumerate(words[:_NEAR]))
        yield from (
            f"{side}{number} class {word_class(word)}" for number, word in enumerate(words[:_NEAR]) if word.isalpha()
        )
        if len(words) > 1:
            yield f"{side}{side} {words[0]} {words[1]}"
    if before and after:
        yield f"ba {before[0]} {after[0]}"


def _sides(low: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Words beside a mention, the nearest first."""
    before = _WORD.findall(low, max(0, start - _REACH), start)[-_WORDS:][::-1]
    after = _WORD.findall(low, end, end + _REACH)[:_WORDS]
    return ["0" if w[0].isdigit() else w for w in before], ["0" if w[0].isdigit() else w for w in after]


@cache
def _role_words() -> dict[str, re.Pattern[str]]:
    return {role: re.compile(pattern.removeprefix("(?i)")) for role, pattern in content("names")["roles"].items()}


@cache
def _office() -> re.Pattern[str]:
    return re.compile(content("names")["office"].strip())
