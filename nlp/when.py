"""Days named in a text, resolved against the day of publication."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from nlp.content import lowered, patterns

_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_OTHER_MONTHS = {"agt": 8, "ags": 8, "nop": 11, "peb": 2, "pebruari": 2}


@dataclass(frozen=True)
class Day:
    """`value` is an ISO day, month (`2025-06`) or year."""

    start: int
    end: int
    value: str


def find_days(text: str, published: date | None) -> list[Day]:
    found: list[Day] = []
    reached = -1
    for match in patterns("when")["day"].finditer(lowered(text)):
        value = _value(match, published)
        if value and match.start() >= reached:
            found.append(Day(match.start(), match.end(), value))
            reached = match.end()
    return found


def _value(match: re.Match[str], published: date | None) -> str | None:
    if match["nday"]:
        return _full(match["nday"], int(match["nmonth"]), match["nyear"], published)
    if match["day"]:
        month = _month(match["month"])
        if match["until"]:
            year = match["year"] or (published and str(_year_of(month, 1, published)))
            return f"{year}-{month:02d}" if year and month else None
        return _full(match["day"], month, match["year"], published)
    if match["only_month"]:
        month = _month(match["only_month"])
        return f"{match['only_year']}-{month:02d}" if month else None
    if match["lone_month"] and published:
        month = _month(match["lone_month"])
        return f"{_year_of(month, 1, published)}-{month:02d}" if month else None
    if match["weekday"] and published:
        return _weekday(match["weekday"].replace("jum'at", "jumat"), published)
    if match["relative"] and published:
        return (published - timedelta(days=1 if match["relative"] == "kemarin" else 0)).isoformat()
    return None


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


def _weekday(name: str, published: date) -> str:
    back = (published.weekday() - _DAYS.index(name)) % 7
    return (published - timedelta(days=back)).isoformat()
