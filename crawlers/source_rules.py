"""What a source file says that cannot all hold: each contradiction at the key concerned, with its mend."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.fieldtypes import example
from crawlers.source import Source
from crawlers.source_layout import Place

_LOCAL_HOSTS = ("localhost", "127.0.0.1")
_LEAST_DELAY_S = 0.5
_POLLS_A_DAY = {"frequent": 144, "hourly": 48, "daily": 4}
_SEVERAL_A_PAGE = {"wordpress", "channel", "mastodon", "bluesky", "json_api", "register", "page_json"}
_PLACEHOLDERS = {
    "date": ("listing", "job_board", "json_api"),
    "page": ("listing", "job_board", "json_api", "register"),
    "offset": ("listing", "job_board", "json_api", "register"),
}
_BETWEEN = r"(?P<between>-|/|\.|%2F|)"
_FIXED_DAYS = {
    ("%Y", "%m", "%d"): rf"(?<!\d)(?P<y>20\d\d){_BETWEEN}(?P<m>\d\d?)(?P=between)(?P<d>\d\d?)(?!\d)",
    ("%d", "%m", "%Y"): rf"(?<!\d)(?P<d>\d\d?){_BETWEEN}(?P<m>\d\d?)(?P=between)(?P<y>20\d\d)(?!\d)",
}
Contradictions = Iterator[tuple[Place, str]]


def contradictions(source: Source, path: Path, now: datetime | None) -> Contradictions:
    """Without `now`, days are not compared with the calendar."""
    yield from _of_name(source, path)
    yield from _of_addresses(source)
    yield from _of_paths(source)
    yield from _of_platform(source)
    if source.enabled and source.refusal:
        yield ("permission",), f"`{source.permission}` does not allow crawling: add `enabled: false`"
    if source.permission == "granted" and not source.permission_ref:
        yield ("permission",), "`granted` needs `permission_ref`: say where the permission is kept"
    for number, rules in enumerate(source.article_versions):
        if rules.valid_until is None:
            yield ("article_versions", number), "an earlier template needs `valid_until`: say its last day"
    if now and source.verified and source.verified > source.local_day(now):
        yield ("verified",), f"`{source.verified}` is still to come: write the day of the check, or null"
    yield from _of_requests(source)
    yield from _of_expectations(source)


def _of_name(source: Source, path: Path) -> Contradictions:
    if source.id == path.stem:
        return
    if path.with_name(f"{source.id}.yml").exists():
        yield ("id",), f"id `{source.id}` is that of {source.id}.yml: give the copy its own id and file name"
    else:
        yield ("id",), f"id `{source.id}` differs from the file's name: name the file {source.id}.yml"


def _of_addresses(source: Source) -> Contradictions:
    strange: set[str] = set()
    for number, url in enumerate(source.discovery.urls):
        parts, where = urlsplit(example(url)), ("discovery", "urls", number)
        host = parts.hostname or ""
        if host not in source.hosts:
            if host not in strange:
                yield where, f"host `{host}` is not in `hosts`: add it there or correct the address"
            strange.add(host)
            continue
        if parts.scheme == "http" and not _local(host):
            yield where, f"`{url}` is not encrypted: write https://"
        for name, platforms in _PLACEHOLDERS.items():
            if re.search(rf"{{{name}\b", url) and source.platform not in platforms:
                yield where, f"the platform {source.platform} takes no {{{name}}}: write the address without it"
        if source.platform in _PLACEHOLDERS["date"] and (fixed := _fixed_day(url)):
            yield where, f"`{fixed[0]}` is one fixed day: write {fixed[1]}"


def _fixed_day(url: str) -> tuple[str, str] | None:
    """A day that stands in an address, and its placeholder."""
    for letters, pattern in _FIXED_DAYS.items():
        for match in re.finditer(pattern, url, re.IGNORECASE):
            between = match["between"]
            if (between or len(match[0]) == len("20260131")) and _in_calendar(match["y"], match["m"], match["d"]):
                whole = "{date:" + between.join(letters) + "}"
                return match[0], whole if "%" not in between else between.join(f"{{date:{part}}}" for part in letters)
    return None


def _in_calendar(*parts: str) -> bool:
    try:
        date(*map(int, parts))
    except ValueError:
        return False
    return True


def _of_paths(source: Source) -> Contradictions:
    for key in ("path_allow", "path_deny"):
        pattern = getattr(source.discovery, key) or ""
        if "://" in pattern:
            path = re.sub(r"^.*?://[^/]*", "", pattern) or "/"
            yield ("discovery", key), f"`{key}` is compared with the path only and can never match: write '^{path}'"
        elif re.match(r"\^[\w-]", pattern):
            yield ("discovery", key), f"`{key}` can never match, because a path begins with /: write '^/{pattern[1:]}'"


def _of_platform(source: Source) -> Contradictions:
    rules = source.discovery
    if source.platform == "page_json" and not (rules.item_path and "url" in rules.fields):
        yield ("discovery",), "page_json needs `item_path` and `fields` with at least `url`: add them"
    if source.platform == "json_api" and "url" not in rules.fields:
        yield ("discovery",), "json_api needs `fields` with at least `url`: add it"
    if (source.platform == "register") != (source.kind == "register"):
        yield ("kind",), "the platform register and the kind register go together: write both or neither"
    if (source.kind == "register") != (source.register_name is not None):
        yield ("kind",), "a register needs `register_name`, other kinds have none: correct it"
    if source.politeness.delay_s < _LEAST_DELAY_S and not all(map(_local, source.hosts)):
        text = f"{source.politeness.delay_s:g} seconds between requests are not polite: write {_LEAST_DELAY_S} or more"
        yield ("politeness", "delay_s"), text


def _of_requests(source: Source) -> Contradictions:
    rules, most = source.discovery, source.politeness.max_requests
    dated = [url for url in rules.urls if "{date:" in url]
    if rules.days < 2 and dated:
        text = "a dated index of one day loses what was published before midnight: write 2 or more"
        yield ("discovery", "days"), text
    asked = sum(_pages(source, url) for url in dict.fromkeys(rules.urls))
    if asked > most:
        text = f"the lists alone ask for {asked} pages (`days` x `urls` x `max_pages`), `max_requests` allows {most}"
        yield ("discovery", "days" if dated else "urls"), f"{text}: lower the first or raise the last"


def _pages(source: Source, url: str) -> int:
    rules = source.discovery
    days = rules.days if "{date:" in url else 1
    return days * (rules.max_pages if re.search(r"\{(?:page|offset)", url) or rules.next_css else 1)


def _of_expectations(source: Source) -> Contradictions:
    least, most = source.expect.per_week_min, source.expect.per_week_max
    if least > most:
        yield ("expect", "per_week_min"), "`per_week_min` is above `per_week_max`: exchange them"
    polls = 7 * _POLLS_A_DAY[source.schedule]
    reachable = min(polls * source.politeness.max_requests, 7 * source.politeness.per_day)
    if least > reachable * (100 if source.platform in _SEVERAL_A_PAGE else 1):
        yield (
            ("expect", "per_week_min"),
            f"`per_week_min` {least} cannot be reached with {reachable} requests a week: lower it or allow more requests",
        )


def _local(host: str) -> bool:
    return host in _LOCAL_HOSTS or host.endswith(".example")
