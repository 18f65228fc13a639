"""The facts line of an item, in words: what the text says, hedged, with small counts by place hidden."""

import re
import unicodedata

from flows.digest.catalogue import Words
from flows.digest.content import CaseItem, OfferItem, Quote

FEW_BELOW = 10
_PRIVATE_NUMBER = re.compile(r"(?:\+?62|(?<!\d)0)[\s./_-]?8(?:[\s./_-]?\d){7,}")


def tidy(text: str, limit: int = 220) -> str:
    """One line without control or direction characters, cut at a word: foreign text can do nothing to the page."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(kept.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def safe_url(url: str | None) -> str | None:
    """A link worth a click: http(s) only, and none whose address tells a private number."""
    if url is None or not url.startswith(("https://", "http://")) or _PRIVATE_NUMBER.search(url):
        return None
    return url


def people(words: Words, low: int | None, high: int | None, *, by_place: bool) -> str | None:
    """A count in words; below ten it is only `< 10` where the text also names the place."""
    top = high if high is not None else low
    if top is None:
        return None
    if by_place and top < FEW_BELOW:
        return words.say("few", n=FEW_BELOW)
    if low is None:
        return words.say("people_to", high=high)
    shown: object = words.say("few", n=FEW_BELOW) if by_place and low < FEW_BELOW else low
    if high is None:
        return words.say("people_from", low=shown)
    return words.say("people", n=low) if low == high else words.say("people_range", low=shown, high=high)


def case_facts(item: CaseItem, words: Words) -> list[tuple[str, str]]:
    """Label and value, in reading order; what the text does not say is left out."""
    victims = people(words, *item.victims, by_place=item.named_place)
    if victims and item.minors:
        victims = f"{victims} ({words.say('minor')})"
    facts = [
        ("victims", victims),
        ("suspects", people(words, item.suspects, item.suspects, by_place=item.named_place)),
        ("origin", ", ".join(item.origins)),
        ("destination", words.countries(item.destinations)),
        ("exploitation_label", ", ".join(words.say(f"exploitation.{name}") for name in item.exploitation)),
        ("stage_label", words.say(f"stage.{item.stage}") if item.stage else None),
        ("legal_basis", ", ".join(item.legal_basis)),
    ]
    return [(words.say(label), value) for label, value in facts if value]


def case_status(item: CaseItem, words: Words) -> str:
    """Who says what: never a verdict of our own."""
    status = words.say(f"status.{item.status or 'not_stated'}")
    if item.status_by and item.status_by != "media":
        return f"{status}, {words.say('according_to', speaker=words.say(f'speaker.{item.status_by}'))}"
    return f"{status}, {words.say('according_to_media', outlet=item.links[0].outlet)}"


def offer_facts(item: OfferItem, words: Words) -> list[tuple[str, str]]:
    place = words.countries(item.destinations) or words.say(f"scope.{item.scope}")
    facts = [
        ("job", tidy(item.job, 90) if item.job else None),
        ("pay", tidy(item.pay, 90) if item.pay else None),
        ("destination", place),
    ]
    return [(words.say(label), value) for label, value in facts if value]


def quote_label(quote: Quote, words: Words) -> str:
    return quote.label_id if words.language == "id" else quote.label_en
