import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.warehouse.factory import Home, offer, review, takedown
from tests.warehouse.test_load import contents, query
from warehouse import inbox
from warehouse.contracts import Delivery

SIGNAL = offer("a1").signals[0]


def _append_many(folder: Path, writer: int) -> None:
    for number in range(20):
        inbox.append(folder, review(SIGNAL, number=writer * 100 + number % 20 + 1, note="x" * 3000))


def test_events_come_back_by_type(tmp_path: Path) -> None:
    delivery = Delivery(delivery_id="d1", recipient="r", week="2026-W10", signal_keys=("k",), at=takedown("a1").at)
    for event in (review(SIGNAL), delivery, takedown("a1")):
        inbox.append(tmp_path / "inbox", event)
    assert inbox.read(tmp_path / "inbox") == inbox.Inbox((review(SIGNAL),), (delivery,), (takedown("a1"),))


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert inbox.read(tmp_path / "nowhere") == inbox.Inbox()


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_append_many, [tmp_path, tmp_path], [1, 2]))
    read = inbox.read(tmp_path)
    assert len({r.review_id for r in read.reviews}) == len(read.reviews) == 40
    assert read.broken_lines == 0


@pytest.mark.parametrize("cut", [1, 20, 120])
def test_a_line_cut_short_by_a_crash_costs_only_itself(tmp_path: Path, cut: int) -> None:
    inbox.append(tmp_path, review(SIGNAL, number=1))
    inbox.append(tmp_path, review(SIGNAL, number=2))
    path = tmp_path / "events.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    inbox.append(tmp_path, review(SIGNAL, number=3))
    read = inbox.read(tmp_path)
    survivors = ["review-1", "review-2", "review-3"] if cut == 1 else ["review-1", "review-3"]
    assert [r.review_id for r in read.reviews] == survivors
    assert read.broken_lines == (0 if cut == 1 else 1)


def test_foreign_lines_are_counted_and_loaded_around(home: Home) -> None:
    inbox.append(home.inbox, review(SIGNAL))
    with (home.inbox / "events.jsonl").open("ab") as file:
        file.write(b'[1]\n{"type": "parcel"}\n\xff\n')
    assert home.load().broken_inbox_lines == 3
    assert query(home, "SELECT review_id FROM reviews") == [("review-1",)]


def test_merging_the_inbox_again_changes_nothing(home: Home) -> None:
    inbox.append(home.inbox, review(SIGNAL, note="catatan \U0001f6a2 \ud800"))
    inbox.append(home.inbox, review(SIGNAL, note="catatan lagi"))
    home.load()
    before = contents(home)
    home.load()
    assert contents(home) == before
    assert query(home, "SELECT count(*) FROM reviews") == [(1,)]


def test_scrubbing_keeps_the_tombstone_and_nothing_else(tmp_path: Path) -> None:
    inbox.append(tmp_path, review(SIGNAL, note="nama orang"))
    inbox.append(tmp_path, review(offer("a2").signals[0], number=2))
    inbox.append(tmp_path, takedown("a1"))
    inbox.scrub(tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    assert [line["type"] for line in lines] == ["review", "takedown"]
    assert lines[1]["url"] is lines[1]["reason"] is None
    assert lines[1]["doc_id"] == takedown("a1").doc_id
    assert b"nama orang" not in (tmp_path / "events.jsonl").read_bytes()
