from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli.main import run
from tests.flows.postoffice import make_certificate

Suar = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home with a key of its own; the tests run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUAR_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("SUAR_SMTP_PASSWORD", raising=False)
    monkeypatch.setenv("SUAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def suar(home: Path, capfd: pytest.CaptureFixture[str]) -> Suar:
    """Run a command as the script does; answers exit code, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))
