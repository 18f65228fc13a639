"""Addresses on the web and of mail: whose they are, and those that pass for a public body's."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.contacts import FoundContact, is_free_mail
from nlp.content import content, lowered, patterns, table
from nlp.normal import fold
from nlp.resemblance import is_one_slip, known_word
from nlp.text import Reading

_PARTS = re.compile(r"[-_.+]")
_DOTTED = re.compile(r"\.[^\W\d_]{2}(?<=\w\.\w{2})")
_LEAST_INSIDE = 5
"""Letters of a name that is found inside a longer word."""
_LEAST_SLIP = 7
"""Letters of a name in which any slip is believed; in shorter ones only letters that look alike or are swapped."""
_PUNYCODE = "xn--"


class Host(NamedTuple):
    """A domain that a text names, lower case, as typed. Offsets in `Reading.joined`."""

    name: str
    start: int
    end: int


def hosts(reading: Reading) -> tuple[Host, ...]:
    """Domains of links, of mail addresses, and bare ones, under the endings of lexicon/official.yml."""
    return _hosts(reading.joined)


@lru_cache(maxsize=4)
def _hosts(text: str) -> tuple[Host, ...]:
    if not _DOTTED.search(text):
        return ()
    low = lowered(text)
    found = (Host(match[0], *match.span()) for match in patterns("official")["host"].finditer(low))
    return tuple(_without_next_sentence(host, text) for host in found)


def is_official(host: str) -> bool:
    """Whether a domain is a public body's own (lexicon/official_domains.csv) or one under it."""
    return host.isascii() and belongs(host, _official())


def belongs(host: str, domains: Iterable[str]) -> bool:
    """Whether `host` is one of the domains or a name under one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_open(host: str) -> bool:
    """Whether everybody may have a page there."""
    return belongs(host, content("official")["open_hosts"])


def passes_for_official(host: str) -> bool:
    """Whether a domain that is no public body's is made to be taken for one: its name under another ending, with words
    beside it, with a slip, in letters of another alphabet (also as punycode), or `go.id` where it ends nothing.
    """
    typed = unicodedata.normalize("NFKC", host.removeprefix("www."))
    shown = _decoded(typed)
    name = shown if shown.isascii() else fold(shown).text
    if belongs(name, _official()):
        return not shown.isascii()
    if patterns("official")["ending_inside"].search(name):
        return True
    return any(_claims(label) for label in name.split(".")[:-1])


def borrowed_addresses(reading: Reading, contacts: Iterable[FoundContact]) -> Iterator[tuple[int, int]]:
    """Spans (offsets in `Reading.joined`) of look-alike domains, and of free mail in the name of a public body."""
    for host in hosts(reading):
        if passes_for_official(host.name):
            yield host.start, host.end
    for contact in contacts:
        if contact.type == "email" and is_free_mail(contact.value) and _claims(contact.value.partition("@")[0]):
            yield contact.start, contact.end


def _without_next_sentence(host: Host, text: str) -> Host:
    """`kemnaker.go.id.Info` is two sentences without a blank between them."""
    head, dot, last = text[host.start : host.end].rpartition(".")
    if dot and is_official(head.lower()) and last[:1].isupper() and head.islower():
        return Host(head.lower(), host.start, host.start + len(head))
    return host


def _decoded(host: str) -> str:
    if _PUNYCODE not in host:
        return host
    try:
        return ".".join(
            part.removeprefix(_PUNYCODE).encode("ascii").decode("punycode") if part.startswith(_PUNYCODE) else part
            for part in host.split(".")
        )
    except UnicodeError:
        return host


@cache
def _official() -> tuple[str, ...]:
    return tuple(row["domain"] for row in table("official_domains"))


@cache
def _claims(label: str) -> bool:
    """Whether one label of a domain, or the name of a mailbox, carries the name of a public body."""
    parts = [part for part in _PARTS.split(label) if part]
    rest = [part for part in parts if part not in content("official")["words"]]
    if len(rest) < len(parts) and all(part in content("official")["beside"] for part in rest):
        return True
    return any(_carries(part, mark) for part in {*parts, "".join(parts)} for mark in content("official")["marks"])


def _carries(part: str, mark: str) -> bool:
    if part == mark or _seen(part) == _seen(mark):
        return True
    if len(mark) >= _LEAST_INSIDE and (part.startswith(mark) or part.endswith(mark)):
        return True
    if not is_one_slip(part, mark) or known_word(part):
        return False
    return len(mark) >= _LEAST_SLIP or sorted(part) == sorted(mark)


def _seen(name: str) -> str:
    """The name with signs that look alike made one."""
    for typed, read in content("official")["alike"].items():
        name = name.replace(typed, read)
    return name
