"""Source files: read, checked, and every problem named with its line and its mend."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ValidationError

from crawlers.fieldtypes import dated
from crawlers.source import ArticleRules, Discovery, Expect, LineRule, Politeness, Source

SHIPPED = Path(__file__).parent / "sources"
_LOCAL_HOSTS = ("localhost", "127.0.0.1")
_POLLS_A_DAY = {"frequent": 144, "hourly": 48, "daily": 4}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACEHOLDERS = {
    "date": ("listing", "job_board", "json_api"),
    "page": ("listing", "job_board", "json_api", "register"),
    "offset": ("listing", "job_board", "json_api", "register"),
}
_Place = tuple[str | int, ...]


class SourceError(ValueError):
    """A source file that cannot be used; the message says where and what to mend."""


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
    sources, problems = _read_all(folder)
    if problems:
        raise SourceError("\n".join(str(problem) for problem in problems))
    return sources


def lint(folder: Path) -> list[Problem]:
    return _read_all(folder)[1]


def _read_all(folder: Path) -> tuple[dict[str, Source], list[Problem]]:
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path in _files(folder):
        source, found = _read(path)
        problems += found
        if source is None:
            continue
        if source.id in sources:
            text = f"id `{source.id}` is in another file too: give each source its own id"
            problems.append(Problem(path.name, 1, text))
        sources[source.id] = source
    return sources, problems


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder: name the folder that holds the source files")
    return sorted(folder.glob("*.yml"))


def _read(path: Path) -> tuple[Source | None, list[Problem]]:
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=_Loader)
        raw = _constructed(tree)
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


def _constructed(tree: yaml.Node | None) -> Any:
    return None if tree is None else yaml.constructor.SafeConstructor().construct_document(tree)


def _contradictions(source: Source, stem: str) -> Iterator[tuple[_Place, str]]:
    if source.id != stem:
        yield ("id",), f"id `{source.id}` differs from the file's name: name the file {source.id}.yml"
    yield from _of_addresses(source)
    yield from _of_platform(source)
    if source.enabled and source.refusal:
        yield ("enabled",), "a source without permission cannot be enabled: write `enabled: false`"
    if source.permission == "granted" and not source.permission_ref:
        yield ("permission",), "`granted` needs `permission_ref`: say where the permission is kept"
    for number, rules in enumerate(source.article_versions):
        if rules.valid_until is None:
            yield ("article_versions", number), "an earlier template needs `valid_until`: say its last day"
    yield from _of_days(source)
    yield from _of_expectations(source)


def _of_addresses(source: Source) -> Iterator[tuple[_Place, str]]:
    for number, url in enumerate(source.discovery.urls):
        parts = urlsplit(_example(url))
        where = ("discovery", "urls", number)
        if parts.hostname not in source.hosts:
            yield where, f"host `{parts.hostname}` is not in `hosts`: add it there or correct the address"
        if parts.scheme == "http" and not _local(parts.hostname or ""):
            yield where, f"`{url}` is not encrypted: write https://"
        for name, platforms in _PLACEHOLDERS.items():
            if re.search(rf"{{{name}\b", url) and source.platform not in platforms:
                yield where, f"the platform {source.platform} takes no {{{name}}}: write the address without it"


def _of_platform(source: Source) -> Iterator[tuple[_Place, str]]:
    rules = source.discovery
    if source.platform == "page_json" and not (rules.item_path and "url" in rules.fields):
        yield ("discovery",), "page_json needs `item_path` and `fields` with at least `url`: add them"
    if source.platform == "json_api" and "url" not in rules.fields:
        yield ("discovery",), "json_api needs `fields` with at least `url`: add it"
    if (source.platform == "register") != (source.kind == "register"):
        yield ("kind",), "the platform register and the kind register go together: write both or neither"
    if (source.kind == "register") != (source.register_name is not None):
        yield ("kind",), "a register needs `register_name`, other kinds have none: correct it"


def _of_days(source: Source) -> Iterator[tuple[_Place, str]]:
    if source.discovery.days < 2 and any("{date:" in url for url in source.discovery.urls):
        yield (
            ("discovery", "days"),
            "a dated index of one day loses what was published before midnight: write 2 or more",
        )


def _of_expectations(source: Source) -> Iterator[tuple[_Place, str]]:
    least, most = source.expect.per_week_min, source.expect.per_week_max
    if least > most:
        yield ("expect", "per_week_min"), "`per_week_min` is above `per_week_max`: exchange them"
    polls = 7 * _POLLS_A_DAY[source.schedule]
    reachable = min(polls * source.politeness.max_requests, 7 * source.politeness.per_day)
    inline = source.platform in {"wordpress", "channel", "mastodon", "bluesky", "json_api", "register", "page_json"}
    if least > reachable * (100 if inline else 1):
        yield (
            ("expect", "per_week_min"),
            f"`per_week_min` {least} cannot be reached with {reachable} requests a week: lower it or allow more requests",
        )


def _example(url: str) -> str:
    return re.sub(r"\{(?:page|offset:\d+)\}", "1", dated(url, date(2026, 1, 31)))


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


def _known_keys(loc: _Place) -> list[str]:
    parts: dict[_Place, type[BaseModel]] = {
        (): Source, ("discovery",): Discovery, ("article",): ArticleRules, ("article_versions",): ArticleRules,
        ("politeness",): Politeness, ("expect",): Expect, ("article", "line_rules"): LineRule,
    }  # fmt: skip
    named = tuple(part for part in loc if isinstance(part, str))
    return list(parts[named].model_fields) if named in parts else []


def _line(node: Any, loc: _Place) -> int:
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
