"""The machine's configuration: environment variables and one `config.toml`. Reading it changes nothing on disk."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import SettingsError

KEY_BYTES = 32


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Recipient(_Section):
    name: str = Field(min_length=1)
    address: str = Field(pattern=r"^[^@\s,<>]+@[^@\s,<>]+$")
    language: Literal["id", "en"] = "id"


class Smtp(_Section):
    host: str
    port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    user: str | None = None
    sender: str = Field(pattern=r"^[^@\s,<>]+@[^@\s,<>]+$")
    timeout_s: float = Field(default=30.0, gt=0)
    ca_file: Path | None = None
    """Certificates to trust instead of the system's, for a mail server inside the house."""


class Crawl(_Section):
    contact: str | None = None
    """An address or page that a site's owner can write to; it stands in the user agent."""
    at_once: int = Field(default=4, ge=1, le=32)
    """How many sources are crawled at the same time, each in a process of about 150 MB; one site is never asked twice at once."""


class DigestConfig(_Section):
    unsubscribe_url: str | None = Field(default=None, pattern=r"^https://\S+$")


class Config(_Section):
    """Everything `config.toml` may hold."""

    recipients: tuple[Recipient, ...] = ()
    smtp: Smtp | None = None
    crawl: Crawl = Crawl()
    digest: DigestConfig = DigestConfig()


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SUAR_", frozen=True, extra="ignore")
    home: Path = Path("suar-data")
    key_file: Path | None = None
    smtp_password: SecretStr | None = None


@dataclass(frozen=True)
class Home:
    """The one folder that holds everything that is not code, and the places in it."""

    root: Path
    config: Path
    live: Path
    state: Path
    sources: Path
    permissions: Path
    checks: Path
    snapshots: Path
    current: Path
    archive: Path
    landing: Path
    batches: Path
    inbox: Path
    logs: Path
    digests: Path
    prefect: Path
    work_lock: Path
    send_lock: Path

    @classmethod
    def at(cls, root: Path) -> "Home":
        return cls(
            root=root,
            config=root / "config.toml",
            live=root / "live.duckdb",
            state=root / "state.sqlite",
            sources=root / "sources",
            permissions=root / "permissions.jsonl",
            checks=root / "checks.jsonl",
            snapshots=root / "snapshots",
            current=root / "current.duckdb",
            archive=root / "archive",
            landing=root / "landing",
            batches=root / "batches",
            inbox=root / "inbox",
            logs=root / "logs",
            digests=root / "digest",
            prefect=root / "prefect",
            work_lock=root / "work.lock",
            send_lock=root / "send.lock",
        )


@dataclass(frozen=True)
class Settings:
    home: Home
    config: Config
    key_file: Path
    smtp_password: SecretStr | None

    @classmethod
    def load(cls, home: Path | None = None) -> "Settings":
        """Read the environment and `config.toml`; a given `home` wins over SUAR_HOME. Raises SettingsError."""
        environment = Environment()
        root = (home or environment.home).expanduser().resolve()
        return cls(
            home=Home.at(root),
            config=_read_config(root / "config.toml"),
            key_file=(environment.key_file or _default_key_file()).expanduser().resolve(),
            smtp_password=environment.smtp_password,
        )

    def contact(self) -> str:
        """Where the owners of sites reach us. Raises SettingsError: nobody is asked anonymously."""
        if not self.config.crawl.contact:
            raise SettingsError(
                f"Say in {self.home.config} where the owners of sites reach you, as `[crawl]` and "
                '`contact = "https://…"` or an e-mail address: it stands in every request.'
            )
        return self.config.crawl.contact

    def key(self) -> bytes:
        """The key of keyed hashes, made on first need. Raises SettingsError where it cannot be right."""
        if self.key_file.is_relative_to(self.home.root):
            raise SettingsError(
                f"The key file {self.key_file} lies inside the home folder: set SUAR_KEY_FILE to a place outside it."
            )
        if not self.key_file.exists():
            if self.home.live.exists():
                raise SettingsError(
                    f"The key file {self.key_file} is missing, but {self.home.root} holds data made with it: restore "
                    "the file from its backup or set SUAR_KEY_FILE."
                )
            _create_key(self.key_file)
        key = _read_bytes(self.key_file)
        if len(key) < KEY_BYTES:
            raise SettingsError(f"The key file {self.key_file} is too short: restore it from its backup.")
        return key


def _default_key_file() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "suar" / "key"


def _read_config(path: Path) -> Config:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not readable as TOML ({error}): correct that place.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}): check its rights.") from error
    try:
        return Config.model_validate(raw)
    except ValidationError as error:
        raise SettingsError(f"{path}: {'; '.join(map(_explain, error.errors()))}.") from error


def _explain(item: Any) -> str:
    key = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"unknown key `{key}`, remove it or correct its name (docs/settings.md lists all)"
    if item["type"] == "missing":
        return f"`{key}` is missing, add it"
    return f"`{key}` is not usable ({item['msg']}), correct it"


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"The key file {path} cannot be read ({error.strerror}): check its rights.") from error


def _create_key(path: Path) -> None:
    """Write a new key that nobody else may read; when two processes try at once, the first one's key stays."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    except OSError as error:
        raise SettingsError(
            f"The key file {path} cannot be made ({error.strerror}): set SUAR_KEY_FILE to a place that can be written."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
