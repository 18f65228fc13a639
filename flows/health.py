"""What is wrong with an installation, and what to do about it."""

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from crawlers.state import StateError
from flows.errors import SettingsError
from flows.records import RecordError
from flows.settings import Home, Settings

State = Literal["ok", "note", "wrong"]
OURS = Path(__file__).parents[1]
LEAST_FREE = 2 * 1024**3
OLD = timedelta(days=8)
MANY_FAILING = 0.25
LIBRARIES = ("duckdb", "prefect", "scrapy", "spacy", "sentence-transformers", "torch", "pydantic", "typer")


@dataclass(frozen=True)
class Finding:
    check: str
    state: State
    text: str


def examine(load: Callable[[], Settings], now: datetime) -> list[Finding]:
    """All checks that can be made; a broken `config.toml` ends those that need it."""
    findings = [*versions(), *packages(), *models(), *sources()]
    try:
        settings = load()
    except SettingsError as error:
        return [*findings, Finding("settings", "wrong", str(error))]
    findings.append(Finding("settings", "ok", _configured(settings)))
    home = settings.home
    findings += [*key_file(settings), *home_folder(home), *own_sources(home), *collecting(home, now), *archive(home)]
    return [*findings, *snapshot(home, now)]


def versions() -> Iterator[Finding]:
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    fits = (3, 11) <= sys.version_info[:2] < (3, 13)
    yield Finding("python", "ok" if fits else "wrong", python if fits else f"{python}: install 3.11 or 3.12.")
    for name in LIBRARIES:
        try:
            yield Finding("library", "ok", f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding("library", "wrong", f"{name} is missing: run `make setup`.")


def packages() -> Iterator[Finding]:
    """Distributions called `nlp` and `flows` exist elsewhere: ours must be the ones that Python finds."""
    for name in ("crawlers", "nlp", "warehouse", "flows"):
        found = Path(str(import_module(name).__file__)).parent
        if found == OURS / name:
            yield Finding("package", "ok", f"{name} is ours")
        else:
            yield Finding(
                "package", "wrong", f"`{name}` comes from {found}: uninstall the distribution that brings it."
            )


def models() -> Iterator[Finding]:
    from nlp.detect import versions as model_versions
    from nlp.embed import SHIPPED_MODEL
    from nlp.ner import MODEL as NAMES

    try:
        yield Finding("models", "ok", f"news kinds, {model_versions().model}")
    except (OSError, ValueError) as error:
        yield Finding("models", "wrong", f"{error}: restore nlp/models from the repository.")
    if NAMES.exists():
        yield Finding("models", "ok", f"names, {NAMES.stat().st_size / 1e6:.1f} MB")
    else:
        yield Finding("models", "wrong", f"{NAMES} is missing: restore nlp/models from the repository.")
    if any(SHIPPED_MODEL.glob("*.safetensors")) or any(SHIPPED_MODEL.glob("*/*.safetensors")):
        yield Finding("models", "ok", f"sentence vectors, {SHIPPED_MODEL.name}")
    else:
        yield Finding("models", "wrong", f"{SHIPPED_MODEL} is not whole: restore nlp/models from the repository.")


def sources() -> Iterator[Finding]:
    from crawlers.source_files import SHIPPED, lint

    problems = lint(SHIPPED)
    if problems:
        yield Finding("sources", "wrong", f"{problems[0]} ({len(problems)} in all: `suar sources lint`)")
    else:
        yield Finding("sources", "ok", f"{len(list(SHIPPED.glob('*.yml')))} source files are in order")


def own_sources(home: Home) -> Iterator[Finding]:
    """The operator's own source files, and the permissions recorded."""
    from flows.sources import own_problems, permissions

    n, problems = len(list(home.sources.glob("*.yml"))), own_problems(home)
    if problems:
        yield Finding("sources", "wrong", f"{problems[0]} ({len(problems)} in all: `suar sources lint`)")
    elif n:
        yield Finding("sources", "ok", f"{n} own source files in {home.sources} are in order")
    try:
        permissions(home)
    except RecordError as error:
        yield Finding("sources", "wrong", str(error))


def collecting(home: Home, now: datetime) -> Iterator[Finding]:
    """How many sources fail: some always do; when many do, the fault is ours."""
    from flows.source_health import overview

    if not home.state.exists():
        return
    try:
        polled = [row for row in overview(home, now) if row["last_poll"] and row["state"] != "disabled"]
    except (RecordError, StateError) as error:
        yield Finding("collecting", "wrong", str(error))
        return
    failing = [row for row in polled if row["state"] in {"broken", "blocked"}]
    text = f"{len(failing)} of {len(polled)} sources are broken or blocked"
    state: State = "ok" if not failing else "wrong" if len(failing) > MANY_FAILING * len(polled) else "note"
    yield Finding("collecting", state, text + (": `suar sources list --health` says which and why." if failing else ""))


def archive(home: Home) -> Iterator[Finding]:
    from crawlers.archive import ArchiveError, verify_newest

    if not home.archive.is_dir():
        return
    try:
        problems = verify_newest(home.archive)
    except ArchiveError as error:
        yield Finding("archive", "wrong", str(error))
        return
    if problems:
        first = problems[0]
        yield Finding("archive", "wrong", f"{home.archive / first.file} {first.what} ({len(problems)} in all)")
    else:
        yield Finding("archive", "ok", "the pages of the last day are whole")


def key_file(settings: Settings) -> Iterator[Finding]:
    path = settings.key_file
    if not path.exists():
        if settings.home.live.exists():
            text = f"{path} is missing, but the home folder holds data made with it: restore it from its backup."
            yield Finding("key", "wrong", text)
        else:
            yield Finding("key", "note", f"{path} will be made on first need: then back it up.")
        return
    if path.is_relative_to(settings.home.root):
        yield Finding("key", "wrong", f"{path} lies inside the home folder: move it and set SUAR_KEY_FILE.")
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("key", "wrong", f"others may read {path}: run `chmod 600 {path}`.")
    else:
        yield Finding("key", "ok", f"{path} is readable by its owner alone")


def home_folder(home: Home) -> Iterator[Finding]:
    place = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(place).free
    enough = free >= LEAST_FREE
    yield Finding(
        "disk", "ok" if enough else "wrong", f"{free / 1024**3:.1f} GiB free" + ("" if enough else ": free some space.")
    )
    probe = place / f".suar-probe-{datetime.now(UTC):%H%M%S%f}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        text = f"{place} cannot be written ({error.strerror}): change its rights or set SUAR_HOME."
        yield Finding("home", "wrong", text)
    else:
        yield Finding("home", "ok", f"{home.root}" + ("" if home.root.exists() else " (will be made on first need)"))


def snapshot(home: Home, now: datetime) -> Iterator[Finding]:
    if not home.current.exists():
        yield Finding("snapshot", "note", "nothing has been published yet: run `suar run` or `suar import`.")
        return
    age = now - datetime.fromtimestamp(home.current.stat().st_mtime, UTC)
    if age > OLD:
        yield Finding("snapshot", "wrong", f"the snapshot is {age.days} days old: run `suar run`, or `suar serve`.")
    else:
        yield Finding("snapshot", "ok", f"published {int(age.total_seconds() // 3600)} hours ago")


def _configured(settings: Settings) -> str:
    smtp = "a mail server" if settings.config.smtp else "no mail server"
    return f"{len(settings.config.recipients)} recipients, {smtp}"
