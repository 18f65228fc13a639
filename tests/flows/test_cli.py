"""Wrong use, missing things and broken surroundings: one sentence that says what to do, and the documented exit code."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.main import os_sentence
from tests.flows.conftest import Suar

ROOT = Path(__file__).parents[2]


def sentence(err: str) -> str:
    """The only line of standard error."""
    lines = err.strip().splitlines()
    assert len(lines) == 1, err
    assert lines[0].endswith((".", "?"))
    assert "Traceback" not in err
    return lines[0]


HELP = """
import sys, time
from flows.cli.main import run
code = run(["--help"])
heavy = {"duckdb", "prefect", "pydantic", "scrapy", "sklearn", "spacy", "torch", "yaml", "warehouse", "crawlers", "nlp"}
print(code, sorted(heavy & set(sys.modules)), time.process_time(), file=sys.stderr)
"""


def test_help_answers_at_once() -> None:
    """Measured in time of the processor, so that a busy machine does not matter."""
    done = subprocess.run([sys.executable, "-c", HELP], check=True, cwd=ROOT, capture_output=True, text=True)
    code, loaded, seconds = done.stderr.split()
    assert (code, loaded) == ("0", "[]")
    assert float(seconds) < 0.5


DETECT = """
import sys
from flows.cli.main import run
code = run(["--home", sys.argv[1], "detect", "-"])
unneeded = {"torch", "sklearn", "spacy", "scipy", "scrapy", "prefect", "pyarrow", "requests", "trafilatura", "nlp.cases"}
print(code, sorted(unneeded & set(sys.modules)), file=sys.stderr)
"""


def test_one_text_is_answered_without_what_it_does_not_need(tmp_path: Path) -> None:
    ad = "Lowongan kilang Malaysia gaji 1700 ringgit, tanpa paspor, WA 0812 3456 7890"
    command = [sys.executable, "-c", DETECT, str(tmp_path)]
    done = subprocess.run(command, check=True, cwd=ROOT, input=ad, capture_output=True, text=True)
    assert json.loads(done.stdout)["doc_type"] == "offer"
    assert done.stderr.split(maxsplit=1) == ["0", "[]\n"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["run", "--bogus"], "--bogus"),
        (["nothing"], "nothing"),
        (["review", "add", "abc", "maybe"], "maybe"),
        (["sql"], "query"),
        (["detect", "a", "b"], "b"),
        (["run", "--since", "yesterday"], "--since yesterday"),
        (["digest", "preview", "--week", "47"], "2026-W47"),
        (["import", "missing.jsonl"], "missing.jsonl"),
        (["import", "."], "is a folder"),
        (["run", "--source", "nowhere"], "nowhere"),
        (["takedown"], "--url"),
        (["takedown", "--url", "ftp://x"], "ftp://x"),
        (["takedown", "--doc", "0000"], "0000"),
        (["evaluate", "news", "--gold", "x"], "--answers"),
        (["sql", "SELECT 1", "--json", "--csv"], "--csv"),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(suar: Suar, arguments: list[str], word: str) -> None:
    code, out, err = suar(*arguments)
    assert code == 2
    assert out == ""
    assert word in sentence(err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["sql", "SELECT 1"],
        ["trace", "abc"],
        ["review", "add", "abc", "confirm"],
        ["review", "list"],
        ["digest", "preview"],
    ],
)
def test_an_empty_home_says_what_to_do(suar: Suar, home: Path, arguments: list[str]) -> None:
    code, _, err = suar(*arguments)
    assert code == 1
    assert "suar run" in sentence(err)
    assert not home.exists()


def test_a_missing_file_to_detect(suar: Suar) -> None:
    code, _, err = suar("detect", "nowhere.txt")
    assert code == 1
    assert "nowhere.txt does not exist" in sentence(err)


def test_a_broken_config_is_named(suar: Suar, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("colour = 'red'")
    code, _, err = suar("sql", "SELECT 1")
    assert code == 1
    assert "`colour`" in sentence(err)


def test_home_counts_wherever_it_stands(suar: Suar, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.toml").write_text("colour = 'red'")
    for arguments in (
        ["--home", str(other), "sql", "SELECT 1"],
        ["sql", "SELECT 1", "--home", str(other)],
        ["sql", f"--home={other}", "SELECT 1"],
    ):
        code, _, err = suar(*arguments)
        assert (code, "other" in sentence(err)) == (1, True)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x may not be used"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "read-only"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "/x"), "/x is not the kind"),
        (OSError(errno.EIO, "Input/output error", "/x"), "/x cannot be used"),
    ],
)
def test_broken_surroundings_are_one_sentence(error: OSError, word: str) -> None:
    assert word in os_sentence(error)


def test_a_full_disk_under_the_output() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", "from flows.cli import main; main()", "sources", "list"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "disk is full" in sentence(done.stderr)


def test_a_home_that_cannot_be_made(suar: Suar, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "ad.txt").write_text("halo")
    code, _, err = suar("--home", str(tmp_path / "file" / "home"), "import", str(tmp_path / "ad.txt"))
    assert code == 1
    assert str(tmp_path / "file") in sentence(err)


def test_a_reader_that_goes_away_is_no_error() -> None:
    script = f"{sys.executable} -c 'from flows.cli import main; main()' sources list --json | head -c 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_sources_list_and_lint(suar: Suar, tmp_path: Path) -> None:
    code, out, _ = suar("sources", "list", "--json")
    assert code == 0
    assert {"id", "enabled", "permission"} <= json.loads(out)[0].keys()
    assert suar("sources", "lint")[0] == 0
    (tmp_path / "broken.yml").write_text("id: other\n")
    code, out, _ = suar("sources", "lint", str(tmp_path), "--json")
    assert code == 1
    assert {"file", "line", "message"} == json.loads(out)[0].keys()


def test_version(suar: Suar) -> None:
    code, out, _ = suar("--version")
    assert code == 0
    assert out.startswith("suar ")
