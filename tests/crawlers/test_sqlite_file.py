"""Several processes may open a new SQLite file at the same moment."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from crawlers.archive.index import Index
from crawlers.state import State

_ROUNDS = 40
_AT_ONCE = 4


def _open_many(kind: Callable[[Path], State | Index], folder: Path, barrier: Barrier) -> None:
    for number in range(_ROUNDS):
        barrier.wait(timeout=60)
        kind(folder / f"{number}").close()


def _index(folder: Path) -> Index:
    return Index(folder)


def _state(folder: Path) -> State:
    return State(folder / "state.sqlite")


@pytest.mark.parametrize("kind", [_index, _state])
def test_new_files_are_opened_by_several_at_once(kind: Callable[[Path], State | Index], tmp_path: Path) -> None:
    for number in range(_ROUNDS):
        (tmp_path / f"{number}").mkdir()
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(_AT_ONCE)
    processes = [context.Process(target=_open_many, args=(kind, tmp_path, barrier)) for _ in range(_AT_ONCE)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0] * _AT_ONCE
