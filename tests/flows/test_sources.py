"""The registry of one installation: own files, permissions, what the list says of each source."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from crawlers.source_files import SHIPPED, load_sources
from crawlers.state import State
from flows import records
from flows.checking import Check
from flows.errors import NotFoundError, UsageError
from flows.records import RecordError
from flows.settings import Home
from flows.source_health import overview
from flows.sources import Permission, grant, named, own_problems, permissions, registry, withdraw
from tests.flows.conftest import Suar
from warehouse.contracts import SourceRun

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
OWN = {
    "id": "kabar-desa", "title": "Kabar Desa", "publisher": "Yayasan Kabar Desa", "kind": "news", "province": "NTB",
    "permission": "not_needed", "terms_note": "Invented.", "hosts": ["kabar-desa.example"], "platform": "feed",
    "discovery": {"urls": ["http://kabar-desa.example/feed/"]},
}  # fmt: skip


def put_own(home: Home, **changes: object) -> Path:
    home.sources.mkdir(parents=True, exist_ok=True)
    values = OWN | changes
    path = home.sources / f"{values['id']}.yml"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


@pytest.fixture
def place(home: Path) -> Home:
    return Home.at(home)


def closed_source() -> str:
    return next(source.id for source in load_sources(SHIPPED).values() if source.permission == "none")


def test_an_empty_home_has_the_shipped_sources_and_stays_empty(place: Home) -> None:
    assert registry(place) == load_sources(SHIPPED)
    assert own_problems(place) == []
    assert not place.root.exists()


def test_own_files_are_added_and_replace_those_shipped(place: Home) -> None:
    shipped = next(iter(load_sources(SHIPPED)))
    put_own(place)
    put_own(place, id=shipped, title="Unser Blatt")
    known = registry(place)
    assert known["kabar-desa"].province == "NTB"
    assert known[shipped].title == "Unser Blatt"
    assert list(known) == sorted(known)


def test_a_broken_own_file_is_left_out_with_what_it_replaces_and_the_others_stay(place: Home) -> None:
    shipped = next(iter(load_sources(SHIPPED)))
    put_own(place, id=shipped, kind="gossip")
    put_own(place)
    known = registry(place)
    assert shipped not in known
    assert "kabar-desa" in known
    (problem,) = own_problems(place)
    assert problem.file == str(place.sources / f"{shipped}.yml")
    row = next(row for row in overview(place, NOW) if row["id"] == shipped)
    assert (row["state"], row["rule"]) == ("broken", "file_not_usable")
    assert "kind" in row["detail"]


def test_the_last_word_on_a_permission_counts(place: Home) -> None:
    name = closed_source()
    grant(place, registry(place)[name], ref=" letter 12 ", by="Redaksi", at=NOW)
    granted = registry(place)[name]
    assert (granted.enabled, granted.refusal, granted.permission_ref) == (True, None, "letter 12")
    withdraw(place, granted, ref="mail 3", by=None, at=NOW + timedelta(days=1))
    back = registry(place)[name]
    assert (back.enabled, back.permission) == (False, "none")
    assert back.refusal is not None
    grant(place, back, ref="letter 20", by=None, at=NOW + timedelta(days=2))
    assert registry(place)[name].permission_ref == "letter 20"
    assert len(place.permissions.read_text().splitlines()) == 3


def test_a_publisher_may_refuse_what_needed_no_permission(place: Home) -> None:
    put_own(place)
    source = registry(place)["kabar-desa"]
    with pytest.raises(UsageError, match="needs no permission"):
        grant(place, source, ref="x", by=None, at=NOW)
    withdraw(place, source, ref="mail of today", by=None, at=NOW)
    refused = registry(place)["kabar-desa"]
    assert refused.refusal is not None
    grant(place, refused, ref="taken back", by=None, at=NOW)
    assert registry(place)["kabar-desa"] == source, "as its file has it"


def test_a_permission_needs_a_reference_and_a_source(place: Home) -> None:
    with pytest.raises(UsageError, match="--ref"):
        grant(place, registry(place)[closed_source()], ref="  ", by=None, at=NOW)
    with pytest.raises(NotFoundError, match=f"did you mean `{closed_source()}`"):
        named(registry(place), f"{closed_source()}x")


def test_a_line_that_a_crash_cut_was_never_said(place: Home) -> None:
    name = closed_source()
    grant(place, registry(place)[name], ref="letter 12", by=None, at=NOW)
    with place.permissions.open("ab") as file:
        file.write(b'{"source": "x", "withd')
    assert registry(place)[name].enabled
    withdraw(place, registry(place)[name], ref=None, by=None, at=NOW)
    assert [item.withdrawn for item in records.read(place.permissions, Permission)] == [False, True]


def test_a_damaged_record_is_named_and_never_passed_over(place: Home) -> None:
    place.root.mkdir(parents=True)
    place.permissions.write_text("nonsense\n")
    with pytest.raises(RecordError, match=r"permissions\.jsonl, line 1"):
        permissions(place)


def poll(source: str, days_ago: float, **changes: object) -> SourceRun:
    at = NOW - timedelta(days=days_ago)
    base = SourceRun(
        run_id="r", source=source, started_at=at, ended_at=at, reached=True, listed=9, parsed=3, state="healthy",
        rule="in_order", detail="The listing came.", next_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    return base.model_copy(update=changes)


def keep(place: Home, *runs: SourceRun) -> None:
    with State(place.state) as state:
        for run in runs:
            state.add_poll(run.source, run.started_at, run.model_dump_json())


def test_health_of_a_source_is_that_of_its_last_poll(place: Home) -> None:
    put_own(place)
    keep(
        place,
        poll("kabar-desa", 9, parsed=50),
        poll("kabar-desa", 2),
        poll("kabar-desa", 1, state="broken", rule="nothing_listed", parsed=1),
    )
    rows = {row["id"]: row for row in overview(place, NOW)}
    row = rows["kabar-desa"]
    assert (row["state"], row["rule"], row["documents_7d"], row["new"]) == ("broken", "nothing_listed", 4, 1)
    assert row["last_poll"].isoformat() == "2026-11-24T10:00:00+07:00"
    assert row["next_at"].isoformat() == "2026-11-25T11:00:00+07:00"
    never = next(row for row in rows.values() if row["id"] != "kabar-desa" and row["enabled"])
    assert (never["state"], never["last_poll"], never["documents_7d"], never["new"]) == (None, None, 0, None)
    closed = rows[closed_source()]
    assert (closed["state"], closed["rule"]) == ("disabled", "not_permitted")
    assert "suar sources grant" in closed["detail"]


def test_the_list_filters_and_prints(suar: Suar, place: Home) -> None:
    put_own(place)
    put_own(place, id="kabar-dinas", kind="official", province=None, covers=["NTB"])
    keep(place, poll("kabar-desa", 1, state="broken", rule="listing_gone"))
    code, out, _ = suar("sources", "list", "--province", "NTB", "--json")
    found = {row["id"]: row for row in json.loads(out)}
    assert code == 0
    assert {"kabar-desa", "kabar-dinas"} <= set(found)
    assert set(found["kabar-desa"]) == {"id", "title", "kind", "platform", "schedule", "enabled", "permission"}
    code, out, _ = suar("sources", "list", "--state", "broken", "--csv")
    lines = out.splitlines()
    assert lines[0].startswith("id,state,rule,detail,last_poll,next_at,documents_7d,new,checked_on")
    assert [line.split(",")[:3] for line in lines[1:]] == [["kabar-desa", "broken", "listing_gone"]]
    code, out, _ = suar("sources", "list", "--health", "--kind", "official", "--province", "NTB")
    assert "kabar-dinas  -" in out
    code, out, _ = suar("sources", "list", "--health")
    assert "2026-11-24 10:00 WIB" in out
    code, _, err = suar("sources", "list", "--province", "Mataram")
    assert (code, "short name of a province" in err) == (2, True)


def test_grant_on_the_command_line(suar: Suar, place: Home) -> None:
    name = closed_source()
    assert suar("sources", "grant", name)[0] == 2
    code, out, _ = suar("sources", "grant", name, "--ref", "letter of 2026-11-20, file 12", "--by", "Redaksi")
    assert (code, name in out) == (0, True)
    code, out, _ = suar("sources", "list", "--json")
    row = next(row for row in json.loads(out) if row["id"] == name)
    assert (row["enabled"], row["permission"]) == (True, "granted")
    assert suar("sources", "grant", name, "--withdraw")[0] == 0
    assert permissions(place)[name].withdrawn
    code, _, err = suar("sources", "grant", "nowhere", "--ref", "x")
    assert (code, "no source `nowhere`" in err) == (2, True)


def test_lint_reads_own_files_too(suar: Suar, place: Home) -> None:
    code, out, _ = suar("sources", "lint")
    assert (code, f"All {len(load_sources(SHIPPED))} " in out) == (0, True)
    put_own(place)
    assert f"All {len(load_sources(SHIPPED)) + 1} " in suar("sources", "lint")[1]
    path = put_own(place, tilte="x")
    code, out, _ = suar("sources", "lint", "--json")
    (problem,) = json.loads(out)
    assert (code, problem["file"]) == (1, str(path))
    assert "did you mean `title`" in problem["message"]


def test_lint_counts_files_and_says_what_an_own_file_replaces(suar: Suar, place: Home) -> None:
    path = put_own(place)
    assert suar("sources", "lint", str(place.sources))[:2] == (0, "1 source file is in order.\n")
    assert "Note:" not in suar("sources", "lint")[1]
    shipped = next(iter(load_sources(SHIPPED)))
    own = put_own(place, id=shipped)
    code, out, _ = suar("sources", "lint")
    assert (code, f"Note: {own} stands in place of the `{shipped}` that comes with Suar." in out) == (0, True)
    path.unlink()
    own.unlink()
    assert "no source file here" in suar("sources", "lint", str(place.sources))[1]
    put_own(place, verified="2999-01-01")
    code, out, _ = suar("sources", "lint", "--json")
    assert (code, "still to come" in out) == (1, True)


def test_the_list_shows_when_a_source_was_last_looked_at(place: Home) -> None:
    put_own(place)
    check = Check(
        source="kabar-desa", at=NOW, ok=True, reached=True, robots=("allowed",), listed=4, read=4, with_date=4, with_body=4,
        refused={}, state="healthy", rule="in_order", detail="x", reason=None, assertions=(), conditional_listing=True,
        conditional_pages=None,
    )  # fmt: skip
    records.append(place.checks, check, check.model_copy(update={"ok": False, "at": NOW + timedelta(days=1)}))
    row = next(row for row in overview(place, NOW) if row["id"] == "kabar-desa")
    assert (row["checked_on"].isoformat(), row["check_ok"]) == ("2026-11-26T10:00:00+07:00", False)
    assert check.verified == "verified: 2026-11-25"
