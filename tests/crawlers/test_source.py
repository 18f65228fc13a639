import re
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers.source_files import SHIPPED, SourceError, lint, load_source, load_sources

SOUND = """\
id: kabar-uji
title: Kabar Uji
publisher: PT Kabar Uji
kind: news
permission: not_needed
terms_note: Invented.
hosts: [kabar-uji.example]
platform: feed
discovery:
  urls: ["http://kabar-uji.example/rss"]
"""
RSS = "http://kabar-uji.example/rss"
NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)


def _write(folder: Path, text: str, name: str = "kabar-uji.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_source_is_valid() -> None:
    sources = load_sources(SHIPPED)
    assert len(sources) >= 12
    assert {source.platform for source in sources.values()} >= {"feed", "listing", "sitemap", "wordpress", "page_json"}
    assert sources["antara"].refusal
    assert not sources["antara"].enabled


def test_a_sound_source_has_defaults_and_a_hint(tmp_path: Path) -> None:
    source = load_source(_write(tmp_path, SOUND))
    assert (source.kind_hint, source.timezone, source.politeness.delay_s, source.refusal) == (
        "news",
        "Asia/Jakarta",
        2.0,
        None,
    )


def _found(folder: Path, old: str, new: str) -> list[tuple[int, str]]:
    text = SOUND.replace(old, new)
    assert text != SOUND
    _write(folder, text)
    assert not lint(folder, NOW) or {problem.file for problem in lint(folder, NOW)} == {"kabar-uji.yml"}
    return [(problem.line, problem.message) for problem in lint(folder, NOW)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title:", "titel:", 2, "did you mean `title`"),
        ("terms_note: Invented.\n", "", 1, "`terms_note` is missing"),
        ("platform: feed\n", "platform: feed\nurls: []\n", 9, "write it below `discovery`"),
        ("platform: feed\n", "platform: feed\nfrequency: 3\n", 9, "unknown key `frequency`: remove it"),
        ("discovery:\n", "discovery:\n  province: NTB\n", 10, "write it at the left edge"),
        ("id: kabar-uji", "id: kabar-lain", 1, "name the file kabar-lain.yml"),
        ("platform: feed", "platform: page_json", 9, "item_path"),
        ("permission: not_needed", "permission: asked", 5, "add `enabled: false`"),
        ("permission: not_needed", "permission: granted", 5, "permission_ref"),
        ("kind: news", "kind: news\nkind: jobs", 5, "stands twice"),
        ("platform: feed", "platform: feed\narticle: {body_css: 'div >> [['}", 9, "is no CSS selector"),
        ("platform: feed", "platform: feed\narticle:\n  line_rules:\n    - '('", 11, "is no regular expression"),
        ("platform: feed", "platform: feed\ntimezone: WITA", 9, "Asia/Makassar (WITA)"),
        ("platform: feed", "platform: feed\nverified: 2026-11-27", 9, "still to come"),
    ],
)
def test_lint_names_file_line_and_mend(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    found = _found(tmp_path, old, new)
    assert any(words in message and line == number for number, message in found), found


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("permission: not_needed", "permission: yes", 5,
         "`permission` is `yes`: write one of not_needed, none, asked, granted"),
        ("platform: feed", "platform: feed\nschedule: hour", 9,
         "`schedule` is `hour`: write one of frequent, hourly, daily; did you mean `hourly`?"),
        ("id: kabar-uji", "id: Kabar_Uji", 1,
         "`id` is `Kabar_Uji`: write lower case letters and digits, with single hyphens between words, as in kabar-desa"),
        ("title: Kabar Uji", "title: 2026", 2, "`title` is `2026`: write a text in quotes, or leave the key out"),
        ("title: Kabar Uji", "title: ''", 2, "`title` is empty: write it"),
        ("platform: feed", "platform: feed\ncovers: NTB, Bali", 9,
         "`covers` is `NTB, Bali`: write a list: `covers: [NTB, Bali]`"),
        ('["http://kabar-uji.example/rss"]', "http://kabar-uji.example/rss", 10,
         "`urls` is `http://kabar-uji.example/rss`: write a list: `urls: ['http://kabar-uji.example/rss']`"),
        ("discovery:\n", "expect: many\ndiscovery:\n", 9,
         "`expect` is `many`: write its keys below it, each on a line of its own and two blanks in"),
        ("discovery:\n", "expect: {date_share_min: 80}\ndiscovery:\n", 9, "`date_share_min` is `80`: write 1 or less"),
        ("discovery:\n", "politeness: {max_requests: few}\ndiscovery:\n", 9,
         "`max_requests` is `few`: write a whole number"),
        ("discovery:\n", "enabled: perhaps\ndiscovery:\n", 9, "`enabled` is `perhaps`: write true or false"),
        ("discovery:\n", "verified: soon\ndiscovery:\n", 9,
         "`verified` is `soon`: write a day as in 2026-11-26, or null"),
        ("discovery:\n", "province: Kepulauan Riau\ndiscovery:\n", 9,
         "`Kepulauan Riau` is no short name of a province: write Kepri"),
        ("discovery:\n", "covers: [Bali, kalbar]\ndiscovery:\n", 9,
         "`kalbar` is no short name of a province: write Kalbar"),
        ("discovery:\n", "province: Java\ndiscovery:\n", 9,
         "`Java` is no short name of a province: write for example NTB or Jatim, or leave the key out"),
        ("hosts: [kabar-uji.example]", 'hosts: ["https://Kabar-uji.example/"]', 7,
         "`https://Kabar-uji.example/` is no host name: write kabar-uji.example"),
        ("hosts: [kabar-uji.example]", "hosts: []", 7, "`hosts` is an empty list: write at least one"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_said_once_and_in_words(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert _found(tmp_path, old, new) == [(line, message)]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("kabar-uji.example/rss", "is no address: write it whole"),
        ("http://kabaruji.co.id/rss", "host `kabaruji.co.id` is not in `hosts`"),
        ("http://kabar-uji.example/{tanggal}", "`{tanggal}` is not filled in: write {date:%Y-%m-%d}"),
        ("http://kabar-uji.example/{date}", "`{date}` is not filled in: write {date:%Y-%m-%d}"),
        ("http://kabar-uji.example/{date:YYYY-MM-DD}", "write {date:%Y-%m-%d}"),
        ("http://kabar-uji.example/{DD}.{MM}.{YYYY}", "`{MM}` is not filled in: write {date:%m}; `{YYYY}`"),
        ("http://kabar-uji.example/{tahun}/{bulan}/{tanggal}", "`{tanggal}` is not filled in: write {date:%d}"),
        ("http://kabar-uji.example/?t={date:%d%2F%m}", "{date:%d}%2F{date:%m}"),
        ("http://kabar-uji.example/?p={halaman}", "`{halaman}` is not filled in: write {page}"),
        ("http://kabar-uji.example/?p={offset}", "`{offset}` is not filled in: write {offset:20}"),
        ("http://kabar-uji.example/{kanal}", "{page} or {offset:20}, or the value itself"),
        ("http://kabar-uji.example/{page", "open and close the brace"),
        ("http://kabar-uji.example/%Y/%m", "put the day between braces"),
        ("http://kabar-uji.example/arsip?hari=2026-11-26", "is one fixed day: write {date:%Y-%m-%d}"),
        ("http://kabar-uji.example/26/11/2026/", "`26/11/2026` is one fixed day: write {date:%d/%m/%Y}"),
        ("http://kabar-uji.example/?d=26%2F11%2F2026", "write {date:%d}%2F{date:%m}%2F{date:%Y}"),
        ("http://kabar-uji.example/20261126", "write {date:%Y%m%d}"),
    ],
)
def test_an_address_that_would_not_be_asked_as_meant(tmp_path: Path, address: str, words: str) -> None:
    text = SOUND.replace("http://kabar-uji.example/rss", address).replace("platform: feed", "platform: listing")
    _write(tmp_path, text)
    (problem,) = lint(tmp_path)
    assert (problem.line, words in problem.message) == (10, True), problem


@pytest.mark.parametrize(
    "address",
    [
        "http://kabar-uji.example/{date:%Y/%m/%d}?halaman={page}",
        "http://kabar-uji.example/?tgl={date:%d}%2F{date:%m}%2F{date:%Y}&mulai={offset:20}",
        "http://kabar-uji.example/{date:%-d-%B-%Y}",
        "http://kabar-uji.example/tag/pemilu-2026/99999999/2026-13-45",
    ],
)
def test_addresses_that_are_asked_as_meant(tmp_path: Path, address: str) -> None:
    assert _found(tmp_path, f'platform: feed\ndiscovery:\n  urls: ["{RSS}"]', f'platform: listing\ndiscovery:\n  urls: ["{address}"]') == []  # fmt: skip


def test_a_wrong_host_is_named_once_and_a_fixed_day_of_a_feed_is_left(tmp_path: Path) -> None:
    addresses = ", ".join(f'"http://lain.example/{number}"' for number in range(9))
    (found,) = _found(tmp_path, f'["{RSS}"]', f"[{addresses}]")
    assert found == (10, "host `lain.example` is not in `hosts`: add it there or correct the address")
    assert _found(tmp_path, RSS, "http://kabar-uji.example/2026/11/26/rss") == []


@pytest.mark.parametrize(
    ("added", "line", "words"),
    [
        ("  path_allow: https://kabar-uji.example/daerah/\n", 11, "write '^/daerah/'"),
        ("  path_deny: ^foto/\n", 11, "write '^/foto/'"),
        (
            "  days: 31\n  max_pages: 10\n",
            11,
            "ask for 310 pages (`days` x `urls` x `max_pages`), `max_requests` allows 300",
        ),
        ("  days: 1\n", 11, "loses what was published before midnight"),
        ("expect: {per_week_min: 9, per_week_max: 3}\n", 11, "exchange them"),
        ("expect: {per_week_min: 9000}\npoliteness: {max_requests: 30, per_day: 300}\n", 11, "cannot be reached"),
    ],
)
def test_what_cannot_hold_is_named_at_its_key(tmp_path: Path, added: str, line: int, words: str) -> None:
    text = SOUND.replace(RSS, "http://kabar-uji.example/{date:%Y}/{page}").replace(
        "platform: feed", "platform: listing"
    )
    _write(tmp_path, text + added)
    assert [problem.line for problem in lint(tmp_path) if words in problem.message] == [line], lint(tmp_path)


def test_haste_is_for_hosts_of_our_own(tmp_path: Path) -> None:
    hasty = SOUND + "politeness: {delay_s: 0.2}\n"
    _write(tmp_path, hasty)
    assert lint(tmp_path) == []
    _write(tmp_path, hasty.replace("kabar-uji.example", "kabaruji.co.id").replace("http:", "https:"))
    (problem,) = lint(tmp_path)
    assert (problem.line, "not polite: write 0.5 or more" in problem.message) == (11, True)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  urls:", "\turls:", 10, "replace the tab by blanks"),
        ("Invented.", "Read: quoting is welcome", 6, "put the text in quotes, because a colon stands in it"),
        ("publisher:", "  publisher:", 3, "same column"),
        ("title: Kabar Uji", "title: [", 2, "close the bracket"),
        ("title: Kabar Uji", 'title: "Kabar Uji', 2, "close the quotation mark"),
        ("title: Kabar Uji", "title:Kabar Uji", 2, "a blank after the colon"),
        ("title: Kabar Uji", "title: @kabaruji", 2, "put the text in quotes"),
        ("title: Kabar Uji", "title: *kabaruji", 2, "put the text in quotes"),
        ("title: Kabar Uji", "title: 'Kabar' Uji", 2, "one pair of quotes"),
        ("title: Kabar Uji", r'title: "Kabar \. Uji"', 2, "single quotes"),
        (f'"{RSS}"', "http://kabar-uji.example/{date:%Y}", 10, "put the address in quotes"),
        ("platform: feed", "platform: feed\nverified: 2026-13-45", 9, "`2026-13-45` is no day of the calendar"),
        ("Kabar Uji\n", "Kabar\x01Uji\n", 2, "invisible sign"),
        ("kind: news", "---\nkind: news", 4, "one source in a file"),
    ],
)
def test_a_fault_of_the_layout_is_said_without_words_of_yaml(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    (found,) = _found(tmp_path, old, new)
    assert (found[0], words in found[1]) == (line, True), found


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kabar-uji.yml"
    path.write_bytes(SOUND.replace("Invented.", "Café.").encode("latin-1"))
    assert str(lint(tmp_path)[0]) == "kabar-uji.yml:6: not readable as YAML: save the file as UTF-8"
    path.write_text(SOUND.replace("Invented.", "“Invented”: ‘yes’."), encoding="utf-8-sig")
    assert lint(tmp_path)[0].line == 6
    path.write_text(SOUND.replace("Invented.", "“Invented”, ‘yes’."), encoding="utf-8-sig")
    assert lint(tmp_path) == []


@given(
    st.lists(
        st.sampled_from(
            [
                *"abc:,-[]{}'\"#&*!|>%@`\t\n ",
                "id: ",
                "urls: ",
                "yes",
                "1: ",
                "2026-13-01",
                "<<: ",
                "!!int ",
                "!!timestamp ",
            ]
        ),
        max_size=30,
    )
)
@example(parts=["!!int "])
def test_no_file_is_so_wild_that_lint_fails(parts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wild.yml"
        path.write_text(SOUND + "".join(parts), encoding="utf-8")
        for problem in lint(Path(folder), NOW):
            assert 1 <= problem.line <= len(path.read_text(encoding="utf-8").splitlines())
            assert not re.search(r"tuple|Input should|pattern|instance", problem.message), problem.message


def test_a_copy_is_told_to_have_its_own_id(tmp_path: Path) -> None:
    _write(tmp_path, SOUND)
    _write(tmp_path, SOUND, "lain.yml")
    (problem,) = lint(tmp_path)
    assert str(problem) == "lain.yml:1: id `kabar-uji` is that of kabar-uji.yml: give the copy its own id and file name"
    with pytest.raises(SourceError, match=r"lain\.yml:1"):
        load_sources(tmp_path)
    (tmp_path / "kabar-uji.yml").rename(tmp_path / "baru.yml")
    assert any("id `kabar-uji` is in baru.yml too" in problem.message for problem in lint(tmp_path))


@pytest.mark.parametrize("name", ["kabar-uji.yaml", "kabar-uji.YML", "kabar-uji.yml.txt"])
def test_a_file_that_would_not_be_read_is_named(tmp_path: Path, name: str) -> None:
    _write(tmp_path, SOUND, name)
    assert [str(problem) for problem in lint(tmp_path)] == [f"{name}:1: this file is not read: name it kabar-uji.yml"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no folder"):
        lint(tmp_path / "none")
