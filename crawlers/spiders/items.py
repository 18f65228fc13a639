"""Items of JSON: where they lie, what their keys mean, and articles or ads made of them."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawlers.extract.article import ENOUGH, read_body
from crawlers.extract.document import build_document
from crawlers.extract.page import absolute, one_line
from crawlers.spiders.ads import ad_document
from crawlers.spiders.fields import fields_of, reach, value_of
from crawlers.spiders.found import Found
from crawlers.spiders.paging import PagedSpider
from warehouse.contracts import Document, Job

_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?(?:\.\d+)?")
_ABSENT = re.compile(r"0(?:\.0+)?|null|none|-", re.IGNORECASE)


class ItemSpider(PagedSpider):
    """`fields` names the item's keys for url, title, text, published, modified, id; of an ad also company, location,
    salary (or salary_min, salary_max, currency, salary_unit), posted and valid_until. `next` is read from the answer.
    """

    def data_of(self, response: Response) -> Any:
        raise NotImplementedError

    def discover(self, response: Response) -> Iterator[Request]:
        rules, data = self.source.discovery, self.data_of(response)
        items = reach(data, rules.item_path or "")
        if not isinstance(items, list):
            self.misread(response, "no_items_in_json")
            return
        told = [
            fields | {"url": url}
            for item in items
            if (fields := fields_of(item, rules.fields)).get("url") and (url := absolute(response.url, fields["url"]))
        ]
        if items and not told:
            self.desk.complain("items_without_address")
        urls = [fields["url"] for fields in told]
        requests, fresh = self.taken(urls, chain.from_iterable(self._item(fields, response) for fields in told))
        yield from requests
        following = value_of(data, rules.fields["next"], whole=True) if "next" in rules.fields else None
        link = absolute(response.url, following) if following else None
        yield from self.following(response, urls, fresh, link)

    def _item(self, told: Mapping[str, str], response: Response) -> Iterator[Request]:
        found = Found(
            told["url"],
            one_line(told.get("title")) or None,
            told.get("published") or told.get("posted"),
            told_by=self.source.platform,
            modified=told.get("modified"),
        )
        text = told.get("text", "")
        if self.source.kind != "jobs":
            yield from self.read_inline(found, text, response)
        elif len(read_body(text).text) < ENOUGH:
            for request in self.read(found):
                request.meta["job"] = job_of(told)
                yield request
        elif canonical := self.take(found, in_hand=True):
            self._land_ad(found, canonical, told, response)

    def _land_ad(self, found: Found, canonical: str, told: Mapping[str, str], response: Response) -> None:
        self.land_listed(
            build_document(
                source=self.source.id,
                url=canonical,
                external_id=told.get("id"),
                title=found.title or "",
                text=read_body(told["text"], self.source.article).text,
                outlet=self.source.title,
                kind_hint="job_ad",
                published=self.date(found.published),
                published_raw=found.published,
                job=job_of(told),
                fetched_at=self.desk.clock.now(),
                provenance=dict.fromkeys(("title", "text", "job", "published_at"), found.told_by),
            ),
            response,
        )

    def document_of(self, response: Response, found: Found, canonical: str, fetch_id: str) -> Document | None:
        """An ad's page, with what the list told where the page is silent."""
        told: Job | None = response.meta.get("job")
        if told is None:
            return super().document_of(response, found, canonical, fetch_id)
        document = ad_document(self, response, canonical, fetch_id)
        document = document or super().document_of(response, found, canonical, fetch_id)
        if document is None:
            return None
        own = document.job.model_dump(exclude_none=True) if document.job else {}
        return document.model_copy(update={"job": Job(**told.model_dump(exclude_none=True) | own)})


def job_of(told: Mapping[str, str]) -> Job:
    """Pay as one line: `IDR 5000000-7000000 MONTH`; moments counted in seconds become days."""
    bounds = [told[key] for key in ("salary_min", "salary_max") if key in told and not _ABSENT.fullmatch(told[key])]
    amount = "-".join(dict.fromkeys(bound.removesuffix(".0") for bound in bounds))
    parts = (told.get("currency"), amount, told.get("salary_unit"))
    return Job(
        company=one_line(told.get("company")) or None,
        location=one_line(told.get("location")).strip(" ,;") or None,
        salary=one_line(told.get("salary")) or (" ".join(filter(None, parts)) if amount else None),
        posted=_moment(told.get("posted") or told.get("published")),
        valid_until=_moment(told.get("valid_until")),
    )


def _moment(raw: str | None) -> str | None:
    epoch = _EPOCH.fullmatch(raw or "")
    return datetime.fromtimestamp(int(epoch[1]), UTC).date().isoformat() if epoch else raw
