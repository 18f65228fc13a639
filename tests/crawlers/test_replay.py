"""What was archived, read anew: the same rules give the same documents, other rules other ones, and nothing is asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.archive import ArchivedFetch, ArchiveReader
from crawlers.landing import pending, read_landed, read_rows
from crawlers.replay import Replayed, replay
from crawlers.source import Source
from crawlers.state import State
from tests.crawlers.conftest import LONG, NOW, Home, Web, article, feed
from tests.crawlers.replay import RECORDED, case_files, load_case
from tests.crawlers.replay import replay as poll
from warehouse.contracts import Document, document_id

SourceOf = Callable[..., Source]
FILES = case_files()
PATH = "/2026/11/23/dua-belas-orang-ditunda"


def fetches(folder: Path) -> list[ArchivedFetch]:
    with ArchiveReader(folder / "archive") as archive:
        return list(archive.fetches(datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)))


def again(home: Home, source: Source, wanted: Callable[[Document], bool] = lambda _: True) -> Replayed:
    """Into a landing of its own, long after."""
    request = home.request(
        source, run_id="reextract-2", now=NOW + timedelta(days=90), landing_dir=home.folder / "again"
    )
    with State(request.state_path) as state:
        return replay(fetches(home.folder), request, state, wanted)


def landed(folder: Path) -> list[Document]:
    return [document for path in pending(folder) for document in read_landed(path)]


@pytest.mark.parametrize("path", FILES, ids=[path.parent.relative_to(RECORDED).as_posix() for path in FILES])
def test_the_same_rules_read_the_same(path: Path, tmp_path: Path) -> None:
    """Every platform and every source with rules of its own."""
    case = load_case(path)
    first = poll(case, case.visits[0], tmp_path, "run-1")
    asked = Home(tmp_path, "")
    again(asked, case.source)
    found = {document.doc_id: document for document in landed(tmp_path / "again")}
    apart = {"fetched_at"}
    for document in first.documents:
        assert found.pop(document.doc_id).model_dump(exclude=apart) == document.model_dump(exclude=apart)
    assert not found
    rows = [row.model_dump(exclude={"seen_at"}) for row in read_rows(tmp_path / "again")]
    assert rows == [row.model_dump(exclude={"seen_at"}) for row in first.rows]


def one_article(web: Web, **parts: str) -> None:
    web.put("/feed/", feed((PATH, "Dua belas orang ditunda", "Mon, 23 Nov 2026 03:15:00 GMT")), kind="text/xml")
    web.put(PATH, article("Dua belas orang ditunda", LONG, LONG.replace("Petugas", "Kepala dinas"), **parts))


def test_other_rules_read_another_text_and_nobody_is_asked(web: Web, home: Home, source_of: SourceOf) -> None:
    source = source_of("feed", "/feed/")
    one_article(web, extra='<div class="entry-content"><p class="iklan">Pesan sekarang juga.</p></div>')
    home.crawl(source)
    (before,) = home.documents()
    asked = len(web.asked)
    changed = source.model_copy(update={"article": source.article.model_copy(update={"remove_css": ("p:last-child",)})})
    report = again(home, changed)
    (after,) = landed(home.folder / "again")
    assert (report.fetches, report.documents, report.unread) == (1, 1, 0)
    assert after.doc_id == before.doc_id
    assert (after.text_sha256, after.fetch_id) != (before.text_sha256, None)
    assert after.fetch_id == before.fetch_id
    assert len(web.asked) == asked


def test_relative_dates_are_read_against_the_time_of_the_fetch(web: Web, home: Home, source_of: SourceOf) -> None:
    web.put("/berita", f'<a href="{PATH}">Dua belas orang ditunda di pelabuhan</a>')
    web.put(PATH, article("Dua belas orang ditunda", LONG, LONG, date="3 jam yang lalu"))
    source = source_of("listing", "/berita", article={"date_css": ".detail__date"})
    home.crawl(source)
    (before,) = home.documents()
    again(home, source)
    (after,) = landed(home.folder / "again")
    assert before.published_at is not None
    assert abs((after.published_at or NOW) - before.published_at) < timedelta(minutes=2)
    assert abs(after.fetched_at - before.fetched_at) < timedelta(minutes=1)


def test_what_was_taken_down_stays_out(web: Web, home: Home, source_of: SourceOf) -> None:
    source = source_of("feed", "/feed/")
    one_article(web)
    home.crawl(source)
    (before,) = home.documents()
    with State(home.folder / "state.sqlite") as state:
        state.add_tombstone(before.doc_id)
    report = again(home, source)
    assert (report.fetches, report.documents) == (1, 0)
    assert landed(home.folder / "again") == []


def test_the_state_of_collecting_is_not_touched(web: Web, home: Home, source_of: SourceOf) -> None:
    source = source_of("feed", "/feed/")
    one_article(web)
    home.crawl(source)
    doc_id = document_id(url=f"http://kabar-uji.example{PATH}", source="", external_id=None, title="", text="")
    with State(home.folder / "state.sqlite") as state:
        before = (state.known(doc_id), state.polls(source.id))
    again(home, source.model_copy(update={"kind": "official"}))
    with State(home.folder / "state.sqlite") as state:
        assert (state.known(doc_id), state.polls(source.id)) == before


def test_what_is_not_wanted_is_counted_and_let_be(web: Web, home: Home, source_of: SourceOf) -> None:
    one_article(web)
    home.crawl(source_of("feed", "/feed/"))
    report = again(home, source_of("feed", "/feed/"), lambda document: document.title == "")
    assert (report.documents, report.refused) == (0, 1)


def test_what_a_feed_shows_at_every_poll_is_one_document(web: Web, home: Home, source_of: SourceOf) -> None:
    def entry(number: int) -> str:
        return (
            f"<item><title>Kabar {number}</title><link>http://kabar-uji.example/{number}</link>"
            f"<content:encoded><![CDATA[<p>{LONG}</p><p>{LONG} {number}</p>]]></content:encoded></item>"
        )

    def show(*numbers: int) -> None:
        space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        body = "".join(map(entry, numbers))
        web.put(
            "/feed/", f'<rss version="2.0" {space}><channel><title>K</title>{body}</channel></rss>', kind="text/xml"
        )

    source = source_of("feed", "/feed/")
    show(1, 2)
    home.crawl(source)
    show(3, 1, 2)
    home.crawl(source, run_id="run-3", now=NOW + timedelta(hours=1))
    report = again(home, source)
    assert (report.fetches, report.documents) == (2, 3)
    assert [document.title for document in landed(home.folder / "again")] == ["Kabar 1", "Kabar 2", "Kabar 3"]


def test_an_article_over_several_pages_is_joined_again(web: Web, home: Home, source_of: SourceOf) -> None:
    pager = f'<div class="pagination"><a href="{PATH}">1</a> <a href="{PATH}?page=2">2</a></div>'
    one_article(web, extra=pager)
    second = LONG.replace("Petugas", "Kepala imigrasi")
    web.put(f"{PATH}?page=2", article("Dua belas orang ditunda", second, extra=pager))
    source = source_of("feed", "/feed/")
    home.crawl(source)
    (before,) = home.documents()
    assert "Kepala imigrasi" in before.text, "two pages were joined"
    report = again(home, source)
    (after,) = landed(home.folder / "again")
    assert (report.fetches, report.documents) == (2, 1)
    assert (after.text, after.fetch_id) == (before.text, before.fetch_id)


def test_an_article_whose_other_pages_are_lost_ends_where_it_is(web: Web, home: Home, source_of: SourceOf) -> None:
    pager = f'<div class="pagination"><a href="{PATH}">1</a> <a href="{PATH}?page=2">2</a></div>'
    one_article(web, extra=pager)
    source = source_of("feed", "/feed/")
    home.crawl(source)
    report = again(home, source)
    (after,) = landed(home.folder / "again")
    (before,) = home.documents()
    assert (report.documents, after.text) == (1, before.text)
    assert abs(after.fetched_at - before.fetched_at) < timedelta(minutes=1)
