"""The model of a source file (`sources/<id>.yml`): what may be read, how it is found, and how politely."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from crawlers.fieldtypes import Css, Host, Province, Regex, Text, WebUrl, Zone
from warehouse.contracts import KindHint, RegisterName

Kind = Literal["news", "official", "jobs", "social", "register"]
Platform = Literal[
    "feed", "listing", "sitemap", "wordpress", "page_json", "json_api", "job_board", "channel", "mastodon", "bluesky",
    "register",
]  # fmt: skip
Permission = Literal["not_needed", "none", "asked", "granted"]
Schedule = Literal["frequent", "hourly", "daily"]
_HINTS: Mapping[str, KindHint] = {"news": "news", "official": "news", "jobs": "job_ad", "social": "social"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Discovery(_Part):
    """How pages are found. `urls` hold, by platform: feeds; listing pages; sitemaps or sitemap indexes; the root of a
    WordPress site; pages that carry JSON; JSON services; listings of a job board; previews of a channel
    (`https://t.me/s/<channel>`); timelines of a hashtag; searches; tables of a register.

    A listing's address may hold, in its path or query, `{date:%Y/%m/%d}` (letters of strftime, walked back over `days`),
    `{page}` (1 to `max_pages`) or `{offset:20}` (0, 20, 40 …).
    """

    urls: tuple[WebUrl, ...] = Field(min_length=1)
    max_pages: int = Field(default=3, ge=1, le=500)
    days: int = Field(default=10, ge=1)
    link_css: Css | None = None
    next_css: Css | None = None
    path_allow: Regex | None = None
    """Only addresses whose path (`/news/…`) matches are read: newsroom accounts of a site where anyone can publish."""
    path_deny: Regex | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    item_path: str | None = None
    script_css: Css | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    """Our name to the item's key; a dotted key reaches into objects, `/{a.b}/{c}` puts an address together."""


class LineRule(_Part):
    """A line that is no part of the text, from `since` until `until` (days of publication, both included)."""

    pattern: Regex
    since: date | None = None
    until: date | None = None


def _line_rule(value: Any) -> Any:
    return {"pattern": value} if isinstance(value, str) else value


class ArticleRules(_Part):
    """How an article of this source is read where generic extraction fails."""

    valid_until: date | None = None
    """The last day of publication that this template was used for."""
    all_pages_param: str | None = Field(default=None, pattern=r"^[^\s?&#=]+=[^\s?&#]+$")
    pages: Literal["auto", "single"] = "auto"
    title_css: Css | None = None
    body_css: Css | None = None
    date_css: Css | None = None
    byline_css: Css | None = None
    remove_css: tuple[Css, ...] = ()
    line_rules: tuple[Annotated[LineRule, BeforeValidator(_line_rule)], ...] = ()


class Politeness(_Part):
    """One request at a time, `delay_s` apart; at most so many a poll and a day and host."""

    delay_s: float = Field(default=2.0, ge=0)
    max_requests: int = Field(default=300, ge=1)
    per_day: int = Field(default=5000, ge=1)


class Expect(_Part):
    """What a working source gives: documents a week, and shares of documents with a date and with a full text."""

    per_week_min: int = Field(default=1, ge=0)
    per_week_max: int = Field(default=500, ge=1)
    date_share_min: float = Field(default=0.8, ge=0, le=1)
    body_share_min: float = Field(default=0.9, ge=0, le=1)


class Source(_Part):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Text
    title_en: Text | None = None
    publisher: Text
    kind: Kind
    register_name: RegisterName | None = None
    language: str = Field(default="id", pattern=r"^[a-z]{2}$")
    province: Province | None = None
    covers: tuple[Province, ...] = ()
    """Further provinces that it reports from."""
    timezone: Zone = "Asia/Jakarta"
    enabled: bool = True
    permission: Permission
    permission_ref: str | None = None
    terms_note: Text
    robots_note: str | None = None
    hosts: tuple[Host, ...] = Field(min_length=1)
    platform: Platform
    discovery: Discovery
    article: ArticleRules = ArticleRules()
    article_versions: tuple[ArticleRules, ...] = ()
    """Templates of earlier years, each with `valid_until`, for archives and saved pages."""
    politeness: Politeness = Politeness()
    schedule: Schedule = "hourly"
    expect: Expect = Expect()
    verified: date | None = None
    evidence: tuple[str, ...] = ()

    @property
    def kind_hint(self) -> KindHint | None:
        return _HINTS.get(self.kind)

    @property
    def refusal(self) -> str | None:
        """Why this source may not be crawled; null when it may."""
        if self.permission in {"none", "asked"}:
            return (
                f"`{self.id}` needs its publisher's permission (now: {self.permission}): "
                f'record it with `suar sources grant {self.id} --ref "where the permission is kept"`'
            )
        return None

    def granted(self, ref: str) -> "Source":
        """The same source with its publisher's permission."""
        return self.model_copy(update={"permission": "granted", "permission_ref": ref, "enabled": True})

    def local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.timezone)).date()
