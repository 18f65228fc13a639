import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.urls import UrlError, canonical_url

_PARTS = st.text(alphabet="abcAZ01./?&=#%:@-_ é[]utmpage", max_size=40)


@given(st.text(max_size=40) | st.builds(lambda rest: f"http://m.kabar-uji.example/{rest}", _PARTS) | _PARTS)
def test_doing_it_twice_changes_nothing(url: str) -> None:
    try:
        once = canonical_url(url)
    except UrlError:
        return
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://Kabar-Uji.id/a/b?utm_source=x&id=3#top", "https://kabar-uji.id/a/b?id=3"),
        ("http://kabar-uji.id:80/a", "https://kabar-uji.id/a"),
        ("https://m.kabar-uji.id/a", "https://kabar-uji.id/a"),
        ("https://amp.kabar-uji.id/a/amp/", "https://kabar-uji.id/a"),
        ("https://kabar-uji.id/a?page=all", "https://kabar-uji.id/a/"),
        ("https://kabar-uji.id//berita//a?amp=1&fbclid=9", "https://kabar-uji.id/berita/a"),
        ("https://kabar-uji.id/?b=2&a=1", "https://kabar-uji.id/?a=1&b=2"),
    ],
)
def test_twins_are_one_page(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://kabar-uji.id/?p=12", "https://kabar-uji.id/?p=13"),
        ("https://kabar-uji.id/a?page=2", "https://kabar-uji.id/a"),
        ("https://kabar-uji.id/Ab", "https://kabar-uji.id/ab"),
        ("https://kabar-uji.id/index.php?cid=4", "https://kabar-uji.id/index.php?cid=5"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_invented_hosts_keep_their_scheme() -> None:
    assert canonical_url("http://kabar-uji.example/a") == "http://kabar-uji.example/a"


@pytest.mark.parametrize("url", ["", "kabar", "ftp://x.id/a", "mailto:a@x.id", "https://", "javascript:void(0)"])
def test_what_is_no_page_is_refused(url: str) -> None:
    with pytest.raises(UrlError):
        canonical_url(url)
