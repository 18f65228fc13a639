"""A saved page as data: its tree, its JSON-LD, its meta tags, and the text of a part of it."""

import html as entities
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
    p div section article header footer main h1 h2 h3 h4 h5 h6 ul ol li table tr td th blockquote pre br hr dl dt dd address
""",
    )
)
_LATIN = frozenset(["iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"])
_NO_CHARSETS = frozenset(["punycode", "idna", "undefined", "unicode_escape", "unicode-escape", "raw_unicode_escape"])
"""Codecs of the language that no page is written in; the first takes quadratic time."""
_UNREAD = frozenset(["script", "style"])
_BREAK, _LINK = 0, 1
_NAMES = [re.compile(rf"""{name}\s*=\s*["']?([^"'>]*)""") for name in ("class", "id", "CLASS", "ID")]
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)


def decode(raw: bytes, declared: str | None = None) -> str:
    """Bytes of a page to text: byte-order mark, declared encoding, the page's own word, UTF-8, then Windows-1252.

    Whoever declares Latin-1 often sends UTF-8: what reads as UTF-8 is UTF-8.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    own = _CHARSET.search(raw[:4096])
    for candidate in (declared, own[1].decode("ascii") if own else None, "utf-8"):
        try:
            if candidate and candidate.casefold() not in _NO_CHARSETS:
                return raw.decode("utf-8" if candidate.casefold() in _LATIN else candidate)
        except (LookupError, ValueError):  # unknown, not fitting, or no name at all
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
        return next((item for item in self.jsonld if any(kind in types for kind in _as_list(item.get("@type")))), {})

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
    def _names(self) -> tuple[frozenset[str], str]:
        """Every class and id of the page, as a set and as one text."""
        text = " ".join(value for form in _NAMES for value in form.findall(self.html))
        return frozenset(text.split()), text

    def possible(self, selectors: Sequence[str]) -> list[str]:
        """The selectors that can match here: most templates' names never occur, and need not be looked for in the tree."""
        known, text = self._names
        return [
            selector
            for selector in selectors
            if (need := _needed(selector))[0] <= known and all(part in text for part in need[1])
        ]

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
    return "\n".join(line for line, _ in lines_of(node))


def lines_of(node: LexborNode) -> Iterator[tuple[str, bool]]:
    """Visible lines, each with whether it is a link from end to end."""
    parts: list[str] = []
    bare, depth = False, 0
    for token in chain(_tokens(node), [_BREAK]):
        if isinstance(token, str):
            parts.append(token)
            bare = bare or (depth == 0 and not token.isspace())
        elif token == _BREAK:
            if line := " ".join("".join(parts).split()):
                yield line, not bare
            parts, bare = [], False
        else:
            depth += token


def remove(node: LexborNode, selectors: Sequence[str]) -> int:
    """Take parts out of a node, and say how many: changes the tree, so read other fields first."""
    parts = [part for part in node.css(", ".join(selectors)) if part.mem_id != node.mem_id] if selectors else []
    for part in reversed(parts):  # inner ones first: what lies in a removed part is gone with it
        part.decompose()
    return len(parts)


@cache
def _needed(selector: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of which all, and parts of names of which each, must occur where the selector matches."""
    if "," in selector or ":" in selector:
        return frozenset(), ()
    parts = tuple(re.findall(r"""\[(?:class|id)[*^$|~]?=["']?([\w-]+)""", selector))
    return frozenset(re.findall(r"[.#]([\w-]+)", re.sub(r"\[[^\]]*\]", "", selector))), parts


def absolute(base: str, href: str) -> str | None:
    """Null for what is no address: pages name anything as their links."""
    try:
        address = urljoin(base, href.strip())
        return address if urlsplit(address).scheme in {"", "http", "https"} else None
    except ValueError:
        return None


def one_line(text: str | None) -> str:
    return " ".join(entities.unescape(text or "").split())


def _tokens(node: LexborNode) -> Iterator[str | int]:
    """Text, ends of lines, and where a link begins and ends."""
    stack: list[LexborNode | int] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, int):
            yield current
        elif current.is_text_node:
            yield current.text_content or ""
        elif (tag := current.tag) == "br":
            yield _BREAK
        elif tag not in _UNREAD:
            if tag in _BLOCKS or tag == "a":
                yield _LINK if tag == "a" else _BREAK
                stack.append(-_LINK if tag == "a" else _BREAK)
            stack.extend(reversed(list(current.iter(include_text=True))))


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
