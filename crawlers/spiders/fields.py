"""What a source's `fields` say: paths into JSON, and texts put together from several."""

import re
from collections.abc import Mapping
from typing import Any


def reach(data: Any, path: str) -> Any:
    """Follow a dotted path; a number reaches into a list, `link[rel=next]` picks the item of a list by a value."""
    for step in filter(None, path.split(".")):
        key, _, chosen = step.partition("[")
        if isinstance(data, list) and key.isdigit():
            data = data[int(key)] if int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
        if chosen and isinstance(data, list):
            name, _, value = chosen.rstrip("]").partition("=")
            data = next((item for item in data if isinstance(item, dict) and item.get(name) == value), None)
    return data


def value_of(item: Any, spec: str, *, whole: bool = False) -> str | None:
    """A field by its path, or a text with paths in braces: `/{category.slug}/{id}`; `whole`: null if one is missing."""
    if "{" not in spec:
        value = reach(item, spec)
        return None if value is None or isinstance(value, dict | list) else str(value)
    parts = [value_of(item, path) for path in re.findall(r"\{([^{}]+)\}", spec)]
    if not any(parts) or (whole and not all(parts)):
        return None
    filled = iter(parts)
    return re.sub(r"\{[^{}]+\}", lambda _: next(filled) or "", spec)


def fields_of(item: Any, fields: Mapping[str, str]) -> dict[str, str]:
    values = {ours: value_of(item, theirs, whole=ours == "url") for ours, theirs in fields.items()}
    return {ours: value for ours, value in values.items() if value and value.strip()}
