"""One offer for a person: how risky, the words that say so, what to check and whom to ask; in Indonesian or English."""

from collections.abc import Iterator
from typing import Any

from flows.digest.catalogue import Language, Words
from nlp.registry import load_registry

_FEE = {"RF-36", "RF-37", "RF-38", "RF-28", "RF-39", "RF-40"}
_CHILD = "RF-17"
_HOME = "ID:"
_LONGEST = 90


def offer_card(answer: dict[str, Any], language: Language) -> Iterator[str]:
    words, offer = Words(language), answer["offer"]
    risk = words.say("card.risk", band=words.say(f"band_{offer['band']}"), risk=f"{offer['risk']:.2f}")
    yield f"{answer['id']}: {words.say('card.offer')}, {risk}"
    yield f"  {words.say('card.risk_told')}"
    yield from _told(offer, words)
    yield from _reasons(offer, words, language)
    yield from _claims(offer, words, language)
    if offer["contacts"]:
        found = ", ".join(
            contact.get("value") or f"{contact['type']} {contact['key'][:8]}" for contact in offer["contacts"]
        )
        yield f"  {words.say('card.contacts')}: {found}"
    yield f"  {words.say('card.check')}:"
    for name in _checks(offer):
        yield f"    - {words.say(f'card.{name}')}"
    province = _province(answer)
    office = words.say("card.office", province=province) if province else words.say("card.office_unknown")
    yield f"  {words.say('card.call')}: {office}; {words.say('card.police')}"
    yield f"    {words.say('card.numbers')}"


def _told(offer: dict[str, Any], words: Words) -> Iterator[str]:
    told = [words.say(f"scope.{offer['scope']}"), words.countries(tuple(offer["destination"]))]
    told += [f"{words.say('job')}: {offer['job']}"] if offer["job"] else []
    told += [f"{words.say('pay')}: {' '.join(offer['pay']['raw'].split())}"] if offer["pay"] else []
    yield f"  {' · '.join(filter(None, told))}"


def _reasons(offer: dict[str, Any], words: Words, language: Language) -> Iterator[str]:
    for heading, sign in (("raised", 1), ("lowered", -1)):
        chosen = [reason for reason in offer["reasons"] if reason["weight"] * sign > 0]
        yield f"  {words.say(f'card.{heading}')}:" + ("" if chosen else f" {words.say('card.nothing')}")
        for reason in chosen:
            meant = f" — {_label(reason['flag'], language)}" if reason["flag"] else ""
            yield f"    {reason['weight']:+.1f} “{_quote(reason['text'])}”{meant}"
    shown = {reason["flag"] for reason in offer["reasons"]}
    others = dict.fromkeys(hit["id"] for hit in offer["indicators"] if hit["id"] not in shown)
    if others:
        yield f"  {words.say('card.flags')}: {'; '.join(_label(name, language) for name in others)}"


def _claims(offer: dict[str, Any], words: Words, language: Language) -> Iterator[str]:
    for heading, verified in (("claims", False), ("proved", True)):
        found = [hit for hit in offer["counter"] if hit["verified"] is verified]
        if found:
            yield f"  {words.say(f'card.{heading}')}:"
        for hit in {hit["id"]: hit for hit in reversed(found)}.values():
            yield f"    “{_quote(hit['text'])}” — {_label(hit['id'], language)}"


def _checks(offer: dict[str, Any]) -> Iterator[str]:
    flags = {hit["id"] for hit in offer["indicators"]}
    if offer["scope"] == "domestic":
        yield "home"
    else:
        yield "licence"
        yield "visa"
        yield "ship" if offer["scope"] == "ship" else "contract"
    if flags & _FEE:
        yield "fee"
    if _CHILD in flags:
        yield "child"


def _label(name: str, language: Language) -> str:
    entry = load_registry().indicators[name]
    return f"{entry.label_id if language == 'id' else entry.label_en} ({name})"


def _quote(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _province(answer: dict[str, Any]) -> str | None:
    """Of the first place at home that the text names."""
    places = (entity.get("canonical") or "" for entity in answer["entities"] if entity["label"] == "GPE")
    return next((place.removeprefix(_HOME) for place in places if place.startswith(_HOME)), None)
