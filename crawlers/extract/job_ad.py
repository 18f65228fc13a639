"""A job ad's page as text and job fields: the schema.org JobPosting that boards print, else labelled lines."""

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from crawlers.extract.densest import densest
from crawlers.extract.page import Page, decode, lines_of, one_line, text_of
from crawlers.yaml_content import read_yaml
from warehouse.contracts import Job

_RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("job_ad.yml"))
_LONGEST_VALUE = 160
_REPEATED = 3
"""A label that often is one of a list of ads, not of an ad."""


@dataclass(frozen=True)
class JobAd:
    title: str
    text: str
    job: Job
    external_id: str | None = None
    contact: str | None = None
    """Personal data in the clear, as printed: it also stands in the text, where it is found and masked."""
    provenance: dict[str, str] = field(default_factory=dict)


def extract_job_ad(html: str | bytes | Page, *, labelled: bool = False) -> JobAd | None:
    """The page's JobPosting; null where the page has none, or one without a description.

    `labelled` also reads pages that print "Gaji: …" and the like: for job boards only, as news quotes ads that way too.
    """
    page = html if isinstance(html, Page) else Page(decode(html) if isinstance(html, bytes) else html)
    return _from_posting(page.typed(["JobPosting"])) or (_from_labels(page) if labelled else None)


def _from_posting(posting: dict[str, Any]) -> JobAd | None:
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
    title, contact = one_line(str(posting.get("title") or "")), _contact(posting)
    found = {"title": title, "text": text, "contact": contact, **job.model_dump()}
    return JobAd(
        title,
        _with_contact(text, contact),
        job,
        _identifier(posting.get("identifier")),
        contact,
        {name: "jsonld" for name, value in found.items() if value},
    )


def _from_labels(page: Page) -> JobAd | None:
    body = page.tree.body
    lines = [line for line, _ in lines_of(body)] if body else []
    found = _labelled(lines)
    heading = page.tree.css_first("h1")
    title = found.pop("title", "") or one_line(heading.text() if heading else "")
    if not title or not all(any(name in found for name in _RULES[group]) for group in ("pay_or_term", "who_or_where")):
        return None
    part = densest(page)
    contact = found.pop("contact", None)
    text = (text_of(part) if part else "") or "\n".join(lines)
    provenance = dict.fromkeys([*found, *(["contact"] if contact else [])], "label")
    return JobAd(
        title, _with_contact(text, contact), Job(**found), None, contact, provenance | {"title": "css", "text": "css"}
    )


def _labelled(lines: list[str]) -> dict[str, str]:
    """Field to value, from "label: value" on a line or a label alone above its value; nothing on a list of ads."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for number, line in enumerate(lines):
        match = _label().fullmatch(line)
        if match is None or match.lastgroup is None:
            continue
        value = match["value"] or (lines[number + 1] if number + 1 < len(lines) else "")
        if value and len(value) <= _LONGEST_VALUE and _label().fullmatch(value) is None:
            seen[match.lastgroup] += 1
            found.setdefault(match.lastgroup, value.strip())
    return {} if any(count >= _REPEATED for name, count in seen.items() if name != "contact") else found


@cache
def _label() -> re.Pattern[str]:
    fields = "|".join(
        f"(?P<{name}>{'|'.join(sorted(map(re.escape, labels), key=len, reverse=True))})"
        for name, labels in _RULES["labels"].items()
    )
    return re.compile(
        rf"(?:\W{{0,3}}\s*)(?=(?:[^:：]{{1,40}})(?:\s*[:：]\s*(?P<value>.*))?$)(?:{fields})\.?\s*(?:[:：].*)?",
        re.IGNORECASE,
    )


def _with_contact(text: str, contact: str | None) -> str:
    return text if not contact or contact in text else f"{text}\n{contact}"


def _contact(posting: dict[str, Any]) -> str | None:
    """What the posting or its employer names to apply to: numbers and addresses, as printed."""
    employer = posting.get("hiringOrganization")
    holders = [
        posting.get("applicationContact"),
        employer,
        employer.get("contactPoint") if isinstance(employer, dict) else None,
    ]
    values = (
        one_line(str(holder[key]))
        for listed in holders
        for holder in (listed if isinstance(listed, list) else [listed])
        if isinstance(holder, dict)
        for key in ("telephone", "email")
        if holder.get(key)
    )
    return ", ".join(dict.fromkeys(values)) or None


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
