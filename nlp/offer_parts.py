"""The parts of an offer that rules find: place, pay, contacts, work, and the red flags that phrases or numbers show."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.contacts import FoundContact, find_contacts, is_free_mail
from nlp.content import guarded, patterns
from nlp.match import Found, Spotted, find
from nlp.money import Money, find_money
from nlp.offer_words import Word, words_of
from nlp.official import borrowed_addresses
from nlp.pay import bare_pay, find_pay, kind_of_work, local_currency, pay_ratio
from nlp.registry import Registry
from nlp.site_features import site_of
from nlp.site_model import SiteModel
from nlp.spans import Spans
from nlp.text import Reading
from nlp.worksite import Worksite, find_worksite
from warehouse.contracts import Job, Pay

HIGH_PAY, ABOVE_PAY, PAY_TIMES = 2.0, 1.4, (1.6, 2.0, 2.5, 3.0, 4.0)
"""Times the middle of the reference band: from the first a rule calls it far above, the others are told to the models."""
_SCHEMES = {"RF-48", "RF-49", "RF-50"}
CONCEALED = {"RF-03", *_SCHEMES}
"""Flags of offers whose place is often told later."""
_SHORT, _LONG = 120, 400
_DENIED = 30
"""Characters before a place in which it is denied."""
SELLER, SELLING, OTHER = "AGAINST-seller", "AGAINST-selling", "AGAINST-other"
"""Cues of one who sells tours, rooms, papers, lessons; the second of one who has no word of work besides."""
_OF_WORK = frozenset({"FOR-vacancy", "FOR-recruiter", "FOR-position", "FOR-terms", "FOR-abroad", "FOR-requirements"})


class Facts(NamedTuple):
    """`spotted`: everything the registry's phrases met, cues included."""

    reading: Reading
    site: Worksite
    pay: Pay | None
    pay_span: tuple[int, int] | None
    contacts: list[FoundContact]
    job: Job | None
    work: str | None
    spotted: list[Spotted]


def gather(
    registry: Registry,
    reading: Reading,
    *,
    key: bytes,
    job: Job | None = None,
    money: Sequence[Money] | None = None,
    words: Sequence[Word] | None = None,
    sites: SiteModel | None = None,
) -> tuple[Facts, list[Found]]:
    """The parts of a text, and the hits of the registry that stand. `words`: those of the text, where they are known;
    `sites`: another model of places than the shipped one.
    """
    sums = find_money(reading.joined) if money is None else money
    contacts = find_contacts(reading, key, sums)
    spotted = list(registry.phrases.find(reading.normalised.text))
    found = find(registry, reading.normalised, spotted)
    place = site_of(reading, sums, concealed=any(hit.id in CONCEALED for hit in found))
    words = words_of(reading.normalised.text) if words is None else words
    site = find_worksite(place, words, job.location if job else None, model=sites)
    pay = find_pay(reading, sums, salary=job.salary if job else None, destinations=site.destination)
    pay = pay or bare_pay(reading.joined, site.destination)
    pay = pay and pay.model_copy(update={"currency": local_currency(pay, site.destination)})
    work = kind_of_work(reading.normalised.text)
    facts = Facts(reading, site, pay, _pay_span(pay, sums), contacts, job, work, spotted)
    made = computed(registry, facts)
    sure = {hit.id for hit in made if registry.indicators[hit.id].computed}
    return facts, kept_hits(registry, facts, [*found, *made], sure)


def cues_of(registry: Registry, facts: Facts) -> set[str]:
    """Names of cues that the text has; `SELLING` beside them where it sells something and has no word of work."""
    found = {label for label, _, _ in facts.spotted if label in registry.cues}
    if SELLER in found and not _OF_WORK & found and not guarded("offers", "work").search(facts.reading.normalised.text):
        found.add(SELLING)
    return found


def sells_only(facts: Facts, cues: Collection[str]) -> bool:
    """Whether it has the words of those who sell tours, pilgrimages and studies, and neither a word of work nor pay."""
    sells = {SELLER, OTHER} <= set(cues) and facts.pay is None
    return sells and not guarded("offers", "work").search(facts.reading.normalised.text)


def parts_of(facts: Facts) -> set[str]:
    """Names of what an offer has, for the models of red flags."""
    types = {contact.type for contact in facts.contacts}
    above, length = ratio(facts) or 0.0, len(facts.reading.text)
    found = {
        "company": has_company(facts),
        "contact": bool(types),
        "pay": facts.pay is not None,
        "pay_above": above >= ABOVE_PAY,
        **{f"pay_times_{times:g}": above >= times for times in PAY_TIMES},
        "short": length < _SHORT,
        "long": length > _LONG,
        facts.site.scope: True,
    }
    return {name for name, there in found.items() if there} | {f"by_{kind}" for kind in types}


