"""A look at sources, against the offline twin: what it says, and that it leaves the home as it was."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.remembered import Host
from crawlers.source import Source
from crawlers.state import State
from crawlers.twin import serve_twin, twin_sources, week_base
from flows import records
from flows.checking import Check, check
from flows.settings import Home, Settings
from tests.flows.conftest import Suar


def two() -> list[Source]:
    known = {source.id: source for source in twin_sources()}
    return [known["suara-timur"], known["bumigora-pos"]]


def test_a_look_says_what_came_and_keeps_only_that(suar: Suar, home: Path) -> None:
    with serve_twin(week_base(datetime.now(UTC))) as twin:
        code, out, _ = suar(
            "sources", "check", "suara-timur", "bumigora-pos", "--pages", "3", "--proxy", twin.proxy_url, "--json"
        )
        n_requests = len(twin.requests)
    found = {item["source"]: item for item in json.loads(out)}
    assert code == 0
    assert set(found) == {"suara-timur", "bumigora-pos"}
    assert n_requests <= 2 * 2 + 2 * 3, (
        "robots and listing of each, three pages of one; the other's come in its listing"
    )
    for item in found.values():
        assert (item["ok"], item["reached"], item["robots"], item["state"]) == (True, True, ["allowed"], "healthy")
        assert 0 < item["read"] <= 3 < item["listed"]
        assert item["with_date"] == item["with_body"] == item["read"]
        assert all(assertion["holds"] for assertion in item["assertions"])
        assert item["conditional_listing"]
        assert item["first"][0]["title"]
        assert item["verified"].startswith("verified: 20")
    assert found["bumigora-pos"]["conditional_pages"]
    assert found["suara-timur"]["conditional_pages"] is None
    place = Home.at(home)
    assert {path.name for path in home.iterdir() if not path.name.startswith(".")} == {"checks.jsonl"}
    kept = records.read(place.checks, Check)
    assert [item.source for item in kept] == ["suara-timur", "bumigora-pos"]
    assert not any(item.first for item in kept), "titles may name people"


def test_a_look_keeps_away_from_hosts_that_asked_for_it(home: Path) -> None:
    settings = Settings.load(home)
    source, now = two()[1], datetime.now(UTC)
    with State(settings.home.state) as state:
        closed = now + timedelta(hours=2)
        state.set_host(source.hosts[0], Host(next_at=now, closed_until=closed, why="rate_limited"))
    with serve_twin(week_base(now)) as twin:
        (found,) = check(settings, [source], now, pages=2, proxy=twin.proxy_url)
        assert twin.requests == []
    assert (found.ok, found.reached) == (False, False)
    assert found.refused
    assert found.verified is None


def test_some_failing_is_exit_code_3(suar: Suar) -> None:
    code, out, _ = suar("sources", "check", "suara-timur", "--proxy", "http://127.0.0.1:1")
    assert code == 3
    assert "suara-timur: NOT in order" in out
    assert "verified" not in out


def test_what_may_not_be_crawled_is_not_looked_at(suar: Suar) -> None:
    code, _, err = suar("sources", "check", "kompas")
    assert (code, "permission" in err) == (2, True)
    code, _, err = suar("sources", "check", "liputan6")
    assert (code, "contact" in err) == (1, True), "nobody is asked anonymously"
