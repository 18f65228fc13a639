"""The twin's server: a quiet proxy on loopback that leaves nothing behind, and the texts it is given."""

import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.twin import Twin, serve_twin, week_base
from crawlers.twin.texts import TwinTextError, load_news, load_offers
from tests.crawlers.twin_reader import BASE, found_in_channel, get, url_of


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with serve_twin(BASE) as running:
        yield running


def test_an_unknown_host_is_refused_in_words(twin: Twin) -> None:
    answer = get(twin, "http://nowhere.example/")
    assert (answer.status, "nowhere.example" in answer.text) == (502, True)


def test_it_answers_a_host_header_without_a_proxy(twin: Twin) -> None:
    with build_opener(ProxyHandler({})).open(
        Request(f"{twin.proxy_url}/robots.txt", headers={"Host": "kabarutama.example"}), timeout=10
    ) as answer:
        assert answer.read() == get(twin, "http://kabarutama.example/robots.txt").body


def test_an_unchanged_page_is_not_sent_again(twin: Twin) -> None:
    url = "http://lensa-nusa.example/rss/terkini.xml"
    first = get(twin, url)
    again = get(twin, url, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_a_server_is_quiet_and_leaves_nothing_behind(capfd: pytest.CaptureFixture[str]) -> None:
    with serve_twin(BASE) as running:
        port = urlsplit(running.proxy_url).port or 0
        assert get(running, "http://lensa-nusa.example/tidak-ada").status == 404
        assert running.requests == ["http://lensa-nusa.example/tidak-ada"]
        with socket.create_connection(("127.0.0.1", port), timeout=10) as hurried:
            hurried.sendall(b"CONNECT lensa-nusa.example:443 HTTP/1.1\r\n\r\n")
            assert b" 502 " in hurried.recv(100)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=10):
        pass
    assert capfd.readouterr() == ("", "")


NEWS_LINE = {
    "id": "a1",
    "outlet": "kabarutama.example",
    "slug": "a",
    "title": "Judul",
    "text": "Isi.",
    "days_before": 1,
}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([NEWS_LINE | {"text": ""}], "line 1"),
        ([NEWS_LINE | {"days_before": -1}], "days_before"),
        ([NEWS_LINE, NEWS_LINE], "used twice"),
        ([NEWS_LINE | {"outlet": "lain.example"}], "outlet"),
        ([NEWS_LINE | {"outlet": "kanal.example"}], "outlet"),
    ],
)
def test_a_bad_text_is_named(tmp_path: Path, lines: list[dict[str, object]], message: str) -> None:
    (tmp_path / "news.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (tmp_path / "offers.jsonl").write_text("")
    with pytest.raises(TwinTextError, match=message), serve_twin(BASE, texts=tmp_path):
        pass


def test_a_folder_of_one_text_makes_a_web(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(json.dumps(NEWS_LINE | {"text": 'Baris <satu> & "dua"\nlanjut.\n\nAkhir.'}))
    (tmp_path / "offers.jsonl").write_text("")
    assert (len(load_news(tmp_path)), load_offers(tmp_path)) == (1, ())
    with serve_twin(BASE, texts=tmp_path) as small:
        url = url_of(small, "a1")
        assert 'Baris <satu> & "dua" lanjut. ' in get(small, url).words
        assert found_in_channel(small)[0].css_first(".tme_no_messages_found")


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis adds zones
def test_week_base_is_the_monday_in_jakarta(now: datetime) -> None:
    base = week_base(now)
    assert (base.weekday(), base.hour, base.minute, base.utcoffset()) == (0, 0, 0, timedelta(hours=7))
    assert timedelta(0) <= now - base < timedelta(days=7)
    assert week_base(base) == base


def test_week_base_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        week_base(datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point
