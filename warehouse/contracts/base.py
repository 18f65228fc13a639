"""Vocabulary and base of the contracts: closed lists, spans, UTC times, frozen models."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

KINDS = (
    "case_arrest", "case_foiled", "case_rescue", "case_repatriation", "case_trial", "case_verdict", "case_missing",
    "case_death", "case_testimony", "prevention", "policy", "statistics", "international", "opinion", "offer_report",
    "related_crime", "not_related",
)  # fmt: skip
FATES = ("done", "seen", "out_of_scope", "retry", "quarantined")

Field_ = Literal["title", "text"]
KindHint = Literal["news", "job_ad", "social"]
RegisterName = Literal["p3mi", "p3mi_sanction", "job_order"]
HealthState = Literal["healthy", "quiet", "degraded", "broken", "blocked", "disabled"]
Precision = Literal["second", "minute", "day", "month", "year"]
Fate = Literal["done", "seen", "out_of_scope", "retry", "quarantined"]
SignalType = Literal["scam_offer", "tppo_case"]
GroupType = Literal["story", "campaign", "event"]
Verdict = Literal["confirm", "reject", "unclear"]
Status = Literal["possible", "actual", "not_victim", "not_stated"]
Speaker = Literal["police", "prosecution_or_court", "government", "ngo", "victim_or_family", "media"]
Stage = Literal[
    "complaint", "inquiry", "investigation", "suspect_named", "detained", "file_sent", "file_complete", "indicted",
    "on_trial", "demand", "verdict", "appeal", "final", "stopped", "returned_to_family",
]  # fmt: skip
Scope = Literal["overseas", "domestic", "ship", "hidden"]
ContactType = Literal[
    "phone", "whatsapp", "telegram", "instagram", "facebook", "tiktok", "line", "wechat", "email", "url", "other"
]
EntityLabel = Literal["PER", "ORG", "AGENCY", "LOC", "GPE", "LAW", "MONEY", "DATE", "PHONE"]
RedactionRole = Literal[
    "victim", "minor", "relative", "witness", "suspect", "phone", "nik", "passport", "account", "address", "school"
]
Span = tuple[Field_, int, int]


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without a zone: convert it where the zone is known")
    return value.astimezone(UTC)


Utc = Annotated[datetime, AfterValidator(_utc)]


class Contract(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
