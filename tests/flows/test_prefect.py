"""Prefect for real, in processes of its own: wiring, schedules, and no orphan after a kill -9."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

WIRING = """
import json, sys
from pathlib import Path
from flows.prefect_api import prefect_settings
prefect_settings(Path(sys.argv[1]))
from flows import pipeline, weekly
from flows.weekly import deployments
print(json.dumps({
    "tasks": [t.name for t in (pipeline.collect, pipeline.detect, pipeline.load, pipeline.preview, weekly.send_task, weekly.check_task)],
    "plain": [t.fn.__module__ + "." + t.fn.__name__ for t in
              (pipeline.collect, pipeline.detect, pipeline.load, pipeline.preview, weekly.send_task,
               weekly.check_task)],
    "flows": {f.name: sorted(f.parameters.properties) for f in
              (pipeline.run_flow, weekly.collect_flow, weekly.weekly_flow, weekly.check_flow)},
    "deployments": [[d.flow_name, d.name, d.schedules[0].schedule.cron, d.schedules[0].schedule.timezone,
                     d.parameters, d.concurrency_limit] for d in deployments(Path("/somewhere"))],
}))
"""


def test_wiring_and_schedules(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WIRING, str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == {
        "tasks": ["collect", "detect", "load", "digest", "send", "check"],
        "plain": [
            "flows.stages.collect_stage",
            "flows.stages.detect_stage",
            "flows.stages.load_stage",
            "flows.stages.digest_stage",
            "flows.weekly.send_due",
            "flows.weekly.check_sources",
        ],
        "flows": {"run": ["run"], "collect": ["home"], "weekly": ["home"], "check": ["home"]},
        "deployments": [
            ["collect", "collect", "*/10 * * * *", "Asia/Jakarta", {"home": "/somewhere"}, 1],
            ["weekly", "digest", "0 6 * * 1", "Asia/Jakarta", {"home": "/somewhere"}, 1],
            ["check", "check", "30 1 * * 6", "Asia/Jakarta", {"home": "/somewhere"}, 1],
        ],
    }


CHILD = """
import sys, threading
from pathlib import Path
from flows.prefect_api import prefect_api
def told():
    print("started", flush=True)
    threading.Event().wait()
with prefect_api(Path(sys.argv[1]), meanwhile=told):
    pass
"""


def test_no_server_outlives_a_killed_run(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "started\n"
        server = int(subprocess.check_output(["pgrep", "-P", str(parent.pid)], text=True))
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _alive(server) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _alive(server)


def _alive(pid: int) -> bool:
    """A zombie that nobody reaps is not alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