def _pay_span(pay: Pay | None, sums: Sequence[Money]) -> tuple[int, int] | None:
    if pay is None:
        return None
    return next(((m.start, m.end) for m in sums if m.raw and m.raw in pay.raw), None)


def computed(registry: Registry, facts: Facts) -> list[Found]:
    """What no phrase can say: places, pay against its band, spelling, numbers, and what is absent."""
    reading, text = facts.reading, facts.reading.normalised
    spans: dict[str, Iterable[tuple[int, int]]] = {
        "pay_high": [facts.pay_span] if facts.pay_span and (ratio(facts) or 0) >= HIGH_PAY else [],
        "disguise": _disguised(facts),
        "foreign_number": [
            (c.start, c.end) for c in facts.contacts if c.value[0] == "+" and not c.value.startswith("+62")
        ],
        "messenger_only": _messenger_only(facts),
        "no_company": _no_company(facts),
        "too_young": [text.origin(*m.span()) for m in guarded("offers", "too_young").finditer(text.text)]
        if facts.site.scope != "domestic"
        else [],
        "short_link": [text.origin(*m.span()) for m in guarded("offers", "short_link").finditer(text.text)],
        "lookalike_address": borrowed_addresses(reading, facts.contacts),
        "own_domain_mail": [
            (c.start, c.end) for c in facts.contacts if c.type == "email" and not is_free_mail(c.value)
        ],
    }
    found = [Found(entry.id, *span) for entry in registry.computed for span in spans.get(entry.computed or "", ())]
    found += [
        Found(entry.id, *text.origin(m.start, m.end))
        for entry in registry.placed
        for m in facts.site.mentions
        if m.canonical in entry.places and not _is_denied(text.text, m.start)
    ]
    return [hit for hit in found if hit.start < hit.end <= len(reading.joined)]


def _disguised(facts: Facts) -> list[tuple[int, int]]:
    """The path of a link is no word in disguise."""
    found = facts.reading.normalised.disguised
    links = Spans(link.span() for link in patterns("contacts")["url"].finditer(facts.reading.joined) if found)
    return [span for span in found if not links.touches(*span)]


def _is_denied(text: str, start: int) -> bool:
    return patterns("offers")["denied"].search(text, max(0, start - _DENIED), start) is not None


def ratio(facts: Facts) -> float | None:
    if facts.pay is None or facts.site.scope == "domestic":
        return None
    work = "ship" if facts.site.scope == "ship" else facts.work
    return pay_ratio(facts.pay, facts.site.destination, work)


def has_company(facts: Facts) -> bool:
    return bool((facts.job and facts.job.company) or _names_company(facts.reading.normalised.text))


@lru_cache(maxsize=4)
def _names_company(text: str) -> bool:
    return guarded("offers", "company").search(text) is not None


def _messenger_only(facts: Facts) -> list[tuple[int, int]]:
    private = [c for c in facts.contacts if c.type not in {"email", "url"}]
    other = any(c.type == "email" and not is_free_mail(c.value) for c in facts.contacts)
    if not private or other or has_company(facts) or guarded("offers", "office").search(facts.reading.normalised.text):
        return []
    return [(private[0].start, private[0].end)]


def _no_company(facts: Facts) -> list[tuple[int, int]]:
    """Shown by the contact that stands where a name should be."""
    return (
        [] if has_company(facts) else [(c.start, c.end) for c in facts.contacts if c.type not in {"email", "url"}][:1]
    )


def kept_hits(registry: Registry, facts: Facts, found: list[Found], sure: Collection[str] = frozenset()) -> list[Found]:
    """Those that stand in this scope and beside the others, each evidence once, in the order of the text.

    `sure` ones need no company.
    """
    scope = facts.site.scope
    present = {hit.id for hit in found if scope in registry.indicators[hit.id].scopes}
    present = {i for i in present if facts.work not in registry.indicators[i].not_for_work}
    kept = {
        i
        for i in present
        if not registry.indicators[i].only_with or i in sure or present & set(registry.indicators[i].only_with)
    }
    seen: set[tuple[str, str]] = set()
    hits: list[Found] = []
    for hit in sorted(found, key=lambda f: (f.start, f.id)):
        span = facts.reading.locate(hit.start, hit.end)
        evidence = (hit.id, facts.reading.quote(hit.start, hit.end).casefold())
        if hit.id in kept and evidence not in seen and span[1] < span[2]:
            seen.add(evidence)
            hits.append(hit)
    return hits
