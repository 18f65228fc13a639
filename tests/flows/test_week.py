from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.digest.week import Week, last_finished
from flows.errors import UsageError


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001 - made aware below
def test_every_moment_lies_in_its_week(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    week = Week.of(at)
    assert week.start <= at < week.end
    assert Week.parse(str(week)) == week
    assert week.next.previous == week
    assert week.end == week.next.start


def test_the_week_turns_at_midnight_in_jakarta() -> None:
    turn = datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert str(Week.of(turn - timedelta(seconds=1))) == "2026-W47"
    assert str(Week.of(turn)) == "2026-W48"
    assert str(last_finished(turn)) == "2026-W47"


def test_years_turn_as_iso_weeks_do() -> None:
    assert str(Week(date(2026, 12, 28))) == "2026-W53"
    assert str(Week.parse("2026-W53").next) == "2027-W01"


@pytest.mark.parametrize("name", ["2026-47", "2026W47", "2026-W54", "2025-W53", "W47", "", "2026-W", "abcd-Wef"])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="2026-W47"):
        Week.parse(name)
