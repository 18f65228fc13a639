import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.fieldtypes import PROVINCES
from crawlers.source import ArticleRules, Discovery, Source
from crawlers.source_files import SHIPPED, lint, load_sources
from crawlers.sources_page import PAGE, page, reached
from tests.crawlers.compared import compare
from tests.crawlers.replay import load_case, replay

GUIDE = PAGE.with_name("adding-a-source.md").read_text(encoding="utf-8")

SENDING = (
    "NTB",
    "NTT",
    "Jatim",
    "Jabar",
    "Jateng",
    "Lampung",
    "Sumut",
    "Kepri",
    "Kalbar",
    "Kaltara",
    "Sulut",
    "Sulsel",
)
"""Provinces that migrants leave from or cross a border in."""


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, Source]:
    return load_sources(SHIPPED)


def _source(name: str, **changes: object) -> Source:
    told = {
        "id": name, "title": f"Kabar {name}", "publisher": "PT Uji", "kind": "news", "permission": "not_needed", "platform": "feed",
        "terms_note": "Invented | for a test.", "hosts": ["uji.example"], "discovery": Discovery(urls=("http://uji.example/rss",)),
    }  # fmt: skip
    return Source.model_validate(told | changes)


def test_the_page_is_not_stale(shipped: Mapping[str, Source]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(shipped), "run `python -m crawlers.sources_page`"


def test_there_are_enough_sources_and_most_are_enabled(shipped: Mapping[str, Source]) -> None:
    sources = shipped.values()
    assert len(sources) >= 110
    assert sum(source.enabled for source in sources) >= 70


def test_every_province_is_reached_by_an_enabled_source(shipped: Mapping[str, Source]) -> None:
    enabled = [source for source in shipped.values() if source.enabled]
    where = reached(enabled)
    assert len(where) == 38
    assert [name for name, group in where.items() if not group] == []
    assert {name: len(where[name]) for name in SENDING if len(where[name]) < 3} == {}


def test_files_stay_short_and_say_where_their_facts_come_from(shipped: Mapping[str, Source]) -> None:
    for path in SHIPPED.glob("*.yml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 35, path.name
    assert [source.id for source in shipped.values() if not source.evidence] == []


def test_a_source_stands_under_its_kind_and_province_with_the_reason_why_it_is_off() -> None:
    text = page(
        {
            source.id: source
            for source in (
                _source("selat", province="Kepri", covers=["Riau"], title_en="Strait", verified=date(2026, 9, 1)),
                _source("tertutup", province="Kepri", permission="none", enabled=False),
                _source("abroad", language="en"),
                _source("pasar", kind="jobs"),
            )
        }
    )
    kepri = text.partition("### News: Kepri")[2].partition("###")[0]
    assert "Kabar selat (Strait) | feed | not needed | yes | hourly | 2026-09-01 |" in kepri
    assert "| none | no: Invented \\| for a test. | hourly | not yet |" in kepri
    assert "| Kepri | selat | tertutup |" in text
    assert "| Riau | selat |  |" in text
    assert "| Aceh | **none** |  |" in text
    assert "[abroad]" in text.partition("### News: Abroad")[2].partition("###")[0]
    assert "[pasar]" in text.partition("## Job boards")[2]
    assert "| All | 4 | 3 | 3 | 1 | 0 | 0 | 1 |" in text


def test_all_provinces_are_listed_in_order() -> None:
    table = page({}).partition("## Provinces")[2]
    assert [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines() if "**none**" in line] == list(
        PROVINCES
    )


def test_the_examples_of_the_guide_are_sound_files(tmp_path: Path) -> None:
    _write_examples(tmp_path)
    assert {source.platform for source in load_sources(tmp_path).values()} == {"wordpress", "listing", "job_board"}
    assert lint(tmp_path, datetime(2026, 9, 2, tzinfo=UTC)) == []


def test_the_guide_lists_all_short_names() -> None:
    names = re.search(r"The 38 short names: ([^.]*)\.", GUIDE)
    assert names
    assert tuple(" ".join(names[1].split()).split(", ")) == PROVINCES


def test_the_recorded_page_of_the_guide_passes_and_fails_without_its_selectors(tmp_path: Path) -> None:
    _write_examples(tmp_path)
    files = dict(
        re.findall(r"`tests/crawlers/recorded/harian-teluk-senja/(\S+)`[^`]*\n\n```\w+\n(.*?)```", GUIDE, re.DOTALL)
    )
    assert set(files) == {"index.html", "article.html", "case.yml"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    case = load_case(tmp_path / "case.yml", sources=tmp_path)
    for number, visit in enumerate(case.visits):
        compare(visit, replay(case, visit, tmp_path / "home", f"run-{number}"))
    bare = replace(case, source=case.source.model_copy(update={"article": ArticleRules()}))
    with pytest.raises(AssertionError, match="Berita lain"):
        compare(case.visits[0], replay(bare, case.visits[0], tmp_path / "bare", "run-1"))


def _write_examples(folder: Path) -> None:
    for text, name in re.findall(r"```yaml\n(id: (\S+)\n.*?)```", GUIDE, re.DOTALL):
        assert text.count("\n") <= 35
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


def test_help_writes_nothing_and_the_command_of_the_guide_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawlers.sources_page"]
    assert ".venv/bin/python -m crawlers.sources_page" in GUIDE
    before = PAGE.stat().st_mtime_ns
    asked = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True, cwd=PAGE.parents[1])
    assert "docs/sources.md" in asked.stdout
    assert subprocess.run([*command, "--wrong"], capture_output=True, check=False, cwd=PAGE.parents[1]).returncode == 2
    assert PAGE.stat().st_mtime_ns == before
    copy = tmp_path / "repository"
    shutil.copytree(SHIPPED.parent, copy / "crawlers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SHIPPED.parents[1] / "warehouse", copy / "warehouse", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "docs").mkdir()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=copy)
    assert done.stdout.startswith("docs/sources.md is written, with ")
    assert (copy / "docs" / "sources.md").read_text(encoding="utf-8") == page(load_sources(SHIPPED))
    (copy / "crawlers" / "sources" / "broken.yml").write_text("id: broken\n")
    failed = subprocess.run(command, capture_output=True, text=True, check=False, cwd=copy)
    assert (failed.returncode, "broken.yml:1: " in failed.stderr, "Traceback" in failed.stderr) == (1, True, False)
