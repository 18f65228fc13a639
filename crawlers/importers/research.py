"""Exports of research tools (4CAT, Zeeschuimer, minet, twarc, CrowdTangle) to records: the post without its author."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from crawlers.extract.dates import parse_date
from crawlers.extract.page import Page, text_of
from crawlers.importers.members import Members
from crawlers.importers.posts import record_of_post
from crawlers.importers.rows import ZONE, BadRecord, Import, Record, aliases_of, column_name, record_of
from crawlers.yaml_content import read_yaml

_FACTS: dict[str, Any] = read_yaml(Path(__file__).with_name("research.yml"))
_PASSED_ON = re.compile(r"^RT @\w+: ?")


def records_of(row: Any, ref: str, context: Import) -> Iterator[Record | BadRecord]:
    """The records of one row of any file: a post of a known shape, several of a page of an API, else a row as it is."""
    if not isinstance(row, Mapping):
        yield record_of(row, ref, context)
        return
    platform, items = _unwrapped(row)
    if items is None:
        yield BadRecord(ref, "an item without data: export it again with Zeeschuimer")
        return
    for item in items:
        columns = {column_name(key): value for key, value in item.items() if key is not None}
        shape = _shape_of(columns)
        if shape is not None:
            yield _post(columns, shape, platform, ref, context)
        elif platform is not None:
            yield BadRecord(
                ref, f"an item of {platform} in a shape not known here: import the CSV that 4CAT makes of it"
            )
        else:
            yield record_of(item, ref, context)


def _unwrapped(row: Mapping[Any, Any]) -> tuple[str | None, list[Mapping[Any, Any]] | None]:
    """The items of a row, and their platform where a wrapper says it."""
    data = row.get("data")
    if "source_platform" in row and ("data" in row or "timestamp_collected" in row):
        return _platform(row), [data] if isinstance(data, Mapping) else None
    meta = row.get("__import_meta")
    if isinstance(meta, Mapping):
        return _platform(meta), [{key: value for key, value in row.items() if key != "__import_meta"}]
    if (
        isinstance(data, list | Mapping)
        and isinstance(row.get("includes", {}), Mapping)
        and {"includes", "meta"} & set(row)
    ):
        users = {user.get("id"): user for user in dig(row, "includes.users") or [] if isinstance(user, Mapping)}
        tweets = data if isinstance(data, list) else [data]
        return None, [
            {**tweet, "author": users.get(tweet.get("author_id"), {})} for tweet in tweets if isinstance(tweet, Mapping)
        ]
    return None, [row]


def _platform(wrapper: Mapping[Any, Any]) -> str:
    name = str(wrapper.get("source_platform") or "an unnamed platform").casefold()
    return re.sub(r"[^\w.-]", "", name.removesuffix(".com"))[:40] or "an unnamed platform"


def _shape_of(columns: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for shape in _FACTS["shapes"]:
        if all(_has(columns, need) for need in shape["needs"]):
            return dict(shape)
    return _generic() if any(name in columns for name in _FACTS["people"]) else None


@cache
def _generic() -> Mapping[str, Any]:
    """Rows of persons whose tool is not known: the usual column names, and nobody named."""
    fields = aliases_of()
    return {
        "id": fields["id"],
        "title": fields["title"],
        "text": fields["text"],
        "published": fields["published"],
        "author": [*_FACTS["people"], *fields["byline"]],
        "address": fields["url"],
    }


def _has(columns: Mapping[str, Any], need: str) -> bool:
    if "|" in need:
        return any(name in columns for name in need.split("|"))
    return dig(columns, need) is not None


def dig(value: Any, path: str) -> Any:
    """What lies at a dotted path of objects and lists; null where nothing does."""
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _texts(columns: Mapping[str, Any], paths: list[str]) -> list[str]:
    found = (dig(columns, path) for path in paths)
    return [str(value) for value in found if isinstance(value, str | int | float) and str(value).strip()]


def _post(
    columns: Mapping[str, Any], shape: Mapping[str, Any], platform: str | None, ref: str, context: Import
) -> Record | BadRecord:  # fmt: skip
    def first(key: str) -> str:
        return next(iter(_texts(columns, shape.get(key, []))), "")

    text = _words(columns, shape)
    authors = _texts(columns, shape["author"])
    given_id = first("id")
    name = given_id if not _names_anybody(given_id, authors) else ""
    if not text:
        return BadRecord(ref, "no text: the post is a picture or a film without words", name or None)
    people = Members(every_mention=True)
    for author in authors:
        people.add(author)
    printed = first("published")
    address = _address(columns, shape, given_id, first("address"), authors)
    published = parse_date(printed, shape.get("zone", ZONE), context.now) if printed else None
    source = shape.get("platform") or platform or context.source
    kept = {key: _texts(columns, [path]) for key, path in shape.get("keep", {}).items()}
    return record_of_post(
        people.mask(text, authors[0] if authors else ""),
        ref=ref,
        source=source,
        context=context,
        identity=name or None,
        title=people.mask(first("title")),
        url=address,
        published=published,
        published_raw=printed or None,
        extra={key: values[0] for key, values in kept.items() if values},
    )


def _words(columns: Mapping[str, Any], shape: Mapping[str, Any]) -> str:
    """The text of a post and the words that stand beside it (on a picture, in a link), each once."""
    given = _texts(columns, shape["text"])[:1]
    if shape.get("html") and given and (body := Page(given[0]).tree.body):
        given = [text_of(body)]
    for more in _texts(columns, shape.get("more", [])):
        if not any(more.strip() in text for text in given):
            given.append(more)
    return _PASSED_ON.sub("", "\n".join(given).strip())


def _address(
    columns: Mapping[str, Any], shape: Mapping[str, Any], given_id: str, printed: str, authors: list[str]
) -> str | None:
    if "url" in shape and given_id:
        values = {**{key: value for key, value in columns.items() if isinstance(value, str | int)}, "id": given_id}
        return str(shape["url"]).format_map(values)
    address = without_account(printed)
    return address if address and not _names_anybody(address, authors) else None


def without_account(address: str) -> str:
    """The address of a post without its account; empty where no such address leads to it."""
    for form, instead in _FACTS["addresses"]:
        if match := re.fullmatch(form, address.strip(), re.IGNORECASE):
            return match.expand(instead)
    return address


def _names_anybody(value: str, authors: list[str]) -> bool:
    plain = value.casefold()
    return any(len(name) > 2 and name.casefold().lstrip("@") in plain for name in authors)


def load_lines(line: str, ref: str, context: Import) -> Iterator[Record | BadRecord]:
    """One line of JSON."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        yield BadRecord(ref, f"no JSON object ({str(error)[:80]}): write one object on each line")
        return
    yield from records_of(row, ref, context)
