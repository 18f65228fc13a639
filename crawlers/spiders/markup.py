"""Bodies that are not HTML pages: unpacked within bounds, XML without entities."""

import re
import zlib
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from crawlers.bounded import check_list
from crawlers.refusals import Refusal
from crawlers.yaml_content import read_yaml

MOST_BYTES = 24 * 1024 * 1024
"""Half of the sitemap protocol's bound for one file: its tree takes ten times the memory."""
WORDING: dict[str, Any] = read_yaml(Path(__file__).with_name("wording.yml"))
_GZIP = b"\x1f\x8b"
_DECLARES = re.compile(rb"<!ENTITY\s", re.IGNORECASE)


def unpacked(body: bytes) -> bytes:
    """A list's bytes, out of their gzip whatever the header says. Raises Refusal for what is broken or too much."""
    if not body.startswith(_GZIP):
        check_list(body)
        return body
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Refusal("unreadable", "broken gzip bytes") from error
    if unzip.unconsumed_tail:
        raise Refusal("compressed_bomb", f"more than {MOST_BYTES} bytes")
    check_list(plain)
    return plain


def xml_root(body: bytes) -> Any:
    """The root element, read tolerantly. Raises Refusal where nothing can be read, or the document declares entities: no list
    needs any.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("unreadable", "no XML") from error
    if root is None:
        raise Refusal("unreadable", "no XML")
    declared = root.getroottree().docinfo.internalDTD
    if _DECLARES.search(body[:65536]) or (declared is not None and declared.entities()):
        raise Refusal("xml_entities")
    return root


def name_of(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def worded(key: str) -> re.Pattern[str]:
    """A pattern of `wording.yml`: its alternatives, in any case of letters."""
    return re.compile("|".join(f"(?:{part})" for part in WORDING[key]), re.IGNORECASE)
