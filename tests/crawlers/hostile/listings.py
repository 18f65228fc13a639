"""Listings without end, depth or measure: what each platform must make of them."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from tests.crawlers.hostile.answers import GOOD, gzip_bomb
from tests.crawlers.hostile.contents import CANARY
from tests.crawlers.hostile.server import Asked, Behaviour, Line, says

MB = 1 << 20
XML = "application/xml"
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
Make = Callable[[str], Mapping[str, Behaviour]]


@dataclass(frozen=True)
class Listing:
    """`pages` of the host by path, the first of them listed; `refused`: what this listing adds to the counts, at least."""

    name: str
    platform: str
    pages: Make
    refused: frozenset[str] = frozenset()
    parsed: int = 0
    discovery: Mapping[str, object] = field(default_factory=dict)


def _one(platform: str, kind: str, name: str, body: str | bytes, *refused: str, parsed: int = 0) -> Listing:
    def pages(host: str) -> Mapping[str, Behaviour]:
        raw = body if isinstance(body, bytes) else body.replace("HOST", host).encode()
        return {"/daftar": says(raw, kind=kind)}

    return Listing(name, platform, pages, frozenset(refused), parsed)


def rss(items: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


ITEM = "<item><title>Baik</title><link>http://HOST/a/baik</link></item>"
_feed = partial(_one, "feed", "application/rss+xml")
_map = partial(_one, "sitemap", XML)
_list = partial(_one, "listing", "text/html")
_json = partial(_one, "json_api", "application/json")

FEEDS = [
    _feed("laughs", rss("&a9;" + ITEM, f'<!DOCTYPE r [<!ENTITY a0 "ha">{_LAUGHS}]>'), "xml_entities"),
    _feed("quadratic", rss("&a;" * 50_000 + ITEM, f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]>'), "xml_entities"),
    _feed("external-file", rss("<item><title>&a;</title></item>", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "xml_entities"),
    _feed("external-http", rss("&a;" + ITEM, f'<!DOCTYPE r [<!ENTITY a SYSTEM "http://{CANARY}/x">]>'), "xml_entities"),
    _feed("external-dtd", rss(ITEM, f'<!DOCTYPE r SYSTEM "http://{CANARY}/x.dtd">'), parsed=1),
    _feed("late-entity", rss(ITEM, f'<!-- {"x" * 70_000} --><!DOCTYPE r [<!ENTITY a "ha">]>'), "xml_entities"),
    _feed("xinclude", rss(f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="http://{CANARY}/"/>' + ITEM), parsed=1),
    _feed("items-many", rss(ITEM + "<item><link>http://HOST/a</link></item>" * 120_000), "too_many_links"),
    _feed("items-empty", rss(ITEM + "<item/>" * MB), "too_many_links"),
    _feed("entries", '<feed xmlns="http://www.w3.org/2005/Atom">' + "<entry/>" * 500_000 + "</feed>", "too_many_links"),
    _feed("deep", rss("<a>" * 500_000 + ITEM), "too_deep"),
    _feed("deep-markup", rss(ITEM + "<item><description>" + "&lt;div&gt;" * 20_000 + "</description></item>"), parsed=1),
    _feed("open-brackets", rss(ITEM + "<" * (MB // 2)), parsed=1),
    _feed("title-long", rss(f"<item><title>{'Baik ' * MB}</title><link>http://HOST/a/baik</link></item>"), parsed=1),
    _feed("dates", rss(f"<item><title>Baik</title><link>http://HOST/a/baik</link><pubDate>{'1' * MB}</pubDate></item>"), parsed=1),
    _feed("private-links", rss("".join(f"<item><link>http://{host}/a/x</link></item>" for host in ("127.0.0.1", "[::1]", "10.0.0.1", "localhost", CANARY)) + ITEM), parsed=1),
    _feed("gz", gzip.compress(rss(ITEM * 3).encode())),
    _feed("gz-bomb", gzip_bomb(1024 * MB), "compressed_bomb"),
    _feed("binary", bytes(range(256)) * 4000),
    _feed("empty", ""),
]  # fmt: skip

SITEMAPS = [
    _map("laughs", f'<!DOCTYPE r [<!ENTITY a0 "ha">{_LAUGHS}]><urlset><url><loc>&a9;</loc></url></urlset>', "xml_entities"),
    _map("external-http", f'<!DOCTYPE r [<!ENTITY a SYSTEM "http://{CANARY}/x">]><urlset><url><loc>&a;</loc></url></urlset>', "xml_entities"),
    _map("gz-bomb", gzip_bomb(1024 * MB), "compressed_bomb"),
    _map("gz-40mb", gzip.compress(b"<urlset>" + b"<url/>" * (40 * MB // 6) + b"</urlset>"), "compressed_bomb"),
    _map("gz-cut", gzip.compress(b"<urlset>" + b"<url><loc>http://HOST/a</loc></url>" * 500)[:-30]),
    _map("urls-many", "<urlset>" + "<url><loc>http://HOST/a</loc></url>" * 60_000 + "</urlset>", "too_many_links"),
    _map("elements-many", "<urlset>" + "<url/>" * (7 * MB // 6) + "</urlset>", "too_many_links"),
    _map("deep", "<urlset>" + "<url>" * 500_000, "too_deep"),
    _map("index-of-itself", "<sitemapindex><sitemap><loc>http://HOST/daftar</loc></sitemap></sitemapindex>", "endless_paging"),
    _map("index-of-10000", "<sitemapindex>" + "".join(f"<sitemap><loc>http://HOST/peta-{n}.xml</loc></sitemap>" for n in range(10_000)) + "</sitemapindex>", "not_found"),
    _map("index-elsewhere", f"<sitemapindex><sitemap><loc>http://{CANARY}/peta.xml</loc></sitemap><sitemap><loc>http://127.0.0.1/</loc></sitemap></sitemapindex>", "other_host"),
    _map("not-xml", b"\0\1\2" * 1000, "unreadable"),
    _map("lines", "http://HOST/a/baik\n" + "http://a\n" * 60_000, "too_many_links", parsed=1),
]  # fmt: skip


def _endless(host: str) -> Mapping[str, Behaviour]:
    def page(line: Line, asked: Asked) -> None:
        number = int(asked.path.rpartition("=")[2]) if "=" in asked.path else 1
        body = f'<html><body><a href="/a/berita-baru-nomor-{number}">x</a><a rel="next" href="/daftar?p={number + 1}">n</a></body></html>'
        says(body if asked.path.startswith("/daftar") else GOOD.replace(b"<p>", f"<p>{asked.path} ".encode()))(
            line, asked
        )

    return {"/daftar": page, "*": page, "/robots.txt": says("", kind="text/plain")}


_SAME = '<html><body><a href="/a/berita-baik-sekali">Baik</a><a rel="next" href="/daftar?p=NEXT">n</a></body></html>'


def _same(_host: str) -> Mapping[str, Behaviour]:
    return {
        "/a/berita-baik-sekali": says(GOOD),
        "/daftar": says(_SAME.replace("NEXT", "2")),
        "/daftar?p=2": says(_SAME.replace("NEXT", "3")),
        "/daftar?p=3": says(_SAME),
    }


LISTINGS = [
    Listing("paging-endless", "listing", _endless, parsed=3),
    Listing("paging-same", "listing", _same, parsed=1),
    _list("links-alike", "<html><body>" + '<a href="/a/berita-no-1">x</a>' * 60_000 + "</body></html>"),
    _list("link-long", f'<html><body><a href="/a/{"x-" * MB}">x</a><a href="/a/satu-dua-tiga">x</a></body></html>', "long_address", "not_found"),
    _list("divs", "<html><body>" + "<div>" * 500_000, "too_deep"),
    _list("attributes", "<html><body><p " + "a=1 " * 500_000 + ">", "too_costly"),
    _list("refresh", '<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.1/"></head><body></body></html>'),
    _list("forms", f'<html><body><form action="http://{CANARY}/"><button></form><a href="http://{CANARY}/a/satu-dua-tiga">x</a></body></html>'),
    _list("links-many", "<html><body>" + "".join(f'<a href="/a/berita-no-{n}">x</a>' for n in range(60_000)) + "</body></html>", "too_many_links"),
]  # fmt: skip

SERVICES = [
    _json("deep", "[" * 2 * MB),
    _json("deep-objects", '{"data":' * 500_000 + "1" + "}" * 500_000),
    _json("number", '{"data": ' + "9" * 5 * MB + "}"),
    _json("items-many", json.dumps({"data": [{"url": f"/a/{n}"} for n in range(60_000)]}), "too_many_links"),
    _json("kinds", json.dumps({"data": [1, None, [], {"url": {"a": 1}}, {"url": 5}, {"url": "http://127.0.0.1/"}, {"url": "http://[x"}, {"url": "\ud800"}, {"url": "\0"}]})),
    _json("nan", '{"data": [{"url": "/a/baik", "title": NaN, "published": Infinity}, {"url": "/a/lain", "published": 1e308}]}', parsed=1),
    _json("not-json", "<html>"),
]  # fmt: skip
