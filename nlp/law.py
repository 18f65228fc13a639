"""Statutes and articles cited in a text, normalised: `UU 21/2007 Pasal 4`, `KUHP Pasal 378`."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.content import content, patterns, table
from nlp.sentences import aside_spans, sentence_spans
from nlp.spans import Spans
from nlp.text import Mention

_CITES = re.compile(r"asal|ASAL|UU|KUH|ndang|NDANG")
_CHAIN = 260
"""Characters between an article and the statute that closes its chain."""
_OLD_CODE, _NEW_CODE = "KUHP", "UU 1/2023"
"""The codes of criminal law, which share a short name."""
_FIRST_CRIME = 188
"""Article of the new code with which its crimes begin."""


@dataclass(frozen=True)
class Statute:
    name: str
    topic: re.Pattern[str]
    articles: frozenset[str]
    misprints: frozenset[str]


@dataclass(frozen=True)
class Cited:
    """A statute as printed: where it starts, where its number ends, and where its title ends."""

    start: int
    end: int
    title_end: int
    statute: str


Article = tuple[int, int, str]
"""Offsets and number, as in "76I"."""


def find_laws(text: str) -> list[Mention]:
    """Mentions with label LAW; articles whose statute stays unknown are left out."""
    if not _CITES.search(text):
        return []
    groups = list(_article_groups(text))
    statutes = list(_statutes_in(text))
    if not statutes and not groups:
        return []
    aside, sentences = Spans(aside_spans(text)), Spans(sentence_spans(text))
    only = {statute.statute for statute in statutes}
    renewed = False
    mentions = [Mention("LAW", s.start, s.end, text[s.start : s.end], s.statute) for s in statutes]
    for group in groups:
        found = _by_topic(text, group[-1][1]) or _statute_of(text, group, statutes, sentences)
        alone = only if found or _is_charge(text, group[0][0], sentences) else None
        for start, end, number in group:
            statute = found or _by_number(number, alone)
            if statute:
                meant = _corrected(statute, number)
                renewed = renewed or (statute == _OLD_CODE and meant == _NEW_CODE)
                mentions.append(Mention("LAW", start, end, text[start:end], f"{meant} Pasal {number}"))
    if renewed:
        known = next(statute.articles for statute in _statutes() if statute.name == _OLD_CODE)
        mentions = [_renewed(law, known) for law in mentions]
    return sorted((m for m in mentions if m.start not in aside), key=lambda m: m.start)


def _renewed(law: Mention, known: Collection[str]) -> Mention:
    """Of a text that means the new code by "KUHP": it does so throughout, but for the articles that the old one is `known` by."""
    code, _, number = str(law.canonical).partition(" Pasal ")
    if code != _OLD_CODE or not number.isdigit() or int(number) < _FIRST_CRIME or number in known:
        return law
    return replace(law, canonical=f"{_NEW_CODE} Pasal {number}")


def legal_basis(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Of the laws of a case text, those cited for the case: every article, and statutes that somebody is charged under."""
    laws = [m for m in mentions if m.label == "LAW" and m.canonical]
    with_articles = {str(m.canonical).split(" Pasal ")[0] for m in laws if " Pasal " in str(m.canonical)}
    with_articles |= {_OLD_CODE} if _NEW_CODE in with_articles else set()
    sentences = Spans(sentence_spans(text) if laws else [])
    return [
        law
        for law in laws
        if not _defines(text, law.start, sentences)
        and (
            " Pasal " in str(law.canonical)
            or (law.canonical not in with_articles and _is_charge(text, law.start, sentences))
        )
    ]


@cache
def _statutes() -> tuple[Statute, ...]:
    return tuple(
        Statute(
            row["statute"],
            re.compile(row["topic"], re.IGNORECASE),
            frozenset(_expand(row["articles"])),
            frozenset(row["misprints"].split()),
        )
        for row in table("law_statutes")
    )


def _expand(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        low, _, high = part.partition("-")
        if high.isdigit():
            yield from map(str, range(int(low), int(high) + 1))
        elif high:
            yield from (f"{low[:-1]}{chr(code)}" for code in range(ord(low[-1]), ord(high[-1]) + 1))
        else:
            yield low


@cache
def _named() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {name.casefold(): row["statute"] for row in table("law_statutes") for name in row["names"].split("|")}
    act = r"(?:uu|undang[- ]undang)\s+(?:\(uu\)\s+)?(?:tentang\s+)?"
    spelled = (
        re.escape(name).replace(r"uu\ ", act).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True)
    )
    alternatives = "|".join(spelled)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE), names


