"""The hand-made gold of the saved news pages, joined to texts; and how a reading is compared with it."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import yaml

PAGES = Path(__file__).parents[3].parent / "shared" / "data" / "html"
_UNSEEN = {"script", "style", "noscript", "template", "iframe"}
_BLOCKS = set(
    re.findall(
        r"\w+",
        """p div section article header footer h1 h2 h3 h4 h5 h6 ul ol li table tbody tr td th blockquote br hr dl dt dd
        figure figcaption form fieldset nav aside main center pre""",
    )
)


@dataclass(frozen=True)
class GoldPage:
    name: str
    html: bytes
    title: str
    day: date
    body: str


@dataclass(frozen=True)
class _Node:
    text: str
    block: int
    """Grows with every border of a block: nodes of one number stand on one line."""
    apart: bool
    """Whether blank space lies before it."""


def load() -> list[GoldPage]:
    """Every page of the gold; raises FileNotFoundError where the saved pages are not here."""
    marks = yaml.safe_load(Path(__file__).with_name("pages.yml").read_text(encoding="utf-8"))
    return [_page(name, mark) for name, mark in marks.items()]


def f1(found: str, gold: str) -> float:
    """Harmonic mean of precision and recall over the multiset of words, case kept."""
    ours, theirs = (Counter(re.findall(r"\w+", text)) for text in (found, gold))
    both = sum((ours & theirs).values())
    return 2 * both / total if (total := ours.total() + theirs.total()) else 1.0


def _page(name: str, mark: dict[str, Any]) -> GoldPage:
    html = gzip.decompress((PAGES / f"{name}.html.gz").read_bytes())
    tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    nodes = list(_nodes(tree, [0, 0]))
    title = re.sub(r"\s+", " ", nodes[mark["title"]].text).strip()
    page = GoldPage(name, html, title, mark["day"], _joined(nodes, str(mark["body"])))
    words = len(re.findall(r"\w+", page.body))
    if words != mark["words"]:
        raise ValueError(f"{name}: {words} words where the gold says {mark['words']}: mark this page anew")
    return page


def _nodes(element: Any, seen: list[int]) -> Iterator[_Node]:
    """Text nodes of an element and after it; `seen` counts borders of blocks, and blanks since the last node."""
    shown = isinstance(element.tag, str) and element.tag not in _UNSEEN
    block = shown and element.tag in _BLOCKS
    seen[0] += block
    if shown:
        yield from _node(element.text, seen)
        for child in element:
            yield from _nodes(child, seen)
    seen[0] += block
    yield from _node(element.tail, seen)


def _node(text: str | None, seen: list[int]) -> Iterator[_Node]:
    if text and text.strip():
        yield _Node(text, seen[0], bool(seen[1]))
        seen[1] = 0
    elif text:
        seen[1] += 1


def _joined(nodes: list[_Node], ranges: str) -> str:
    text, last = "", -1
    for part in ranges.split():
        match = re.fullmatch(r"(\d+)(?::(\d+))?(?:-(\d+))?", part)
        if match is None:
            raise ValueError(f"`{part}` is no range of nodes: write it as 12, 12-15 or 12:3-15")
        first, start, end = int(match[1]), int(match[2] or 0), int(match[3] or match[1])
        for number in range(first, end + 1):
            node = nodes[number]
            line = re.sub(r"\s+", " ", node.text[start if number == first else 0 :])
            text += ("\n" if node.block != last else " " if node.apart else "") + line
            last = node.block
    return "\n".join(line.strip() for line in text.strip().split("\n"))
