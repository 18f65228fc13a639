"""Numbers and places that identify a private person: telephone, NIK, passport, account, address, school."""

import re
from collections.abc import Iterable

from nlp.content import guarded, patterns
from nlp.hotlines import find_phones, hotline_body
from nlp.spans import Spans
from nlp.text import Mention
from warehouse.contracts import RedactionRole

Found = tuple[int, int, RedactionRole]
"""Offsets in the text that was read, and what is masked there."""
_NEAR = 70
_HOLDER = 60
"""Characters behind an account in which its holder is named."""
_BETWEEN = ("", " ", ",", ", ")
"""What stands between the parts of one address."""


def find_private(text: str, hotlines: Iterable[Mention], *, minor: bool, prose: bool) -> list[Found]:
    """`minor`: a child is told of, whose school and village must not be shown either; `prose`: no advertisement, whose handles
    are contacts and whose mobile numbers are no lines for the public.
    """
    lines = Spans((line.start, line.end) for line in hotlines)
    found: list[Found] = list(_numbers(text))
    found += [
        (phone.start, phone.end, "phone")
        for phone in find_phones(text)
        if not lines.touches(phone.start, phone.end) or _is_personal(text, phone, prose=prose)
    ]
    found += _addresses(text)
    if prose:
        found += _handles(text)
    if minor:
        rules = patterns("private")
        found += [
            (match.start(), match.end(), "school")
            for match in rules["school"].finditer(text)
            if rules["pupil"].search(text[max(0, match.start() - _NEAR) : match.start()])
        ]
        found += [(match.start(), match.end(), "address") for match in rules["village"].finditer(text)]
    return _without_overlaps(text, found)


def _numbers(text: str) -> Iterable[Found]:
    rules = patterns("private")
    if not rules["digits"].search(text):
        return
    for match in rules["nik"].finditer(text):
        if not rules["amount"].search(text[max(0, match.start() - 12) : match.start()]):
            yield match.start(), match.end(), "nik"
    for match in rules["identity"].finditer(text):
        if not rules["nik"].fullmatch(match["number"]):
            yield *match.span("number"), "nik"
    for match in rules["passport"].finditer(text):
        if rules["passport_cue"].search(text, max(0, match.start() - 45), match.start()):
            yield match.start(), match.end(), "passport"
    for match in guarded("private", "account").finditer(text):
        start, end = match.span("number")
        if not rules["amount"].search(text[max(0, start - 12) : start]):
            yield start, end, "account"
            holder = rules["holder"].search(text, end, end + _HOLDER)
            if holder and "\n\n" not in text[end : holder.start()]:
                yield *holder.span("name"), "witness"


def _is_personal(text: str, phone: Mention, *, prose: bool) -> bool:
    """A number of no known body: a mobile one which the words before it say is somebody's own, or one to which an advertisement
    sends, mobile or abroad.
    """
    rules = patterns("private")
    abroad = not prose and phone.text.startswith("+") and not phone.text.startswith("+62")
    if hotline_body(phone.canonical or "") is not None or not (abroad or rules["mobile"].match(phone.text)):
        return False
    if not prose:
        return True
    said, public = (
        rules[key].search(text, max(0, phone.start - _NEAR), phone.start) for key in ("personal", "public_line")
    )
    return said is not None and (public is None or public.start() < said.start())


def _handles(text: str) -> Iterable[Found]:
    """Accounts and free mailboxes of private persons: not those of bodies, newsrooms, firms and shops, which say so in their name."""
    rules = patterns("private")
    read = text if "@" in text else ""
    told = [(m, m[0]) for m in rules["handle"].finditer(read)] + [
        (m, m["local"]) for m in rules["email"].finditer(read)
    ]
    for match, name in told:
        if not rules["public_handle"].search(name.lower()):
            yield match.start(), match.end(), "witness"
    for match in guarded("private", "named_account").finditer(text):
        name = match["name"].lower()
        if not (rules["public_handle"].search(name) or rules["page"].search(name)):
            yield *match.span("name"), "witness"


def _addresses(text: str) -> Iterable[Found]:
    rules = patterns("private")
    for match in guarded("private", "rt_rw").finditer(text):
        yield match.start(), match.end(), "address"
    for match in guarded("private", "street").finditer(text):
        if _is_home(text, match):
            yield match.start(), match.end(), "address"
    for match in guarded("private", "flat").finditer(text):
        if any(letter.isdigit() for letter in match[0]):
            yield match.start(), match.end(), "address"
    for key in ("estate", "block"):
        for match in guarded("private", key).finditer(text):
            near = text[max(0, match.start() - _NEAR) : match.start()]
            if rules["lives"].search(near) and not rules["office"].search(near):
                yield match.start(), match.end(), "address"


def _is_home(text: str, street: re.Match[str]) -> bool:
    """Whether words before the street tell of a home; that of a house with a number is one unless they tell of an office."""
    rules = patterns("private")
    near = text[max(0, street.start() - _NEAR) : street.start()]
    last = {
        key: max((match.end() for match in rules[key].finditer(near)), default=0)
        for key in ("house", "office", "public", "raid", "located")
    }
    if last["house"] > last["office"]:
        return True
    numbered, office = rules["numbered"].search(street[0]) is not None, max(last["office"], last["public"])
    if not office:
        return numbered or last["located"] > 0
    return numbered and last["raid"] > office


def _without_overlaps(text: str, found: list[Found]) -> list[Found]:
    """Overlapping finds of one kind, and parts of an address side by side, are one; of others the one that starts first stays,
    then the longest.
    """
    kept: list[Found] = []
    for start, end, role in sorted(found, key=lambda f: (f[0], -f[1])):
        beside = bool(kept) and role == kept[-1][2] == "address" and text[kept[-1][1] : start] in _BETWEEN
        if not kept or (start >= kept[-1][1] and not beside):
            kept.append((start, end, role))
        elif role == kept[-1][2]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]), role)
    return kept
