import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import ArchiveBusyError, ArchiveError, ArchiveReader, remove, verify
from tests.crawlers.archive_pages import check_all, everything, keep_all, page, writer

ROOT = Path(__file__).parents[2]


def child(folder: Path, source: str, first: int, count: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.crawlers.archive_child", str(folder), source, str(first), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def told_until_killed(process: "subprocess.Popen[bytes]", lines: int, seconds: float) -> list[str]:
    """What was acknowledged up to the kill, which comes while the process works on."""
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(lines)]
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.kill()
    told += process.stdout.read().splitlines(keepends=True)
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [line.decode().strip() for line in told if line.endswith(b"\n")]


def responses(folder: Path) -> "Counter[str]":
    """How often each body is stored, by the digest that its record names."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*.warc.gz"):
        with path.open("rb") as handle:
            found.update(
                record.rec_headers.get_header("WARC-Payload-Digest")
                for record in ArchiveIterator(handle)
                if record.rec_type == "response"
            )
    return found


def killed_crawls(folder: Path, kills: int, seed: int) -> int:
    """Kill so many crawls, check all after each; answers how many fetches were acknowledged."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for run in range(kills):
        process = child(folder, "kabar", run * 100_000, 0)
        acknowledged += told_until_killed(process, chance.randrange(60), chance.random() / 30)
        writer(folder).close()  # cuts off what the kill left
        kept = everything(folder)
        with ArchiveReader(folder) as reader:
            for line in acknowledged:
                reader.read(f"2026/11/26/kabar.warc.gz#{line.split()[1]}")
        known = Counter(fetch.context.fetch_id for fetch in kept)
        assert known.keys() >= {line.split()[0] for line in acknowledged}
        assert set(known.values()) == {1} or not known
        assert set(responses(folder).values()) <= {1}
        assert verify(folder) == []
    check_all(folder)
    assert len(list(folder.rglob("*.warc.gz"))) == 1
    return len(acknowledged)


def test_a_killed_crawl_loses_nothing_acknowledged_and_doubles_nothing(tmp_path: Path) -> None:
    assert killed_crawls(tmp_path, 10, seed=4) > 50


def test_sources_are_written_at_once(tmp_path: Path) -> None:
    processes = [child(tmp_path, f"warta{number}", 0, 120) for number in range(4)]
    told = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert [len(lines) for lines in told] == [120] * 4
    assert verify(tmp_path) == []
    check_all(tmp_path)
    for number in range(4):
        assert len(everything(tmp_path, f"warta{number}")) == 120


def test_a_second_writer_of_a_source_is_refused(tmp_path: Path) -> None:
    with writer(tmp_path) as first:
        first.keep(*page(1, b"satu"))
        with pytest.raises(ArchiveBusyError, match="another crawl"), writer(tmp_path) as second:
            second.keep(*page(2, b"dua"))
    assert len(everything(tmp_path)) == 1


BODIES = [b"isi %d " % (number % 7) + bytes([number % 7]) * 100 for number in range(16)]


def two_sources(folder: Path) -> list[str]:
    positions = keep_all(folder, BODIES, "kabar")
    return positions + keep_all(folder, BODIES[:5], "warta")


def texts_left(folder: Path, source: str) -> list[bytes]:
    return [fetch.response.body for fetch in everything(folder, source)]


def test_a_takedown_takes_every_fetch_of_the_body_and_nothing_else(tmp_path: Path) -> None:
    positions = two_sources(tmp_path)
    with ArchiveReader(tmp_path) as reader:
        assert remove(tmp_path, [positions[2], positions[2], positions[3]]) == 6
        assert texts_left(tmp_path, "kabar") == [body for body in BODIES if body not in BODIES[2:4]]
        assert texts_left(tmp_path, "warta") == [BODIES[0], BODIES[1], BODIES[4]]
        assert reader.where(positions[2]) is None
        assert reader.read(positions[-1]) == BODIES[4]
    assert remove(tmp_path, positions[2:4]) == 0
    assert verify(tmp_path) == []
    check_all(tmp_path)
    with writer(tmp_path) as archive:
        archive.keep(*page(99, BODIES[2]))
    assert texts_left(tmp_path, "kabar")[-1] == BODIES[2]
    assert verify(tmp_path) == []


