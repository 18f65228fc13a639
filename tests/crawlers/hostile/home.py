"""A crawl of a hostile web into folders of its own: what it counted, what it landed, how large it grew."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from crawlers.collect import CrawlRequest, crawl
from crawlers.extract.urls import canonical_url
from crawlers.landing import pending, read_landed
from crawlers.source import Source
from tests.crawlers.conftest import NOW
from tests.crawlers.hostile.server import HostileWeb
from warehouse.contracts import Document, SourceRun, document_id

ALLOWED_MB = 500


@dataclass
class HostileHome:
    folder: Path
    web: HostileWeb
    peaks_mb: list[float] = field(default_factory=list)

    def request(self, source: Source, **changes: Any) -> CrawlRequest:
        values: dict[str, Any] = {
            "source": source,
            "run_id": "run-1",
            "now": NOW,
            "archive_dir": self.folder / "archive",
            "landing_dir": self.folder / "landing",
            "state_path": self.folder / "state.sqlite",
            "proxy": self.web.proxy,
            "timeout_s": 40,
            "answer_s": 2,
        }
        return CrawlRequest.model_validate(values | changes)

    def crawl(self, source: Source, **changes: Any) -> SourceRun:
        """The crawl ends by itself, within its time and its memory, or this fails."""
        with _watched() as peak:
            run = crawl(self.request(source, **changes))
        self.peaks_mb.append(peak[0])
        assert 0 < peak[0] < ALLOWED_MB
        return run

    def documents(self) -> list[Document]:
        return [document for path in pending(self.folder / "landing") for document in read_landed(path)]

    def outcome(self, url: str, source: str = "jahat") -> str | None:
        """What became of a listed page: `read`, also as another one's text, or the reason why not; null when it was never
        tried, or its host was away.
        """
        page = document_id(url=canonical_url(url), source=source, external_id=None, title="", text="")
        with closing(sqlite3.connect(self.folder / "state.sqlite")) as state:
            led = state.execute("SELECT target FROM aliases WHERE doc_id = ?", (page,)).fetchone()
            if state.execute("SELECT 1 FROM seen WHERE doc_id = ?", led or (page,)).fetchone():
                return "read"
            row = state.execute("SELECT reason FROM tries WHERE doc_id = ?", (page,)).fetchone()
        return str(row[0]) if row else None


def source_of(hosts: list[str], urls: list[str], platform: str = "feed", **changes: Any) -> Source:
    values: dict[str, Any] = {
        "id": "jahat", "title": "Kabar Jahat", "publisher": "PT Kabar Jahat", "kind": "news",
        "permission": "not_needed", "terms_note": "Invented.", "hosts": hosts, "platform": platform,
        "discovery": {"urls": urls, **changes.pop("discovery", {})},
        "politeness": {"delay_s": 0, "max_requests": 1000, **changes.pop("politeness", {})},
    }  # fmt: skip
    return Source.model_validate(values | changes)


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The most memory that any crawl process held meanwhile. `getrusage` would count the memory of its parent, too."""
    peak, done = [0.0], Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max([peak[0], *map(_peak_mb, _crawls())])

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _crawls() -> Iterator[str]:
    for children in Path("/proc/self/task").glob("*/children"):
        for pid in _read(children).split():
            if "crawlers.process" in _read(Path("/proc") / pid / "cmdline"):
                yield pid


def _peak_mb(pid: str) -> float:
    found = [line for line in _read(Path("/proc") / pid / "status").splitlines() if line.startswith("VmHWM:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
