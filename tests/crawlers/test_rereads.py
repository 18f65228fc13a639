"""Pages that are read again, and texts that stand under two addresses: what a second look may and may not do."""

from pathlib import Path

import pytest

from tests.crawlers.conftest import LONG, article, feed
from tests.crawlers.test_what_is_not_lost import RECENT, ROOT, SECOND, MakeSource, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.at(tmp_path)


def index_of(paths: list[str]) -> str:
    return "<html><body>" + "".join(f'<a class="j" href="{path}">x</a>' for path in paths) + "</body></html>"


def test_a_page_is_read_again_though_no_list_names_it_any_more(site: Site, source_of: MakeSource) -> None:
    source, path = source_of("feed", "/rss"), "/a/berita-yang-diralat"
    site.put("/rss", feed((path, "Diralat", RECENT)), kind="text/xml")
    site.put(path, article("Diralat", LONG, SECOND))
    assert site.poll(source).parsed == 1
    site.put("/rss", feed(("/a/berita-lain-sekali", "Lain", RECENT)), kind="text/xml")
    site.put("/a/berita-lain-sekali", article("Lain", f"Lain. {LONG}", SECOND))
    site.put(path, article("Diralat", LONG, SECOND, "RALAT: nama tersangka yang benar dicantumkan di sini."))
    assert site.poll(source, hours=1).edited == 0, "too early to trouble the site"
    assert site.poll(source, hours=13).edited == 1
    assert "RALAT" in site.documents[0].text
    site.put(path, "hilang", status=404)
    assert site.poll(source, hours=37).refused == {}, "what is gone keeps its last text"
    assert path not in (site.poll(source, hours=60), site.asked)[1], "and is let alone"


def test_a_page_that_cannot_be_had_again_is_tried_at_the_next_poll(site: Site, source_of: MakeSource) -> None:
    source, path = source_of("feed", "/rss"), "/a/berita-yang-diralat"
    site.put("/rss", feed((path, "Diralat", RECENT)), kind="text/xml")
    site.put(path, article("Diralat", LONG, SECOND))
    site.poll(source)
    site.put(path, "oops", status=500)
    assert site.poll(source, hours=13).edited == 0
    site.put(path, article("Diralat", LONG, SECOND, "RALAT: keterangan ini telah diperbaiki oleh redaksi."))
    assert site.poll(source, hours=14).edited == 1


def whole_feed(*items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>Kapal Karam</title><link>{ROOT}{path}</link><pubDate>{RECENT}</pubDate>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
        for path, text in items
    )
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {namespace}><channel><title>x</title>{entries}</channel></rss>'


def test_a_whole_text_under_two_addresses_is_one_document_and_its_edit_a_version(
    site: Site, source_of: MakeSource
) -> None:
    source = source_of("feed", "/rss")
    first, second = "/daerah/kapal-karam-di-selat", "/pilihan/hukum/daerah/kapal-karam-di-selat"
    text = " ".join([LONG, SECOND] * 3)
    site.put("/rss", whole_feed((first, text), (second, text)), kind="text/xml")
    run = site.poll(source)
    assert (run.parsed, run.duplicates, run.listed) == (1, 1, 2)
    site.put("/rss", whole_feed((second, text)), kind="text/xml")
    assert site.poll(source, hours=1).parsed == 0, "the second address is remembered"
    edited = f"{text} RALAT: jumlah penumpang dua puluh orang."
    site.put("/rss", whole_feed((second, edited), (first, edited)), kind="text/xml")
    run = site.poll(source, hours=2)
    assert (run.parsed, run.edited) == (0, 1), "an edit without a stamp is seen: the text is at hand"
    assert [document.url for document in site.documents] == [ROOT + first]


def test_pages_that_lose_their_date_are_told_before_new_ones_come(site: Site, source_of: MakeSource) -> None:
    paths = [f"/a/berita-ke-{number}-hari-ini" for number in range(1, 5)]
    site.put("/indeks", index_of(paths))
    for path in paths:
        site.put(path, article(path, f"{path} {LONG}", SECOND))
    source = source_of("listing", "/indeks", discovery={"link_css": "a.j"})
    assert (site.poll(source).with_date, site.poll(source, hours=1).alarms) == (4, ())
    for path in paths:
        site.put(path, article(path, f"{path} {LONG}", SECOND, date=""))
    run = site.poll(source, hours=13)
    assert (run.rule, run.state) == ("dates_gone", "degraded")
    assert site.poll(source, hours=37).rule == "dates_gone"


def test_pages_that_never_bore_a_date_are_not_accused_of_losing_it(site: Site, source_of: MakeSource) -> None:
    paths = [f"/a/berita-ke-{number}-hari-ini" for number in range(1, 5)]
    site.put("/rss", feed(*((path, path, RECENT) for path in paths)), kind="text/xml")
    for path in paths:
        site.put(path, article(path, f"{path} {LONG}", SECOND, date=""))
    source = source_of("feed", "/rss")
    site.poll(source)
    assert site.poll(source, hours=13).alarms == ()
