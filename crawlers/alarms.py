"""Two watches over a source's documents: a rule that stopped matching, and a line that no rule takes out."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from crawlers.yaml_content import read_yaml

_DATA: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yml"))


class Alarm(BaseModel, frozen=True):
    kind: Literal["rule_dead", "repeated_line"]
    subject: str
    """The rule's name, or the line as first seen, cut."""
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject} ({self.detail})"


class _RuleCount(BaseModel):
    documents: int = 0
    matches: int = 0
    missed: int = 0
    """Documents since the last match."""
    longest: int = 0
    """The longest such silence that ended."""
    dead: bool = False


class RuleWatch(BaseModel):
    """Counts per rule since it first matched, halved as they grow old. Keep it with `model_dump_json`."""

    rules: dict[str, _RuleCount] = Field(default_factory=dict)

    def observe(self, matched: Collection[str], known: Collection[str] | None = None) -> list[Alarm]:
        """One document; answers the alarms that are new. `known`: the source's rules of today, others are forgotten."""
        if known is not None:
            self.rules = {name: count for name, count in self.rules.items() if name in known}
        for name in sorted(matched):
            self.rules.setdefault(name, _RuleCount())
        return [self._alarm(name) for name, count in self.rules.items() if _counted(count, matched=name in matched)]

    @property
    def standing(self) -> list[Alarm]:
        return [self._alarm(name) for name, count in self.rules.items() if count.dead]

    def _alarm(self, name: str) -> Alarm:
        count = self.rules[name]
        before = count.documents - count.missed
        detail = f"matched in {count.matches} of {before} documents, in none of the {count.missed} since"
        return Alarm(kind="rule_dead", subject=name, detail=detail)


def _counted(count: _RuleCount, *, matched: bool) -> bool:
    """Take one document into the count; whether the rule is found dead by it."""
    rules = _DATA["dead_rule"]
    count.documents += 1
    if matched:
        count.matches += 1
        count.longest = max(count.longest, count.missed)
        count.missed, count.dead = 0, False
        if count.documents > rules["memory"]:
            count.documents, count.matches, count.longest = count.documents // 2, count.matches // 2, count.longest // 2
        return False
    count.missed += 1
    # One match fewer and one document more: the share is not flattered by the match that began the count.
    share = max(count.matches - 1, 0) / (count.documents - count.missed + 1)
    dead = (
        count.matches >= rules["least_matches"]
        and count.missed >= max(rules["least_documents"], rules["longest_factor"] * count.longest)
        and (1 - share) ** count.missed < rules["chance"]
    )
    new = dead and not count.dead
    count.dead = count.dead or dead
    return new


class _Seen(BaseModel):
    title: str
    lines: tuple[str, ...]


class LineWatch(BaseModel):
    """Hashes of the first and last lines of the newest documents, and the lines found. Keep it with `model_dump_json`."""

    documents: list[_Seen] = Field(default_factory=list)
    found: dict[str, Alarm] = Field(default_factory=dict)

    def observe(self, title: str, lines: Sequence[str]) -> list[Alarm]:
        """One document with its text's lines in order; answers the alarms that are new."""
        rules = _DATA["repeated_line"]
        edges = [forms for line in _edges(lines) if (forms := _forms(line))]
        keys = tuple({_hash(form): None for forms in edges for form, _ in forms})
        self.documents = [*self.documents, _Seen(title=_hash(_folded(title)), lines=keys)][-rules["documents"] :]
        titles: defaultdict[str, set[str]] = defaultdict(set)
        for seen in self.documents:
            for key in seen.lines:
                titles[key].add(seen.title)
        self.found = {key: alarm for key, alarm in self.found.items() if key in titles}
        new: dict[str, Alarm] = {}
        for forms in edges:
            # Of a line and its label the more frequent repeats; when both do, the line tells more.
            form, shown = max(forms, key=lambda item: len(titles[_hash(item[0])]))
            key, times = _hash(form), len(titles[_hash(form)])
            if times >= rules["least"] and key not in self.found:
                detail = f"in {times} of the newest {len(self.documents)} documents"
                new[key] = Alarm(kind="repeated_line", subject=_unnamed(shown)[: rules["shown"]], detail=detail)
        self.found |= new
        return list(new.values())

    @property
    def standing(self) -> list[Alarm]:
        return list(self.found.values())


def _edges(lines: Sequence[str]) -> list[str]:
    head, foot = _DATA["repeated_line"]["head"], _DATA["repeated_line"]["foot"]
    filled = [line.strip() for line in lines if line.strip()]
    return filled if len(filled) <= head + foot else filled[:head] + filled[-foot:]


def _forms(line: str) -> list[tuple[str, str]]:
    """What may repeat of a line: the whole, or the label before its colon while the rest changes."""
    rules, folded = _DATA["repeated_line"], _folded(line)
    if len(line) > rules["longest"] or _allowed().fullmatch(folded):
        return []
    forms = [(folded, line)]
    label, _, rest = folded.partition(":")
    words = re.findall(r"[^\W\d]+", label)
    if (
        rest.strip()
        and not rest.startswith("//")
        and 0 < len(words) <= rules["label_words"]
        and len(folded.split()) <= rules["label_line_words"]
    ):
        forms.append((f"{label.strip()}:", f"{line.partition(':')[0].strip()}: …"))
    return forms


def _folded(text: str) -> str:
    return " ".join(re.sub(r"\d+", "0", unicodedata.normalize("NFKC", text).casefold()).split())


@cache
def _allowed() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _DATA["allowed"]))


def _unnamed(line: str) -> str:
    """Enough of a line to find it, without what may name a person: addresses, numbers, all but initials of names."""
    line = re.sub(r"\S*[@/]\S*|\+?\d[\d .-]{4,}", "…", line)
    first, *others = re.split(r"(\s+)", line)
    return "".join([first, *(f"{word[0]}." if word[:1].isupper() and word[1:].islower() else word for word in others)])


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
