"""Ways to start the flows: once, with an API of their own, or on a schedule until stopped."""

from datetime import datetime
from typing import TYPE_CHECKING

from flows.prefect_api import prefect_api
from flows.runs import Run, new_run_id, working
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.pipeline import RunReport


def run_pipeline(
    settings: Settings,
    *,
    now: datetime,
    sources: tuple[str, ...] = (),
    all_sources: bool = False,
    since: datetime | None = None,
    proxy: str | None = None,
) -> "RunReport":
    """One whole run. Raises before anything is started where the sources asked for cannot be crawled."""
    from flows.collect import sources_of

    run = Run(
        home=settings.home.root, run_id=new_run_id(now), now=now, since=since, sources=sources, all_sources=all_sources,
        proxy=proxy,
    )  # fmt: skip
    sources_of(run)
    if not proxy:
        settings.contact()
    settings.key()
    with working(settings.home), prefect_api(settings.home.prefect, meanwhile=_warm_up):
        from flows.pipeline import run_flow

        return run_flow(run)


def serve_schedules(settings: Settings) -> None:
    settings.key()
    with prefect_api(settings.home.prefect, schedules=True):
        from prefect import serve

        from flows.weekly import deployments

        serve(*deployments(settings.home.root), print_starting_message=False)


def _warm_up() -> None:
    """The slow imports of the stages to come, while Prefect starts beside us: torch alone takes some seconds."""
    import nlp.detect
    from nlp.embed import encoder

    nlp.detect.versions()
    encoder()
