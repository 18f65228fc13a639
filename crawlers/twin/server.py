"""The twin as an HTTP proxy on loopback: sites keep stable host names, whatever the port."""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from crawlers.twin.ad_sites import Channel, JobBoard
from crawlers.twin.articles import ads_of, articles_of
from crawlers.twin.news_sites import FeedSite, ListingSite, PageJsonSite, SitemapSite, WordPressSite
from crawlers.twin.profiles import SiteProfile, Web, load_web
from crawlers.twin.site import Answer, NewsSite, Request, Site
from crawlers.twin.texts import TEXTS, NewsText, OfferText, TwinTextError, load_news, load_offers

JAKARTA = ZoneInfo("Asia/Jakarta")
_IDLE_S = 15
_NEWS_SITES: Mapping[str, type[NewsSite]] = {
    "feed": FeedSite,
    "listing": ListingSite,
    "sitemap": SitemapSite,
    "wordpress": WordPressSite,
    "page_json": PageJsonSite,
}


def week_base(now: datetime) -> datetime:
    """Monday 00:00 in Jakarta of the week of `now`, which needs a zone."""
    if now.tzinfo is None:
        raise ValueError("a time without a zone: give one, for example datetime.now(UTC)")
    local = now.astimezone(JAKARTA)
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Twin:
    proxy_url: str
    sites: Mapping[str, Site]
    news: tuple[NewsText, ...]
    offers: tuple[OfferText, ...]
    requests: list[str] = field(default_factory=list)
    """Addresses asked for so far, in order of arrival."""


@dataclass(frozen=True)
class _Week:
    """What all sites are built from."""

    web: Web
    news: tuple[NewsText, ...]
    offers: tuple[OfferText, ...]
    base: datetime
    edition: int

    def site(self, profile: SiteProfile) -> Site:
        if profile.platform == "job_board":
            return JobBoard(profile, self.web, self.base, ads_of(profile, self.offers, base=self.base))
        if profile.platform == "channel":
            return Channel(profile, self.web, self.base, ads_of(profile, self.offers, base=self.base))
        articles = articles_of(profile, self.web, self.news, base=self.base, edition=self.edition)
        return _NEWS_SITES[profile.platform](profile, self.web, self.base, articles)

    def sites(self) -> dict[str, Site]:
        places = {profile.host: profile.platform in _NEWS_SITES for profile in self.web.sites}
        for text in (*self.news, *self.offers):
            if places.get(text.outlet) is not isinstance(text, NewsText):
                raise TwinTextError(f"Give {text.id} an outlet of sites.yml that shows such texts: not {text.outlet}")
        return {profile.host: self.site(profile) for profile in self.web.sites}


@contextmanager
def serve_twin(base: datetime, *, edition: int = 1, texts: Path = TEXTS) -> Iterator[Twin]:
    """Serve the invented web until the block ends. `base`: see week_base; `edition` 2 shows one article changed."""
    news, offers = load_news(texts), load_offers(texts)
    sites = _Week(load_web(), news, offers, base.astimezone(JAKARTA), edition).sites()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        twin = Twin(f"http://127.0.0.1:{server.server_address[1]}", sites, news, offers)
        server.twin = twin
        server.modified = format_datetime(base.astimezone(UTC), usegmt=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="twin", daemon=True)
        thread.start()
        try:
            yield twin
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    twin: Twin
    modified: str

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error of ours; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_S

    def version_string(self) -> str:
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Silent: `Twin.requests` keeps what was asked."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        host = (url.hostname or self.headers.get("Host", "").rsplit(":", 1)[0]).lower()
        path = unquote(url.path) or "/"
        self.server.twin.requests.append(f"http://{host}{path}" + (f"?{url.query}" if url.query else ""))
        site = self.server.twin.sites.get(host.removeprefix("www."))
        if site is None:
            self._send(_plain(HTTPStatus.BAD_GATEWAY, f"The offline twin of the web has no host {host!r}."))
            return
        self._send(site.answer(Request(path, dict(parse_qsl(url.query, keep_blank_values=True)))))

    do_HEAD = do_GET  # noqa: N815 - named by http.server

    def do_CONNECT(self) -> None:
        self.close_connection = True
        self._send(_plain(HTTPStatus.BAD_GATEWAY, "The offline twin of the web speaks http only: no https addresses."))

    def _send(self, answer: Answer) -> None:
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        if answer.status == HTTPStatus.OK and self.headers.get("If-None-Match") == etag:
            answer = Answer(b"", status=HTTPStatus.NOT_MODIFIED, content_type=answer.content_type)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", self.server.modified)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)


def _plain(status: HTTPStatus, text: str) -> Answer:
    return Answer(f"{text}\n".encode(), status=status, content_type="text/plain; charset=utf-8")
