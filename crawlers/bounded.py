"""Bounds of work on what a site sends: time of the processor, memory, and markup that costs out of all proportion."""

import re
import resource
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Never

from crawlers.refusals import Refusal

READING_S = 5.0
"""Seconds of the processor for one page: a thousand times what an ordinary page takes."""
_DEEPEST = 5_000
_MOST_ATTRIBUTES = 5_000
_OPEN_OR_CLOSE = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_NOT_NESTED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dd dt option optgroup td th tr tbody thead tfoot".split()
)
MOST_ITEMS = 5_000
"""Of a feed: a hundred times what one shows."""
_MOST_TAGS = 1_000_000
_DEEPEST_XML = 500
_XML_TAG = re.compile(rb"<(/?)[a-zA-Z][^<>]*?(/?)>")
_STATUS = Path("/proc/self/status")


@contextmanager
def cpu_limit(seconds: float = READING_S) -> Iterator[None]:
    """Raises Refusal inside the block once it has used so much of the processor. Only in the main thread, and only around
    work that may be broken off anywhere; what runs outside Python is stopped when it comes back.
    """
    nested = signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    if nested or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _too_costly)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def check_markup(html: bytes) -> None:
    """Raises Refusal for depths and attributes on which parsers take quadratic time (100,000 of either: ten seconds)."""
    if html.count(b"<") > _DEEPEST:
        open_now: Counter[bytes] = Counter()
        for close, name in _OPEN_OR_CLOSE.findall(html):
            open_now[name] = max(0, open_now[name] - 1) if close else open_now[name] + 1
        if sum(count for name, count in open_now.items() if name.lower() not in _NOT_NESTED) > _DEEPEST:
            raise Refusal("too_deep", f"more than {_DEEPEST} elements inside each other")
    long = [part for part in html.split(b"<") if len(part) > _MOST_ATTRIBUTES]
    if any(_attributes(part) > _MOST_ATTRIBUTES for part in long):
        raise Refusal("too_costly", f"more than {_MOST_ATTRIBUTES} attributes")


def check_list(body: bytes) -> None:
    """Raises Refusal for a feed or sitemap that no reader gets through in time and memory, or that declares entities."""
    if b"<!ENTITY" in body:
        raise Refusal("xml_entities")
    if body.count(b"<item") + body.count(b"<entry") > MOST_ITEMS or body.count(b"<") > _MOST_TAGS:
        raise Refusal("too_many_links")
    depth = 0
    for closing, empty in _XML_TAG.findall(body):
        depth += -1 if closing else 0 if empty else 1
        if depth > _DEEPEST_XML:
            raise Refusal("too_deep", f"more than {_DEEPEST_XML} elements inside each other")


def limit_memory(megabytes: int) -> None:
    """Let this process grow by at most so much; what asks for more meets a MemoryError."""
    used = memory_kb("VmData") * 1024
    if used:
        most = used + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def memory_kb(name: str) -> int:
    """A figure of /proc/self/status; 0 where there is none. Unlike `getrusage`, it does not begin with the parent's."""
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _attributes(part: bytes) -> int:
    return len(part.partition(b">")[0].split()) if part[:1].isalpha() else 0


def _too_costly(_signal: int, _frame: FrameType | None) -> Never:
    raise Refusal("too_costly", "reading it took too long")
