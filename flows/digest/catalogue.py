"""The sentences of the digest: one catalogue, two languages, no sentence in a template or in code."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel import Locale
from babel.dates import format_date

from flows.digest.week import ZONE

Language = Literal["id", "en"]
PATH = Path(__file__).parents[1] / "messages.yml"


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    loaded: Mapping[str, Mapping[str, Any]] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return loaded


class Words:
    """What a template needs to speak one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._messages = messages()[language]
        self._locale = Locale(language)

    def say(self, key: str, **values: object) -> str:
        """The sentence `key`, or `table.key`, with its fields filled; KeyError when there is none."""
        table, _, name = key.rpartition(".")
        text: str = (self._messages[table] if table else self._messages)[name]
        return text.format(**values)

    def advice(self, table: str, key: str) -> str:
        """What to check: the entry for `key`, else the table's `default`."""
        entries: Mapping[str, str] = self._messages[table]
        return entries.get(key) or entries["default"]

    def day(self, at: date | datetime | None) -> str:
        if at is None:
            return self.say("undated")
        day = at.astimezone(ZONE).date() if isinstance(at, datetime) else at
        return format_date(day, "d MMMM y", locale=self._locale)

    def country(self, code: str) -> str:
        ours: Mapping[str, str] = self._messages["country"]
        return ours.get(code) or str(self._locale.territories.get(code, code))

    def countries(self, codes: tuple[str, ...]) -> str:
        return ", ".join(map(self.country, codes))
