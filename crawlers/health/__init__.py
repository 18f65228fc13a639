"""The state of a source after a poll, and the rule that decides it. Pure: the polls kept are handed in."""

from collections.abc import Sequence
from datetime import timedelta

from crawlers.health.case import Case
from crawlers.health.model import Poll, Shows, State, Verdict
from crawlers.health.rhythm import RULES, rhythm
from crawlers.health.rules import findings
from crawlers.source import Expect

__all__ = ["Poll", "Shows", "State", "Verdict", "disabled", "judge", "judge_all"]

_GRAVITY: dict[State, int] = {"blocked": 0, "broken": 1, "degraded": 2}


def judge(
    poll: Poll, history: Sequence[Poll], expect: Expect, *, shows: Shows = "latest", zone: str = "Asia/Jakarta"
) -> Verdict:
    """The gravest finding. `history`: earlier polls, oldest first; four weeks of them are used well."""
    return judge_all(poll, history, expect, shows=shows, zone=zone)[0]


def judge_all(
    poll: Poll, history: Sequence[Poll], expect: Expect, *, shows: Shows = "latest", zone: str = "Asia/Jakarta"
) -> list[Verdict]:
    """Every finding, the gravest first; a single healthy or quiet one when nothing is wrong."""
    polls = [*history, poll]
    asking = [poll for poll in polls if poll.fetched or poll.parsed or poll.refused][-RULES["loss"]["polls"] :]
    case = Case(polls, asking, expect, shows, zone, rhythm(polls, zone))
    found = sorted(findings(case), key=lambda verdict: _GRAVITY[verdict.state])
    return found or [_fine(case)]


def disabled(refusal: str | None) -> Verdict:
    """Of a source that is not polled: for want of permission (`refusal`), or because its file says so."""
    if refusal:
        return Verdict("disabled", "not_permitted", refusal)
    return Verdict("disabled", "switched_off", "The source file says `enabled: false`.")


def _fine(case: Case) -> Verdict:
    poll, last = case.poll, case.rhythm.last
    quiet_after = timedelta(hours=RULES["silence"]["quiet_after_hours"])
    if poll.new or (last and poll.at - last < quiet_after):
        what = "unchanged" if poll.unchanged else f"{poll.listed} listed, {poll.new} new, {poll.parsed} read"
        return Verdict("healthy", "in_order", f"The listing came: {what}.")
    since = f" since {last:%Y-%m-%d %H:%M} UTC" if last else ""
    return Verdict("quiet", "nothing_new", f"The listing came, nothing new{since}: the source's rhythm allows it.")
