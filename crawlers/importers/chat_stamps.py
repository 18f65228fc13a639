"""Stamps at the head of WhatsApp lines: one layout and one order of day and month a file, decided over the whole of it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawlers.yaml_content import read_yaml

WORDS: dict[str, Any] = read_yaml(Path(__file__).with_name("whatsapp.yml"))
MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\ufeff"
Layout = Literal["bracket", "dash"]
Order = Literal["dmy", "mdy"]
_LEAP = timedelta(days=1)
"""Messages reach a phone late by minutes or hours; more than this back is a wrong reading of dates."""


@dataclass(frozen=True)
class Stamped:
    layout: Layout
    parts: tuple[str, str, str]
    clock: tuple[int, int, int]
    exact: bool
    """With seconds."""
    rest: str
    """What follows the stamp: `Name: text`, or words of the app."""


@cache
def _form() -> re.Pattern[str]:
    halves = "|".join(WORDS["am"] + WORDS["pm"])
    stamp = (
        r"(?P<a>\d{1,4})\s?[/.\-]\s?(?P<b>\d{1,2})\s?[/.\-]\s?(?P<c>\d{1,4}),?\s+(?:(?:pukul|jam|at)\s+)?"
        rf"(?P<hour>\d{{1,2}})[.:](?P<minute>\d\d)(?:[.:](?P<second>\d\d))?(?:\s?(?P<half>{halves}))?"
    )
    return re.compile(rf"(?:(?P<open>\[){stamp}\]\s?|{_renamed(stamp)}\s[-\u2013]\s)", re.IGNORECASE)


def _renamed(stamp: str) -> str:
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", stamp)


def stamped(line: str) -> Stamped | None:
    """A line without its marks of direction at the head."""
    head = line[:80].lstrip(MARKS + " ")
    if not head or not (head[0].isdigit() or head[0] == "["):
        return None
    line = line.lstrip(MARKS + " ")
    plain = line[:60].translate(dict.fromkeys(map(ord, MARKS)))
    match = _form().match(plain)
    if match is None:
        return None
    layout: Layout = "bracket" if match["open"] else "dash"
    part = {name.rstrip("_"): value for name, value in match.groupdict().items() if value is not None}
    hour = _hour(int(part["hour"]), part.get("half"))
    clock = (hour, int(part["minute"]), int(part.get("second", 0)))
    return Stamped(layout, (part["a"], part["b"], part["c"]), clock, "second" in part, _after(line, match.end()))


def _after(line: str, length: int) -> str:
    """The line behind its first `length` characters that are no marks; marks that follow stay, they say something."""
    for position, character in enumerate(line):
        if length == 0:
            return line[position:]
        length -= character not in MARKS
    return ""


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    afternoon = any(re.fullmatch(word, half, re.IGNORECASE) for word in WORDS["pm"])
    return hour % 12 + 12 * afternoon


def moment(stamp: Stamped, order: Order) -> datetime | None:
    """Local time, without a zone: the file does not know it. Null for a day or an hour that does not exist."""
    a, b, c = stamp.parts
    if len(a) == 4:
        year, month, day = a, b, c
    else:
        year, (month, day) = c, (b, a) if order == "dmy" else (a, b)
    full = int(year) + 2000 if len(year) <= 2 else int(year)
    try:
        return datetime(full, int(month), int(day), *stamp.clock)  # noqa: DTZ001
    except ValueError:
        return None


@dataclass
class _Reading:
    invalid: int = 0
    backward: int = 0
    last: datetime | None = None


@dataclass
class Survey:
    """What the stamps of a file say together. `latest` is local time: nothing was written after it."""

    latest: datetime
    _layouts: Counter[Layout] = field(default_factory=Counter)
    _readings: dict[tuple[Layout, Order], _Reading] = field(default_factory=dict)

    def see(self, stamp: Stamped) -> None:
        self._layouts[stamp.layout] += 1
        orders: tuple[Order, Order] = ("dmy", "mdy")
        for order in orders:
            reading = self._readings.setdefault((stamp.layout, order), _Reading())
            at = moment(stamp, order)
            if at is None or at > self.latest:
                reading.invalid += 1
                continue
            if reading.last and at < reading.last - _LEAP:
                reading.backward += 1
            reading.last = at

    def layout(self) -> Layout | None:
        return self._layouts.most_common(1)[0][0] if self._layouts else None

    def order(self) -> Order:
        """Day first, unless only the other reading gives days that exist, or days that follow each other."""
        layout = self.layout()
        if layout is None:
            return "dmy"
        day_first, month_first = self._readings[layout, "dmy"], self._readings[layout, "mdy"]
        if day_first.invalid != month_first.invalid:
            return "dmy" if day_first.invalid < month_first.invalid else "mdy"
        return "mdy" if month_first.backward == 0 < day_first.backward else "dmy"
