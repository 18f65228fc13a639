"""A week: Monday 00:00 to Monday 00:00 in Asia/Jakarta, named as ISO weeks are (`2026-W47`)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.errors import UsageError

ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, order=True)
class Week:
    monday: date

    @classmethod
    def parse(cls, name: str) -> "Week":
        year, _, number = name.strip().upper().partition("-W")
        try:
            return cls(date.fromisocalendar(int(year), int(number), 1))
        except ValueError as error:
            raise UsageError(f"`{name}` is no week: write it as 2026-W47.") from error

    @classmethod
    def of(cls, at: datetime) -> "Week":
        day = at.astimezone(ZONE).date()
        return cls(day - timedelta(days=day.weekday()))

    @property
    def previous(self) -> "Week":
        return Week(self.monday - timedelta(days=7))

    @property
    def next(self) -> "Week":
        return Week(self.monday + timedelta(days=7))

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.monday, time(), ZONE).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment that is no longer in the week."""
        return datetime.combine(self.monday + timedelta(days=7), time(), ZONE).astimezone(UTC)

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def last_finished(now: datetime) -> Week:
    return Week.of(now).previous