def _statutes_in(text: str) -> Iterator[Cited]:
    rules = patterns("law")
    found = []
    for match in rules["statute"].finditer(text):
        title = rules["title"].match(text, match.end())
        tail = rules["tail"].search(title[0]) if title else None
        title_end = match.end() + (tail.start() if tail else len(title[0]) if title else 0)
        found.append(Cited(match.start(), match.end(), title_end, _resolve(match, title)))
    pattern, names = _named()
    for match in pattern.finditer(text):
        name = re.sub(r"^(?:uu|undang[- ]undang)\s+(?:\(uu\)\s+)?(?:tentang\s+)?", "uu ", match[0].casefold())
        found.append(Cited(match.start(), match.end(), match.end(), names[re.sub(r"\s+", " ", name)]))
    reached = -1
    for cited in sorted(found, key=lambda c: (c.start, -c.end)):
        if cited.start >= reached:
            yield cited
            reached = cited.title_end


def _resolve(match: re.Match[str], title: re.Match[str] | None) -> str:
    """The statute meant: by its title first, then by its printed number, then by the known misprints."""
    printed = f"{int(match['number'])}/{match['year']}"
    if printed == _NEW_CODE.removeprefix("UU "):  # a code tells of every crime
        return _NEW_CODE
    by_title = next((s.name for s in _statutes() if title and s.topic.search(title[0])), None)
    if by_title is not None:
        versions = content("law")["versions"].get(by_title, "").split()
        return f"UU {printed}" if printed in versions else by_title
    return next((s.name for s in _statutes() if printed in s.misprints), f"UU {printed}")


def _article_groups(text: str) -> Iterator[list[Article]]:
    """Each "Pasal" with the further numbers of its list: "Pasal 81 jo 69", "Pasal 2, 3 dan 4", "Pasal 2 jo Pasal 17"."""
    rules = patterns("law")
    group: list[Article] = []
    for match in rules["article"].finditer(text):
        if group and not rules["joined"].fullmatch(text, group[-1][1], match.start()):
            yield group
            group = []
        group.append((match.start(), match.end(), _number(match["number"])))
        more = rules["further"].match(text, match.end())
        while more is not None and len(group) < 12:
            group.append((more.start("number"), more.end("number"), _number(more["number"])))
            more = rules["further"].match(text, more.end("number"))
    if group:
        yield group


def _number(printed: str) -> str:
    return printed.replace(" ", "").upper()


def _statute_of(text: str, group: list[Article], statutes: list[Cited], sentences: Spans) -> str | None:
    """The statute that closes the chain of the articles; where the statute opens it, that one."""
    first, last = group[0][0], group[-1][1]
    start, end = sentences.around(first) or (first, last)
    next_one = bisect_left(statutes, last, key=lambda s: s.start)
    after = next((s for s in statutes[next_one : next_one + 1] if s.start < min(end, last + _CHAIN)), None)
    last_one = bisect_left(statutes, first, key=lambda s: s.start)
    before = next((s for s in statutes[max(0, last_one - 1) : last_one] if start <= s.start), None)
    rules = patterns("law")
    closes = after is not None and rules["direct"].fullmatch(text, last, after.start) is not None
    opens = before is not None and (
        rules["opens"].fullmatch(text, before.title_end, first) is not None
        or (rules["goes_on"].fullmatch(text, before.title_end, first) is not None and _own(before.statute, group))
    )
    chosen = before if (opens and not closes) or after is None else after
    return chosen.statute if chosen else None


def _by_topic(text: str, end: int) -> str | None:
    """The statute of an article whose subject alone is told behind it."""
    about = patterns("law")["about"].match(text, end)
    return next((s.name for s in _statutes() if about and s.topic.match(about["topic"])), None)


def _defines(text: str, position: int, sentences: Spans) -> bool:
    """Whether the sentence tells what the law means, nobody's charge."""
    start, end = sentences.around(position) or (position, position)
    return patterns("law")["defines"].search(text, start, end) is not None


def _own(statute: str, group: Sequence[Article]) -> bool:
    """Whether a statute is known by all of these articles."""
    known = next((one.articles for one in _statutes() if one.name == statute), frozenset[str]())
    return all(number in known for _, _, number in group)


def _is_charge(text: str, position: int, sentences: Spans) -> bool:
    start, end = sentences.around(position) or (position, position)
    near = max(start, position - _CHAIN), min(end, position + _CHAIN)
    return patterns("law")["charged"].search(text, *near) is not None


def _by_number(article: str, only: set[str] | None) -> str | None:
    """The statute of an article printed alone: the only one of the text, or the one known by that number."""
    if only is None:
        return None
    if len(only) == 1:
        return next(iter(only))
    owners = [s.name for s in _statutes() if article in s.articles and (s.name in only or not only)]
    return owners[0] if len(owners) == 1 else None


def _corrected(statute: str, article: str) -> str:
    """Set right what the number of an article shows: the new code printed as the old, two statutes swapped."""
    for wrong in content("law")["corrections"]:
        if statute == wrong["printed"] and article in wrong["articles"].split():
            return str(wrong["meant"])
    return statute
