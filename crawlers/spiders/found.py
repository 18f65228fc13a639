"""What a listing tells of a page, and what is on the way to becoming one document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crawlers.extract.article import Extracted
from warehouse.contracts import Job


@dataclass(frozen=True)
class Found:
    """A page that a listing names, with what the listing says of it. `modified`: its stamp of the last change."""

    url: str
    title: str | None = None
    published: str | None = None
    told_by: str = "feed"
    modified: str | None = None


@dataclass(frozen=True)
class Parts:
    """An article over several pages: what was read of it, and where the rest is."""

    found: Found
    canonical: str
    fetch_id: str
    """Of its first page."""
    read: tuple[Extracted, ...]
    further: tuple[str, ...]

    def with_next(self, read: Extracted) -> "Parts":
        return replace(self, read=(*self.read, read), further=self.further[1:])


def notes_of(found: Found, canonical: str) -> dict[str, str]:
    """What re-extraction needs to know of a page, as its listing told it."""
    told = {
        "canonical": canonical, "listed": found.url, "title": found.title, "published": found.published,
        "told_by": found.told_by, "modified": found.modified,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def found_of(notes: Mapping[str, str]) -> Found:
    """The other way round."""
    told = {name: notes.get(name) for name in ("title", "published", "modified")}
    return Found(notes["listed"], told_by=notes.get("told_by", "feed"), **told)


def carried(meta: Mapping[str, Any]) -> dict[str, str]:
    """What a request hands to its answer, as notes: the place in a list of pages, and what a list says of an ad;
    of a page that is read again, whether it bore a date.
    """
    notes = {name: str(meta[name]) for name in ("walk", "page", "dated") if name in meta}
    return notes | ({"job": meta["job"].model_dump_json(exclude_none=True)} if "job" in meta else {})


def told_of(found: Found, canonical: str, meta: Mapping[str, Any]) -> dict[str, str]:
    """All that is needed to ask for a page again in a later run."""
    return notes_of(found, canonical) | carried(meta)


def meta_of(notes: Mapping[str, str]) -> dict[str, Any]:
    """The other way round."""
    meta: dict[str, Any] = {name: notes[name] for name in ("walk", "dated") if name in notes}
    meta |= {"page": int(notes["page"])} if "page" in notes else {}
    return meta | ({"job": Job.model_validate_json(notes["job"])} if "job" in notes else {})
