"""Objects of one array of a large JSON file, one at a time: the file is never in memory whole, damage costs one object."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

_CHUNK = 256 * 1024
_LARGEST = 64 * 1024 * 1024
_SPACE = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")


@dataclass(frozen=True)
class Damaged:
    """Text that is no object; `ended`: the file stops inside it."""

    ended: bool


class _Reader:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.text = ""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        """Read on, as much again as is held, so that a large object costs its length twice at most."""
        held = self.text[self.at :]
        new = self._stream.read(max(_CHUNK, len(held)))
        self.text, self.at, self.ended = held + new, 0, not new
        return bool(new)

    def find(self, pattern: re.Pattern[str]) -> bool:
        """Go behind the next match."""
        while True:
            match = pattern.search(self.text, self.at)
            if match:
                self.at = match.end()
                return True
            self.at = max(self.at, len(self.text) - 200)
            if not self.more():
                return False

    def next_sign(self) -> str:
        """The next character that is no space or comma; empty at the end."""
        while True:
            space = _SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]


def objects_of(stream: TextIO, key: str) -> Iterator[Any]:
    """Items of every array `"key": […]`, at any depth; a `Damaged` in place of what cannot be read."""
    reader = _Reader(stream)
    opening = re.compile(rf'(?<!\\)"{re.escape(key)}"\s*:\s*\[')
    decoder = json.JSONDecoder(strict=False)
    while reader.find(opening):
        while True:
            sign = reader.next_sign()
            if sign == "]":
                break
            if not sign:
                yield Damaged(ended=True)
                return
            yield _item(reader, decoder)


def _item(reader: _Reader, decoder: json.JSONDecoder) -> Any:
    while True:
        try:
            item, reader.at = decoder.raw_decode(reader.text, reader.at)
        except RecursionError:
            break
        except json.JSONDecodeError as error:
            if not _unfinished(error, reader) or not reader.more():
                break
            continue
        return item
    ended = reader.ended
    if not reader.find(_NEXT):
        reader.at, reader.text = 0, ""
        ended = True
    return Damaged(ended)


def _unfinished(error: json.JSONDecodeError, reader: _Reader) -> bool:
    near_the_end = error.pos >= len(reader.text) - 16 or error.msg.startswith("Unterminated string")
    return near_the_end and len(reader.text) - reader.at < _LARGEST
