"""What runs on a schedule: collecting what is due every ten minutes, the digest on Monday morning, by the clock of Jakarta.

Import this module only inside `flows.prefect_api.prefect_api`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import Flow, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from crawlers.landing import pending
from flows.checking import check
from flows.collect import choose, sources_of
from flows.digest.send import send
from flows.errors import SendError
from flows.pipeline import RunReport, run_flow
from flows.runs import Run, new_run_id, working
from flows.settings import Settings
from flows.sources import registry

ZONE = "Asia/Jakarta"
TEN_MINUTES = "*/10 * * * *"
MONDAY_MORNING = "0 6 * * 1"
SATURDAY_NIGHT = "30 1 * * 6"
CHECKED_PAGES = 3


def send_due(home: str) -> int:
    """Send the last finished week to everybody who has not had it; a mail that fails fails the run."""
    results = send(Settings.load(Path(home)), datetime.now(UTC))
    errors = [result.error for result in results if result.error]
    if errors:
        raise SendError(" ".join(errors))
    return sum(result.result == "sent" for result in results)


send_task = task(name="send", cache_policy=NO_CACHE, retries=3, retry_delay_seconds=600)(send_due)


@flow(name="collect")
def collect_flow(home: str) -> RunReport | None:
    """A run over the sources that are due; nothing where none is, and nothing was left behind."""
    now = datetime.now(UTC)
    run = Run(home=Path(home), run_id=new_run_id(now), now=now)
    with working(run.places):
        return run_flow(run) if sources_of(run) or pending(run.places.landing) else None


@flow(name="weekly")
def weekly_flow(home: str) -> int:
    return send_task(home)


def check_sources(home: str) -> int:
    """Ask every source that is switched on for a few pages, as `suar sources check` does; how many are not in order."""
    settings = Settings.load(Path(home))
    settings.contact()
    found = check(settings, choose(registry(settings.home), ()), datetime.now(UTC), pages=CHECKED_PAGES)
    return sum(not item.ok for item in found)


check_task = task(name="check", cache_policy=NO_CACHE)(check_sources)


@flow(name="check")
def check_flow(home: str) -> int:
    return check_task(home)


def deployments(home: Path) -> list[RunnerDeployment]:
    return [
        _deployment(collect_flow, "collect", TEN_MINUTES, home),
        _deployment(weekly_flow, "digest", MONDAY_MORNING, home),
        _deployment(check_flow, "check", SATURDAY_NIGHT, home),
    ]


def _deployment(of: Flow[..., Any], name: str, cron: str, home: Path) -> RunnerDeployment:
    return RunnerDeployment.from_flow(
        of,
        name=name,
        parameters={"home": str(home)},
        schedules=[Cron(cron, timezone=ZONE)],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
