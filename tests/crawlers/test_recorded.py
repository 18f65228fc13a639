"""Every recorded case of a platform or a source is read as its `case.yml` says, and a second poll lands nothing twice."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawlers.source import Platform, Source
from tests.crawlers.conftest import Home, Web
from tests.crawlers.replay import RECORDED, Case, Outcome, Visit, case_files, load_case, replay
from warehouse.contracts import Document, RegisterRow

FILES = case_files()
THROUGH_THE_NETWORK = ("platforms/feed_full_text", "platforms/register_job_orders")


@pytest.mark.parametrize("path", FILES, ids=[path.parent.relative_to(RECORDED).as_posix() for path in FILES])
def test_recorded_case(path: Path, tmp_path: Path) -> None:
    case = load_case(path)
    asked: set[str] = set()
    for number, visit in enumerate(case.visits, start=1):
        outcome = replay(case, visit, tmp_path, f"run-{number}")
        asked |= set(outcome.asked)
        _compare(visit, outcome)
    recorded = {url for visit in case.visits for url in visit.pages}
    assert recorded <= asked, f"recorded, but never asked for: {sorted(recorded - asked)}"


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
    assert [_plain(item.url or "", case) for item in found.documents] == [item.url for item in home.documents()]
    assert [item.text for item in found.documents] == [item.text for item in home.documents()]
    assert (run.listed, run.parsed, run.register_rows) == (
        found.run.listed,
        found.run.parsed,
        found.run.register_rows,
    )
    assert run.parsed + run.register_rows > 0


def _plain(text: str, case: Case) -> str:
    for host in case.source.hosts:
        text = text.replace(f"https://{host}", f"http://{host}")
    return text


def _compare(visit: Visit, outcome: Outcome) -> None:
    expected = visit.expected
    documents = {document.url: document for document in outcome.documents}
    assert len(documents) == len(outcome.documents), "a document was landed twice"
    told = {item["url"]: item for item in expected.get("documents") or []}
    assert set(documents) == set(told)
    for url, item in told.items():
        _compare_document(documents[url], item)
    rows = {row.key: row for row in outcome.rows}
    if "rows" in expected:
        assert set(rows) == {item["key"] for item in expected["rows"]}
        for item in expected["rows"]:
            _compare_row(rows[item["key"]], item)
    for count, value in (expected.get("health") or {}).items():
        assert getattr(outcome.run, count) == value, count
    if "refused" in expected or "source" in expected:
        assert outcome.run.refused == (expected.get("refused") or {})
    if "reasons" in expected:
        assert (outcome.run.reason or "").split(", ") == (expected["reasons"] or [""])


def _compare_document(document: Document, item: dict[str, Any]) -> None:
    for name, value in item.items():
        if name == "text_starts":
            assert document.text.startswith(value), document.text[:200]
        elif name == "text_ends":
            assert document.text.endswith(value), document.text[-200:]
        elif name == "text_contains":
            assert [part for part in value if part not in document.text] == []
        elif name == "text_lacks":
            assert [part for part in value if part in document.text] == []
        elif name == "job":
            assert document.job is not None
            assert {key: getattr(document.job, key) for key in value} == value
        elif name == "published_at":
            assert document.published_at == (None if value is None else datetime.fromisoformat(str(value)))
        else:
            assert getattr(document, name) == value, name


def _compare_row(row: RegisterRow, item: dict[str, Any]) -> None:
    """Days as YAML reads them."""
    assert {name: getattr(row, name) for name in item} == item
