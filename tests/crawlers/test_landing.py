from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.extract.document import build_document
from crawlers.landing import Landing, LandingError, discard, pending, read_fetches, read_landed
from crawlers.remembered import Known, Seen
from crawlers.state import State, StateError
from tests.crawlers.conftest import NOW
from warehouse.contracts import Document, Fetch


def _document(number: int) -> Document:
    return build_document(
        source="kabar-uji",
        url=f"http://kabar-uji.example/{number}",
        title=f"Judul {number}",
        text="Isi.\u2028Sambung.",
        fetched_at=NOW,
    )


def _fetch(url: str) -> Fetch:
    return Fetch(
        fetch_id="f", source="kabar-uji", url=url, final_url=url, at=NOW, status=200, body_sha256="0", archive_path="ab/x",
        robots="allowed", run_id="r1",
    )  # fmt: skip


def test_what_is_landed_is_read_in_order(tmp_path: Path) -> None:
    for run in ("r2", "r1"):
        landing = Landing(tmp_path, "kabar-uji", run)
        landing.put(_document(1))
        landing.put(_document(2))
        landing.put(_fetch(f"http://kabar-uji.example/{run}"))
        landing.close()
    assert [path.name for path in pending(tmp_path)] == ["kabar-uji--r1.jsonl", "kabar-uji--r2.jsonl"]
    assert [document.title for document in read_landed(pending(tmp_path)[0])] == ["Judul 1", "Judul 2"]
    assert [fetch.url[-2:] for fetch in read_fetches(tmp_path)] == ["r1", "r2"]
    discard(pending(tmp_path)[0])
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "kabar-uji--r2.fetches.jsonl", "kabar-uji--r2.jsonl", "kabar-uji--r2.rows.jsonl",
    ]  # fmt: skip


@pytest.mark.parametrize("kept", [0, 1, 40, -1])
def test_a_cut_last_line_is_no_line_and_is_written_over(tmp_path: Path, kept: int) -> None:
    landing = Landing(tmp_path, "kabar-uji", "r1")
    landing.put(_document(1))
    landing.put(_document(2))
    landing.close()
    (path,) = pending(tmp_path)
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second[:kept])
    assert [document.title for document in read_landed(path)] == ["Judul 1"]
    landing = Landing(tmp_path, "kabar-uji", "r1")
    landing.put(_document(3))
    landing.close()
    assert [document.title for document in read_landed(path)] == ["Judul 1", "Judul 3"]


def test_a_line_of_another_version_is_said(tmp_path: Path) -> None:
    (tmp_path / "kabar-uji--r1.jsonl").write_text('{"doc_id": "x"}\n')
    with pytest.raises(LandingError, match="another version"):
        list(read_landed(tmp_path / "kabar-uji--r1.jsonl"))


def test_nothing_reaches_the_disk_before_its_commit(tmp_path: Path) -> None:
    landing = Landing(tmp_path, "kabar-uji", "r1")
    for number in range(400):
        landing.put(_document(number))
    assert list(read_landed(pending(tmp_path)[0])) == []
    landing.commit()
    assert len(list(read_landed(pending(tmp_path)[0]))) == 400
    landing.close()


def test_state_remembers_over_connections(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as one, State(tmp_path / "state.sqlite") as other:
        one.mark_seen(Seen("d1", "hash", NOW))
        one.add_tombstone("d2")
        one.add_tombstone("d2")
        assert other.is_seen("d1")
        assert other.is_tombstoned("d2")
        assert not other.is_seen("d2")
        other.forget("d1")
        other.add_tombstone("d1")
        assert not one.is_seen("d1")
        assert one.is_tombstoned("d1")


def test_a_file_that_is_no_state_is_said(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_text("no database, long enough to be looked at " * 40)
    with pytest.raises(StateError, match="cannot be opened"):
        State(tmp_path / "state.sqlite")


def test_a_known_page_keeps_when_it_was_first_seen(tmp_path: Path) -> None:
    later = NOW + timedelta(hours=3)
    with State(tmp_path / "state.sqlite") as state:
        state.note_try("d1", NOW, "not_found")
        assert state.tried("d1") == (1, NOW)
        state.mark_seen(Seen("d1", "old", NOW, etag='"1"'))
        assert state.tried("d1") is None
        state.mark_seen(Seen("d1", "new", later, stamp=later, etag='"2"'))
        known = state.known("d1")
    assert known == Known("new", NOW, later, '"2"', None, 1)


def test_a_group_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        with pytest.raises(KeyError):
            _mark_and_fail(state)
        assert not state.is_seen("d1")


def _mark_and_fail(state: State) -> None:
    with state.together():
        state.mark_seen(Seen("d1", "hash", NOW))
        raise KeyError("half way")


def test_polls_are_kept_for_five_weeks(tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        for days in (0, 20, 40):
            state.add_poll("kabar-uji", NOW + timedelta(days=days), f"run {days}")
        assert state.polls("kabar-uji") == ["run 20", "run 40"]
        assert state.last_poll("kabar-uji") == "run 40"
        assert state.last_poll("lain") is None
