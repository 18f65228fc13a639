"""The rules of the house: our packages are the ones imported, and the import rule bites."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawlers", "nlp", "warehouse", "flows")
MOST_LINES = 300


@pytest.mark.parametrize("name", PACKAGES)
def test_the_packages_imported_are_ours(name: str) -> None:
    module = importlib.import_module(name)
    assert Path(str(module.__file__)).parent == ROOT / name


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in PACKAGES:
        for path in (ROOT / name).rglob("*.py"):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def linted(house: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=house, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(house)}
    )


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("nlp/forbidden.py", "import crawlers.state"),
        ("warehouse/forbidden.py", "import nlp.text"),
        ("crawlers/forbidden.py", "import flows.settings"),
        ("warehouse/contracts/forbidden.py", "import warehouse.store"),
    ],
)
def test_a_forbidden_import_breaks_the_rule(house: Path, file: str, line: str) -> None:
    (house / file).write_text(f"{line}\n", encoding="utf-8")
    result = linted(house)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout


def test_the_rule_holds(house: Path) -> None:
    assert linted(house).returncode == 0


def test_no_file_is_longer_than_it_may_be() -> None:
    long = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if _lines(path) > MOST_LINES]
    assert long == []


def _lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")
