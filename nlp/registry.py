"""The indicators as data: read from `indicators/*.yml`, checked, and compiled once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nlp.anchors import Guarded
from nlp.phrases import PhraseError, Phrases
from warehouse.contracts import Scope

DIRECTORY = Path(__file__).parent / "indicators"
STRENGTH_WEIGHTS = {1: 0.3, 2: 0.8, 3: 1.6, 4: 2.5}
Strength = Literal[1, 2, 3, 4]
STRONG = 3
_EVERYWHERE: tuple[Scope, ...] = ("overseas", "domestic", "ship", "hidden")
Computed = Literal[
    "pay_high", "disguise", "foreign_number", "messenger_only", "no_company", "too_young", "short_link", "own_domain_mail",
    "lookalike_address", "copies", "decisive_words",
]  # fmt: skip


class RegistryError(ValueError):
    """An entry that cannot be used: the message names the file, the entry and what to mend."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Examples(_Strict):
    match: tuple[str, ...] = Field(min_length=1)
    no_match: tuple[str, ...] = Field(min_length=1)


class Indicator(_Strict):
    id: str = Field(pattern=r"^[A-Z]{1,4}-[0-9A-Za-z_]{1,24}$")
    group: str
    label_id: str
    label_en: str
    meaning: str
    strength: Strength
    weight: float | None = None
    """Log-odds; without one, that of the strength."""
    source: str
    htcds: str | None = None
    kind: str | None = None
    """The news kind that a cue of group N points to, or `topic`."""
    phrases: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Destinations (ISO2) that are the indicator themselves."""
    computed: Computed | None = None
    """How it is found beside phrases; `copies`: by a collection alone, never in one text;
    `decisive_words`: by the weights of the kind model."""
    not_when: tuple[str, ...] = ()
    """Phrases in the same sentence that take the meaning away."""
    negatable: bool = True
    scopes: tuple[Scope, ...] = _EVERYWHERE
    weighs_in: tuple[Scope, ...] = _EVERYWHERE
    """Where it adds to the risk; elsewhere it is shown, since honest offers have it as well."""
    only_with: tuple[str, ...] = ()
    """Red flags of which one must stand beside what phrases find."""
    not_for_work: tuple[str, ...] = ()
    """Kinds of work (lexicon/money_works.csv) of which the indicator says nothing."""
    examples: Examples

    @model_validator(mode="after")
    def _findable(self) -> "Indicator":
        if not (self.phrases or self.regex or self.places or self.computed):
            raise ValueError("nothing to find it by: give phrases, regex, places or computed")
        return self

    @property
    def starting_weight(self) -> float:
        """Log-odds by strength, where no model has learned better."""
        return self.weight if self.weight is not None else STRENGTH_WEIGHTS[self.strength]


class AtLeast(_Strict):
    n: int
    of: tuple[str, ...]


class Floor(_Strict):
    """A band below which a combination may not fall."""

    id: str
    band: Literal[1, 2, 3]
    all: tuple[tuple[str, ...], ...] = ()
    """Of each inner list, one must be present."""
    at_least: AtLeast | None = None
    weak_only: int | None = None
    """So many indicators, all of strength 1."""
    unless: tuple[str, ...] = ()
    """Counter-indicators one of which lifts the floor where the register has verified it."""
    scopes: tuple[Scope, ...] = _EVERYWHERE
    why: str

    @model_validator(mode="after")
    def _conditional(self) -> "Floor":
        if not (self.all or self.at_least or self.weak_only):
            raise ValueError("a floor without a condition: give all, at_least or weak_only")
        return self


class Cue(_Strict):
    """Words that speak for (+) or against (-) a text being an offer of work."""

    id: str
    weight: float
    at_most: int = 1
    """So many hits count."""
    phrases: tuple[str, ...]


class _File(_Strict):
    lists: dict[str, tuple[str, ...]] = {}
    indicators: tuple[Indicator, ...] = ()
    floors: tuple[Floor, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True)
class Registry:
    indicators: Mapping[str, Indicator]
    floors: tuple[Floor, ...]
    cues: Mapping[str, Cue]
    lists: Mapping[str, tuple[str, ...]]

    def weighing(self, flags: Iterable[str], scope: Scope) -> set[str]:
        """Those that add to the risk of an offer of this place of work."""
        return {flag for flag in flags if scope in self.indicators[flag].weighs_in}

    @cached_property
    def expressions(self) -> tuple[tuple[str, Guarded], ...]:
        return tuple(
            (entry.id, Guarded(re.compile(source))) for entry in self.indicators.values() for source in entry.regex
        )

    @cached_property
    def strong(self) -> frozenset[str]:
        """Red flags that weigh most."""
        return frozenset(id_ for id_, entry in self.indicators.items() if id_[:2] == "RF" and entry.strength >= STRONG)

    @cached_property
    def computed(self) -> tuple[Indicator, ...]:
        return tuple(entry for entry in self.indicators.values() if entry.computed)

    @cached_property
    def placed(self) -> tuple[Indicator, ...]:
        return tuple(entry for entry in self.indicators.values() if entry.places)

    @cached_property
    def phrases(self) -> Phrases:
        """Everything that one walk over a text looks for: under `!` the exceptions of an entry, and words of advice."""
        entries: tuple[Indicator | Cue, ...] = (*self.indicators.values(), *self.cues.values())
        wanted = [(entry.id, phrase) for entry in entries for phrase in entry.phrases]
        wanted += [(f"!{entry.id}", phrase) for entry in self.indicators.values() for phrase in entry.not_when]
        wanted += [("!advice", phrase) for phrase in self.lists.get("advice", ())]
        return Phrases.of(wanted, self.lists)


@lru_cache(maxsize=4)
def load_registry(directory: Path = DIRECTORY) -> Registry:
    lists: dict[str, tuple[str, ...]] = {}
    indicators: dict[str, Indicator] = {}
    floors: list[Floor] = []
    cues: dict[str, Cue] = {}
    paths = sorted(directory.glob("*.yml"))
    if not paths:
        raise RegistryError(f"{directory} holds no *.yml: point at the folder of the indicators")
    for path in paths:
        content = _read(path)
        names = [*(entry.id for entry in content.indicators), *(cue.id for cue in content.cues)]
        for name in names:
            if names.count(name) > 1 or name in indicators or name in cues:
                raise RegistryError(f"{path.name}: {name} stands twice in the registry: rename or delete one")
        lists |= content.lists
        indicators |= {entry.id: entry for entry in content.indicators}
        cues |= {cue.id: cue for cue in content.cues}
        floors += content.floors
    registry = Registry(indicators, tuple(floors), cues, lists)
    _check(registry)
    return registry


def _read(path: Path) -> _File:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
        return _File.model_validate(raw)
    except yaml.YAMLError as error:
        raise RegistryError(f"{path.name} is not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise RegistryError(f"{path.name}, {_place(raw, first['loc'])}: {first['msg']}") from error


def _place(raw: Any, location: tuple[int | str, ...]) -> str:
    """Name an entry by its id, not by its number in the file."""
    match location:
        case (str(section), int(number), *rest):
            entry = raw[section][number]
            name = entry.get("id", f"entry {number + 1}") if isinstance(entry, dict) else f"entry {number + 1}"
            return ".".join([f"{section} {name}", *(str(part) for part in rest)])
        case _:
            return ".".join(str(part) for part in location) or "the whole file"


def _check(registry: Registry) -> None:
    known = set(registry.indicators)
    try:
        _ = registry.phrases
    except PhraseError as error:
        raise RegistryError(str(error)) from error
    for entry in registry.indicators.values():
        for other in entry.only_with:
            if other not in known:
                raise RegistryError(f"{entry.id} names {other}, which is in no file: correct the id")
    for floor in registry.floors:
        named = {name for group in floor.all for name in group} | set(floor.at_least.of if floor.at_least else ())
        named |= set(floor.unless)
        for name in sorted(named - known):
            raise RegistryError(f"floor {floor.id} names {name}, which is in no file: correct the id")
