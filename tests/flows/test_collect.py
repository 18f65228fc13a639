from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.collect import CrawlRequest
from crawlers.source import Source
from crawlers.twin import serve_twin, twin_sources, week_base
from flows.collect import choose, collect, failed_sources, keep_source_runs, kept_source_runs, request_of
from flows.errors import NotFoundError, UsageError
from flows.logs import open_log
from flows.runs import Run, new_run_id, since_of
from warehouse.contracts import SourceRun

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


def run_in(home: Path, proxy: str | None = None) -> Run:
    return Run(home=home, run_id=new_run_id(NOW), now=NOW, proxy=proxy)


def source_run(**changes: object) -> SourceRun:
    base = SourceRun(run_id="r", source="s", started_at=NOW, ended_at=NOW, reached=True, listed=10, parsed=8)
    return base.model_copy(update=changes)


def test_an_unknown_source_suggests_the_nearest() -> None:
    known = {source.id: source for source in twin_sources()}
    first = next(iter(known))
    with pytest.raises(NotFoundError, match=f"did you mean `{first}`"):
        choose(known, [f"{first}x"])
    with pytest.raises(NotFoundError, match="sources list"):
        choose(known, ["qqqq"])


def test_sources_without_permission_are_left_out_and_refused_by_name() -> None:
    good, other = twin_sources()[:2]
    asked = other.model_copy(update={"permission": "asked", "enabled": False})
    known = {good.id: good, asked.id: asked}
    assert choose(known, []) == [good]
    with pytest.raises(UsageError, match="permission"):
        choose(known, [asked.id])


def test_one_failing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = twin_sources()[0], twin_sources()[1]
    with serve_twin(week_base(NOW)) as twin, open_log(tmp_path / "logs", "run") as log:
        run = run_in(tmp_path, twin.proxy_url)

        def request(source: Source) -> CrawlRequest:
            made = request_of(run, source, None)
            return made.model_copy(update={"proxy": "http://127.0.0.1:1", "timeout_s": 20}) if source == bad else made

        results = collect([bad, good], request, log, at_once=2)
    assert [item.source for item in results] == [bad.id, good.id]
    assert not results[0].reached
    assert results[1].parsed > 0
    assert failed_sources(results) == [bad.id]
    assert (tmp_path / "logs" / "run.jsonl").read_text().count('"crawled"') == 2


def test_what_counts_as_a_failed_source() -> None:
    assert failed_sources([source_run()]) == []
    assert failed_sources([source_run(parsed=0, blocked=1)]) == [], "the other nine had been seen"
    assert failed_sources([source_run(parsed=0, blocked=9, failed=1)]) == ["s"]
    assert failed_sources([source_run(reached=False)]) == ["s"]
    assert failed_sources([source_run(listed=0, parsed=0)]) == []


def test_source_runs_survive_a_killed_run(tmp_path: Path) -> None:
    keep_source_runs(tmp_path, "a", [source_run(source="one")])
    keep_source_runs(tmp_path, "b", [source_run(source="two")])
    assert [run.source for run in kept_source_runs(tmp_path)] == ["one", "two"]


def test_since() -> None:
    assert since_of(None, NOW) is None
    assert since_of("7d", NOW) == NOW - timedelta(days=7)
    assert since_of("12h", NOW) == NOW - timedelta(hours=12)
    assert since_of("2026-11-01", NOW) == datetime(2026, 11, 1, tzinfo=UTC)
    for text in ("7", "d", "-1d", "99999999999w", "soon"):
        with pytest.raises(UsageError, match="--since"):
            since_of(text, NOW)


def test_the_log_takes_no_texts(tmp_path: Path) -> None:
    with open_log(tmp_path, "r") as log:
        log.info("crawled", source="s", title="Nama Seseorang", text="0812-0000-1234")
    assert "Seseorang" not in (tmp_path / "r.jsonl").read_text()
    assert "0000" not in (tmp_path / "r.jsonl").read_text()
