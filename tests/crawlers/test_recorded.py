"""Every recorded case of a platform or a source is read as its `case.yml` says, and a second poll lands nothing twice."""

import re
from pathlib import Path

import pytest
import yaml

from crawlers.source import Platform, Source
from tests.crawlers.compared import compare
from tests.crawlers.conftest import Home, Web
from tests.crawlers.replay import RECORDED, Case, case_files, load_case, replay

FILES = case_files()
THROUGH_THE_NETWORK = ("platforms/feed_full_text", "platforms/register_job_orders")


@pytest.mark.parametrize("path", FILES, ids=[path.parent.relative_to(RECORDED).as_posix() for path in FILES])
def test_recorded_case(path: Path, tmp_path: Path) -> None:
    case = load_case(path)
    asked: set[str] = set()
    for number, visit in enumerate(case.visits, start=1):
        outcome = replay(case, visit, tmp_path, f"run-{number}")
        asked |= set(outcome.asked)
        compare(visit, outcome)
    recorded = {url for visit in case.visits for url in visit.pages}
    assert recorded <= asked, f"in `pages`, but never asked for, take it out: {sorted(recorded - asked)}"


def test_every_platform_has_a_case() -> None:
    assert {load_case(path).source.platform for path in FILES} == set(Platform.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", THROUGH_THE_NETWORK)
def test_a_real_crawl_reads_the_same(name: str, web: Web, home: Home) -> None:
    """The proxy of the tests speaks no TLS: the case's hosts are asked over http."""
    case = load_case(RECORDED / name / "case.yml")
    visit = case.visits[0]
    for url, page in visit.pages.items():
        kind = page.headers["Content-Type"]
        web.pages[_plain(url, case)] = (page.status, kind, _plain(page.body.decode(), case).encode())
    source = Source.model_validate(yaml.safe_load(_plain(case.source.model_dump_json(), case)))
    run = home.crawl(source, since=visit.since, now=visit.now)
    found = replay(case, visit, home.folder / "replay", "run-1")
    assert {_plain(item.url or "", case) for item in found.documents} == {item.url for item in home.documents()}
    assert {item.text for item in found.documents} == {item.text for item in home.documents()}
    assert (run.listed, run.parsed, run.register_rows) == (
        found.run.listed,
        found.run.parsed,
        found.run.register_rows,
    )
    assert run.parsed + run.register_rows > 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "documents:",
            "dokuments:",
            "unknown key `dokuments`: did you mean `documents`? Allowed are documents, health,",
        ),
        ("titel: Kapal", "titles: Kapal", "documents: unknown key `titles`: did you mean `title`?"),
        ("{text: satu}", "{txt: satu}", "pages: unknown key `txt`: did you mean `text`?"),
        ("{text: satu}", "{file: satu.html}", "satu.html does not exist: add it"),
        ("health: {listed: 1}", "health: {lists: 1}", "health: unknown key `lists`: did you mean `listed`?"),
        ("00:00:00Z", "00:00:00", "has no time zone: write it as in"),
        ("now:", "note:", "`source`, `now` and `pages` are needed"),
        ("source:", "source: kabar-rumah #", "put the file of `kabar-rumah` into crawlers/sources, or write its keys"),
    ],
)
def test_a_mistake_in_a_case_is_named_with_its_mend(tmp_path: Path, old: str, new: str, words: str) -> None:
    """`titel` becomes a sound key after the replacement, so that each mistake is alone."""
    text = """\
source: {platform: feed, hosts: [uji.example], discovery: {urls: ["http://uji.example/rss"]}}
now: "2026-11-26T00:00:00Z"
pages:
  http://uji.example/rss: {text: satu}
documents:
  - url: http://uji.example/satu
    titel: Kapal
health: {listed: 1}
"""
    path = tmp_path / "case.yml"
    path.write_text(text.replace(old, new).replace("titel:", "title:"), encoding="utf-8")
    with pytest.raises(AssertionError, match=re.escape(words)):
        load_case(path)


def _plain(text: str, case: Case) -> str:
    for host in case.source.hosts:
        text = text.replace(f"https://{host}", f"http://{host}")
    return text
