"""Printed dates to UTC, without guessing: a string is read whole by a known form, or not at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from crawlers.yaml_content import read_yaml
from warehouse.contracts import Precision

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
_WORDS: dict[str, Any] = read_yaml(Path(__file__).with_name("dates.yml"))
_MONTHS = {name: number for number, names in _WORDS["months"].items() for name in names}
_RELATIVE = _WORDS["relative"]


_MACHINE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{3,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True)
class ParsedDate:
    at: datetime
    precision: Precision
    zone_source: Literal["printed", "offset", "source"]
    raw: str
    relative: bool = False
    """Counted back from the moment of reading ("2 jam lalu")."""


@dataclass(frozen=True)
class _Clock:
    zone: tzinfo
    now: datetime


def parse_date(raw: str, zone: str, now: datetime) -> ParsedDate | None:
    """Read one printed date. A day, month or year alone is the start of it in its zone."""
    clock = _Clock(ZoneInfo(zone), now)
    if plain := _MACHINE.fullmatch(raw.strip()):
        return _machine(plain, clock)
    text = _plain(raw)
    if not text or len(text) > 120:
        return None
    for candidate in _candidates(text):
        for form, read in _forms():
            match = form.fullmatch(candidate)
            if match is None:
                continue
            try:
                parsed = read(match, clock, raw.strip())
            except (ValueError, OverflowError):
                return None
            return parsed if EARLIEST <= parsed.at <= now + AHEAD else None
    return None


def _machine(match: re.Match[str], clock: _Clock) -> ParsedDate | None:
    """ISO 8601 to the second with its offset, as nearly every listing and page says it."""
    try:
        at = datetime.fromisoformat(match[0].upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    parsed = ParsedDate(at.replace(microsecond=0), "second", "offset", match[0])
    return parsed if EARLIEST <= at <= clock.now + AHEAD else None


def date_of_url(url: str, zone: str, now: datetime) -> ParsedDate | None:
    """The date in an article's address: `/20260724141530-…`, `/2026/07/24/141530/…` or `/2026/07/24/…`."""
    match = re.search(r"/(20\d\d)/?([01]\d)/?([0-3]\d)(?:(?:/(?=\d{6}/))?([0-2]\d)([0-5]\d)([0-5]\d))?(?=[/-])", url)
    if match is None:
        return None
    year, month, day, *clock = match.groups()
    printed = f"{year}-{month}-{day}" + (f" {':'.join(clock)}" if clock[0] else "")
    return parse_date(printed, zone, now)


def _plain(raw: str) -> str:
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\ufeff]", "", raw)
    text = re.sub(r"[’‘`´]", "'", text).replace("\u2013", "-").replace("\u2014", "-").replace("jum'at", "jumat")
    return re.sub(r"\s+", " ", text).strip(" \t|,-•·:()").casefold().replace("jum'at", "jumat")


def _candidates(text: str) -> list[str]:
    """The string itself, then without labels, weekday and outlet before the date, and without an update note after it."""
    update, tail, label, weekday, outlet = _around()
    cut = tail.sub("", update.split(text, maxsplit=1)[0]).strip(" |,-•(")
    bare = label.sub("", cut)
    found = [text, cut, bare]
    for item in (cut, bare):
        undated = weekday.sub("", item)
        found += [undated, outlet.sub("", item), outlet.sub("", undated)]
    return list(dict.fromkeys(item.rstrip(" )|,-•") for item in found if item))


