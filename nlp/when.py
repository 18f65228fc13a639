"""Days named in a text, resolved against the day of publication."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from nlp.content import content, lowered, patterns

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_YEAR = re.compile(r"20\d\d|\(\s*\d{1,2}\s*[/-]")
"""What a day has that can be told without knowing the day of publication: its year, or the slash of a short form."""
_OTHER_MONTHS = {"agt": 8, "ags": 8, "nop": 11, "peb": 2, "pebruari": 2}


@dataclass(frozen=True)
class Day:
    """`value` is an ISO day, month (`2025-06`) or year."""

    start: int
    end: int
    value: str


def find_days(text: str, published: date | None) -> list[Day]:
    """In the order of the text, without the stamps of the page."""
    if published is None and not _YEAR.search(text):
        return []
    found: list[Day] = []
    reached = -1
    rules, low = patterns("when"), lowered(text)
    for head in rules["head"].finditer(low):
        match = rules["day"].match(low, head.start()) if head.start() >= reached else None
        if match is None:
            continue
        reached = match.end()
        value = None if rules["stamp"].match(low, reached) else _value(match, published)
        if value:
            found.append(Day(match.start(), match.end(), value))
    return found


def _value(match: re.Match[str], published: date | None) -> str | None:
    if match["nday"]:
        return _full(match["nday"], int(match["nmonth"]), match["nyear"], published)
    if match["day"] and not match["until"]:
        return _full(match["day"], _month(match["month"]), match["year"], published)
    named = match["month"] or match["only_month"] or match["lone_month"] or match["year_month"]
    if named:
        return _in_month(_month(named), match["year"] or match["only_year"], published)
    if match["lone_year"]:
        return str(match["lone_year"])
    return _said(match, published) if published else None


def _in_month(month: int, year: str | None, published: date | None) -> str | None:
    told = year or (str(_year_of(month, 1, published)) if published else None)
    return f"{told}-{month:02d}" if told and month else None


def _said(match: re.Match[str], published: date) -> str | None:
    """Days that only the day of publication tells."""
    if match["unit"]:
        return _back(match["count"], match["unit"], now=match["shift"] == "ini", published=published)
    if match["weekday"]:
        return _weekday(match["weekday"].replace("jum'at", "jumat"), published)
    before = match["relative"] == "kemarin" or match["today"] == "tadi malam"
    return (published - timedelta(days=1 if before else 0)).isoformat()


def _month(name: str) -> int:
    if name[:3] in _OTHER_MONTHS:
        return _OTHER_MONTHS[name[:3]]
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _full(day: str, month: int, year: str | None, published: date | None) -> str | None:
    number = int(day)
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        return None
    if year:
        written = int(year) if len(year) == 4 else 2000 + int(year)
    elif published:
        written = _year_of(month, number, published)
    else:
        return None
    try:
        return date(written, month, number).isoformat()
    except ValueError:
        return None


def _year_of(month: int, day: int, published: date) -> int:
    """The latest year in which the day was not after publication."""
    return published.year - ((month, day) > (published.month, published.day))


def _back(count: str | None, unit: str, *, now: bool, published: date) -> str:
    """Of "pekan lalu", "dua hari lalu", "bulan ini": as exact as it is said; weeks give their month."""
    number = 0 if now else content("when")["few"].get(count) or int(count or 1)
    if unit == "tahun":
        return str(published.year - number)
    if unit == "bulan":
        months = published.year * 12 + published.month - 1 - number
        return f"{months // 12}-{months % 12 + 1:02d}"
    day = published - timedelta(days=number * (1 if unit == "hari" else 7))
    return day.isoformat() if unit == "hari" else day.isoformat()[:7]


def _weekday(name: str, published: date) -> str:
    back = (published.weekday() - _DAYS.index(name)) % 7
    return (published - timedelta(days=back)).isoformat()
