"""Lists and pages of a site as bytes on the wire: one template a shape, in `templates/`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.month.answers import HTML, JSON, Page
from benchmarks.month.profiles import Profile
from benchmarks.month.words import WORDS, paragraphs

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True)
class Item:
    """An article as its site shows it at one moment."""

    number: int
    title: str
    url: str
    section: str
    published: datetime | None
    updated: datetime | None
    text: tuple[int, str, str | None]
    """Seed and markers of its words."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return paragraphs(*self.text)

    @property
    def key(self) -> tuple[object, ...]:
        return (self.url, self.published, self.updated)

    @property
    def markup(self) -> str:
        return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in self.paragraphs)


def printed(at: datetime) -> str:
    """As Indonesian outlets print it: `Senin, 23 November 2026 10:15 WIB`."""
    zone = _ZONES.get(str(at.tzinfo), "WIB")
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M} {zone}"


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=False,  # our own words need none; addresses say `|e`
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"printed": printed, "rfc822": format_datetime}


_NAV = "".join(f'<li><a href="/{name.lower().replace(" ", "-")}">{name}</a></li>' for name in WORDS["nav"])


def template(name: str, site: Profile, **values: Any) -> str:
    return _TEMPLATES.get_template(name).render(site=site, nav=_NAV, **values)


def article(site: Profile, item: Item, related: Sequence[Item], *, modified: datetime | None, canonical: str) -> str:
    name = {"job_board": "ad.html.j2", "channel": "channel.html.j2"}.get(site.variant, "article.html.j2")
    if site.variant == "channel":
        return template(name, site, items=[item], older=None)
    data = _job_posting(site, item) if site.variant == "job_board" else _news_article(site, item, modified)
    return template(
        name, site, item=item, related=related, modified=modified, canonical=canonical, data=json.dumps(data)
    )


def shell(site: Profile, item: Item) -> str:
    """A page that shows nothing without its scripts."""
    return template("shell.html.j2", site, title=item.title)


def listing(site: Profile, items: Sequence[Item], *, following: str | None, broken: bool) -> str:
    return template("list.html.j2", site, items=items, following=following, broken=broken)


def channel(site: Profile, items: Sequence[Item], *, older: int | None, broken: bool) -> str:
    """Oldest message first, as previews have it."""
    text = template("channel.html.j2", site, items=list(reversed(items)), older=older)
    return text.replace("tgme_widget_", "tgx_") if broken else text


def feed(site: Profile, items: Sequence[Item]) -> str:
    if site.variant == "atom":
        return template("atom.xml.j2", site, items=items)
    return template("rss.xml.j2", site, items=items, full=site.variant == "rss_full")


def sitemap(site: Profile, items: Sequence[Item]) -> str:
    return template("sitemap.xml.j2", site, items=items)


def sitemap_index(site: Profile, at: datetime) -> str:
    return template("sitemap_index.xml.j2", site, at=at)


def page_json(site: Profile, items: Sequence[Item], *, broken: bool) -> str:
    rows = [
        {"id": item.number, "headline": item.title, "path": item.url.removeprefix(site.root), "channel": item.section}
        | ({"publishedAt": item.published.isoformat()} if item.published else {})
        | ({"updatedAt": item.updated.isoformat()} if item.updated else {})
        for item in items
    ]
    data = {"props": {"pageProps": {"kartu" if broken else "articles": rows}}, "page": "/terkini"}
    return template("page_json.html.j2", site, data=json.dumps(data))


def wordpress(items: Sequence[Item], total: int, per_page: int) -> Page:
    headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // per_page))}
    return Page(
        lambda: json.dumps([_post(item) for item in items]),
        JSON,
        key=tuple(item.key for item in items),
        headers=headers,
    )


def error(status: int, text: str, kind: str = HTML) -> Page:
    return Page(text, kind, status)


def redesigned(site: Profile) -> Page:
    """What an address of a feed or sitemap answers after a redesign."""
    return Page(template("shell.html.j2", site, title=f"{site.title} baru"), key="redesigned")


def _post(item: Item) -> Mapping[str, Any]:
    assert item.published is not None
    changed = item.updated or item.published
    return {
        "id": item.number,
        "date": f"{item.published:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{item.published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "modified": f"{changed.astimezone(item.published.tzinfo):%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": item.url.rstrip("/").rpartition("/")[2],
        "status": "publish",
        "link": item.url,
        "title": {"rendered": escape(item.title)},
        "content": {"rendered": item.markup, "protected": False},
        "excerpt": {"rendered": f"<p>{escape(item.paragraphs[0][:120])} [&hellip;]</p>", "protected": False},
    }


def _news_article(site: Profile, item: Item, modified: datetime | None) -> Mapping[str, Any]:
    """Some sites tell machines the dates here; all tell their own name."""
    own = {"@context": "https://schema.org", "@type": "NewsMediaOrganization", "name": site.title, "url": site.root}
    if site.dates_in != "jsonld":
        return own
    dates = {} if item.published is None else {"datePublished": item.published.isoformat()}
    if modified and dates:
        dates["dateModified"] = modified.isoformat()
    return {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": item.title, "mainEntityOfPage": item.url,
        "publisher": {"@type": "Organization", "name": site.title}, **dates,
    }  # fmt: skip


def _job_posting(site: Profile, item: Item) -> Mapping[str, Any]:
    return {
        "@context": "https://schema.org", "@type": "JobPosting", "title": item.title, "description": item.markup,
        "identifier": {"@type": "PropertyValue", "name": site.title, "value": str(item.number)}, "url": item.url,
        "hiringOrganization": {"@type": "Organization", "name": f"CV {item.section.title()} Jaya Uji"},
        **({"datePosted": item.published.isoformat()} if item.published else {}),
    }  # fmt: skip
