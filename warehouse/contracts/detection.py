"""What reading answers about one text: the whole of `suar detect`'s output."""

from typing import Literal

from pydantic import Field

from warehouse.contracts.base import (
    ContactType,
    Contract,
    EntityLabel,
    Field_,
    RedactionRole,
    Scope,
    Span,
    Speaker,
    Stage,
    Status,
)


class IndicatorHit(Contract):
    id: str
    field: Field_
    start: int
    end: int
    text: str
    weight: float


class CounterIndicator(IndicatorHit):
    verified: bool = False


class Pay(Contract):
    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: Literal["hour", "day", "week", "month", "year", "once", "piece"] | None = None
    raw: str


class Case(Contract):
    """The case told by a text; field meanings in docs/fields.md."""

    is_background: bool = False
    victims_min: int | None = None
    victims_max: int | None = None
    victims_text: str | None = None
    suspects_n: int | None = None
    minor_involved: bool | None = None
    origin_provinces: tuple[str, ...] = ()
    destination_countries: tuple[str, ...] = ()
    transit_countries: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    stage: Stage | None = None
    promised_job: str | None = None
    promised_pay: Pay | None = None
    event_date: str | None = None
    spans: dict[str, tuple[Span, ...]] = Field(default_factory=dict)


class News(Contract):
    kind: str
    kind_probs: dict[str, float]
    secondary: tuple[str, ...] = ()
    tppo_topic: bool
    rejected: bool = False
    """Turned away by the gate: neither the kind nor a case was read (docs/decisions/0019-gate.md)."""
    tppo_status: Status | None = None
    tppo_status_by: Speaker | None = None
    case: Case | None = None
    agencies: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    cues: tuple[IndicatorHit, ...] = ()
    """The words that decided the kind (docs/decisions/0003-news-cues.md)."""


class Contact(Contract):
    type: ContactType
    key: str
    value: str | None = None
    """E.164 or handle; never stored, shown by `suar detect --show-contacts`."""


class Reason(Contract):
    """Words that raised (weight above zero) or lowered the risk; `flag`: the red flag that they show, if any."""

    flag: str | None = None
    field: Field_
    start: int
    end: int
    text: str
    weight: float
    """In log-odds of the risk."""


class Offer(Contract):
    risk: float = Field(ge=0, le=1)
    band: int = Field(ge=0, le=3)
    scope: Scope
    destination: tuple[str, ...] = ()
    job: str | None = None
    pay: Pay | None = None
    indicators: tuple[IndicatorHit, ...] = ()
    counter: tuple[CounterIndicator, ...] = ()
    contacts: tuple[Contact, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """The strongest three up, then the strongest three down (docs/decisions/0014-offer-model.md)."""


class Entity(Contract):
    label: EntityLabel
    text: str
    canonical: str | None = None
    field: Field_
    start: int
    end: int


class Versions(Contract):
    ruleset: str
    model: str
    code: str


class Detection(Contract):
    """What `suar detect` says of one text, without its id."""

    lang: str
    doc_type: Literal["news", "offer", "other"]
    news: News | None = None
    offer: Offer | None = None
    entities: tuple[Entity, ...] = ()
    redactions: tuple[tuple[Field_, int, int, RedactionRole], ...] = ()
    versions: Versions
