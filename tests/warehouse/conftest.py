import shutil
from pathlib import Path

import pytest

from tests.warehouse.factory import Home
from warehouse.store import open_live


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and views and nothing in it: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("new") / "live.duckdb"
    with open_live(path, 5):
        pass
    return path


@pytest.fixture
def home(tmp_path: Path, new_database: Path) -> Home:
    home = Home(tmp_path)
    shutil.copyfile(new_database, home.live)
    return home
