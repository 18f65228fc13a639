"""kill -9 at any moment: the next run finishes, and the warehouse equals that of an undisturbed run."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from crawlers.twin import serve_twin, week_base

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
SOURCES = ("loker-perantau",)
STAGES = """
import sys
from datetime import datetime
from pathlib import Path
from flows import stages
from flows.runs import Run, new_run_id, working
if __name__ == "__main__":
    home, proxy, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
    run = Run(home=home, run_id=new_run_id(now), now=now, sources=tuple(sys.argv[4:]), proxy=proxy)
    with working(run.places):
        print("working", flush=True)
        stages.collect_stage(run)
        print("collected", flush=True)
        detected = stages.detect_stage(run)
        print("detected", flush=True)
        stages.load_stage(run, detected)
        print("loaded", flush=True)
"""
CONTENT = (
    "SELECT * EXCLUDE (first_load_id, last_load_id, fetch_id, fetched_at) FROM documents ORDER BY ALL",
    "SELECT * EXCLUDE (first_load_id, last_load_id) FROM signals ORDER BY ALL",
    "SELECT * EXCLUDE (first_load_id, last_load_id) FROM hits ORDER BY ALL",
    "SELECT * EXCLUDE (first_load_id, last_load_id) FROM campaign_members ORDER BY ALL",
    "SELECT * EXCLUDE (first_load_id, last_load_id) FROM story_members ORDER BY ALL",
    "SELECT DISTINCT archive_path FROM store.fetches WHERE status = 200 ORDER BY ALL",
)


def start(home: Path, proxy: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", STAGES, str(home), proxy, NOW.isoformat(), *SOURCES]
    environment = os.environ | {"SUAR_KEY_FILE": str(home.parent / "key")}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def finish(home: Path, proxy: str) -> None:
    with start(home, proxy) as child:
        out, _ = child.communicate(timeout=120)
    assert out.split() == ["working", "collected", "detected", "loaded"]


def kill_when(moment: Callable[[Path], bool], home: Path, proxy: str) -> None:
    with start(home, proxy) as child:
        while not moment(home):
            assert child.poll() is None, "it ended before the moment came"
            os.sched_yield()
        os.kill(child.pid, signal.SIGKILL)


def content(home: Path) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as connection:
        return [connection.execute(query).fetchall() for query in CONTENT]


def some_documents(home: Path) -> bool:
    return any(len(path.read_bytes().splitlines()) >= 20 for path in home.glob("landing/*[0-9a-f].jsonl"))


def loaded_but_not_published(home: Path) -> bool:
    return (home / "live.duckdb").exists() and (home / "live.duckdb").stat().st_size > 1_000_000


def test_a_run_killed_twice_is_made_good(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    with serve_twin(week_base(NOW)) as twin:
        finish(undisturbed, twin.proxy_url)
        kill_when(some_documents, killed, twin.proxy_url)
        kill_when(loaded_but_not_published, killed, twin.proxy_url)
        finish(killed, twin.proxy_url)
    expected = content(undisturbed)
    assert len(expected[0]) > 50
    assert content(killed) == expected
    assert not any(killed.glob("batches/*"))
    assert not any(killed.glob("landing/*.jsonl"))
