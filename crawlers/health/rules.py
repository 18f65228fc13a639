"""The rules that decide on a source's state; each answers a verdict, or null when it has nothing to say."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scipy.special import bdtr, pdtr

from crawlers.health.case import Case
from crawlers.health.model import Poll, State, Verdict
from crawlers.health.rhythm import RULES, working_days
from crawlers.health.silence import stalled


def findings(case: Case) -> Iterator[Verdict]:
    rules = _REACHED if case.poll.reached else (_listing_failed,)
    for rule in rules:
        verdict = rule(case)
        if verdict:
            yield verdict


def _meaning(reason: str) -> dict[str, Any]:
    meaning: dict[str, Any] = RULES["reasons"].get(reason, RULES["unknown_reason"])
    return meaning


def _named(counts: Counter[str]) -> str:
    return ", ".join(
        f"{reason} {count}" for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _listing_failed(case: Case) -> Verdict:
    refused = Counter(case.poll.refused) or Counter({"no_connection": 1})
    reason = min(refused, key=lambda name: (-refused[name], name))
    state, rule = _meaning(reason)["state"], _meaning(reason)["rule"]
    rule = "listing_unreachable" if rule == "unreachable" else "listing_gone" if rule == "not_found" else rule
    failed = 0
    for poll in reversed(case.polls):
        if poll.reached:
            break
        failed += 1
    if failed == 1 and _meaning(reason)["rule"] in RULES["patient"]:
        state = "degraded"
    return Verdict(state, rule, f"The listing did not come at {failed} poll(s) running ({_named(refused)}).")


def _nothing_listed(case: Case) -> Verdict | None:
    empty = 0
    for poll in reversed(case.polls):
        if poll.reached and not poll.unchanged:
            if poll.listed:
                break
            empty += 1
    if not empty or not (case.shows == "latest" or _should_list(case)):
        return None
    if case.expect.per_week_min == 0 and _may_begin_empty(case):
        return None
    state: State = "degraded" if empty == 1 or _may_begin_empty(case) else "broken"
    return Verdict(state, "nothing_listed", f"The listing came, but {empty} time(s) running with no entry in it.")


def _may_begin_empty(case: Case) -> bool:
    """Whether a source that never listed anything was watched for too short a time to say so."""
    watched = (case.poll.at - case.polls[0].at) / timedelta(days=7)
    missed = case.expect.per_week_min * watched
    return not any(poll.listed for poll in case.polls) and missed < RULES["begins_empty"]


def _should_list(case: Case) -> bool:
    """Whether a listing of recent entries still has to show what it showed before."""
    last, at = case.rhythm.last, case.poll.at
    if last is None or not any(poll.listed for poll in case.polls):
        return False
    if case.shows == "day":
        zone = ZoneInfo(case.zone)
        return last.astimezone(zone).date() == at.astimezone(zone).date()
    return at - last < timedelta(hours=RULES["recent_hours"])


def _listings_missing(case: Case) -> Verdict | None:
    """Some listings did not come, or were none, at two polls running; broken when nothing at all was listed."""
    recent = [poll for poll in case.polls if poll.reached][-2:]
    if len(recent) < 2 or not all(poll.refused_listings for poll in recent):
        return None
    empty = all(not poll.listed and not poll.unchanged for poll in recent)
    named = _named(Counter(case.poll.refused_listings))
    return Verdict(
        "broken" if empty else "degraded", "listings_missing", f"Listings did not come or were none ({named})."
    )


def _articles_refused(case: Case) -> Verdict | None:
    """Articles that did not come, though the listing did: all of the newest, or a good part of them."""
    rules = RULES["refused_articles"]
    reached = [poll for poll in case.asking if poll.reached]
    asked = [(poll.fetched, lost, poll) for poll in reached if (lost := _lost(poll)) or poll.fetched]
    if not asked or not any(asked[-1][2] is poll for poll in case.polls[-rules["fresh"] :]):
        return None  # what befell articles days ago says nothing of a source that has had none since
    recent = asked[-rules["polls"] :]
    lost, total = sum(item[1] for item in recent), sum(item[0] + item[1] for item in recent)
    run = _run_of_loss([(good, good + bad) for good, bad, _ in asked])
    whole = run >= RULES["loss"]["at_least"] and _unlikely([(good, good + bad) for good, bad, _ in asked], run, 0.95)
    if not whole and not (lost >= rules["at_least"] and lost >= rules["share"] * total):
        return None
    counts = Counter[str]()
    for _, _, poll in recent:
        counts.update(poll.refused)
    for reason in RULES["not_articles"]:
        del counts[reason]
    meaning = _meaning(min(counts, key=lambda name: (-counts[name], name)))
    rule = "articles_unreachable" if meaning["rule"] == "unreachable" else meaning["rule"]
    rule = "articles_gone" if rule == "not_found" else rule
    certain = meaning["state"] == "blocked" or run >= RULES["loss"]["broken_from"]
    state: State = meaning["state"] if whole and certain else "degraded"
    return Verdict(state, rule, f"Of {total} articles asked for, {lost} did not come ({_named(counts)}).")


def _lost(poll: Poll) -> int:
    return sum(count for reason, count in poll.refused.items() if reason not in RULES["not_articles"])


def _run_of_loss(parts: Sequence[tuple[int, int]]) -> int:
    """How many of the newest documents, poll by poll, lack it altogether."""
    run = 0
    for good, total in reversed(parts):
        if good:
            break
        run += total
    return run


def _unlikely(parts: Sequence[tuple[int, int]], run: int, expected: float) -> bool:
    """Whether chance hardly explains such a run, by the share before it (drawn to what is expected)."""
    prior = RULES["loss"]["prior"]
    good, total = sum(part[0] for part in parts), sum(part[1] for part in parts) - run
    share = min((good + prior * expected) / (total + prior), 0.99)
    return bool((1 - share) ** run <= RULES["loss"]["chance"])


def _loss(
    case: Case, rule: str, what: str, expected: float, share: Callable[[Poll], tuple[int, int]]
) -> Verdict | None:
    """A part that the newest documents all lack, or that too few of the last ones have."""
    rules = RULES["loss"]
    parts = [part for part in map(share, case.asking) if part[1]]
    run = _run_of_loss(parts)
    total = sum(part[1] for part in parts)
    fresh = run == total
    if run >= rules["at_least"] + fresh and (fresh or _unlikely(parts, run, expected)):
        state: State = "broken" if run >= rules["broken_from"] and rule != "dates_missing" else "degraded"
        return Verdict(state, rule, f"None of the newest {run} documents {what}.")
    good = total = 0
    for part in reversed(parts):
        good, total = good + part[0], total + part[1]
        if total >= rules["window"]:
            break
    if total >= rules["share_from"] and bdtr(good, total, expected) < rules["share_chance"]:
        return Verdict(
            "degraded", rule, f"Only {good} of the newest {total} documents {what}; {expected:.0%} are expected."
        )
    return None


def _not_parsed(case: Case) -> Verdict | None:
    return _loss(
        case, "nothing_parsed", "could be read", 0.9, lambda poll: (poll.parsed, max(poll.fetched, poll.parsed))
    )


def _bodies(case: Case) -> Verdict | None:
    return _loss(
        case, "bodies_missing", "have a full text", case.expect.body_share_min, lambda p: (p.with_body, p.parsed)
    )


def _titles(case: Case) -> Verdict | None:
    return _loss(case, "titles_missing", "have a title", 0.9, lambda p: (p.with_title, p.parsed))


def _dates(case: Case) -> Verdict | None:
    return _loss(case, "dates_missing", "have a date", case.expect.date_share_min, lambda p: (p.with_date, p.parsed))


def _alike(case: Case) -> Verdict | None:
    return _loss(case, "bodies_alike", "have a text of their own", 0.9, lambda p: (p.parsed - p.duplicates, p.parsed))


def _clock(case: Case) -> Verdict | None:
    rules = RULES["ahead"]
    recent = [poll for poll in case.asking if poll.with_date][-rules["polls"] :]
    ahead, dated = sum(poll.ahead for poll in recent), sum(poll.with_date for poll in recent)
    if not recent or not recent[-1].ahead or (ahead < rules["at_least"] and recent[-1].ahead < recent[-1].with_date):
        return None
    return Verdict("degraded", "clock_ahead", f"{ahead} of the newest {dated} dated documents are dated in the future.")


def _moved(case: Case) -> Verdict | None:
    target = case.poll.redirected_to
    return Verdict("degraded", "moved", f"The listing has moved for good to {target}.") if target else None


def _alarms(case: Case) -> Verdict | None:
    if not case.poll.alarms:
        return None
    kinds = [alarm.partition(":")[0] for alarm in case.poll.alarms]
    more = f" (and {len(kinds) - 1} more)" if len(kinds) > 1 else ""
    return Verdict("degraded", kinds[0], f"{case.poll.alarms[0]}{more}.")


def _flood(case: Case) -> Verdict | None:
    rules, poll = RULES["flood"], case.poll
    before = [earlier for earlier in case.polls[:-1] if earlier.reached]
    if len(before) < rules["after_polls"] or poll.new < rules["at_least"]:
        return None
    days = max((before[-1].at - before[0].at) / timedelta(days=1), 0.25)
    usual = sum(earlier.new for earlier in before[1:]) / days * ((poll.at - before[-1].at) / timedelta(days=1))
    if poll.new < rules["factor"] * max(usual, 1):
        return None
    return Verdict(
        "degraded", "flood", f"{poll.new} new documents at once, where about {usual:.0f} were to be expected."
    )


def _request_limit(case: Case) -> Verdict | None:
    count = case.poll.refused.get("request_limit", 0)
    if not count or len(case.polls) <= RULES["request_limit_after_polls"]:
        return None
    return Verdict(
        "degraded", "request_limit", f"{count} pages were left out: the source's limit of requests was reached."
    )


def _week(case: Case) -> Verdict | None:
    """The week's number against the source file's bounds, when the whole week was watched."""
    end, start = case.poll.at, case.poll.at - timedelta(days=7)
    reached = [poll for poll in case.polls if poll.reached]
    if not reached or reached[0].at > start:
        return None
    inside = [poll for poll in reached if poll.at > start]
    if len(inside) < RULES["week"]["covered"] * sum(poll.at > start for poll in case.polls):
        return None
    new = sum(poll.new for poll in inside if poll is not reached[0])
    diligence = min(1.0, working_days(start, end, case.zone) / 5.8)
    chance = RULES["week"]["chance"]
    if pdtr(new, case.expect.per_week_min * diligence) < chance:
        return Verdict(
            "degraded",
            "too_few",
            f"{new} new documents in seven days; at least {case.expect.per_week_min} are expected.",
        )
    if new and 1 - pdtr(new - 1, case.expect.per_week_max) < chance:
        return Verdict(
            "degraded",
            "too_many",
            f"{new} new documents in seven days; at most {case.expect.per_week_max} are expected.",
        )
    return None


_REACHED: tuple[Callable[[Case], Verdict | None], ...] = (
    _nothing_listed, _listings_missing, _articles_refused, _not_parsed, _bodies, _titles, _alike, _clock, _dates, _moved, stalled, _flood,
    _request_limit, _week, _alarms,
)  # fmt: skip
