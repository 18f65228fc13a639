"""The invented texts of the twin: JSON lines, checked when they are read."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

TEXTS = Path(__file__).parent / "texts"
_SYNDICATED = "syndicated_from:"
Line = TypeVar("Line", bound="_Line")


class TwinTextError(ValueError):
    """A line of a texts file that cannot be served."""


class _Line(BaseModel):
    """Keys that serving does not need (a writer's label) are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: str
    outlet: str
    title: str
    text: str = Field(min_length=1)
    days_before: float = Field(gt=0, le=14)
    """Days before the Monday that the week begins with."""

    @property
    def number(self) -> int:
        """A number for addresses that stays the same when lines are added."""
        return 100_000 + int(hashlib.sha256(self.id.encode()).hexdigest()[:8], 16) % 900_000

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


class NewsText(_Line):
    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    byline: str | None = None
    flags: tuple[str, ...] = ()
    text_edition_2: str | None = None

    @property
    def undated(self) -> bool:
        return "undated" in self.flags

    @property
    def edited(self) -> bool:
        return "edited" in self.flags

    @property
    def syndicated_from(self) -> str | None:
        return next((flag.removeprefix(_SYNDICATED) for flag in self.flags if flag.startswith(_SYNDICATED)), None)


class JobFacts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    company: str | None = None
    location: str | None = None
    salary_min: int | float | None = None
    salary_max: int | float | None = None
    currency: str | None = None
    unit: Literal["HOUR", "DAY", "WEEK", "MONTH", "YEAR"] | None = None
    valid_days: float | None = None


class OfferText(_Line):
    title: str = ""
    job: JobFacts | None = None
    forwarded_from: str | None = None


def load_news(folder: Path = TEXTS) -> tuple[NewsText, ...]:
    return tuple(_lines(folder / "news.jsonl", NewsText))


def load_offers(folder: Path = TEXTS) -> tuple[OfferText, ...]:
    return tuple(_lines(folder / "offers.jsonl", OfferText))


def _lines(path: Path, model: type[Line]) -> Iterator[Line]:
    seen: set[str] = set()
    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            line = model.model_validate_json(raw)
        except ValidationError as error:
            raise TwinTextError(f"Mend line {number} of {path.name}: {error}") from error
        if line.id in seen:
            raise TwinTextError(f"Give line {number} of {path.name} an id of its own: {line.id} is used twice")
        seen.add(line.id)
        yield line
