"""The model of a source file (`sources/<id>.yml`): what may be read, how it is found, and how politely."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crawlers.fieldtypes import Css, Host, Province, Regex, Text, WebUrl, Zone, dated
from warehouse.contracts import KindHint

SHIPPED = Path(__file__).parent / "sources"

Kind = Literal["news", "official", "jobs", "social"]
Platform = Literal["feed", "listing", "sitemap", "wordpress", "page_json", "job_board", "channel"]
Permission = Literal["not_needed", "none", "asked", "granted"]
_HINTS: Mapping[str, KindHint] = {"news": "news", "official": "news", "jobs": "job_ad", "social": "social"}
_LOCAL_HOSTS = ("localhost", "127.0.0.1")


class SourceError(ValueError):
    """A source file that cannot be used; the message says where and what to mend."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Discovery(_Part):
    """How pages are found. `urls` hold, by platform: feeds; listing pages; sitemaps or sitemap indexes; the root of a
    WordPress site; pages that carry JSON; listings of a job board; previews of a channel (`https://t.me/s/<channel>`).
    """

    urls: tuple[WebUrl, ...] = Field(min_length=1)
    max_pages: int = Field(default=3, ge=1)
    link_css: Css | None = None
    next_css: Css | None = None
    item_path: str | None = None
    script_css: Css | None = None
    fields: dict[Literal["url", "title", "published", "text"], str] = Field(default_factory=dict)
    """For `page_json`: our name to the item's key; a dotted key reaches into objects."""
    days: int = Field(default=10, ge=1)


class ArticleRules(_Part):
    """How an article of this source is read where generic extraction fails."""

    all_pages_param: str | None = Field(default=None, pattern=r"^[^\s?&#=]+=[^\s?&#]+$")
    title_css: Css | None = None
    body_css: Css | None = None
    date_css: Css | None = None
    byline_css: Css | None = None
    remove_css: tuple[Css, ...] = ()
    line_rules: tuple[Regex, ...] = ()


class Politeness(_Part):
    delay_s: float = Field(default=2.0, ge=0)
    max_requests: int = Field(default=300, ge=1)


class Expect(_Part):
    per_week_min: int = Field(default=1, ge=0)
    per_week_max: int = Field(default=500, ge=1)
    date_share_min: float = Field(default=0.8, ge=0, le=1)
    body_share_min: float = Field(default=0.9, ge=0, le=1)


class Source(_Part):
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Text
    publisher: Text
    kind: Kind
    language: str = Field(default="id", pattern=r"^[a-z]{2}$")
    province: Province | None = None
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
    politeness: Politeness = Politeness()
    schedule: Literal["hourly", "daily"] = "hourly"
    expect: Expect = Expect()
    verified: date | None = None
    evidence: tuple[str, ...] = ()

    @property
    def kind_hint(self) -> KindHint:
        return _HINTS[self.kind]

    @property
    def refusal(self) -> str | None:
        """Why this source may not be crawled; null when it may."""
        if self.permission in {"none", "asked"}:
            return (
                f"`{self.id}` needs its publisher's permission (now: {self.permission}): record it in the source file"
            )
        return None

    def local_day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True)
