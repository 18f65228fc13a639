"""What the platforms' spiders are made of, where wild input or a bound matters; whole sites are in `recorded/`."""

import gzip
import json
import math
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.refusals import Refusal
from crawlers.registers import lines_of_table, one_spelling
from crawlers.spiders.devalue import is_devalued, revive
from crawlers.spiders.feed import read_feed, whole
from crawlers.spiders.fields import reach, value_of
from crawlers.spiders.items import job_of
from crawlers.spiders.job_board import ad_closed
from crawlers.spiders.markup import MOST_BYTES, unpacked, xml_root
from crawlers.spiders.page_json import page_data
from crawlers.spiders.paging import numbered
from tests.crawlers.conftest import LONG

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.floats(allow_nan=False, width=32) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def devalued(tree: Any) -> list[Any]:
    """The library's own encoding: each value once, containers of indexes."""
    values: list[Any] = []

    def put(value: Any) -> int:
        values.append(None)
        at = len(values) - 1
        if isinstance(value, dict):
            values[at] = {key: put(item) for key, item in value.items()}
        elif isinstance(value, list):
            values[at] = [put(item) for item in value]
        else:
            values[at] = value
        return at

    put(tree)
    return values


@given(JSON)
def test_devalued_trees_come_back(tree: Any) -> None:
    encoded = json.loads(json.dumps(devalued(tree)))
    assert revive(encoded) == tree
    assert is_devalued(encoded) == (isinstance(tree, dict) and bool(tree))


def test_typed_values_and_cycles_of_a_payload() -> None:
    shared = [{"self": 0, "when": 1, "set": 2, "map": 3, "none": -1, "nan": -3, "bare": 4},
              ["Date", "2026-11-23T00:00:00.000Z"], ["Set", 5, 5], ["Map", 6, 5], ["null", "k", 5], 7, "kunci"]  # fmt: skip
    tree = revive(shared)
    assert tree["self"] is tree
    assert (tree["when"], tree["set"], tree["map"], tree["bare"]) == (
        "2026-11-23T00:00:00.000Z",
        [7, 7],
        {"kunci": 7},
        {"k": 7},
    )
    assert tree["none"] is None
    assert math.isnan(tree["nan"])


@pytest.mark.parametrize(
    "plain", [[{"id": 1, "title": "x"}], [{"id": 0}], [], [[1, 2], 3], {"a": 1}, [{}, 1], [{"a": True}, 1]]
)
def test_plain_json_is_not_taken_for_a_payload(plain: Any) -> None:
    assert not is_devalued(plain)


def test_a_payload_that_lies_is_no_page() -> None:
    deep = [[n + 2] for n in range(5000)]
    for hostile in ([["Ref", 1], *deep], [{"a": 1}, ["Map", 0]], [{"a": 1}, [7]], [{"a": 1}, {"b": "c"}]):
        assert page_data(json.dumps(hostile), None) is None


@given(st.text(max_size=300))
def test_any_text_has_data_or_none(text: str) -> None:
    page_data(text, None)
    page_data(f"<script>window.__INITIAL_STATE__ = {text}</script>", None)
    lines_of_table(f"<table><tr><th>Nama</th></tr><tr><td>{text}</td></tr></table>", {"name": "Nama"})


@settings(max_examples=60)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<rss><channel><item><link>", b"<urlset><url><loc>", b'{"feed":', b"\x1f\x8b\x08"]),
)
def test_any_bytes_are_a_feed_none_or_refused(noise: bytes, start: bytes) -> None:
    body = start + noise
    try:
        plain = unpacked(body)
        window = read_feed(plain, "https://kabar.example/rss")
        assert window is None or all(item.found.url for item in window.items)
        xml_root(plain)
    except Refusal as refusal:
        assert refusal.reason in {"unreadable", "xml_entities"}  # noqa: PT017


def test_a_feed_is_never_read_from_a_file_that_its_body_names(tmp_path: Path) -> None:
    local = tmp_path / "rahasia.xml"
    local.write_text("<rss version='2.0'><channel><item><link>https://a.example/b</link></item></channel></rss>")
    assert read_feed(str(local).encode(), "https://kabar.example/rss") is None


def test_packed_bodies_are_unpacked_within_bounds() -> None:
    assert unpacked(gzip.compress(b"isi")) == b"isi"
    with pytest.raises(Refusal, match="compressed_bomb"):
        unpacked(_bomb(MOST_BYTES + (2 << 20)))


def _bomb(size: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    block = b"\0" * (1 << 20)
    return b"".join(pack.compress(block) for _ in range(size >> 20)) + pack.flush()


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "x">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://lain.example/x.dtd"> %p;',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_in_any_encoding(declared: str, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE urlset [{declared}]><urlset><url><loc>&a;</loc></url></urlset>'
    with pytest.raises(Refusal, match="xml_entities"):
        xml_root(body.encode(encoding))


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("Para korban dipulangkan…", True), ("Para korban dipulangkan [&#8230;]", True), ("Baca selengkapnya", True),
        ("Lihat isinya. <a>Read more</a> »", True), ("Para korban dipulangkan.", False), ("Ia berkata, “Tunggu...”", False),
    ],
)  # fmt: skip
def test_cut_texts_are_seen(end: str, cut: bool) -> None:
    assert (whole(f"<p>{LONG}</p><p>{end}</p>") == "") == cut


def test_one_item_by_paths_and_templates() -> None:
    item = {
        "id": 7,
        "cat": {"slug": "hukum"},
        "link": [{"rel": "self", "href": "a"}, {"rel": "alternate", "href": "b"}],
    }
    assert reach(item, "link[rel=alternate].href") == "b"
    assert reach(item, "link.1.href") == "b"
    assert reach(item, "link.9.href") is None
    assert value_of(item, "/{cat.slug}/{id}", whole=True) == "/hukum/7"
    assert value_of(item, "/{cat.slug}/{none}", whole=True) is None
    assert value_of(item, "{cat.slug}, {none}") == "hukum, "
    assert value_of(item, "cat") is None


def test_pay_is_one_line_and_zero_is_no_pay() -> None:
    assert job_of({"salary_min": "1700", "salary_max": "1700", "currency": "MYR"}).salary == "MYR 1700"
    assert job_of({"salary_min": "0", "salary_max": "0.0", "currency": "MYR"}).salary is None
    assert job_of({"salary": "Rp 5 juta", "salary_min": "1"}).salary == "Rp 5 juta"
    assert job_of({"valid_until": "1798675200"}).valid_until == "2026-12-31"


@pytest.mark.parametrize("name", ["PT. Contoh Karsa Mandiri", "CONTOH KARSA MANDIRI, PT", "PT Contoh  Karsa-Mandiri"])
def test_a_firm_has_one_spelling(name: str) -> None:
    assert one_spelling(name) == "contoh karsa mandiri"


def test_addresses_are_numbered() -> None:
    assert [numbered("https://a.example/{page}", page) for page in (1, 2)] == [
        "https://a.example/1",
        "https://a.example/2",
    ]
    assert numbered("https://a.example/x/{offset:20}?t=1", 3) == "https://a.example/x/40?t=1"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Maaf, lowongan kerja ini telah ditutup", True), ("This job is no longer available", True),
        ("Lowongan sudah kedaluwarsa", True), ("Lowongan ditutup tanggal 30 November 2026", False),
        ("Pendaftaran lowongan dibuka sampai Jumat", False), ("Kantor kami tertutup pada hari Minggu", False),
    ],
)  # fmt: skip
def test_closed_ads_say_so(text: str, closed: bool) -> None:
    assert ad_closed(text) == closed
