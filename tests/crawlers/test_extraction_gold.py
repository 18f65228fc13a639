"""What the reader must reach on the saved news pages, against the hand-made gold, in one run with trafilatura."""

import statistics

import pytest

from benchmarks.extraction import Compared, compare
from tests.crawlers.gold import PAGES, f1


@pytest.fixture(scope="module")
def compared() -> list[Compared]:
    if not PAGES.is_dir():
        pytest.skip("the shared saved pages are not here")
    return compare()


def test_text(compared: list[Compared]) -> None:
    ours = statistics.mean(item.ours for item in compared)
    assert len(compared) >= 25
    assert ours >= 0.96
    assert ours > max(statistics.mean(getattr(item, key) for item in compared) for key in ("alone", "alone_precise"))
    assert min(item.ours for item in compared) >= 0.9, [item.page.name for item in compared if item.ours < 0.9]


def test_text_of_an_outlet_whose_template_is_unknown(compared: list[Compared]) -> None:
    assert statistics.mean(item.blind for item in compared) > statistics.mean(item.alone_precise for item in compared)


def test_title_and_day(compared: list[Compared]) -> None:
    assert statistics.mean(item.title_right for item in compared) >= 0.97
    assert statistics.mean(item.day_right for item in compared) >= 0.97


def test_no_line_of_other_articles_is_left(compared: list[Compared]) -> None:
    assert not [item.page.name for item in compared if item.leaks]


def test_the_measure() -> None:
    assert f1("satu dua dua", "satu dua dua") == 1
    assert f1("satu dua", "satu tiga") == 0.5
    assert f1("", "satu") == 0