def test_nothing_of_a_page_is_left_on_the_disk(tmp_path: Path) -> None:
    response, context = page(77, b"rahasia keluarga")
    with writer(tmp_path) as archive:
        archive.keep(*page(1, b"lain"))
        position = archive.keep(response, context)
    remove(tmp_path, [position])
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"berita/1" in left
    assert b"berita/77" not in left
    assert position.partition("#")[2].encode() not in left


def test_a_takedown_may_leave_an_empty_day(tmp_path: Path) -> None:
    positions = keep_all(tmp_path, [b"satu", b"dua"])
    assert remove(tmp_path, positions) == 2
    assert verify(tmp_path) == []
    check_all(tmp_path)
    assert keep_all(tmp_path, [b"satu"]) == positions[:1]
    assert verify(tmp_path) == []


def test_a_takedown_waits_for_no_crawl(tmp_path: Path) -> None:
    positions = keep_all(tmp_path, [b"satu"])
    with writer(tmp_path, "warta"), pytest.raises(ArchiveBusyError, match="when no crawl is running"):
        remove(tmp_path, positions)
    assert remove(tmp_path, positions) == 1


def test_a_takedown_that_fails_changes_nothing(tmp_path: Path) -> None:
    positions = two_sources(tmp_path)
    before = everything(tmp_path, "kabar")
    path = tmp_path / "2026/11/26/warta.warc.gz"
    content = path.read_bytes()
    os.truncate(path, len(content) - 10)
    with pytest.raises(ArchiveError, match="restore it from a copy"):
        remove(tmp_path, positions[3:4])
    assert everything(tmp_path, "kabar") == before
    assert not list(tmp_path.rglob(".*.new"))
    path.write_bytes(content)
    assert verify(tmp_path) == []


@settings(max_examples=20, deadline=None)
@given(doomed=st.sets(st.integers(0, 20)), bodies=st.lists(st.binary(max_size=3), min_size=21, max_size=21))
def test_any_takedown_leaves_the_others(
    tmp_path_factory: pytest.TempPathFactory, doomed: set[int], bodies: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    positions = keep_all(folder, bodies)
    gone = {bodies[number] for number in doomed}
    remove(folder, [positions[number] for number in doomed])
    assert texts_left(folder, "kabar") == [body for body in bodies if body not in gone]
    assert verify(folder) == []


def removed_until_killed(folder: Path, positions: list[str], steps: int) -> bool:
    """A takedown in a child that dies after so many calls; answers whether it came to its end before."""
    process = os.fork()
    if process == 0:
        left = iter(range(steps))

        def count(_frame: object, event: str, _argument: object) -> None:
            if event in {"call", "c_call", "c_return"} and next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        remove(folder, positions)
        sys.setprofile(None)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert status in {0, -signal.SIGKILL}
    return status == 0


def test_a_takedown_killed_at_any_step_leaves_the_old_or_the_new_state(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kept = {len(BODIES) + 5: 0, len(BODIES) + 5 - 3: 0}
    finished = False
    steps = 40
    while not finished:
        folder = tmp_path_factory.mktemp("archive")
        positions = two_sources(folder)
        finished = removed_until_killed(folder, [positions[2]], steps)
        left = everything(folder)
        kept[len(left)] += 1
        assert verify(folder) == []
        if steps % 2:  # the next crawls end it as well as the same call again
            for source in ("kabar", "warta"):
                writer(folder, source).close()
        if len(left) < len(positions) and steps % 2:
            assert not list(folder.rglob(".*.new"))
        assert remove(folder, [positions[2]]) in {0, 3}
        assert len(everything(folder)) == len(BODIES) + 2
        assert not list(folder.rglob(".*.new"))
        assert verify(folder) == []
        steps += 61
    check_all(folder)
    assert min(kept.values()) > 3
