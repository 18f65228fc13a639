"""What one digest says, free of language and layout."""

from dataclasses import dataclass, field
from datetime import datetime

from flows.digest.week import Week


@dataclass(frozen=True)
class Quote:
    """Words of a masked text that fired an indicator."""

    label_id: str
    label_en: str
    text: str


@dataclass(frozen=True)
class Link:
    outlet: str
    url: str | None
    """Null where the address itself would tell a private number."""
    published: datetime | None


@dataclass(frozen=True)
class CaseItem:
    """One event: the reports of one story, told by the strongest of them."""

    keys: tuple[str, ...]
    title: str
    kind: str
    band: int
    links: tuple[Link, ...]
    quotes: tuple[Quote, ...] = ()
    status: str | None = None
    status_by: str | None = None
    victims: tuple[int | None, int | None] = (None, None)
    suspects: int | None = None
    minors: bool = False
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    stage: str | None = None

    @property
    def named_place(self) -> bool:
        return bool(self.origins or self.destinations)


@dataclass(frozen=True)
class OfferItem:
    """One offer, or a campaign of offers that share wording or a contact."""

    keys: tuple[str, ...]
    title: str
    band: int
    links: tuple[Link, ...]
    quotes: tuple[Quote, ...] = ()
    risk: float = 0.0
    scope: str = "hidden"
    destinations: tuple[str, ...] = ()
    job: str | None = None
    pay: str | None = None
    campaign_id: str | None = None
    documents: int = 1
    """All that the campaign has, old and new."""
    why: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        return len(self.keys)

    @property
    def growing(self) -> bool:
        return self.documents > self.new


@dataclass(frozen=True)
class SourceLine:
    source: str
    state: str
    """`failed` or `blocked`."""
    reason: str | None


@dataclass(frozen=True)
class OpenReview:
    key: str
    title: str
    band: int
    type: str


@dataclass(frozen=True)
class Digest:
    week: Week
    first: Week
    """The first week it covers: earlier than `week` when some were missed."""
    documents: int = 0
    cases: tuple[CaseItem, ...] = ()
    campaigns: tuple[OfferItem, ...] = ()
    offers: tuple[OfferItem, ...] = ()
    places: tuple[tuple[str | None, int | None], ...] = ()
    """Country of destination and number of documents; null for a number too small to show."""
    healthy_sources: int = 0
    sources: tuple[SourceLine, ...] = ()
    open_reviews: int = 0
    reviews: tuple[OpenReview, ...] = field(default=())

    @property
    def signal_keys(self) -> tuple[str, ...]:
        items: tuple[CaseItem | OfferItem, ...] = (*self.cases, *self.campaigns, *self.offers)
        return tuple(key for item in items for key in item.keys)

    @property
    def quiet(self) -> bool:
        return not self.signal_keys

    @property
    def risky_offers(self) -> int:
        return sum(item.new for item in (*self.campaigns, *self.offers))
