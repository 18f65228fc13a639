"""A job ad's page: the schema.org JobPosting that boards print, as text and job fields."""

import html as entities
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawlers.extract.page import Page, decode, one_line, text_of
from warehouse.contracts import Job


@dataclass(frozen=True)
class JobAd:
    title: str
    text: str
    job: Job
    external_id: str | None = None


def extract_job_ad(html: str | bytes) -> JobAd | None:
    """The page's JobPosting; null where the page has none, or one without a description."""
    page = Page(decode(html) if isinstance(html, bytes) else html)
    posting = page.typed(["JobPosting"])
    text = _rich(posting.get("description"))
    if not text:
        return None
    job = Job(
        company=_name(posting.get("hiringOrganization")),
        location="; ".join(dict.fromkeys(_places(posting))) or None,
        salary=_salary(posting.get("baseSalary")) or _salary(posting.get("estimatedSalary")),
        posted=one_line(str(posting.get("datePosted") or "")) or None,
        valid_until=one_line(str(posting.get("validThrough") or "")) or None,
    )
    return JobAd(one_line(str(posting.get("title") or "")), text, job, _identifier(posting.get("identifier")))


def _rich(value: Any) -> str:
    text = str(value or "")
    if "<" not in text:
        text = entities.unescape(text)
    body = Page(text).tree.body if "<" in text else None
    return text_of(body) if body else text.strip()


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return one_line(str(value.get("name") or "") if isinstance(value, dict) else str(value or "")) or None


def _places(posting: dict[str, Any]) -> Iterator[str]:
    places = posting.get("jobLocation")
    for place in places if isinstance(places, list) else [places]:
        address = place.get("address", place) if isinstance(place, dict) else place
        if isinstance(address, dict):
            parts = (_name(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry"))
            address = ", ".join(part for part in parts if part)
        if address and one_line(str(address)):
            yield one_line(str(address))


def _salary(value: Any) -> str | None:
    """As a line of text: `IDR 5000000-7000000 MONTH`."""
    if isinstance(value, list):
        value = next(iter(value), None)
    if not isinstance(value, dict):
        return one_line(str(value or "")) or None
    amount = value.get("value", value)
    if isinstance(amount, dict):
        bounds = [str(amount[key]) for key in ("minValue", "maxValue", "value") if amount.get(key) not in (None, "")]
        unit = amount.get("unitText") or value.get("unitText") or ""
    else:
        bounds, unit = ([str(amount)] if amount else []), value.get("unitText") or ""
    currency = value.get("currency") or (amount.get("currency") if isinstance(amount, dict) else "") or ""
    return one_line(f"{currency} {'-'.join(dict.fromkeys(bounds))} {unit}") if bounds else None


def _identifier(value: Any) -> str | None:
    return one_line(str(value.get("value") or "") if isinstance(value, dict) else str(value or "")) or None
