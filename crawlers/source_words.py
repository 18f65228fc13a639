"""What pydantic finds wrong with a source file, in the words of the person who wrote it."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from crawlers.source import ArticleRules, Discovery, Expect, LineRule, Politeness, Source
from crawlers.source_layout import Place, typed
from crawlers.yaml_content import read_yaml

_WORDS = read_yaml(Path(__file__).with_suffix(".yml"))
_PARTS: dict[Place, type[BaseModel]] = {
    (): Source, ("discovery",): Discovery, ("article",): ArticleRules, ("article_versions",): ArticleRules,
    ("politeness",): Politeness, ("expect",): Expect, ("article", "line_rules"): LineRule,
    ("article_versions", "line_rules"): LineRule,
}  # fmt: skip


def faults(error: ValidationError, tree: Any) -> Iterator[tuple[Place, str]]:
    """Where and what; a list is not called too short when one of its parts is named already."""
    items = error.errors()
    for item in items:
        loc = item["loc"]
        part_named = any(other["loc"][: len(loc)] == loc and len(other["loc"]) > len(loc) for other in items)
        if not (item["type"] == "too_short" and part_named):
            yield loc, _message(item, typed(tree, loc))


def _message(item: Any, written: str) -> str:
    loc: Place = item["loc"]
    names = [part for part in loc if isinstance(part, str)]
    if item["type"] == "invalid_key":
        return f"unknown key `{loc[-1]}`: remove it"
    if item["type"] == "extra_forbidden":
        return _unknown_key(names[-1], tuple(names[:-1]))
    if item["type"] == "value_error":
        text = str(item["msg"]).removeprefix("Value error, ")
        return text if text.startswith("`") else f"`{names[-1]}`: {text}"
    form = _WORDS["values"].get(item["type"], "`{key}` is {typed}: {msg}")
    figures = {name: f"{value:g}" for name, value in item.get("ctx", {}).items() if isinstance(value, int | float)}
    allowed = re.findall(r"'([^']*)'", str(item.get("ctx", {}).get("expected", "")))
    filled: str = form.format(
        key=names[-1],
        path=".".join(map(str, loc)),
        typed=written,
        msg=item["msg"],
        as_list=_as_list(names[-1], item["input"]),
        allowed=", ".join(allowed),
        near=_near(written.strip("`"), allowed),
        form=_WORDS["forms"].get(names[-1], "it as in the other source files"),
        **figures,
    )
    return filled


def _unknown_key(key: str, group: Place) -> str:
    known = list(_PARTS[group].model_fields) if group in _PARTS else []
    if near := get_close_matches(key, known, n=1):
        return f"unknown key `{key}`: did you mean `{near[0]}`?"
    homes = [place for place, part in _PARTS.items() if key in part.model_fields and "article_versions" not in place]
    if homes:
        home = f"below `{homes[0][-1]}`" if homes[0] else "at the left edge"
        return f"`{key}` stands in the wrong place: write it {home}"
    return f"unknown key `{key}`: remove it"


def _near(written: str, allowed: Sequence[str]) -> str:
    near = get_close_matches(written.casefold(), allowed, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _as_list(key: str, value: Any) -> str:
    if not isinstance(value, str):
        return f"`{key}: [ … ]`"
    return f"`{key}: [{value}]`" if re.fullmatch(r"[\w ,.-]+", value) else f"`{key}: ['{value}']`"
