"""Source files: read, checked, and every problem named with its line and its mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from crawlers.source import Source
from crawlers.source_layout import LayoutError, line_of, read, repeated
from crawlers.source_rules import contradictions
from crawlers.source_words import faults

SHIPPED = Path(__file__).parent / "sources"
_NEARLY_YML = (".yaml", ".yml", ".yml.txt", ".yaml.txt")


class SourceError(ValueError):
    """A source file that cannot be used; the message says where and what to mend."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a source file, where (1-based line), and how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def load_source(path: Path) -> Source:
    source, problems = _read(path, None)
    if source is None or problems:
        raise SourceError("; ".join(str(problem) for problem in problems))
    return source


def load_sources(folder: Path) -> dict[str, Source]:
    """All sources of a folder by id, in the order of their names; raises SourceError with every problem found."""
    sources, problems = _read_all(folder, None)
    if problems:
        raise SourceError("\n".join(str(problem) for problem in problems))
    return sources


def lint(folder: Path, now: datetime | None = None) -> list[Problem]:
    """Problems of a folder's files; those that only a clock can see are looked for where `now` is given."""
    return _read_all(folder, now)[1]


def _read_all(folder: Path, now: datetime | None) -> tuple[dict[str, Source], list[Problem]]:
    if not folder.is_dir():
        raise SourceError(f"{folder} is no folder: name the folder that holds the source files")
    sources: dict[str, Source] = {}
    files: dict[str, str] = {}
    problems = list(_misnamed(folder))
    for path in sorted(folder.glob("*.yml")):
        source, found = _read(path, now)
        problems += found
        if source is None:
            continue
        earlier = files.setdefault(source.id, path.name)
        if path.name != earlier and not (folder / f"{source.id}.yml").exists():
            text = f"id `{source.id}` is in {earlier} too: give the copy its own id and file name"
            problems.append(Problem(path.name, 1, text))
        sources[source.id] = source
    return sources, problems


def _misnamed(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.iterdir()):
        name = path.name.casefold()
        if path.suffix != ".yml" and name.endswith(_NEARLY_YML):
            yield Problem(path.name, 1, f"this file is not read: name it {path.name.partition('.')[0]}.yml")


def _read(path: Path, now: datetime | None) -> tuple[Source | None, list[Problem]]:
    try:
        tree, raw = read(path.read_bytes())
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): check the name and its rights") from error
    except LayoutError as error:
        return None, [Problem(path.name, error.line, str(error))]
    if not isinstance(raw, dict):
        return None, [Problem(path.name, 1, "no keys found: begin with `id:`, as in the other source files")]
    problems = [Problem(path.name, line, f"`{key}` stands twice: keep one") for key, line in repeated(tree)]
    try:
        source = Source.model_validate(raw)
    except ValidationError as error:
        return None, problems + [Problem(path.name, line_of(tree, loc), text) for loc, text in faults(error, tree)]
    found = contradictions(source, path, now)
    return source, problems + [Problem(path.name, line_of(tree, loc), text) for loc, text in found]
