"""The end of a poll: what is to be thought of the source, and when it is asked again."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel

from crawlers import health, polling
from crawlers.alarms import LineWatch, RuleWatch
from crawlers.counts import Landed
from crawlers.desk import Desk
from crawlers.polls import earlier_polls
from crawlers.source import Source
from crawlers.state import State
from warehouse.contracts import SourceRun

_RHYTHM = timedelta(days=8)
_ENOUGH_REREAD = 3


class _Watches(BaseModel):
    rules: RuleWatch = RuleWatch()
    lines: LineWatch = LineWatch()


def conclude(desk: Desk) -> SourceRun:
    """The run with its state, its alarms and the time of the next poll; remembered for the polls to come."""
    source, state = desk.request.source, desk.state
    alarms = (*_alarms(source, state, desk.landed), *_undated(desk.reread, source))
    run = desk.report().model_copy(update={"alarms": alarms})
    return remember(run, source, state, closed_until=desk.closed_until)


def remember(run: SourceRun, source: Source, state: State, *, closed_until: datetime | None = None) -> SourceRun:
    """Judge a run by those before it and plan the next; also for a crawl that left no report."""
    earlier = earlier_polls(state, source.id)
    titled = source.kind != "social" and source.platform != "channel"
    verdict = health.judge(
        poll_of(run, titled=titled),
        [poll_of(item, titled=titled) for item in earlier],
        source.expect,
        shows=shows(source),
        zone=source.timezone,
    )
    recent = [item for item in (*earlier, run) if item.started_at >= run.started_at - _RHYTHM]
    plan = polling.next_poll(
        [_round(item, latest=shows(source) == "latest") for item in recent],
        source.schedule,
        run.ended_at,
        source_id=source.id,
        published=[item.newest for item in recent if item.newest] if len(recent) < 3 else (),
        not_before=closed_until,
    )
    judged = {"state": verdict.state, "rule": verdict.rule, "detail": verdict.detail, "next_at": plan.next_at}
    done = run.model_copy(update=judged)
    state.add_poll(source.id, run.started_at, done.model_dump_json())
    return done


def shows(source: Source) -> health.Shows:
    if any("{date:" in url for url in source.discovery.urls):
        return "day" if source.discovery.days == 1 else "recent"
    return "recent" if source.platform == "sitemap" else "latest"


def poll_of(run: SourceRun, *, titled: bool = True) -> health.Poll:
    """`titled`: the source's documents have titles; posts have none."""
    return health.Poll(
        at=run.started_at,
        run_id=run.run_id,
        reached=run.reached,
        unchanged=run.unchanged,
        listed=run.listed + run.register_rows,
        known=run.known,
        new=run.listed - run.known,
        fetched=max(0, run.fetched - run.edited - run.rechecked - run.duplicates),
        parsed=run.parsed,
        with_title=run.with_title if titled else run.parsed,
        with_date=run.with_date,
        with_body=run.with_body,
        edited=run.edited,
        duplicates=run.alike,
        ahead=run.ahead,
        refused=_of_pages(run) if run.reached else run.refused,
        refused_listings=run.refused_listings if run.reached else {},
        redirected_to=run.redirected_to,
        newest=run.newest,
        alarms=run.alarms,
    )


def _of_pages(run: SourceRun) -> dict[str, int]:
    """The refusals that befell pages, not listings."""
    left = {reason: n - run.refused_listings.get(reason, 0) for reason, n in run.refused.items()}
    return {reason: n for reason, n in left.items() if n > 0}


def _round(run: SourceRun, *, latest: bool) -> polling.Round:
    """`latest`: the listing shows a fixed number of newest pages, which may be overtaken."""
    new = run.listed - run.known
    whole = latest and new > 0 and new == run.listed
    return polling.Round(
        at=run.started_at, new=new, listed=run.listed if latest else 0, window_full=whole, failed=not run.reached
    )


def _undated(reread: Sequence[bool], source: Source) -> Iterator[str]:
    """Known pages that were read again tell of a redesign before new ones do."""
    if len(reread) >= _ENOUGH_REREAD and not any(reread) and source.expect.date_share_min >= 0.5:
        yield f"dates_gone: no date on any of the {len(reread)} known pages that were read again"


def _alarms(source: Source, state: State, landed: Sequence[Landed]) -> tuple[str, ...]:
    kept = state.watch(source.id)
    watches = _Watches.model_validate_json(kept) if kept else _Watches()
    for document in landed:
        watches.rules.observe(document.matched)
        watches.lines.observe(document.title, document.text.split("\n"))
    if landed:
        state.set_watch(source.id, watches.model_dump_json())
    return tuple(str(alarm) for alarm in (*watches.rules.standing, *watches.lines.standing))
