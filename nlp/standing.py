"""What an offer claims of firms, licences and orders, held against the register of its day.

Sources: domain.md 3.6 (RF-30, RF-31) and 3.13 (CI-01, CI-02).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from nlp.contacts import FoundContact, is_free_mail
from nlp.content import lowered, patterns
from nlp.firms import Named, firms_named
from nlp.match import Found
from nlp.offer_parts import Facts
from nlp.offer_reasons import MOST
from nlp.official import Host, belongs, borrowed_addresses, hosts, is_official, is_open, passes_for_official
from nlp.register import Register
from nlp.registry import Registry
from nlp.score import proof_weight
from nlp.text import Reading
from warehouse.contracts import CounterIndicator, IndicatorHit, Job, Reason

LICENSED_FIRM, ORDER, OFFICIAL_LINK = "CI-01", "CI-02", "CI-03"
BORROWED_NAME, NO_LICENCE = "RF-31", "RF-30"
Span = tuple[int, int]


class Ways(NamedTuple):
    """Ways to reach the poster, by what the register says of them: the firm's own, somebody else's, unknown."""

    own: tuple[Span, ...] = ()
    foreign: tuple[Span, ...] = ()
    unknown: tuple[Span, ...] = ()


class Standing(NamedTuple):
    """`licensed`: all firms named were, on that day, and no contact or number speaks against it.

    `reached`: the contacts are the firm's own too, all of them, so that nobody can have borrowed its name.
    `flags`: what the register or a look-alike address proves against the offer, by offsets in `Reading.joined`.
    """

    licensed: bool = False
    reached: bool = False
    ordered: bool = False
    name: Span | None = None
    flags: tuple[Found, ...] = ()

    @property
    def credited(self) -> set[str]:
        """Counter-indicators that lower the risk."""
        if not self.reached:
            return set()
        return {LICENSED_FIRM, ORDER} if self.ordered else {LICENSED_FIRM}

    @property
    def refuted(self) -> frozenset[str]:
        """Red flags that cannot be true of a licensed firm under its own contacts."""
        return frozenset({BORROWED_NAME, NO_LICENCE}) if self.reached else frozenset()

    @property
    def proved(self) -> set[str]:
        """All indicators that weigh as proofs."""
        return {flag.id for flag in self.flags} | self.credited

    def weighed(self, hits: Sequence[IndicatorHit], reading: Reading, registry: Registry) -> list[IndicatorHit]:
        """Evidence, with the weight of the proof on what proves."""
        proofs = {(flag.id, *reading.locate(flag.start, flag.end)) for flag in self.flags}
        return [
            hit.model_copy(update={"weight": round(hit.weight + proof_weight(registry, hit.id), 4)})
            if (hit.id, hit.field, hit.start, hit.end) in proofs
            else hit
            for hit in hits
        ]


def standing_of(facts: Facts, registry: Registry, register: Register | None, day: date | None) -> Standing:
    """The standing of an offer on its `day` (else the register's), by the flags that fit its scope.

    One unknown, expired or sanctioned firm beside the good one, and nothing is verified: names are borrowed.
    """
    fakes = [Found(BORROWED_NAME, *span) for span in borrowed_addresses(facts.reading, facts.contacts)]
    found = _by_register(facts, register, day or register.as_of) if register else Standing()
    if fakes:
        found = Standing(flags=(*fakes, *found.flags))
    fitting = [flag for flag in found.flags if facts.site.scope in registry.indicators[flag.id].scopes]
    return found._replace(flags=tuple(fitting))


def _by_register(facts: Facts, register: Register, day: date) -> Standing:
    reading = facts.reading
    firms = [*firms_named(reading.joined, register), *_of_job(facts.job, register)]
    if not firms or any(item.firm is None or not register.vouches(item.firm, day) for item in firms):
        return Standing(flags=tuple(_lost(firms, register, day)))
    own = frozenset[str]().union(*(register.contacts_of(str(item.firm), day) for item in firms))
    ways = ways_of(reading, facts.contacts, own)
    if ways.foreign and not ways.own:
        return Standing(flags=tuple(Found(BORROWED_NAME, *span) for span in ways.foreign))
    reached = bool(ways.own) and not ways.foreign and not ways.unknown
    spelled = reached or all(item.exact for item in firms)
    licensed = spelled and not ways.foreign and _permits_fit(reading, firms, register)
    claimed = any(label == ORDER for label, _, _ in facts.spotted)
    ordered = licensed and claimed and _has_order(reading, firms, facts.site.destination, register, day)
    name = next(((item.start, item.end) for item in firms if item.start < item.end), None)
    return Standing(licensed, licensed and reached, ordered, name)


def _lost(firms: Sequence[Named], register: Register, day: date) -> Iterator[Found]:
    """Names, as the register spells them, of firms that were licensed once."""
    for item in firms:
        if item.firm and item.exact and item.start < item.end and register.has_lost(item.firm, day):
            yield Found(NO_LICENCE, item.start, item.end)


def ways_of(reading: Reading, contacts: Sequence[FoundContact], own: frozenset[str]) -> Ways:
    """Contacts and domains of a text against a firm's own: E.164 numbers, `@handles`, domains, mail addresses.

    Where the register has none of a kind, that kind stays unknown; pages of public bodies are nobody's contact.
    """
    found: dict[bool | None, list[Span]] = {True: [], False: [], None: []}
    if own:
        for contact in contacts:
            if contact.type != "url":
                found[_is_own(contact, own)].append((contact.start, contact.end))
        for host in _sites(reading):
            found[_is_own_host(host.name, own)].append((host.start, host.end))
    return Ways(*(tuple(sorted(found[kind])) for kind in (True, False, None)))


def verified(
    counter: Sequence[CounterIndicator], standing: Standing, reading: Reading, registry: Registry
) -> list[CounterIndicator]:
    """Counter-indicators with what the register says of them; the firm's name is one where it proves itself.

    The first of each that lowers the risk has its weight, in log-odds. A link of a look-alike domain is none.
    """
    proved = {LICENSED_FIRM: standing.licensed, ORDER: standing.ordered}
    kept = [
        item.model_copy(update={"verified": proved[item.id]}) if item.id in proved else item
        for item in counter
        if item.id != OFFICIAL_LINK or not passes_for_official(lowered(item.text))
    ]
    if standing.reached and standing.name and not any(item.id == LICENSED_FIRM for item in kept):
        field, start, end = reading.locate(*standing.name)
        text = reading.quote(*standing.name)
        name = CounterIndicator(
            id=LICENSED_FIRM, field=field, start=start, end=end, text=text, weight=0.0, verified=True
        )
        kept.append(name)
    first = {item.id: number for number, item in reversed(list(enumerate(kept)))}
    for number in (first[name] for name in standing.credited & first.keys()):
        weight = proof_weight(registry, kept[number].id)
        kept[number] = kept[number].model_copy(update={"weight": weight})
    return kept


def with_credit(reasons: Sequence[Reason], counter: Sequence[CounterIndicator]) -> tuple[Reason, ...]:
    """Reasons with what the register proved among those that lower the risk, the strongest first."""
    proofs = [
        Reason(flag=item.id, **item.model_dump(exclude={"id", "verified"})) for item in counter if item.weight < 0
    ]
    down = sorted([*proofs, *(reason for reason in reasons if reason.weight < 0)], key=lambda reason: reason.weight)
    return (*(reason for reason in reasons if reason.weight >= 0), *down[:MOST])


def _of_job(job: Job | None, register: Register) -> Iterator[Named]:
    """The firm in the page's own field, which has no place in the text."""
    found = register.find(job.company) if job and job.company else None
    if found:
        yield Named(found[0], 0, 0, found[1])


def _sites(reading: Reading) -> list[Host]:
    return [
        host
        for host in hosts(reading)
        if reading.joined[host.start - 1 : host.start] != "@" and not is_open(host.name) and not is_official(host.name)
    ]


def _is_own(contact: FoundContact, own: frozenset[str]) -> bool | None:
    value = contact.value
    if value in own:
        return True
    if contact.type == "email":
        if belongs(value.partition("@")[2], _domains(own)):
            return True
        return False if is_free_mail(value) or _domains(own) else None
    kind = value[0]
    return False if any(item[0] == kind for item in own) else None


def _is_own_host(host: str, own: frozenset[str]) -> bool | None:
    domains = _domains(own)
    return belongs(host, domains) if domains else None


def _domains(own: frozenset[str]) -> list[str]:
    return [item for item in own if item[0] not in "+@" and "@" not in item]


def _permits_fit(reading: Reading, firms: Sequence[Named], register: Register) -> bool:
    """Whether the licence numbers that are printed, if any, are those of the firms named."""
    printed = patterns("register")["permit_number"].finditer(lowered(reading.joined))
    return all(any(register.has_permit(str(item.firm), found["number"]) for item in firms) for found in printed)


def _has_order(
    reading: Reading, firms: Sequence[Named], destinations: Sequence[str], register: Register, day: date
) -> bool:
    """Whether the firms hold an order for each destination, and all numbers that are printed are numbers of theirs."""
    orders = [order for item in firms for order in register.orders_of(str(item.firm), day)]
    orders = [order for order in orders if order.iso2 in destinations]
    numbers = list(_order_numbers(reading))
    orders = [order for order in orders if not numbers or any(map(order.is_numbered, numbers))]
    known = all(any(order.is_numbered(number) for order in orders) for number in numbers)
    return bool(destinations) and known and {order.iso2 for order in orders} >= set(destinations)


def _order_numbers(reading: Reading) -> Iterator[str]:
    low = lowered(reading.joined)
    rules = patterns("register")
    for claim in rules["order_claim"].finditer(low):
        if found := rules["order_number"].match(low, claim.end()):
            yield found["number"]
