"""A saved page as data: its tree, its JSON-LD, its meta tags, and the text of a part of it."""

import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
    p div section article header footer main h1 h2 h3 h4 h5 h6 ul ol li table tr td th blockquote pre br hr dl dt dd address
""",
    )
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)


def decode(raw: bytes, declared: str | None = None) -> str:
    """Bytes of a page to text: byte-order mark, declared encoding, the page's own word, UTF-8, then Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    own = _CHARSET.search(raw[:4096])
    for candidate in (declared, own[1].decode("ascii") if own else None, "utf-8"):
        try:
            if candidate:
                return raw.decode(candidate)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", "replace")


@dataclass(frozen=True)
class Page:
    html: str

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html.encode("utf-8", "replace"))

    @cached_property
    def jsonld(self) -> list[dict[str, Any]]:
        """Every typed object of the page's JSON-LD, lists and `@graph` unfolded; broken blocks are left out."""
        found: list[dict[str, Any]] = []
        for script in self.tree.css('script[type="application/ld+json"]'):
            raw = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$", "", script.text() or "")
            try:
                found += _objects(json.loads(raw, strict=False))
            except (ValueError, RecursionError):
                continue
        return found

    def typed(self, types: Sequence[str]) -> dict[str, Any]:
        """The first JSON-LD object of one of these types."""
        return next((item for item in self.jsonld if set(_as_list(item.get("@type"))) & set(types)), {})

    @cached_property
    def _metas(self) -> dict[str, str]:
        metas: dict[str, str] = {}
        for node in self.tree.css("meta"):
            name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
            content = node.attributes.get("content")
            if name and content and content.strip():
                metas.setdefault(name.casefold(), content.strip())
        return metas

    def meta(self, *names: str) -> str | None:
        return next((self._metas[name.casefold()] for name in names if name.casefold() in self._metas), None)

    def first(self, selectors: Sequence[str]) -> LexborNode | None:
        return next((node for selector in selectors if (node := self.tree.css_first(selector)) is not None), None)

    @cached_property
    def title_tag(self) -> str:
        node = self.tree.css_first("head title") or self.tree.css_first("title")
        return one_line(node.text()) if node else ""

    @cached_property
    def address(self) -> str | None:
        link = self.tree.css_first('link[rel="canonical"]')
        return (link.attributes.get("href") if link else None) or self.meta("og:url")

    def embedded_markup(self) -> str:
        """The longest piece of HTML inside the page's own data script; empty where there is none."""
        node = self.first(["script#__NEXT_DATA__"])
        try:
            data = json.loads(node.text()) if node else None
        except (ValueError, RecursionError):
            return ""
        return max((text for text in _strings(data) if "</p>" in text), key=len, default="")


def text_of(node: LexborNode) -> str:
    """Visible text: one line a block, blank lines between paragraphs gone."""
    parts: list[str] = []
    _collect(node, parts)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(parts).split("\x00"))
    return "\n".join(line for line in lines if line)


def without(node: LexborNode, selectors: Sequence[str]) -> LexborNode:
    """The same node with parts removed: changes the tree, so read other fields first."""
    for selector in selectors:
        for part in node.css(selector):
            if part.mem_id != node.mem_id:
                part.decompose()
    return node


def one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", entities.unescape(text or "")).strip()


def _collect(node: LexborNode, parts: list[str]) -> None:
    stack: list[tuple[LexborNode, bool]] = [(node, False)]
    while stack:
        current, leaving = stack.pop()
        if leaving or current.tag == "br":
            parts.append("\x00")
            continue
        if current.is_text_node:
            parts.append((current.text_content or "").replace("\x00", ""))
            continue
        if current.tag in _BLOCKS:
            parts.append("\x00")
            stack.append((current, True))
        children = list(current.iter(include_text=True))
        stack.extend((child, False) for child in reversed(children) if child.tag not in {"script", "style"})


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    for item in _as_list(value):
        if isinstance(item, dict):
            if "@type" in item:
                yield item
            yield from _objects(item.get("@graph", []))
        elif isinstance(item, list):
            yield from _objects(item)


def _strings(data: Any) -> Iterator[str]:
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            stack.extend(value.values() if isinstance(value, dict) else value)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
