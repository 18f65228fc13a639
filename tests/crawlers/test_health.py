from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.health import Poll, Shows, Verdict, disabled, judge, judge_all
from crawlers.health.rhythm import RULES, day_factor, working_days
from crawlers.refusals import REASONS
from crawlers.source import Expect
from tests.crawlers.health_web import refused, spoilt

NOW = datetime(2026, 5, 6, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
EXPECT = Expect(per_week_min=10, per_week_max=400)
DOCS = Path(__file__).parents[2] / "docs" / "health.md"


def good(at: datetime, new: int = 2, **more: object) -> Poll:
    listed = Poll(at, listed=20, known=20 - new, new=new, newest=at - timedelta(minutes=20))
    whole = replace(listed, fetched=new, parsed=new, with_title=new, with_date=new, with_body=new)
    return replace(whole, **more)  # type: ignore[arg-type]


def hourly(hours: int, until: datetime = NOW, new: int = 2) -> list[Poll]:
    return [good(until - n * HOUR, new) for n in range(hours, 0, -1)]


def ruled(verdict: Verdict) -> tuple[str, str]:
    return verdict.state, verdict.rule


def over(poll: Poll, count: int, history: Sequence[Poll], shows: Shows = "latest") -> list[tuple[str, str]]:
    """The verdicts on the same poll met again and again."""
    polls, out = list(history), []
    for number in range(count):
        again = replace(poll, at=poll.at + number * HOUR)
        out.append(ruled(judge(again, polls, EXPECT, shows=shows)))
        polls.append(again)
    return out


@pytest.mark.parametrize(
    ("reason", "rule", "first", "second"),
    [
        ("server_error", "listing_unreachable", "degraded", "broken"),
        ("too_slow", "listing_unreachable", "degraded", "broken"),
        ("no_such_host", "listing_unreachable", "degraded", "broken"),
        ("a_reason_of_tomorrow", "listing_unreachable", "degraded", "broken"),
        ("too_large", "unusable_answer", "degraded", "broken"),
        ("not_found", "listing_gone", "broken", "broken"),
        ("gone", "listing_gone", "broken", "broken"),
        ("other_domain", "left_its_hosts", "broken", "broken"),
        ("breaker_open", "breaker_open", "broken", "broken"),
        ("robots_disallowed", "robots", "blocked", "blocked"),
        ("robots_unreachable", "robots", "blocked", "blocked"),
        ("block_page", "blocked_pages", "blocked", "blocked"),
        ("forbidden", "blocked_pages", "blocked", "blocked"),
        ("rate_limited", "rate_limited", "degraded", "blocked"),
    ],
)
def test_a_listing_that_does_not_come(reason: str, rule: str, first: str, second: str) -> None:
    for history in ([], hourly(200)):
        assert over(refused(reason, good(NOW)), 2, history) == [(first, rule), (second, rule)]


def test_a_source_recovers_with_its_first_sound_poll() -> None:
    history = [*hourly(100), *(refused("too_slow", good(NOW + n * HOUR)) for n in range(5))]
    assert ruled(judge(good(NOW + 6 * HOUR), history, EXPECT)) == ("healthy", "in_order")


def test_an_empty_listing_is_a_fault_only_where_it_cannot_be_empty() -> None:
    empty = Poll(NOW)
    assert over(empty, 2, hourly(50)) == [("degraded", "nothing_listed"), ("broken", "nothing_listed")]
    assert over(empty, 2, hourly(50), "recent")[1] == ("broken", "nothing_listed")
    old = [replace(poll, at=poll.at - 40 * HOUR, newest=NOW - 41 * HOUR) for poll in hourly(20, new=0)]
    assert ruled(judge(empty, old, EXPECT, shows="recent")) == ("quiet", "nothing_new")


def test_a_dated_index_is_empty_just_after_midnight_but_not_at_noon() -> None:
    midnight = datetime(2026, 5, 5, 17, tzinfo=UTC)
    after = Poll(midnight + timedelta(minutes=9))
    assert judge(after, hourly(50, until=midnight), EXPECT, shows="day").state == "healthy"
    assert judge(Poll(NOW), hourly(50), EXPECT, shows="day").rule == "nothing_listed"


@pytest.mark.parametrize(
    ("rule", "worst"),
    [("bodies_missing", "broken"), ("titles_missing", "broken"), ("bodies_alike", "broken"),
     ("dates_missing", "degraded"), ("nothing_parsed", "broken"), ("clock_ahead", "degraded")],
)  # fmt: skip
def test_a_complete_loss_is_seen_at_once_and_with_few_documents_at_the_second_poll(rule: str, worst: str) -> None:
    assert over(spoilt(rule, good(NOW, 3)), 1, hourly(30)) == [("degraded", rule)]
    assert over(spoilt(rule, good(NOW, 3)), 1, [])[0] == ("degraded", rule)
    assert over(spoilt(rule, good(NOW, 6)), 1, hourly(30)) == [(worst, rule)]
    assert over(spoilt(rule, good(NOW, 1)), 2, hourly(30, new=1))[1] == ("degraded", rule)
    one = over(spoilt(rule, good(NOW, 1)), 1, hourly(30, new=1))[0][0]
    assert one == ("degraded" if rule == "clock_ahead" else "healthy"), "only a date ahead is certain by itself"


def test_shares_are_judged_over_the_last_documents() -> None:
    half = [good(NOW - n * HOUR, 2, with_body=1) for n in range(12, 0, -1)]
    assert ruled(judge(good(NOW, 2), half, EXPECT)) == ("degraded", "bodies_missing")
    fewer = [good(NOW - n * HOUR, 2, with_body=1 if n % 5 == 0 else 2) for n in range(12, 0, -1)]
    assert judge(good(NOW, 2), fewer, EXPECT).state == "healthy"


def test_refused_articles_count_when_they_are_many() -> None:
    one = good(NOW, 20, fetched=19, parsed=19, with_body=19, with_date=19, with_title=19, refused={"too_slow": 1})
    assert judge(one, hourly(30), EXPECT).state == "healthy"
    some = good(NOW, 20, fetched=10, parsed=10, with_body=10, with_date=10, with_title=10, refused={"server_error": 10})
    assert ruled(judge(some, hourly(30), EXPECT)) == ("degraded", "articles_unreachable")
    every = spoilt("blocked_pages", good(NOW, 4))
    assert ruled(judge(every, hourly(30), EXPECT)) == ("blocked", "blocked_pages")
    rules = replace(every, refused={"robots_disallowed": 4})
    assert ruled(judge(rules, hourly(30), EXPECT)) == ("blocked", "robots")


def test_a_moved_listing_a_standing_alarm_and_a_reached_limit_are_named() -> None:
    assert ruled(judge(spoilt("moved", good(NOW)), hourly(9), EXPECT)) == ("degraded", "moved")
    alarms = ("repeated_line: Gabung dengan saluran kami", "rule_dead: baca_juga")
    verdict = judge(good(NOW, alarms=alarms), hourly(9), EXPECT)
    assert ruled(verdict) == ("degraded", "repeated_line")
    assert verdict.detail == "repeated_line: Gabung dengan saluran kami (and 1 more)."
    limited = good(NOW, refused={"request_limit": 40})
    assert ruled(judge(limited, hourly(9), EXPECT)) == ("degraded", "request_limit")
    assert judge(limited, [], EXPECT).state == "healthy"


def test_the_gravest_finding_leads_and_the_others_follow() -> None:
    poll = spoilt("moved", spoilt("bodies_missing", good(NOW, 6)))
    assert [verdict.rule for verdict in judge_all(poll, hourly(30), EXPECT)] == ["bodies_missing", "moved"]


def test_a_flood_is_measured_by_the_sources_own_pace() -> None:
    assert ruled(judge(good(NOW, 90), hourly(30), EXPECT)) == ("degraded", "flood")
    assert judge(good(NOW, 12), hourly(30), EXPECT).state == "healthy"
    assert judge(good(NOW, 90), hourly(60, until=NOW - 40 * HOUR), EXPECT).state == "healthy"
    assert judge(good(NOW, 90), [], EXPECT).state == "healthy"


def test_the_week_is_held_against_the_source_file() -> None:
    weeks = hourly(24 * 15, new=0)
    lively = Expect(per_week_min=30)
    assert "too_few" in [found.rule for found in judge_all(good(NOW, 1), weeks, lively)]
    assert judge(good(NOW, 1), weeks[-100:], lively).state == "healthy"
    many = hourly(24 * 8, new=4)
    assert ruled(judge(good(NOW), many, EXPECT)) == ("degraded", "too_many")
    assert judge(good(NOW), many[-100:], EXPECT).state == "healthy"


def frozen(per_day: float, watched_days: int) -> float:
    """Days after which a feed that froze is seen, polled every three hours."""
    step = timedelta(days=1) / 8
    history = [
        good(NOW - n * step, int((n + 1) * per_day / 8) - int(n * per_day / 8)) for n in range(watched_days * 8, 0, -1)
    ]
    for number in range(8 * 120):
        poll = Poll(NOW + number * step, listed=20, known=20, newest=history[-1].newest if number else NOW - step)
        if judge(poll, history, Expect(per_week_min=0)).rule == "stalled":
            return number / 8
        history.append(replace(poll, newest=None))
    return 120


def test_a_frozen_feed_is_seen_as_soon_as_its_rhythm_allows() -> None:
    days = [frozen(rate, 10) for rate in (100, 20, 5, 2)]
    assert days == sorted(days)
    assert all(found <= limit for found, limit in zip(days, (0.25, 1, 3, 14), strict=True))
    assert frozen(20, 21) <= days[1]


def test_a_night_is_no_silence_and_who_publishes_in_batches_is_known_for_it() -> None:
    evening = datetime(2026, 5, 6, 15, tzinfo=UTC)  # 22:00 in Jakarta
    busy = [good(evening - n * HOUR, 3 if 1 <= (evening - n * HOUR).hour < 15 else 0) for n in range(24 * 8, -1, -1)]
    early = Poll(evening + 7 * HOUR, unchanged=True, newest=evening)
    assert judge(early, busy, EXPECT).state != "degraded"
    assert judge(replace(early, at=evening + 15 * HOUR), busy, EXPECT).rule == "stalled"
    noon = datetime(2026, 6, 3, 5, tzinfo=UTC)
    batches = [good(noon - n * HOUR, 30 if n % 24 == 0 else 0) for n in range(24 * 32, -1, -1)]
    quiet = [replace(poll, newest=None) if not poll.new else poll for poll in batches]
    assert judge(Poll(noon + 23 * HOUR, unchanged=True), quiet, Expect(per_week_max=300)).state != "degraded"


def test_a_small_outlet_may_be_silent_on_sunday_and_in_lebaran_week() -> None:
    last = datetime(2026, 3, 17, 9, tzinfo=UTC)
    history = [good(last - n * 6 * HOUR, 1 if n % 4 < 3 else 0) for n in range(80, -1, -1)]
    for number in range(1, 40):
        poll = Poll(last + number * 6 * HOUR, listed=20, known=20, newest=last - HOUR)
        assert judge(poll, history, Expect()).state in {"healthy", "quiet"}
        history.append(poll)
    saturday = datetime(2026, 5, 9, 10, tzinfo=UTC)
    week = [good(saturday - n * HOUR, n % 2) for n in range(24 * 6, 0, -1)]
    morning = Poll(saturday + 38 * HOUR, unchanged=True, newest=saturday)
    assert judge(morning, week, EXPECT).state == "quiet"


def test_lebaran_and_sundays_are_slow_days() -> None:
    assert day_factor(date(2026, 3, 21)) < 0.1
    assert day_factor(date(2026, 5, 10)) < day_factor(date(2026, 5, 9)) < day_factor(date(2026, 5, 8)) == 1
    monday = datetime(2026, 5, 3, 17, tzinfo=UTC)
    assert working_days(monday, monday + timedelta(days=7), "Asia/Jakarta") == pytest.approx(5.8)
    assert working_days(monday, monday, "Asia/Jayapura") == 0


def test_a_disabled_source_says_why() -> None:
    assert ruled(disabled("permission: none")) == ("disabled", "not_permitted")
    assert ruled(disabled(None)) == ("disabled", "switched_off")


def test_every_reason_of_a_refusal_has_a_meaning() -> None:
    assert set(RULES["reasons"]) == set(REASONS)


def test_every_reason_of_a_refusal_is_explained() -> None:
    text = (DOCS.parent / "manners.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"| `{reason}` |" not in text] == []


def test_every_rule_is_explained_to_operators() -> None:
    named = {meaning["rule"] for meaning in RULES["reasons"].values()} - {"unreachable", "not_found"}
    fixed = {
        "in_order", "nothing_new", "listing_unreachable", "listing_gone", "articles_unreachable", "articles_gone",
        "nothing_listed", "nothing_parsed", "bodies_missing", "bodies_alike", "titles_missing", "dates_missing",
        "clock_ahead", "moved", "stalled", "flood", "too_few", "too_many", "rule_dead", "repeated_line", "dates_gone",
        "not_permitted", "switched_off",
    }  # fmt: skip
    text = DOCS.read_text(encoding="utf-8")
    assert [rule for rule in sorted(named | fixed) if f"| `{rule}` |" not in text] == []
