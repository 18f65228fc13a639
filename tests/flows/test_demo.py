"""The demo as a newcomer runs it: Prefect, crawls, reading, warehouse and digest for real, in one process tree."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.xdist_group("demo")  # one demo serves them all
ROOT = Path(__file__).parents[2]
PRIVATE_NUMBER = re.compile(rb"(?:\+62|\b0)8\d{2}[\s.-]?\d{4}[\s.-]?\d{3,4}\b")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def report(home: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "demo", "--dir", str(home), "--json"]
    environment = os.environ | {"SUAR_KEY_FILE": str(home.parent / "key")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (item,) = json.loads(done.stdout)
    assert isinstance(item, dict)
    return item


def test_counts_add_up(report: dict[str, Any]) -> None:
    assert report["collect"]["sources"] == 8
    assert report["collect"]["failed"] == []
    assert report["collect"]["documents"] >= 120
    assert report["detect"]["records"] == report["collect"]["documents"] == sum(report["load"]["fates"].values())
    assert report["load"]["fates"]["quarantined"] == 0
    assert report["warehouse"]["documents"] == report["collect"]["documents"]


def test_the_strongest_signals_show_their_words(report: dict[str, Any]) -> None:
    strongest = report["strongest"]
    assert len(strongest) == 5
    assert {item["type"] for item in strongest} == {"scam_offer", "tppo_case"}
    assert all(item["evidence"] and item["title"].strip() for item in strongest)
    assert all(quote["quote"] and quote["label"] for item in strongest for quote in item["evidence"])


def test_the_digest_is_there_in_both_languages(report: dict[str, Any]) -> None:
    files = [Path(path) for path in report["digest"]["files"]]
    assert [path.suffix for path in files] == [".html", ".txt", ".eml"] * 2
    assert all(path.stat().st_size > 1000 for path in files)


def test_nothing_personal_leaves_the_warehouse(report: dict[str, Any], home: Path) -> None:
    hotlines = re.compile(rb"08113883\d+")
    for path in [*home.glob("digest/*"), *home.glob("logs/*")]:
        found = [number for number in PRIVATE_NUMBER.findall(path.read_bytes()) if not hotlines.fullmatch(number)]
        assert found == [], path.name
    with sqlite3.connect(f"file:{home}/prefect/prefect.db?mode=ro", uri=True) as connection:
        (parameters,) = connection.execute("SELECT parameters FROM flow_run").fetchone()
    connection.close()
    assert set(json.loads(parameters)["run"]) == {
            "home", "run_id", "now", "since", "sources", "all_sources", "proxy",
        }  # fmt: skip
