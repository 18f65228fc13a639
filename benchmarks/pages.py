"""A news site of one size for all: 2,000 invented pages of about 50 kB, built once and served from memory."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from random import Random
from typing import Literal

from benchmarks.month.render import printed
from benchmarks.month.words import WORDS, marker, paragraphs, title

HOST = "kabar-laju.example"
ROOT = f"http://{HOST}"
PAGES = 2000
SIZE = 50_000
STATS = "/--angka"
Body = Literal["jsonld", "selector", "plain"]
_BODIES: tuple[Body, ...] = ("jsonld", "jsonld", "jsonld", "selector", "selector", "plain")
"""How a page's text can be read: half by JSON-LD, a third by a known selector, the rest by density alone."""
_FIRST = datetime(2026, 11, 1, 6, 0, tzinfo=timezone(timedelta(hours=7), "Asia/Jakarta"))


def address(number: int) -> str:
    return f"/berita/{100_000 + number}/{_slug(number)}"


def page(number: int) -> str:
    """An article among what surrounds it on a real site, filled up to SIZE bytes."""
    rng = Random(number)
    body, name, at = _BODIES[number % len(_BODIES)], title(rng, "news"), _FIRST + timedelta(minutes=7 * number)
    texts = paragraphs(number, marker(number), None)
    head = f"""<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>{name} - Kabar Laju</title>
<link rel="canonical" href="{ROOT}{address(number)}"><meta property="og:type" content="article">
<meta property="og:title" content="{name}"><meta property="og:site_name" content="Kabar Laju">
<meta property="article:published_time" content="{at.isoformat()}"><meta name="author" content="Redaksi">
<script type="application/ld+json">{json.dumps(_structured(body, name, at, texts))}</script>
<style>{_style(rng)}</style></head>
<body><header><nav><ul>{_links(rng, 60)}</ul></nav></header>
<div class="iklan" id="div-gpt-ad-1"><script>pasang.push({{zona: "atas"}})</script></div>
<main><h1>{name}</h1><div class="tanggal">{printed(at)}</div><div class="bagikan"><a href="#wa">WhatsApp</a></div>
<div class="{"detail__body-text" if body == "selector" else "x-kolom-isi"}">{"".join(_article(rng, texts))}</div></main>
<aside><h3>Terpopuler</h3>{_cards(rng, 30)}</aside><section><h3>Berita Terkait</h3>{_cards(rng, 24)}</section>
<footer><ul>{_links(rng, 30)}</ul><p>Hak cipta Kabar Laju. Seluruh isi dilindungi.</p></footer>
"""
    missing = SIZE - len(head.encode()) - 40
    return f"{head}<script>window.__isi={_filler(rng, missing)}</script></body></html>"


@cache
def _headlines() -> list[str]:
    """What stands around the articles: drawn once, for building 2,000 pages takes time enough."""
    return [title(Random(number), "news") for number in range(400)]


def _slug(number: int) -> str:
    return "-".join(title(Random(number), "news").lower().replace(",", "").replace(":", "").split()[:7])


def _structured(body: Body, name: str, at: datetime, texts: tuple[str, ...]) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": name, "datePublished": at.isoformat(),
        "publisher": {"@type": "Organization", "name": "Kabar Laju"},
    }  # fmt: skip
    return data | ({"articleBody": "\n".join(texts)} if body == "jsonld" else {})


def _article(rng: Random, texts: tuple[str, ...]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield f"<p>{text}</p>"
        if number % 2 == 1:
            yield f'<p><strong>Baca juga: <a href="/berita/{rng.randrange(10**6)}/lain">{rng.choice(_headlines())}</a></strong></p>'
            yield f'<div class="iklan" id="div-gpt-ad-{number + 2}"><script>pasang.push({{zona: "isi{number}"}})</script></div>'


def _links(rng: Random, count: int) -> str:
    names = WORDS["nav"]
    return "".join(
        f'<li class="m{n}"><a href="/{rng.randrange(999)}/">{names[n % len(names)]}</a></li>' for n in range(count)
    )


def _cards(rng: Random, count: int) -> str:
    return "".join(
        f'<div class="kartu"><a href="/berita/{rng.randrange(10**6)}/x"><img loading="lazy" width="120" height="80" '
        f'src="/gambar/{rng.randrange(10**9)}.jpg" alt=""><h4>{rng.choice(_headlines())}</h4></a><span>{rng.randint(1, 50)} menit lalu</span></div>'
        for _ in range(count)
    )


def _style(rng: Random) -> str:
    return "".join(
        f".k{rng.randrange(10**6):06}{{margin:{n % 9}px;color:#{rng.randrange(16**6):06x}}}" for n in range(90)
    )


def _filler(rng: Random, size: int) -> str:
    rows = _rows()
    return "[" + "".join(rng.choices(rows, k=max(0, size - 10) // len(rows[0]))) + "0]"


@cache
def _rows() -> list[str]:
    rng = Random(1)
    return [f'{{"id":{rng.randrange(10**8, 10**9)},"jenis":"artikel","skor":{rng.random():.6f}}},' for _ in range(2000)]


def _responses() -> dict[str, bytes]:
    paths = [address(number) for number in range(PAGES)]
    found = {path: _response(page(number), "text/html; charset=utf-8") for number, path in enumerate(paths)}
    for count in range(50, PAGES + 1, 50):
        urls = "".join(f"<url><loc>{ROOT}{path}</loc></url>" for path in paths[:count])
        found[f"/sitemap-{count}.xml"] = _response(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>', "application/xml"
        )
    found["/robots.txt"] = _response("User-agent: *\nAllow: /\n", "text/plain")
    return found


def _response(text: str, kind: str, status: str = "200 OK") -> bytes:
    body = text.encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class _Serving(asyncio.Protocol):
    """Answers requests as a proxy gets them (`GET http://host/path`); `asked` counts pages since the last STATS."""

    responses: dict[str, bytes]
    asked = 0
    first: float | None = None

    def __init__(self) -> None:
        self._open = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *whole, self._open = (self._open + data).split(b"\r\n\r\n")
        for request in whole:
            self._transport.write(self._answer(request.split(b" ", 2)[1].decode("latin-1").removeprefix(ROOT)))

    def _answer(self, path: str) -> bytes:
        served = type(self)
        if path == STATS:
            stats = json.dumps({"asked": served.asked, "first": served.first})
            served.asked, served.first = 0, None
            return _response(stats, "application/json")
        if path.startswith("/berita/"):
            served.asked += 1
            served.first = served.first or time.monotonic()
        return self.responses.get(path) or _response("", "text/plain", "404 Not Found")


async def _serve() -> None:
    """Print the port, then serve until standard input closes."""
    _Serving.responses = _responses()
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(_Serving, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve())
