"""The registry of sources as one installation sees it: those shipped, the operator's own, the permissions recorded."""

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from crawlers.source import Source
from crawlers.source_files import SHIPPED, Problem, SourceError, lint, load_source, load_sources
from crawlers.twin import twin_sources
from flows import records
from flows.errors import NotFoundError, UsageError
from flows.settings import Home


class Permission(BaseModel):
    """What a publisher has said about being crawled. The last word on a source counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: str
    ref: str | None = None
    """Where the letter is kept."""
    by: str | None = None
    at: AwareDatetime
    withdrawn: bool = False


def registry(home: Home, *, proxy: str | None = None) -> dict[str, Source]:
    """All sources by id; behind the twin's proxy its sources stand for those shipped.

    An own file replaces the shipped one of its id; one that cannot be used is left out, and what it replaces with it:
    `own_problems` says what to mend.
    """
    known = {source.id: source for source in twin_sources()} if proxy else load_sources(SHIPPED)
    for path in sorted(home.sources.glob("*.yml")):
        known.pop(path.stem, None)
        try:
            known[path.stem] = load_source(path)
        except SourceError:
            continue
    said = permissions(home)
    return {name: _permitted(source, said) for name, source in sorted(known.items())}


def named(known: Mapping[str, Source], name: str) -> Source:
    """Raises NotFoundError with the nearest name."""
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`suar sources list` shows all."
        raise NotFoundError(f"There is no source `{name}`: {hint}")
    return known[name]


def own_problems(home: Home, now: datetime | None = None) -> list[Problem]:
    """What is wrong with the operator's own source files, by their full names."""
    if not home.sources.is_dir():
        return []
    return [replace(problem, file=str(home.sources / problem.file)) for problem in lint(home.sources, now)]


def permissions(home: Home) -> dict[str, Permission]:
    return {item.source: item for item in records.read(home.permissions, Permission)}


def grant(home: Home, source: Source, *, ref: str, by: str | None, at: datetime) -> Permission:
    """Record that the publisher permits crawling; from the next run on the source is read."""
    if source.refusal is None:
        raise UsageError(f"`{source.id}` needs no permission: `suar run --source {source.id}` reads it.")
    if not ref.strip():
        raise UsageError("`--ref` is empty: say where the permission is kept.")
    return _record(home, Permission(source=source.id, ref=ref.strip(), by=by, at=at))


def withdraw(home: Home, source: Source, *, ref: str | None, by: str | None, at: datetime) -> Permission:
    """Record that the publisher does not permit crawling, whatever the source file says."""
    return _record(home, Permission(source=source.id, ref=ref, by=by, at=at, withdrawn=True))


def _record(home: Home, permission: Permission) -> Permission:
    records.append(home.permissions, permission)
    return permission


def _permitted(source: Source, said: Mapping[str, Permission]) -> Source:
    last = said.get(source.id)
    if last is None:
        return source
    if last.withdrawn:
        return source.model_copy(update={"permission": "none", "permission_ref": last.ref, "enabled": False})
    return source.granted(last.ref or "") if source.refusal else source
