import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.polling import Plan, Round, next_poll, offset
from crawlers.source import Schedule

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BOUNDS: dict[Schedule, tuple[int, int]] = {"frequent": (600, 21600), "hourly": (1800, 43200), "daily": (21600, 86400)}
SCHEDULES = st.sampled_from(sorted(BOUNDS))

counts = st.integers(0, 60)
steps = st.tuples(st.integers(600, 90000), counts, st.integers(0, 100), st.booleans(), st.booleans())


def rounds(raw: list[tuple[int, int, int, bool, bool]], more: int = 0) -> list[Round]:
    at, out = NOW - timedelta(seconds=sum(step[0] for step in raw)), []
    for seconds, new, listed, full, failed in raw:
        at += timedelta(seconds=seconds)
        out.append(Round(at, new + more, listed, full, failed))
    return out


def steady(per_day: float, every_s: int, *, listed: int = 20, polls: int = 60) -> list[Round]:
    new = per_day * every_s / 86400
    found = [int((n + 1) * new) - int(n * new) for n in range(polls)]
    return [Round(NOW - timedelta(seconds=every_s * (polls - 1 - n)), found[n], listed) for n in range(polls)]


def plan(history: list[Round], schedule: Schedule = "frequent", **more: datetime) -> Plan:
    return next_poll(history, schedule, NOW, source_id="kabar-contoh", not_before=more.get("not_before"))


@given(raw=st.lists(steps, min_size=1, max_size=30), schedule=SCHEDULES)
def test_bounds_always_hold(raw: list[tuple[int, int, int, bool, bool]], schedule: Schedule) -> None:
    history = rounds(raw)
    found = next_poll(history, schedule, NOW, source_id="a")
    least, most = BOUNDS[schedule]
    assert (600 if history[-1].failed else least) <= found.interval_s <= most
    assert found.next_at == max(NOW, history[-1].at + timedelta(seconds=found.interval_s))
    assert found == next_poll(history, schedule, NOW, source_id="a")


@given(raw=st.lists(steps, min_size=1, max_size=30), schedule=SCHEDULES, more=st.integers(1, 50))
def test_more_news_never_means_a_later_poll(
    raw: list[tuple[int, int, int, bool, bool]], schedule: Schedule, more: int
) -> None:
    calm = next_poll(rounds(raw), schedule, NOW, source_id="a")
    busy = next_poll(rounds(raw, more), schedule, NOW, source_id="a")
    assert busy.interval_s <= calm.interval_s


def test_the_interval_follows_the_rate() -> None:
    intervals = [plan(steady(rate, 3600)).interval_s for rate in (1, 5, 20, 60, 150, 400)]
    assert intervals == sorted(intervals, reverse=True)
    assert intervals[0] == 21600
    assert intervals[-1] == 600
    assert plan(steady(20, 3600)).interval_s == pytest.approx(1.5 * 86400 / 20, rel=0.25)


def test_a_small_listing_is_polled_before_half_of_it_turns_over() -> None:
    found = plan(steady(48, 1800, listed=2))
    assert found.why == "window"
    assert found.interval_s <= 0.5 * 2 * 86400 / 48


def test_a_burst_shortens_the_interval_at_once_and_silence_lengthens_it() -> None:
    calm = steady(10, 7200)
    burst = [*calm[:-1], Round(NOW, 12, 20)]
    assert plan(burst).interval_s < plan(calm).interval_s / 2
    silent = [*calm[:-6], *(Round(entry.at, 0, 20) for entry in calm[-6:])]
    assert plan(silent).interval_s > plan(calm).interval_s


def test_an_overflowing_listing_is_polled_again_as_soon_as_allowed() -> None:
    found = plan([*steady(10, 7200)[:-1], Round(NOW, 20, 20, window_full=True)], "hourly")
    assert (found.interval_s, found.why) == (1800, "overflow")


def test_errors_are_retried_soon_then_patiently() -> None:
    waits = []
    history = steady(4, 21600, polls=20)
    for _ in range(8):
        history.append(Round(history[-1].at + timedelta(minutes=10), failed=True))
        found = next_poll(history, "hourly", history[-1].at, source_id="a")
        assert found.why == "error"
        waits.append(found.interval_s / 60)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 720]


def test_a_failing_busy_source_is_asked_again_before_its_listing_turns_over() -> None:
    history = [*steady(240, 600), *(Round(NOW, failed=True) for _ in range(9))]
    assert 3600 <= plan(history).interval_s <= 20 / 240 * 86400


def test_a_demanded_pause_is_kept() -> None:
    until = NOW + timedelta(hours=9)
    found = plan(steady(200, 600), not_before=until)
    assert (found.next_at, found.why) == (until, "not_before")
    assert plan([], not_before=until).next_at == until
    earlier = plan(steady(200, 600), not_before=NOW - timedelta(hours=1))
    assert earlier == plan(steady(200, 600))


def test_new_sources_spread_over_the_first_minutes_and_ramp_up() -> None:
    offsets = [offset(f"sumber-{number}", 600) for number in range(110)]
    assert all(0 <= value < 600 for value in offsets)
    assert max(sum(int(value // 60) == minute for value in offsets) for minute in range(10)) < 25
    first = plan([])
    assert (first.why, first.interval_s) == ("first", offset("kabar-contoh", 600))
    assert plan([Round(NOW, 20, 20, window_full=True)]).interval_s == 600


def test_printed_times_give_the_rhythm_of_a_new_source() -> None:
    times = [NOW - timedelta(hours=2 * n) for n in range(20)]
    found = next_poll([Round(NOW, 20, 20)], "frequent", NOW, source_id="a", published=times)
    assert found.interval_s == pytest.approx(1.5 * 7200, rel=0.3)


def simulate(per_day: float, schedule: Schedule, days: int, window: int = 20) -> tuple[float, int, int]:
    """Requests a day, items lost, items published; nights have a tenth, Sundays half."""
    rng, start, times = random.Random(7), NOW.replace(hour=0), []
    at, top = start, per_day / 24 * 1.5
    while at < start + timedelta(days=days):
        at += timedelta(hours=rng.expovariate(top))
        hour = (at.hour + 7) % 24
        if rng.random() < (0.1 if hour < 5 else 1) * (0.5 if at.weekday() == 6 else 1) * 1.2 / 1.5:
            times.append(at)
    now, seen, lost, history = start, 0, 0, list[Round]()
    while now < start + timedelta(days=days):
        end = bisect_right(times, now)
        lost += max(0, end - seen - window) if history else 0
        history.append(Round(now, min(end - seen, window), min(end, window), window_full=end - seen >= window))
        seen = end
        now = next_poll(history[-300:], schedule, now, source_id="a").next_at
    return len(history) / days, lost, len(times)


@pytest.mark.parametrize("per_day", [20, 60, 150, 300])
def test_nothing_is_lost_of_a_twenty_item_feed(per_day: float) -> None:
    requests, lost, published = simulate(per_day, "frequent", days=10)
    assert published > per_day * 7
    assert lost == 0
    assert requests <= min(144, per_day)


@pytest.mark.parametrize("schedule", ["hourly", "daily"])
def test_an_outlet_with_two_articles_a_week_is_hardly_asked(schedule: Schedule) -> None:
    requests, lost, _ = simulate(2 / 7, schedule, days=60)
    assert requests <= 2.3
    assert lost == 0
