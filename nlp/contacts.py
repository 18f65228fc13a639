"""Ways to reach the poster of an offer: numbers, handles, addresses, however they are written."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, get_args

from nlp.anchors import Guarded
from nlp.content import content, patterns, word_list
from nlp.hotlines import hotline_body, is_fax
from nlp.money import Money, find_money
from nlp.name_words import common_words
from nlp.normal import fold
from nlp.phones import find_numbers, to_e164
from nlp.text import Reading
from warehouse.contracts import ContactType, keyed_hash

_LINKED: tuple[ContactType, ...] = ("whatsapp", "telegram", "instagram", "tiktok", "facebook", "line")
_NAMED_ALONE: tuple[ContactType, ...] = ("instagram", "telegram")
_SHORT, _LONG = 5, 10
"""Least letters of a handle without an @: behind a colon, and without one."""


class FoundContact(NamedTuple):
    """`value` is E.164, `@name` (lower case), an address; `key` its keyed hash; offsets in `Reading.joined`."""

    type: ContactType
    value: str
    key: str
    start: int
    end: int


class _Candidate(NamedTuple):
    type: ContactType
    value: str
    start: int
    end: int
    sure: bool = True


class _Spans:
    """Spans taken so far; they never overlap, so one neighbour on each side is enough to look at."""

    def __init__(self) -> None:
        self._taken: list[tuple[int, int]] = []

    def overlaps(self, start: int, end: int) -> bool:
        place = bisect_left(self._taken, (start, end))
        return any(a < end and start < b for a, b in self._taken[max(0, place - 1) : place + 1])

    def add(self, start: int, end: int) -> None:
        insort(self._taken, (start, end))


def find_contacts(reading: Reading, key: bytes, money: Sequence[Money] | None = None) -> list[FoundContact]:
    """Official hotlines are never contacts, nor are sums of money, identity and account numbers, dates."""
    text = fold(reading.joined)
    spans, sums = _Spans(), _Spans()
    for amount in find_money(reading.joined) if money is None else money:
        sums.add(amount.start, amount.end)
    found: dict[tuple[str, str], FoundContact] = {}
    for candidate in _candidates(text.text):
        start, end = text.origin(candidate.start, candidate.end)
        if spans.overlaps(start, end) or (not candidate.sure and sums.overlaps(start, end)):
            continue
        if candidate.value.startswith("+") and hotline_body(candidate.value):
            continue
        spans.add(start, end)
        family = "number" if candidate.value.startswith("+") else candidate.type
        hashed = keyed_hash(f"{family}:{candidate.value}", key)
        found.setdefault((family, candidate.value), FoundContact(candidate.type, candidate.value, hashed, start, end))
    return sorted(found.values(), key=lambda contact: contact.start)


def is_free_mail(address: str) -> bool:
    return address.partition("@")[2].startswith(tuple(word_list("contacts", "free_mail")))


def _candidates(text: str) -> Iterator[_Candidate]:
    rules = patterns("contacts")
    if "/" in text:
        yield from _links(text)
    if "@" in text:
        for match in rules["email"].finditer(text):
            yield _Candidate("email", match[0].rstrip("."), match.start(), match.end())
    for match in rules["url"].finditer(text) if "/" in text or "www." in text else ():
        yield _Candidate("url", match[0].rstrip(".,;:!?"), match.start(), match.end())
    for phone in find_numbers(text):
        if is_fax(text, phone.start):
            continue
        kind: ContactType = "whatsapp" if phone.whatsapp else "phone"
        yield _Candidate(kind, phone.number, phone.start, phone.end, sure=phone.labelled)
    yield from _labelled(text)
    if "@" in text:
        yield from _bare_handles(text)


def _links(text: str) -> Iterator[_Candidate]:
    for kind in _LINKED:
        for match in patterns("contacts")[f"link_{kind}"].finditer(text):
            if kind == "whatsapp":
                number = to_e164(f"+{match['number']}") or to_e164(match["number"])
                if number:
                    yield _Candidate(kind, number, match.start(), match.end())
            else:
                yield _Candidate(kind, "@" + match["name"].strip(".@"), match.start(), match.end())


@cache
def _label() -> Guarded:
    labels: dict[str, str] = content("contacts")["labels"]
    assert set(labels) <= set(get_args(ContactType))
    kinds = "|".join(rf"(?P<{kind}>{words})" for kind, words in labels.items())
    between = "|".join(word_list("contacts", "between"))
    label = (
        rf"(?<!\w)(?:{kinds})(?!\w)(?P<gap>(?:[ \n]{{0,2}}(?:{between})(?!\w)){{0,2}}"
        r"\s{0,2}[)\]]?\s?(?:[:=;~]|->|[^\x00-\x7f\w\s])?\s{0,2})(?P<at>@)?\s?(?P<name>\d{0,3}[a-z][a-z0-9_.]{2,31})(?!\w)"
    )
    return Guarded(re.compile(label))


def _labelled(text: str) -> Iterator[_Candidate]:
    for match in _label().finditer(text):
        kind = _kind_of(match)
        name = match["name"].rstrip(".")
        after = text[match.start("name") + len(name) :][:2]
        if match["at"] or _looks_like_handle(name, match["gap"], kind, after):
            start = match.start("at") if match["at"] else match.start("name")
            yield _Candidate(kind, f"@{name}", start, match.start("name") + len(name))


def _kind_of(match: re.Match[str]) -> ContactType:
    kinds: tuple[ContactType, ...] = get_args(ContactType)
    return next(kind for kind in kinds if kind in match.re.groupindex and match[kind])


def _looks_like_handle(name: str, gap: str, kind: ContactType, after: str) -> bool:
    """Without an @: a digit, underscore or dot in it; a long word behind a colon; a longer one of no language that ends a line."""
    if name in word_list("contacts", "no_names") or name.startswith(("http", "www")):
        return False
    if any(c.isdigit() or c == "_" for c in name):
        return True
    if kind == "facebook":
        return False
    if "." in name:
        return name.partition(".")[0] not in word_list("contacts", "no_names")
    ends = not after[:1].isalnum() and not after[1:2].isalnum()
    if ":" in gap:
        return len(name) >= _SHORT
    return kind in _NAMED_ALONE and ends and len(name) >= _LONG and name not in common_words()


def _bare_handles(text: str) -> Iterator[_Candidate]:
    labels: dict[str, str] = content("contacts")["labels"]
    for match in patterns("contacts")["handle"].finditer(text):
        name = match["name"].rstrip(".")
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 14]
        kinds: tuple[ContactType, ...] = get_args(ContactType)
        behind = [k for k in kinds if k in labels and re.match(rf"\W{{0,3}}(?:{labels[k]})(?!\w)", after)]
        if behind:
            yield _Candidate(behind[0], f"@{name}", match.start(), match.start() + 1 + len(name))
        elif not patterns("contacts")["taken_from"].search(before):
            yield _Candidate("other", f"@{name}", match.start(), match.start() + 1 + len(name))