@cache
def _around() -> tuple[re.Pattern[str], ...]:
    """What may stand around a date: an update note after it; a label, a weekday or an outlet's name before it."""
    updates, tails, labels, days = (_either(_WORDS[key]) for key in ("updates", "tails", "labels", "weekdays"))
    months = _either(list(_MONTHS))
    patterns = (
        rf"(?<=\S)[\s|,(•-]+(?:{updates})\b",
        rf"(?:\s*[|·•(-]\s*(?:[\d.,]+[km]?\s*)?(?:{tails})\b.*|\[[a-z/_]+\])$",
        rf"^.{{0,60}}?(?:{labels})\b\s*:?\s*(?=\S*\s?\S*\d)",
        rf"^(?:.{{0,60}}?[\s|,•-])??(?:{days})\b\.?[\s,/(|-]*(?=\d|[a-z]+ \d)",
        rf"^(?:(?:[^\d|•]|(?<=[a-z])\d){{1,60}}?\s?[-|,•:]+|\d\d? [a-z' ]+ 14\d\d(?: ?h)? ?/)\s*(?=\d|(?:{months})\b)",
    )
    return tuple(re.compile(pattern) for pattern in patterns)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Clock, str], ParsedDate]], ...]:
    zone = rf"(?P<zone>{_either(list(_WORDS['zones']))}|(?:gmt|utc)?\s?[+-]\d\d?:?(?:\d\d)?)"
    spoken = _either(_WORDS["time_words"])
    hour = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>am|pm))?"
    time = rf"(?:[\s,|•@-]*(?:(?:{spoken})\.?\s*)?{hour}(?:\s?\(?{zone}\)?)?)?"
    month = rf"(?P<month>{_either(list(_MONTHS))})\.?"
    iso_time = (
        r"(?:[t\s]*(?P<early>wib|wita|wit)?\s?(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
        rf"(?:\s?{zone})?)?"
    )
    units, ago = _either(list(_RELATIVE["units"])), _either(_RELATIVE["ago"])
    count = rf"(?P<count>\d+|{_either(list(_RELATIVE['counts']))})"
    table: tuple[tuple[str, Callable[[re.Match[str], _Clock, str], ParsedDate]], ...] = (
        (rf"(?P<year>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?){iso_time}", _absolute),
        (
            r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d))?",
            _absolute,
        ),
        (rf"(?P<day>\d\d?)(?:st|nd|rd|th)?[\s/-]*{month}[\s,/-]*(?P<year>\d{{4}}){time}", _absolute),
        (rf"{hour}(?:\s?{zone})?\s?[,|-]?\s?(?P<day>\d\d?)\s{month},?\s(?P<year>\d{{4}})", _absolute),
        (rf"{month}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}}){time}", _absolute),
        (rf"(?P<day>\d\d?)[/.-](?P<month>\d\d?)[/.-](?P<year>\d{{4}}){time}", _absolute),
        (rf"{month}\s(?P<day>\d\d?)\s{hour}(?:\s{zone})?\s(?P<year>\d{{4}})", _absolute),
        (rf"{month},?\s(?P<year>\d{{4}})", _absolute),
        (r"(?P<year>\d{4})-(?P<month>\d\d)", _absolute),
        (r"(?P<year>(?:19|20)\d\d)", _absolute),
        (r"(?P<epoch>1\d{9}|1\d{12})(?:\.\d+)?", _epoch),
        (rf"{count}\s?(?P<unit>{units})s?\s(?:{ago})", _ago),
        (rf"(?P<word>{_either(list(_RELATIVE['days']))}){time}", _named_day),
    )
    return tuple((re.compile(pattern), read) for pattern, read in table)


def _absolute(match: re.Match[str], clock: _Clock, raw: str) -> ParsedDate:
    part = match.groupdict()
    zone, zone_source = _zone(part.get("zone") or part.get("early"), clock)
    month = part.get("month")
    hour, minute, second, precision = _time(part)
    if precision is None:
        precision = "day" if part.get("day") else "month" if month else "year"
    month_number = 1 if month is None else _MONTHS[month] if month in _MONTHS else int(month)
    at = datetime(int(part["year"]), month_number, int(part.get("day") or 1), hour, minute, second, tzinfo=zone)
    return ParsedDate(at.astimezone(UTC), precision, zone_source, raw)


def _time(part: dict[str, Any]) -> tuple[int, int, int, Precision | None]:
    if not part.get("hour"):
        return 0, 0, 0, None
    hour = int(part["hour"])
    if part.get("half"):
        hour = hour % 12 + (12 if part["half"] == "pm" else 0)
    return hour, int(part["minute"]), int(part.get("second") or 0), "second" if part.get("second") else "minute"


def _zone(printed: str | None, clock: _Clock) -> tuple[tzinfo, Literal["printed", "offset", "source"]]:
    if not printed:
        return clock.zone, "source"
    if printed in _WORDS["zones"]:
        hours = timedelta(hours=_WORDS["zones"][printed])
        return timezone(hours), "printed" if printed.startswith("wi") else "offset"
    digits = re.sub(r"[^\d+-]", "", printed)
    size = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5] or 0))
    return timezone(-size if digits[0] == "-" else size), "offset"


def _epoch(match: re.Match[str], _clock: _Clock, raw: str) -> ParsedDate:
    return ParsedDate(datetime.fromtimestamp(int(match["epoch"][:10]), UTC), "second", "offset", raw)


def _ago(match: re.Match[str], clock: _Clock, raw: str) -> ParsedDate:
    """A printed "3 jam lalu" may be anything from three to four hours: only minutes keep a time of day."""
    count = int(match["count"]) if match["count"].isdigit() else _RELATIVE["counts"][match["count"]]
    unit = _RELATIVE["units"][match["unit"]]
    if unit == "months":
        start = _midnight(clock.now - timedelta(days=30 * count), clock)
        return ParsedDate(start, "month", "source", raw, relative=True)
    at = clock.now - timedelta(**{unit: count})
    if unit in {"seconds", "minutes"}:
        return ParsedDate(at.astimezone(UTC), "minute", "source", raw, relative=True)
    return ParsedDate(_midnight(at, clock), "day", "source", raw, relative=True)


def _named_day(match: re.Match[str], clock: _Clock, raw: str) -> ParsedDate:
    zone, zone_source = _zone(match["zone"], clock)
    hour, minute, second, precision = _time(match.groupdict())
    day = clock.now.astimezone(zone) - timedelta(days=_RELATIVE["days"][match["word"]])
    at = day.replace(hour=hour, minute=minute, second=second, microsecond=0)
    return ParsedDate(at.astimezone(UTC), precision or "day", zone_source, raw, relative=True)


def _midnight(at: datetime, clock: _Clock) -> datetime:
    return at.astimezone(clock.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
