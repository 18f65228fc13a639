"""The run as a Prefect flow: a list of calls, each task a thin wrap around the plain function of its stage.

Import this module only inside `flows.prefect_api.prefect_api`. Parameters hold places, ids and times, nothing personal.
"""

from dataclasses import dataclass
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import stages
from flows.runs import Run
from flows.stages import Collected, Detected, Loaded

collect = task(name="collect", cache_policy=NO_CACHE)(stages.collect_stage)
detect = task(name="detect", cache_policy=NO_CACHE)(stages.detect_stage)
load = task(name="load", cache_policy=NO_CACHE)(stages.load_stage)
preview = task(name="digest", cache_policy=NO_CACHE)(stages.digest_stage)


@dataclass(frozen=True)
class RunReport:
    run_id: str
    collected: Collected
    detected: Detected
    loaded: Loaded
    digest: tuple[Path, ...]


@flow(name="run")
def run_flow(run: Run) -> RunReport:
    collected = collect(run)
    detected = detect(run)
    loaded = load(run, detected)
    pages = preview(run)
    return RunReport(run.run_id, collected, detected, loaded, pages)
