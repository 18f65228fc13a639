"""What the warehouse keeps: signals and their evidence, groups, fates, and what people answered."""

from typing import Literal

from warehouse.contracts.base import Contract, Fate, Field_, GroupType, SignalType, Utc, Verdict
from warehouse.contracts.detection import Case, Detection
from warehouse.contracts.documents import Document


class Signal(Contract):
    signal_key: str
    doc_id: str
    type: SignalType
    score: float
    band: int
    kind: str | None = None
    """The news kind of a `tppo_case`; null for an offer."""
    evidence_sha256: str


class Hit(Contract):
    signal_key: str
    doc_id: str
    indicator: str
    field: Field_
    start_char: int
    end_char: int
    quote: str
    weight: float
    copies: int | None = None
    """Offers made from the template that is quoted; null for evidence of the text itself."""


class CaseRecord(Contract):
    case_id: str
    doc_id: str
    case: Case


class Analysed(Contract):
    """One document as it enters the warehouse: masked, read, with its fate."""

    document: Document
    detection: Detection
    signals: tuple[Signal, ...] = ()
    hits: tuple[Hit, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    fate: Fate


class Outcome(Contract):
    """The one fate of one record that entered a run. `ref` names it for a person: a file and line, or a URL."""

    source: str
    ref: str
    doc_id: str | None = None
    fate: Fate
    reason: str | None = None


class LinkItem(Contract):
    """What grouping copies needs of a stored (masked) document."""

    doc_id: str
    doc_type: Literal["news", "offer"]
    title: str
    text: str
    contact_keys: tuple[str, ...] = ()
    published_at: Utc | None = None
    group_id: str | None = None
    """The story or campaign it is in already."""


class TemplateCopy(Contract):
    """An offer that shares its wording with others that differ in contact, place or date: the words, in its masked text."""

    doc_id: str
    indicator: str
    field: Field_
    start_char: int
    end_char: int
    quote: str
    copies: int
    """Offers of that wording, this one among them."""


class Membership(Contract):
    group_type: GroupType
    group_id: str
    doc_id: str
    why: str
    """`wording`, `contact` or `founder`."""


class GroupMerge(Contract):
    group_type: GroupType
    group_id: str
    merged_into: str


class Review(Contract):
    review_id: str
    signal_key: str
    evidence_sha256: str
    reviewer: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    note: str | None = None
    at: Utc


class Delivery(Contract):
    delivery_id: str
    recipient: str
    """Keyed hash of the address."""
    week: str
    signal_keys: tuple[str, ...]
    at: Utc


class Takedown(Contract):
    takedown_id: str
    doc_id: str
    url: str | None = None
    reason: str | None = None
    at: Utc
