"""Reading an offer of work: is it one, where, for whom, at what pay, and which indicators fire."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from nlp.contacts import FoundContact, find_contacts, is_free_mail
from nlp.content import patterns
from nlp.job_title import find_title
from nlp.match import Found, find
from nlp.money import Money, find_money
from nlp.offer_kind import decide
from nlp.pay import find_pay, kind_of_work, pay_ratio
from nlp.register import Register, checked
from nlp.registry import Indicator, Registry, load_registry
from nlp.score import score
from nlp.text import Reading
from nlp.worksite import Worksite, find_worksite
from warehouse.contracts import Contact, CounterIndicator, IndicatorHit, Job, KindHint, Offer, Pay

GROUPS = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "CI")
MOST = 20_000
"""Characters of a text that are read: no offer is longer."""
HIGH_PAY, ABOVE_PAY = 2.0, 1.4
_SCHEMES = {"RF-48", "RF-49", "RF-50"}
_CONCEALED = {"RF-03", *_SCHEMES}


class _Facts(NamedTuple):
    reading: Reading
    site: Worksite
    pay: Pay | None
    pay_span: tuple[int, int] | None
    contacts: list[FoundContact]
    job: Job | None
    work: str | None


def read_offer(
    reading: Reading,
    *,
    key: bytes,
    job: Job | None = None,
    kind_hint: KindHint | None = None,
    money: list[Money] | None = None,
    registry: Registry | None = None,
    register: Register | None = None,
    day: date | None = None,
) -> Offer | None:
    """Null when the text offers no work; ordinary vacancies at home are offers too, of scope `domestic`.

    `register` is asked for the firms that are named, as it stood on the text's `day`.
    """
    registry = registry or load_registry()
    if len(reading.text) > MOST:
        reading, money = Reading(reading.title[:MOST], reading.text[:MOST]), None
    sums = find_money(reading.joined) if money is None else money
    contacts = find_contacts(reading, key, sums)
    spotted = list(registry.phrases.find(reading.normalised.text))
    found = find(registry, reading.normalised, registry.of_groups(*GROUPS), spotted)
    work = kind_of_work(reading.normalised.text)
    on_board = bool(job and (job.company or job.salary or job.location))
    decision = decide(
        registry,
        spotted,
        has_contact=any(c.type != "url" for c in contacts),
        has_pay=bool(sums),
        has_scheme=any(hit.id in _SCHEMES for hit in found),
        n_strong=len({hit.id for hit in found if registry.indicators[hit.id].strength >= 3 and hit.id[:2] == "RF"}),
        kind_hint=kind_hint,
        on_board=on_board,
        names_work=work is not None,
        length=len(reading.text),
    )
    if not decision.is_offer:
        return None
    concealed = any(hit.id in _CONCEALED for hit in found)
    site = find_worksite(reading.normalised, job.location if job else None, concealed=concealed)
    pay = find_pay(reading, sums, salary=job.salary if job else None, destinations=site.destination)
    facts = _Facts(reading, site, pay, _pay_span(pay, sums), contacts, job, work)
    hits, counter = _indicators(registry, facts, [*found, *_computed(registry, facts)])
    if register:
        counter = checked(counter, reading, job, register, day)
    scored = score(registry, site.scope, hits)
    return Offer(
        risk=scored.risk,
        band=scored.band,
        scope=site.scope,
        destination=site.destination,
        job=find_title(reading, kind_hint),
        pay=pay,
        indicators=tuple(hits),
        counter=tuple(counter),
        contacts=tuple(Contact(type=c.type, key=c.key, value=c.value) for c in contacts),
    )


def _pay_span(pay: Pay | None, sums: list[Money]) -> tuple[int, int] | None:
    if pay is None:
        return None
    return next(((m.start, m.end) for m in sums if m.raw and m.raw in pay.raw), None)


def _computed(registry: Registry, facts: _Facts) -> list[Found]:
    """What no phrase can say: places, pay against its band, spelling, numbers, and what is absent."""
    reading, text = facts.reading, facts.reading.normalised
    spans: dict[str, Iterable[tuple[int, int]]] = {
        "pay_high": [facts.pay_span] if facts.pay_span and (_ratio(facts) or 0) >= ABOVE_PAY else [],
        "disguise": text.disguised,
        "foreign_number": [
            (c.start, c.end) for c in facts.contacts if c.value[0] == "+" and not c.value.startswith("+62")
        ],
        "messenger_only": _messenger_only(facts),
        "no_company": _no_company(facts),
        "too_young": [text.origin(*m.span()) for m in patterns("offers")["too_young"].finditer(text.text)]
        if facts.site.scope != "domestic"
        else [],
        "short_link": [text.origin(*m.span()) for m in patterns("offers")["short_link"].finditer(text.text)],
        "own_domain_mail": [
            (c.start, c.end) for c in facts.contacts if c.type == "email" and not is_free_mail(c.value)
        ],
    }
    found = [
        Found(entry.id, *span)
        for entry in registry.indicators.values()
        if entry.computed
        for span in spans[entry.computed]
    ]
    found += [
        Found(entry.id, *text.origin(m.start, m.end))
        for entry in registry.indicators.values()
        for m in facts.site.mentions
        if m.canonical in entry.places
    ]
    return [hit for hit in found if hit.start < hit.end <= len(reading.joined)]


def _ratio(facts: _Facts) -> float | None:
    if facts.pay is None or facts.site.scope == "domestic":
        return None
    work = "ship" if facts.site.scope == "ship" else facts.work
    return pay_ratio(facts.pay, facts.site.destination, work)


def _has_company(facts: _Facts) -> bool:
    return bool(
        (facts.job and facts.job.company) or patterns("offers")["company"].search(facts.reading.normalised.text)
    )


def _messenger_only(facts: _Facts) -> list[tuple[int, int]]:
    private = [c for c in facts.contacts if c.type not in {"email", "url"}]
    other = any(c.type == "email" and not is_free_mail(c.value) for c in facts.contacts)
    if (
        not private
        or other
        or _has_company(facts)
        or patterns("offers")["office"].search(facts.reading.normalised.text)
    ):
        return []
    return [(private[0].start, private[0].end)]


def _no_company(facts: _Facts) -> list[tuple[int, int]]:
    """Shown by the contact that stands where a name should be."""
    return (
        [] if _has_company(facts) else [(c.start, c.end) for c in facts.contacts if c.type not in {"email", "url"}][:1]
    )


def _indicators(
    registry: Registry, facts: _Facts, found: list[Found]
) -> tuple[list[IndicatorHit], list[CounterIndicator]]:
    scope = facts.site.scope
    present = {hit.id for hit in found if scope in registry.indicators[hit.id].scopes}
    present = {i for i in present if facts.work not in registry.indicators[i].not_for_work}
    kept = {
        i for i in present if not registry.indicators[i].only_with or present & set(registry.indicators[i].only_with)
    }
    seen: set[tuple[str, str]] = set()
    hits: list[IndicatorHit] = []
    counter: list[CounterIndicator] = []
    for hit in sorted(found, key=lambda f: (f.start, f.id)):
        entry = registry.indicators[hit.id]
        span = facts.reading.locate(hit.start, hit.end)
        quote = facts.reading.quote(hit.start, hit.end)
        evidence = (hit.id, quote.casefold())
        if hit.id not in kept or evidence in seen or span[1] >= span[2]:
            continue
        seen.add(evidence)
        if entry.group == "CI":
            counter.append(
                CounterIndicator(id=hit.id, field=span[0], start=span[1], end=span[2], text=quote, weight=0.0)
            )
        else:
            weight = _weight(entry, kept, facts)
            hits.append(IndicatorHit(id=hit.id, field=span[0], start=span[1], end=span[2], text=quote, weight=weight))
    return hits, counter


def _weight(entry: Indicator, present: set[str], facts: _Facts) -> float:
    ratio = _ratio(facts) if entry.computed == "pay_high" else None
    if ratio is not None and ratio < HIGH_PAY:
        return 0.3
    return entry.weight_beside(present - {entry.id})
