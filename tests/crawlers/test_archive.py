import gzip
import hashlib
import json
import os
import resource
import sqlite3
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawlers.archive import ArchivedFetch, ArchiveError, ArchiveReader, Context, Response, reindex, verify
from tests.crawlers.archive_pages import ALWAYS, START, check_all, everything, keep_all, page, warcio, writer

HEADERS = ("content-type", "etag", "last-modified", "date")


def records(path: Path) -> list[tuple[str, str, bytes]]:
    with path.open("rb") as handle:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.content_stream().read())
            for record in ArchiveIterator(handle)
        ]


def test_a_page_comes_back_as_it_was_given(tmp_path: Path) -> None:
    response, context = page(1, "<p>Berita dari Kupang — lengkap</p>".encode())
    with writer(tmp_path) as archive:
        position = archive.keep(response, context)
        archive.commit()
        with ArchiveReader(tmp_path) as reader:
            assert reader.read(position) == response.body
            assert list(reader.fetches(*ALWAYS)) == [ArchivedFetch(position, response, context)]
    assert position == f"2026/11/26/kabar.warc.gz#{hashlib.sha256(response.body).hexdigest()}"


def test_nothing_is_in_the_index_before_commit(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        position = archive.keep(*page(1, b"satu"))
        with ArchiveReader(tmp_path) as reader:
            assert reader.where(position) is None
            with pytest.raises(ArchiveError, match="never kept"):
                reader.read(position)
            archive.commit()
            assert reader.read(position) == b"satu"


def test_standard_tools_read_the_file(tmp_path: Path) -> None:
    bodies = [b"<p>satu</p>", b"", b"<p>satu</p>", bytes(range(256)) * 40]
    positions = keep_all(tmp_path, bodies)
    check_all(tmp_path)
    path = tmp_path / "2026/11/26/kabar.warc.gz"
    index = [
        json.loads(line)
        for line in warcio("index", "-f", "offset,length,warc-type,http:status", str(path)).splitlines()
    ]
    types = [entry["warc-type"] for entry in index]
    assert types == ["warcinfo", *["response", "metadata"] * 2, "revisit", "metadata", "response", "metadata"]
    with ArchiveReader(tmp_path) as reader:
        found = reader.where(positions[3])
    assert found is not None
    assert {"offset": str(found[1]), "length": str(found[2]), "warc-type": "response", "http:status": "200"} in index
    assert warcio("extract", "--payload", str(found[0]), str(found[1])) == bodies[3]
    headers = warcio("extract", "--headers", str(found[0]), str(found[1])).decode()
    assert "HTTP/1.1 200 OK\r\n" in headers
    assert "Content-Length: 10240\r\n" in headers
    whole = gzip.decompress(path.read_bytes())
    assert whole.count(b"WARC/1.1\r\n") == 9
    assert b"redaksi@suar.example" in whole[: found[1]]


def test_a_revisit_names_where_the_body_was_kept_first(tmp_path: Path) -> None:
    keep_all(tmp_path, [b"tetap", b"tetap"])
    with (tmp_path / "2026/11/26/kabar.warc.gz").open("rb") as handle:
        revisit = next(record for record in ArchiveIterator(handle) if record.rec_type == "revisit").rec_headers
    assert revisit.get_header("WARC-Refers-To-Target-URI") == "http://kabar.example/berita/0?halaman=semua"
    assert revisit.get_header("WARC-Refers-To-Date") == "2026-11-26T08:30:00.000000Z"
    assert revisit.get_header("WARC-Profile").endswith("/1.1/revisit/identical-payload-digest")


def test_headers_cannot_inject_headers(tmp_path: Path) -> None:
    headers = {
        "ETag": '"a"\r\nContent-Encoding: gzip\r\n\r\n<script>',
        "Content-Type": "text/ü; charset=\u2028utf-8",
        "Content-Encoding": "br",
        "Transfer-Encoding": "chunked",
        "Set-Cookie": "rahasia=1",
        "X": "y",
    }
    response = Response("http://kabar.example/", "http://kabar.example/", START, 299, headers, b"isi")
    with writer(tmp_path) as archive:
        archive.keep(response, page(1, b"")[1])
    check_all(tmp_path)
    with (tmp_path / "2026/11/26/kabar.warc.gz").open("rb") as handle:
        answers = [record.http_headers for record in ArchiveIterator(handle) if record.rec_type == "response"]
    assert [name for name, _ in answers[0].headers] == ["Content-Type", "Etag", "Content-Length"]
    kept = everything(tmp_path)[0].response.headers
    assert kept == {"content-type": headers["Content-Type"], "etag": headers["ETag"]}


def test_the_same_fetch_is_kept_once(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        first = archive.keep(*page(1, b"lama"))
        assert archive.keep(*page(1, b"lama")) == first
        archive.commit()
        assert archive.keep(*page(1, b"lama", at=START + timedelta(days=1))) == first
        archive.keep(*page(1, b"baru"))
    assert Counter(fetch.response.body for fetch in everything(tmp_path)) == {b"lama": 1, b"baru": 1}


def test_a_large_body_is_committed_before_it_fills_the_memory(tmp_path: Path) -> None:
    body = bytes(8 << 20)
    with writer(tmp_path) as archive:
        positions = [archive.keep(*page(number, body + bytes([number]))) for number in range(5)]
        with ArchiveReader(tmp_path) as reader:
            assert reader.read(positions[0]) == body + b"\0"
    assert verify(tmp_path) == []


def test_a_day_is_a_file_and_a_later_run_appends(tmp_path: Path) -> None:
    evening = datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC)
    for run in range(2):
        with writer(tmp_path) as archive:
            for step in range(3):
                archive.keep(*page(10 * run + step, b"%d %d" % (run, step), at=evening + timedelta(seconds=step)))
    assert [path.name for path in sorted(tmp_path.rglob("*.warc.gz"))] == ["kabar.warc.gz"] * 2
    assert [kind for kind, _, _ in records(tmp_path / "2026/11/27/kabar.warc.gz")].count("warcinfo") == 1
    assert len(everything(tmp_path)) == 6
    check_all(tmp_path)


def test_fetches_are_those_of_a_period_and_a_source_in_order_of_time(tmp_path: Path) -> None:
    keep_all(tmp_path, [b"a%d" % number for number in range(510)], "kabar")
    keep_all(tmp_path, [b"b%d" % number for number in range(4)], "warta")
    with ArchiveReader(tmp_path) as reader:
        period = reader.fetches(START + timedelta(seconds=1), START + timedelta(seconds=4))
        assert [fetch.response.body for fetch in period] == [b"a1", b"b1", b"a2", b"b2", b"a3", b"b3"]
        found = [fetch.response.at for fetch in reader.fetches(*ALWAYS, "kabar")]
    assert found == sorted(found)
    assert len(found) == 510


@pytest.mark.parametrize("position", ["ab/" + "ab" * 32 + ".html.gz", "", "../../etc/passwd#" + "0" * 64])
def test_a_position_of_another_kind_is_refused_in_a_sentence(tmp_path: Path, position: str) -> None:
    keep_all(tmp_path, [b"satu"])
    with ArchiveReader(tmp_path) as reader, pytest.raises(ArchiveError, match="is no position in the WARC archive"):
        reader.read(position)


@pytest.mark.parametrize(("source", "url"), [("kabar", "ftp://kabar.example/"), ("a/../b", "http://kabar.example/")])
def test_what_cannot_be_archived_is_refused(tmp_path: Path, source: str, url: str) -> None:
    response = Response(url, url, START, 200, {}, b"")
    with pytest.raises(ArchiveError), writer(tmp_path, source) as archive:
        archive.keep(response, page(1, b"", source)[1])


def test_damage_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    positions = keep_all(tmp_path, [os.urandom(500) for _ in range(3)])
    with ArchiveReader(tmp_path) as reader:
        found = reader.where(positions[1])
        assert found is not None
        path, offset, length = found
        content = bytearray(path.read_bytes())
        content[offset + length // 2] ^= 0xFF
        path.write_bytes(content)
        with pytest.raises(ArchiveError, match="is damaged: restore the file"):
            reader.read(positions[1])
        told: list[ArchiveError] = []
        assert len(list(reader.fetches(*ALWAYS, on_damage=told.append))) == 2
        assert len(told) == 1
        with pytest.raises(ArchiveError, match="damaged"):
            list(reader.fetches(*ALWAYS))
    problems = verify(tmp_path)
    assert [problem.file for problem in problems] == ["2026/11/26/kabar.warc.gz"]
    assert f"the record at {offset} is damaged" in problems[0].what


def test_a_lost_end_is_an_error_until_the_index_is_rebuilt(tmp_path: Path) -> None:
    positions = keep_all(tmp_path, [b"satu", b"dua", b"tiga"])
    path = tmp_path / "2026/11/26/kabar.warc.gz"
    os.truncate(path, path.stat().st_size - 10)
    with writer(tmp_path) as archive, pytest.raises(ArchiveError, match="restore it from a copy"):
        archive.keep(*page(9, b"baru"))
    assert "bytes where" in verify(tmp_path)[0].what
    assert len(reindex(tmp_path)) == 1
    with writer(tmp_path) as archive:
        archive.keep(*page(9, b"baru"))
    assert verify(tmp_path) == []
    check_all(tmp_path)
    assert [fetch.response.body for fetch in everything(tmp_path)] == [b"satu", b"dua", b"baru"]
    with ArchiveReader(tmp_path) as reader, pytest.raises(ArchiveError):
        reader.read(positions[2])


def test_a_lost_index_never_costs_a_page(tmp_path: Path) -> None:
    keep_all(tmp_path, [b"satu", b"dua", b"satu"])
    before = everything(tmp_path)
    for path in tmp_path.glob("index.sqlite*"):
        path.unlink()
    assert "is in no index" in verify(tmp_path)[0].what
    with writer(tmp_path) as archive, pytest.raises(ArchiveError, match="reindex"):
        archive.keep(*page(9, b"baru"))
    assert reindex(tmp_path) == []
    assert everything(tmp_path) == before
    assert verify(tmp_path) == []


def test_verify_finds_what_the_index_does_not_tell(tmp_path: Path) -> None:
    keep_all(tmp_path, [b"satu", b"dua", b"tiga"])
    with sqlite3.connect(tmp_path / "index.sqlite") as index:
        index.execute("DELETE FROM fetches WHERE fetch_id = 'kabar-1'")
    index.close()
    problems = [problem.what for problem in verify(tmp_path)]
    assert any("are in no index row" in what for what in problems)
    assert any("is no fetch's" in what for what in problems)


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    large = page(2, os.urandom(1 << 20))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with writer(tmp_path) as archive:
        acknowledged = archive.keep(*page(1, b"satu"))
        archive.commit()
        archive.keep(*large)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, limits[1]))
        try:
            with pytest.raises(ArchiveError, match="free space"):
                archive.commit()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert verify(tmp_path)[0].what.endswith("the next crawl of the source cuts them off")
        lost = archive.keep(*large)
    with ArchiveReader(tmp_path) as reader:
        assert [reader.read(acknowledged), reader.read(lost)] == [b"satu", large[0].body]
    assert verify(tmp_path) == []
    check_all(tmp_path)


