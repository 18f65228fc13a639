from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.article import Extracted
from crawlers.extract.dates import ParsedDate
from crawlers.extract.pages import MOST, find_pages, join

URL = "https://kabar-uji.id/read/190/17/dua-belas-orang-batal-berangkat"
DATE = ParsedDate(datetime(2026, 11, 20, 3, 0, tzinfo=UTC), "minute", "printed", "20 November 2026 10:00 WIB")


def _page(*links: str, text: str = "") -> str:
    anchors = "".join(f'<a href="{link}">·</a>' for link in links)
    return f"<html><body><p>Isi berita.</p>{text}{anchors}</body></html>"


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        (_page("?page=2", "?page=3", "?page=2"), ("?page=2", "?page=3")),
        (_page("?page=2", text="<span>Halaman 1/3</span>"), ("?page=2", "?page=3")),
        (_page(text="<span>Halaman 1 dari 2</span>"), ("?page=2",)),
        (_page(text="<script>dataLayer = [{'articleTotalPages': 3}]</script>"), ("?page=2", "?page=3")),
        (_page(text='<div data-total-pages="2"></div>'), ("?page=2",)),
        (_page(f"{URL}/5", f"{URL}/10"), ("/5", "/10")),
        (_page(f"{URL}/5", f"{URL}/15"), ("/5", "/10", "/15")),
        (_page(f"{URL}/2/", f"{URL}/3"), ("/2/", "/3")),
        (_page(text=f'<link rel="next" href="{URL}?page=2">'), ("?page=2",)),
        (_page("?halaman=2"), ("?halaman=2",)),
    ],
)  # fmt: skip
def test_further_pages_are_found(html: str, addresses: tuple[str, ...]) -> None:
    pages = find_pages(html, URL)
    assert pages.addresses == tuple(URL + end for end in addresses)
    assert pages.count == len(addresses) + 1


@pytest.mark.parametrize(
    "link",
    ["https://lain.id/read/190/17/dua-belas-orang-batal-berangkat?page=2", "/read/191/17/polisi-tangkap-perekrut?page=2",
     "/read/190/17/dua-belas-orang-batal-berangkat?page=2&utm=x&id=7", "/indeks?page=2", "/tag/2", f"{URL}/20261120",
     "?page=99", "#page=2", "mailto:redaksi@kabar-uji.id", "https://[x/dua-belas-orang-batal-berangkat?page=2"],
)  # fmt: skip
def test_other_links_are_no_pages(link: str) -> None:
    assert find_pages(_page(link), URL).count == 1


def test_a_next_article_is_no_next_page() -> None:
    html = _page(text='<link rel="next" href="/read/191/17/polisi-tangkap-perekrut">')
    assert find_pages(html, URL).addresses == ()


def test_the_document_with_all_pages() -> None:
    assert find_pages(_page("?page=2", "?showpage=all"), URL).whole == f"{URL}?showpage=all"
    assert find_pages(_page("?page=2"), URL, "page=all").whole == f"{URL}?page=all"
    assert find_pages(_page(), URL, "page=all").whole is None


def test_endless_paging_ends() -> None:
    pages = find_pages(_page(*(f"?page={number}" for number in range(2, 90)), text="Halaman 1/99"), URL)
    assert pages.count == MOST


def test_pages_are_found_from_a_later_one() -> None:
    assert find_pages(_page("?page=2"), f"{URL}?page=1").addresses == (f"{URL}?page=2",)


FIRST = "Kalimat pertama pada halaman satu ini.\nKalimat kedua pada halaman satu ini."
SECOND = "Kalimat ketiga baru pada halaman dua ini."


def test_joined_pages_repeat_nothing_and_keep_page_one_s_metadata() -> None:
    first = Extracted(title="Judul", text=FIRST, published=DATE, provenance={"title": "jsonld"}, matched=("body:.a",))
    later = Extracted(title="Judul 2", text=f"{FIRST}\n{SECOND}", byline="Sri Uji", extra={"desk_code": "abc"},
                      provenance={"title": "css", "byline": "css"}, matched=("line:x",))  # fmt: skip
    joined = join([first, later])
    assert joined.text == f"{FIRST}\n{SECOND}"
    assert (joined.title, joined.published, joined.byline) == ("Judul", DATE, "Sri Uji")
    assert joined.provenance == {"title": "jsonld", "byline": "css"}
    assert joined.extra == {"desk_code": "abc"}
    assert joined.matched == ("body:.a", "line:x")


@pytest.mark.parametrize(
    "wrong", [Extracted(text=FIRST), Extracted(text="Selesai."), Extracted(rejected="empty"), Extracted(text="")]
)
def test_a_page_without_anything_new_ends_the_article(wrong: Extracted) -> None:
    third = Extracted(text="Kalimat keempat tidak boleh ikut terbaca lagi.")
    assert join([Extracted(text=FIRST), wrong, third]).text == FIRST


def test_nothing_to_join() -> None:
    with pytest.raises(ValueError, match="no pages"):
        join([])


@given(st.lists(st.sampled_from(["?page=2", f"{URL}/5", "/x", ""]) | st.text(max_size=30), max_size=8))
def test_any_links_end_within_the_limit(links: list[str]) -> None:
    pages = find_pages(_page(*links), URL)
    assert 1 <= pages.count <= MOST
    assert len(pages.addresses) == pages.count - 1
