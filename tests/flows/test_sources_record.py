"""What is recorded of a source passes the test of recorded cases as it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.twin import serve_twin, week_base
from tests.crawlers import test_recorded
from tests.crawlers.replay import load_case
from tests.flows.conftest import Suar


@pytest.mark.parametrize("name", ["lensa-nusa", "suara-timur", "kerja-lintas"])
def test_a_recorded_case_is_read_as_it_says(suar: Suar, home: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    with serve_twin(week_base(datetime.now(UTC))) as twin:
        code, out, err = suar("sources", "record", name, str(folder), "--pages", "2", "--proxy", twin.proxy_url)
        asked = len(twin.requests)
    assert code == 0, err
    assert "never commit" in out
    assert asked <= 6, "robots.txt, the listing and two pages"
    case = load_case(folder / "case.yml")
    assert case.source.id == name
    assert case.visits[0].expected["documents"]
    assert (folder / ".gitignore").read_text() == "*\n"
    assert not home.exists()
    test_recorded.test_recorded_case(folder / "case.yml", tmp_path / "check")


def test_nothing_is_written_over_or_written_of_nothing(suar: Suar, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    code, _, err = suar("sources", "record", "lensa-nusa", str(tmp_path / "full"), "--proxy", "http://127.0.0.1:1")
    assert (code, "not empty" in err) == (2, True)
    code, _, err = suar("sources", "record", "lensa-nusa", str(tmp_path / "new"), "--proxy", "http://127.0.0.1:1")
    assert (code, "sources check lensa-nusa" in err) == (1, True)
    assert not (tmp_path / "new").exists()
