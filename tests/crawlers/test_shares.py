"""What one run may ask for is shared among the lists of its source."""

from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawlers.spiders.shares import Shares

PAGE = Request("http://kabar.example/a/satu")
NAMES = st.lists(st.sampled_from("abc"), max_size=60)


@given(NAMES, st.integers(1, 30))
def test_every_list_has_its_part_and_no_room_is_left_unused(named: list[str], pages: int) -> None:
    shares = Shares(lists=3, pages=pages, links=1000)
    now = [walk for walk in named if shares.plan(walk, PAGE) == "now"]
    part = max(1, pages // 3)
    if pages >= 3:
        assert all(now.count(walk) == min(part, named.count(walk)) for walk in "abc")
    later, n_left = shares.release()
    assert len(now) + len(later) == min(pages, len(named))
    assert n_left <= len(named) - len(now) - len(later)
    assert shares.release() == ([], 0)


@given(st.integers(1, 50), st.integers(1, 9))
def test_links_beyond_the_part_of_a_list_are_counted(links: int, lists: int) -> None:
    shares = Shares(lists=lists, pages=10, links=links)
    part = max(1, links // lists)
    assert [shares.beyond("a") for _ in range(part + 2)][-3:] == [0, 1, 2][-min(3, part + 2) :]
    assert shares.beyond("b") <= 1 - part