texts = st.text(max_size=30)
bodies = st.one_of(st.sampled_from([b"", b"tetap", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"]), st.binary(max_size=300))
responses = st.builds(
    Response,
    url=texts.map(lambda text: f"http://kabar.example/{text}"),
    final_url=st.tuples(st.sampled_from(["http://", "https://", "HTTP://"]), texts).map("".join),
    at=st.datetimes(datetime(2026, 11, 25), datetime(2026, 11, 28), timezones=st.just(UTC)),  # noqa: DTZ001
    status=st.integers(100, 599),
    headers=st.dictionaries(st.sampled_from(HEADERS), st.text(max_size=30)),
    body=bodies,
)
contexts = st.tuples(st.sampled_from(["listing", "page"]), texts, st.dictionaries(texts, texts, max_size=3))


@settings(max_examples=30, deadline=None)
@given(given_pages=st.lists(st.tuples(responses, contexts, st.booleans()), min_size=1, max_size=12))
def test_whatever_is_kept_reads_back(given_pages: list[tuple[Response, tuple[str, str, dict[str, str]], bool]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected = {}
        archive = writer(folder)
        for number, (response, (role, robots, notes), reopen) in enumerate(given_pages):
            context = Context(f"{number}", "kabar", "run", "page" if role == "page" else "listing", robots, notes)
            position = archive.keep(response, context)
            expected[context.fetch_id] = ArchivedFetch(position, response, context)
            if reopen:
                archive.close()
                archive = writer(folder)
        archive.close()
        assert {fetch.context.fetch_id: fetch for fetch in everything(folder)} == expected
        files = sorted(folder.rglob("*.warc.gz"))
        kept = Counter(body for path in files for kind, _, body in records(path) if kind == "response")
        assert kept == dict.fromkeys({response.body for response, _, _ in given_pages}, 1)
        assert _checked(files) == 0
        assert verify(folder) == []


def _checked(files: list[Path]) -> int:
    """`warcio check` without a process for each example."""

    class Command:
        inputs = [str(path) for path in files]  # noqa: RUF012
        verbose = False

    return int(Checker(Command()).process_all())
