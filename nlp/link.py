"""Groups copies: news passed on by many outlets (stories), offers from one template or by one contact (campaigns).

Vectors propose pairs, word shingles confirm them: a vector alone would join two different cases told alike.
Deterministic over the set of items; ids are given once, a merge names the surviving group.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.embed import encode
from nlp.shingles import READ_CHARS, overlap, shingle
from nlp.templates import template_copies
from warehouse.contracts import GroupMerge, LinkItem, Membership, TemplateCopy

ROWS_AT_ONCE = 1024

Why = Literal["founder", "wording", "contact"]


@dataclass(frozen=True)
class Threshold:
    cosine: float
    overlap: float
    """Share of the shorter text's shingles that the longer one has too."""


# Where these come from: docs/decisions/0005-copies.md.
THRESHOLDS = {"news": Threshold(cosine=0.85, overlap=0.60), "offer": Threshold(cosine=0.75, overlap=0.60)}


@dataclass(frozen=True)
class LinkResult:
    memberships: tuple[Membership, ...]
    merges: tuple[GroupMerge, ...]
    templates: tuple[TemplateCopy, ...] = ()


def link(items: Sequence[LinkItem]) -> LinkResult:
    """Memberships of every item that has company, merges of groups that turned out to be one, copies of templates."""
    memberships: list[Membership] = []
    merges: list[GroupMerge] = []
    templates: list[TemplateCopy] = []
    for doc_type in ("news", "offer"):
        chosen = sorted((item for item in items if item.doc_type == doc_type), key=_seniority)
        found = _Components(len(chosen))
        for left, right in copies(chosen, THRESHOLDS[doc_type]):
            found.join(left, right, "wording")
        if doc_type == "offer":
            templates += template_copies(chosen, found.groups())
            for left, right in _shared_contacts(chosen):
                found.join(left, right, "contact")
        _known_groups(chosen, found)
        group_type: Literal["story", "campaign"] = "story" if doc_type == "news" else "campaign"
        for members in found.groups():
            _name(group_type, [(chosen[i], found.why[i]) for i in members], memberships, merges)
    return LinkResult(tuple(memberships), tuple(merges), tuple(templates))


def copies(items: Sequence[LinkItem], threshold: Threshold) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, of items that share their wording. Time grows with the square of len(items): 40 ms for a
    thousand, some seconds for ten thousand.
    """
    texts = [item.text[:READ_CHARS] for item in items]
    shingles: dict[int, frozenset[int]] = {}

    def of(index: int) -> frozenset[int]:
        if index not in shingles:
            shingles[index] = shingle(texts[index])
        return shingles[index]

    for left, right in _near(encode(texts), threshold.cosine):
        if overlap(of(left), of(right)) >= threshold.overlap:
            yield left, right


def _near(vectors: NDArray[np.float32], cosine: float) -> Iterator[tuple[int, int]]:
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        block = vectors[start : start + ROWS_AT_ONCE] @ vectors[start:].T
        for row, column in zip(*np.nonzero(block >= cosine), strict=True):
            if row < column:
                yield start + int(row), start + int(column)


def _shared_contacts(items: Sequence[LinkItem]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        for key in item.contact_keys:
            if first.setdefault(key, index) != index:
                yield first[key], index


def _known_groups(items: Sequence[LinkItem], found: "_Components") -> None:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.group_id and first.setdefault(item.group_id, index) != index:
            found.join(first[item.group_id], index, "wording")


def _seniority(item: LinkItem) -> tuple[str, str]:
    return (item.published_at.isoformat() if item.published_at else "9999", item.doc_id)


def _name(
    group_type: Literal["story", "campaign"],
    members: Sequence[tuple[LinkItem, Why]],
    memberships: list[Membership],
    merges: list[GroupMerge],
) -> None:
    known = list(dict.fromkeys(item.group_id for item, _ in members if item.group_id))
    founder = members[0][0]
    group_id = known[0] if known else hashlib.sha256(f"{group_type}\x1f{founder.doc_id}".encode()).hexdigest()[:16]
    merges.extend(GroupMerge(group_type=group_type, group_id=other, merged_into=group_id) for other in known[1:])
    memberships.extend(
        Membership(group_type=group_type, group_id=group_id, doc_id=item.doc_id, why=why)
        for item, why in members
        if item.group_id != group_id
    )


class _Components:
    """Union-find that remembers why each item joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self.why: list[Why] = ["founder"] * size

    def _root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, left: int, right: int, why: Why) -> None:
        older, younger = sorted((self._root(left), self._root(right)))
        if older != younger:
            self._parent[younger] = older
            self.why[younger] = why

    def groups(self) -> Iterable[list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            members[self._root(index)].append(index)
        return (group for group in members.values() if len(group) > 1)
