"""What a crawl never does, whatever a site answers: leave its hosts, follow to private places, ask without end."""

import asyncio
import ipaddress
import socket
from typing import Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.extract.urls import registrable_domain
from crawlers.refusals import Refusal
from crawlers.spiders.base import SourceSpider

_REDIRECTS = {301, 302, 303, 307, 308}
_SCHEMES = {"http", "https"}
_CONDITIONS = {b"If-None-Match", b"If-Modified-Since"}
LONGEST_ADDRESS = 2_000
"""Characters; browsers and servers break soon beyond."""


class BoundsMiddleware:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._sent = 0
        self._public: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _spider(self) -> SourceSpider:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider

    async def process_request(self, request: Request) -> None:
        asked = self._spider.desk.request
        if asked.proxy:
            request.meta["proxy"] = asked.proxy
        host = self._host(request)
        if not await self._is_public(host):
            raise Refusal("private_address", host)
        if request.meta.get("robots_txt"):
            return
        self._sent += 1
        if self._sent > asked.source.politeness.max_requests:
            raise Refusal("request_limit", f"{asked.source.id} allows {asked.source.politeness.max_requests}")

    def _host(self, request: Request) -> str:
        """The host that is asked, if it may be."""
        try:
            parts = urlsplit(request.url)
            host, _port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Refusal("other_scheme", "no address") from error
        hosts = self._spider.desk.request.source.hosts
        if len(request.url) > LONGEST_ADDRESS:
            raise Refusal("long_address", f"{len(request.url)} characters")
        if "@" in parts.netloc:
            raise Refusal("credentials", host)
        if host in hosts:
            return host
        if not (request.meta.get("redirect_times") or request.meta.get("robots_txt")):
            raise Refusal("other_host", host)
        if not _is_private(host) and not _is_of_site(host, hosts):
            raise Refusal("other_domain", host)
        return host

    def process_response(self, request: Request, response: Response) -> Response:
        """Look at where a redirect leads before it is followed."""
        if response.status == 304 and not _CONDITIONS & set(request.headers):
            raise Refusal("bad_status", "304 without being asked")
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or location is None:
            return response
        target = _target(request.url, location)
        if target is None or target[0] not in _SCHEMES:
            raise Refusal("other_scheme", location.decode("latin-1")[:100])
        hosts = self._spider.desk.request.source.hosts
        if target[1] in hosts:
            return response
        if _is_private(target[1]):
            raise Refusal("private_address", target[1])
        if not _is_of_site(target[1], hosts):
            raise Refusal("other_domain", target[1])
        return response

    async def _is_public(self, host: str) -> bool:
        """Whether all addresses of a host are on the open internet; a source may name a private host as its own."""
        request = self._spider.desk.request
        if _is_local(request.source.hosts):
            return host in request.source.hosts
        if _is_private(host):
            return False
        if request.proxy:
            return True  # the proxy looks names up, not we
        if host not in self._public:
            self._public[host] = await _resolves_publicly(host)
        return self._public[host]


def _target(base: str, location: bytes) -> tuple[str, str] | None:
    try:
        parts = urlsplit(urljoin(base, location.decode("latin-1").strip()))
        _ = parts.port  # read only to be checked
        return parts.scheme.lower(), parts.hostname or ""
    except ValueError:
        return None


def _is_of_site(host: str, hosts: tuple[str, ...]) -> bool:
    return registrable_domain(host) in {registrable_domain(own) for own in hosts}


def _is_local(hosts: tuple[str, ...]) -> bool:
    return all(_is_private(host) for host in hosts)


def _is_private(host: str) -> bool:
    host = host.rstrip(".").casefold()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return _is_disguised_address(host)


def _is_disguised_address(host: str) -> bool:
    """`2130706433`, `0x7f.1`: forms that a resolver takes for an address, though nobody writes them honestly."""
    try:
        return not ipaddress.ip_address(socket.inet_ntoa(socket.inet_aton(host))).is_global
    except OSError:
        return False


async def _resolves_publicly(host: str) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True  # nothing to connect to: the download says so
    return all(ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)