class Problem:
    """What is wrong with a source file, where (1-based line), and how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def load_source(path: Path) -> Source:
    source, problems = _read(path)
    if source is None or problems:
        raise SourceError("; ".join(str(problem) for problem in problems))
    return source


def load_sources(folder: Path) -> dict[str, Source]:
    """All sources of a folder by id, in the order of their names; raises SourceError with every problem found."""
    problems = lint(folder)
    if problems:
        raise SourceError("\n".join(str(problem) for problem in problems))
    return {path.stem: load_source(path) for path in _files(folder)}


def lint(folder: Path) -> list[Problem]:
    problems: list[Problem] = []
    first_use: dict[str, str] = {}
    for path in _files(folder):
        source, found = _read(path)
        problems += found
        if source is None:
            continue
        other = first_use.setdefault(source.id, path.name)
        if other != path.name:
            problems.append(Problem(path.name, 1, f"id `{source.id}` is also in {other}: give each source its own id"))
    return problems


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder: name the folder that holds the source files")
    return sorted(folder.glob("*.yml"))


def _read(path: Path) -> tuple[Source | None, list[Problem]]:
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): check the name and its rights") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, [Problem(path.name, line, f"not readable as YAML ({_brief(error)}): correct the file's layout")]
    if not isinstance(raw, dict):
        return None, [Problem(path.name, 1, "no keys found: begin with `id:`, as in the other source files")]
    problems = [Problem(path.name, line, f"`{key}` stands twice: keep one") for key, line in _repeated(tree)]
    try:
        source = Source.model_validate(raw)
    except ValidationError as error:
        found = [Problem(path.name, _line(tree, item["loc"]), _message(item)) for item in error.errors()]
        return None, problems + found
    problems += [Problem(path.name, _line(tree, loc), message) for loc, message in _contradictions(source, path.stem)]
    return source, problems


def _contradictions(source: Source, stem: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if source.id != stem:
        yield ("id",), f"id `{source.id}` differs from the file's name: name the file {source.id}.yml"
    for number, url in enumerate(source.discovery.urls):
        parts = urlsplit(dated(url, date(2026, 1, 31)))
        where = ("discovery", "urls", number)
        if parts.hostname not in source.hosts:
            yield where, f"host `{parts.hostname}` is not in `hosts`: add it there or correct the address"
        if parts.scheme == "http" and not _local(parts.hostname or ""):
            yield where, f"`{url}` is not encrypted: write https://"
        if dated(url, date(2026, 1, 31)) != url and source.platform not in {"listing", "job_board"}:
            yield where, "only the platforms listing and job_board take {date:…}: write the address without it"
    if source.platform == "page_json" and not (source.discovery.item_path and "url" in source.discovery.fields):
        yield ("discovery",), "page_json needs `item_path` and `fields` with at least `url`: add them"
    if source.enabled and source.refusal:
        yield ("enabled",), "a source without permission cannot be enabled: write `enabled: false`"
    if source.permission == "granted" and not source.permission_ref:
        yield ("permission",), "`granted` needs `permission_ref`: say where the permission is kept"
    if source.expect.per_week_min > source.expect.per_week_max:
        yield ("expect", "per_week_min"), "`per_week_min` is above `per_week_max`: exchange them"


def _local(host: str) -> bool:
    return host in _LOCAL_HOSTS or host.endswith(".example")


def _message(item: Any) -> str:
    key = str(item["loc"][-1])
    if item["type"] == "missing":
        return f"`{'.'.join(map(str, item['loc']))}` is missing: add it"
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _known_keys(item["loc"][:-1]), n=1)
        return f"unknown key `{key}`: " + (f"did you mean `{near[0]}`?" if near else "remove it")
    text = str(item["msg"]).removeprefix("Value error, ")
    return text if text.startswith("`") else f"`{key}`: {text}; correct the value `{item['input']}`"


def _known_keys(loc: tuple[str | int, ...]) -> list[str]:
    parts: dict[tuple[str | int, ...], type[BaseModel]] = {
        (): Source, ("discovery",): Discovery, ("article",): ArticleRules, ("politeness",): Politeness, ("expect",): Expect,
    }  # fmt: skip
    return list(parts[loc].model_fields) if loc in parts else []


def _line(node: Any, loc: tuple[str | int, ...]) -> int:
    """The line of the deepest part of `loc` that stands in the file."""
    line = 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _repeated(node: Any) -> Iterator[tuple[str, int]]:
    if not isinstance(node, yaml.MappingNode):
        return
    names: set[str] = set()
    for key, value in node.value:
        if key.value in names:
            yield key.value, key.start_mark.line + 1
        names.add(key.value)
        yield from _repeated(value)


def _brief(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]
