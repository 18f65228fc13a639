"""Payloads of Nuxt (`/_payload.json`, `script#__NUXT_DATA__`): one list of values that name each other by index.

The format is that of the JavaScript library devalue: negative numbers stand for undefined (-1), a hole (-2) and numbers that
JSON lacks; a list that begins with a text is a value of that type.
"""

import math
from typing import Any

_DEEPEST = 200
_SPECIAL = {-1: None, -2: None, -3: math.nan, -4: math.inf, -5: -math.inf, -6: -0.0}
_PLAIN = frozenset({"Date", "RegExp", "BigInt", "URL", "URLSearchParams", "Object"})


def is_devalued(data: Any) -> bool:
    """Inside such a list every container holds indexes only."""
    if not isinstance(data, list) or len(data) < 2:
        return False
    first = data[0]
    if isinstance(first, list):
        return len(first) == 2 and isinstance(first[0], str) and type(first[1]) is int
    return isinstance(first, dict) and bool(first) and all(_is_index(value, len(data)) for value in first.values())


def revive(values: list[Any]) -> Any:
    """The tree that the list stands for. Raises IndexError, TypeError or ValueError for a list that is none or too deep."""
    return _Reviver(values).at(0, 0)


class _Reviver:
    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._done: dict[int, Any] = {}

    def at(self, index: int, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ValueError("nested deeper than any page's data")
        if index in _SPECIAL:
            return _SPECIAL[index]
        if index in self._done:
            return self._done[index]
        value = self._values[index]
        if isinstance(value, list) and value and isinstance(value[0], str):
            self._done[index] = None  # a value that holds itself
            self._done[index] = self._typed(value[0], value[1:], depth)
        elif isinstance(value, list):
            items: list[Any] = []
            self._done[index] = items
            items.extend(self.at(item, depth + 1) for item in value)
        elif isinstance(value, dict):
            members: dict[str, Any] = {}
            self._done[index] = members
            members.update((key, self.at(item, depth + 1)) for key, item in value.items())
        else:
            self._done[index] = value
        return self._done[index]

    def _typed(self, kind: str, parts: list[Any], depth: int) -> Any:
        if kind in _PLAIN:
            return parts[0] if parts else None
        if kind == "Set":
            return [self.at(item, depth + 1) for item in parts]
        if kind in {"Map", "null"}:
            keys = parts[::2] if kind == "null" else [self.at(key, depth + 1) for key in parts[::2]]
            return {str(key): self.at(item, depth + 1) for key, item in zip(keys, parts[1::2], strict=True)}
        return self.at(parts[0], depth + 1) if parts else None  # Reactive, Ref and other wrappers of one value


def _is_index(value: Any, size: int) -> bool:
    return type(value) is int and -6 <= value < size
