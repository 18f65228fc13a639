import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import KEY_BYTES, Settings

CONFIG = """
[[recipients]]
name = "Satgas"
address = "satgas@lembaga.example"
language = "en"

[smtp]
host = "mail.lembaga.example"
sender = "suar@lembaga.example"

[crawl]
contact = "https://lembaga.example/suar"
"""


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("SUAR_HOME", "SUAR_KEY_FILE", "SUAR_SMTP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def test_reading_settings_changes_nothing(tmp_path: Path) -> None:
    settings = Settings.load()
    assert settings.home.root == tmp_path / "suar-data"
    assert settings.home.current == tmp_path / "suar-data" / "current.duckdb"
    assert list(tmp_path.iterdir()) == []


def test_the_option_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUAR_HOME", str(tmp_path / "of-environment"))
    assert Settings.load().home.root == tmp_path / "of-environment"
    assert Settings.load(tmp_path / "given").home.root == tmp_path / "given"


def test_config_toml_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    monkeypatch.setenv("SUAR_SMTP_PASSWORD", "open sesame")
    settings = Settings.load(tmp_path)
    assert settings.config.recipients[0].language == "en"
    assert settings.config.smtp is not None
    assert settings.config.smtp.starttls
    assert settings.smtp_password is not None
    assert settings.smtp_password.get_secret_value() == "open sesame"
    assert "open sesame" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[smtp]\nhost = 'h'\nsender = 'a@b.example'\nstarttsl = false", "smtp.starttsl"),
        ("recipient = []", "recipient"),
        ("[[recipients]]\nname = 'A'", "recipients.0.address"),
        ("[[recipients]]\nname = 'A'\naddress = 'a@b.example, c@d.example'", "recipients.0.address"),
        ("[[recipients]]\nname = 'A'\naddress = 'a@b.example'\nlanguage = 'jv'", "recipients.0.language"),
        ("[smtp", "TOML"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(SettingsError, match=named):
        Settings.load(tmp_path)


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "home")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: settings.key(), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == KEY_BYTES
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert [path.name for path in settings.key_file.parent.iterdir()] == ["key"]


def test_a_key_in_the_home_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUAR_KEY_FILE", str(tmp_path / "home" / "key"))
    with pytest.raises(SettingsError, match="outside"):
        Settings.load(tmp_path / "home").key()


def test_a_lost_key_is_not_replaced_where_there_is_data(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "home")
    settings.home.root.mkdir()
    settings.home.live.touch()
    with pytest.raises(SettingsError, match="restore"):
        settings.key()
    assert not settings.key_file.exists()


def test_a_short_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "short").write_bytes(b"abc")
    monkeypatch.setenv("SUAR_KEY_FILE", str(tmp_path / "short"))
    with pytest.raises(SettingsError, match="too short"):
        Settings.load(tmp_path / "home").key()
