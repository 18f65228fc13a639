import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.health import examine
from flows.settings import Settings
from tests.flows.conftest import Suar

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def states(home: Path, now: datetime = NOW) -> dict[str, str]:
    order = {"ok": 0, "note": 1, "wrong": 2}
    worst: dict[str, str] = {}
    for finding in examine(lambda: Settings.load(home), now):
        worst[finding.check] = max(worst.get(finding.check, "ok"), finding.state, key=order.__getitem__)
    return worst


def test_a_fresh_installation_is_healthy(home: Path) -> None:
    found = states(home)
    assert found["key"] == "note"
    assert found["snapshot"] == "note"
    assert {name for name, state in found.items() if state == "wrong"} == set()
    assert not home.exists()


def test_what_is_wrong_is_said_with_what_to_do(suar: Suar, home: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    (tmp_path / "key").chmod(0o644)
    code, out, _ = suar("doctor", "--json")
    assert code == 1
    (wrong,) = [item for item in json.loads(out) if item["state"] == "wrong"]
    assert "chmod 600" in wrong["finding"]


def test_a_lost_key_and_an_old_snapshot(home: Path) -> None:
    home.mkdir()
    (home / "live.duckdb").touch()
    (home / "current.duckdb").touch()
    assert states(home)["key"] == "wrong"
    now = datetime.now(UTC)
    assert states(home, now)["snapshot"] == "ok"
    assert states(home, now + timedelta(days=9))["snapshot"] == "wrong"


def test_a_broken_config_is_a_finding(suar: Suar, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("x = 1")
    code, out, _ = suar("doctor", "--json")
    assert code == 1
    assert any(item["check"] == "settings" and "`x`" in item["finding"] for item in json.loads(out))
