"""What is written in `sites.yml`: the invented sites and how they behave."""

from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from pydantic import BaseModel, ConfigDict

from crawlers.yaml_content import read_yaml

SITES = Path(__file__).parent / "sites.yml"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Special(_Model):
    """A page that the site lists like any other and that does not answer like any other."""

    path: str
    title: str
    days_before: float
    answer: Literal["forbidden", "missing", "blocked", "walled"]
    """403; 404; 200 with a block notice; an article where robots.txt forbids to go."""


class StaticPage(_Model):
    path: str
    title: str
    text: str


class SiteProfile(_Model):
    host: str
    name: str
    tagline: str
    platform: Literal["feed", "listing", "sitemap", "wordpress", "page_json", "job_board", "channel"]
    skin: str
    timezone: str
    article_path: str
    sections: tuple[str, ...] = ()
    date_pattern: str
    friday: str | None = None
    page_size: int = 50
    paragraphs_per_page: int | None = None
    channel: str = ""
    editors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    robots: str
    specials: tuple[Special, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def printed(self, at: datetime) -> str:
        """The date as the site prints it."""
        text = format_datetime(at.astimezone(self.zone), self.date_pattern, tzinfo=self.zone, locale="id")
        return text.replace("Jumat", self.friday) if self.friday else text


class Web(_Model):
    trap_words: tuple[str, ...]
    edition_2_paragraph: str
    static_pages: tuple[StaticPage, ...]
    sites: tuple[SiteProfile, ...]


def load_web(path: Path = SITES) -> Web:
    return Web.model_validate(read_yaml(path))
