"""A small invented web behind a loopback proxy: stable host names, any answers, a log of what was asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawlers.collect import CrawlRequest, crawl
from crawlers.landing import pending, read_landed
from crawlers.source import Source
from warehouse.contracts import Document, SourceRun

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HOST = "kabar-uji.example"


@dataclass
class Web:
    proxy: str = ""
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def put(self, path: str, body: str, *, status: int = 200, kind: str = "text/html; charset=utf-8") -> None:
        self.pages[f"http://{HOST}{path}"] = (status, kind, body.encode())

    def count(self, path: str) -> int:
        return self.asked.count(f"http://{HOST}{path}")


@pytest.fixture
def web() -> Iterator[Web]:
    site = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("User-Agent", ""))
            status, kind, body = site.pages.get(self.path, (404, "text/plain", b"none"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.proxy = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@dataclass
class Home:
    """The folders of one installation, and a crawl into them."""

    folder: Path
    proxy: str

    def request(self, source: Source, **changes: Any) -> CrawlRequest:
        values: dict[str, Any] = {
            "source": source,
            "run_id": "run-1",
            "now": NOW,
            "archive_dir": self.folder / "archive",
            "landing_dir": self.folder / "landing",
            "state_path": self.folder / "state.sqlite",
            "proxy": self.proxy,
            "timeout_s": 60,
        }
        return CrawlRequest.model_validate(values | changes)

    def crawl(self, source: Source, **changes: Any) -> SourceRun:
        return crawl(self.request(source, **changes))

    def documents(self) -> list[Document]:
        return [document for path in pending(self.folder / "landing") for document in read_landed(path)]


@pytest.fixture
def home(tmp_path: Path, web: Web) -> Home:
    return Home(tmp_path, web.proxy)


@pytest.fixture
def source_of() -> Callable[..., Source]:
    def build(platform: str, *urls: str, **changes: Any) -> Source:
        discovery = {"urls": [f"http://{HOST}{url}" for url in urls], **changes.pop("discovery", {})}
        values = {
            "id": "kabar-uji", "title": "Kabar Uji", "publisher": "PT Kabar Uji", "kind": "news", "permission": "not_needed",
            "terms_note": "Invented.", "hosts": [HOST], "platform": platform, "discovery": discovery,
            "politeness": {"delay_s": 0, "max_requests": 60},
        }  # fmt: skip
        return Source.model_validate(values | changes)

    return build


def article(title: str, *paragraphs: str, date: str = "Senin, 23 November 2026 10:15 WIB", extra: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<html><head><title>{title} - Kabar Uji</title><meta property="og:type" content="article"></head>
<body><nav><a href="/">Depan</a></nav><h1>{title}</h1><div class="detail__date">{date}</div>
<div class="entry-content">{body}</div>{extra}</body></html>"""


LONG = (
    "Petugas di pelabuhan menunda keberangkatan dua belas orang yang tidak membawa dokumen lengkap, lalu mengantar mereka "
    "ke rumah singgah milik dinas setempat untuk didata satu per satu sebelum keluarganya dihubungi oleh petugas."
)


def feed(*items: tuple[str, str, str]) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>http://{HOST}{path}</link><pubDate>{date}</pubDate></item>"
        for path, title, date in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar Uji</title>{entries}</channel></rss>'
