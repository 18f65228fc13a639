"""What `suar doctor` says of collecting: own source files, failing sources, the archive."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.archive import ArchiveWriter, Context, Response
from crawlers.state import State
from flows.health import Finding, archive, collecting, own_sources
from flows.settings import Home
from tests.flows.test_sources import poll, put_own

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def place(home: Path) -> Home:
    return Home.at(home)


def test_own_source_files_and_permissions(place: Home) -> None:
    assert list(own_sources(place)) == []
    path = put_own(place)
    (fine,) = own_sources(place)
    assert (fine.state, "1 own" in fine.text) == ("ok", True)
    path.write_text(path.read_text().replace("NTB", "Mataram"))
    place.permissions.write_text("nonsense\n")
    broken, damaged = own_sources(place)
    assert (broken.state, str(path) in broken.text) == ("wrong", True)
    assert (damaged.state, "permissions.jsonl" in damaged.text) == ("wrong", True)


def states(place: Home, *given: str) -> Finding:
    with State(place.state) as state:
        for number, word in enumerate(given):
            put_own(place, id=f"kabar-{number}")
            run = poll(f"kabar-{number}", 1, state=word)
            state.add_poll(run.source, run.started_at, run.model_dump_json())
    (finding,) = collecting(place, NOW)
    return finding


def test_failing_sources_are_counted(place: Home) -> None:
    assert list(collecting(place, NOW)) == []
    assert states(place, "healthy", "quiet", "degraded", "healthy", "quiet").state == "ok"
    some = states(place, "healthy", "quiet", "degraded", "healthy", "blocked")
    assert (some.state, "1 of 5" in some.text) == ("note", True)
    assert states(place, "broken", "quiet", "degraded", "healthy", "blocked").state == "wrong"


def test_the_newest_part_of_the_archive_is_read(place: Home) -> None:
    assert list(archive(place)) == []
    with ArchiveWriter(place.archive, "kabar-desa", software="Suar", contact="https://suar.example") as writer:
        url = "http://kabar-desa.example/satu"
        answer = Response(url, url, NOW, 200, {"content-type": "text/html"}, b"<p>" + bytes(range(256)) * 40)
        writer.keep(answer, Context("f1", "kabar-desa", "r1", "page", "allowed", {}))
    assert [item.state for item in archive(place)] == ["ok"]
    (path,) = place.archive.glob("*/*/*/*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    (finding,) = archive(place)
    assert (finding.state, str(path) in finding.text, "copy" in finding.text) == ("wrong", True, True)
