"""Pages that are hostile by what they say: bytes that are no text, food for patterns, depths and lengths."""

import json
from random import Random

from tests.crawlers.conftest import LONG
from tests.crawlers.hostile.answers import MB, case
from tests.crawlers.hostile.server import says

CANARY = "kenari.example"


def page(body: str = f"<p>{LONG}</p>", head: str = "", title: str = "Dua Belas Orang Batal Berangkat") -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f'<div class="entry-content"><p>{LONG}</p>{body}</div></body></html>'
    )


def ld(raw: str) -> str:
    return page(head=f'<script type="application/ld+json">{raw}</script>')


_NOISE = Random(7).randbytes(MB)

NOT_TEXT = [
    case("binary-as-html", says(_NOISE), "read", "unreadable", "not_text"),
    case("binary-as-image", says(_NOISE, kind="image/jpeg"), "not_text"),
    case("pdf", says(b"%PDF-1.7 " + _NOISE, kind="application/pdf"), "not_text"),
    case("kind-garbage", says(page(), kind="\xff;;;charset=;;"), "not_text", "read"),
    case("utf-16", says(page().encode("utf-16")), "read"),
    case("utf-16-no-mark", says(page().encode("utf-16-le"), kind="text/html; charset=utf-16-le"), "read"),
    case("utf-7", says(page().encode("utf-7"), kind="text/html; charset=utf-7"), "read"),
    case("charset-wrong", says(page().encode("utf-8"), kind="text/html; charset=koi8-r"), "read"),
    case("charset-unknown", says(page(), kind="text/html; charset=suar-8"), "read"),
    case("charset-undefined", says(page(), kind="text/html; charset=undefined"), "read"),
    case("charset-idna", says(page(), kind="text/html; charset=idna"), "read"),
    case("charset-zip", says(page(), kind="text/html; charset=zlib_codec"), "read"),
    case("charset-nul", says(page(), kind="text/html; charset=utf\0-8"), "read", "not_text", "broken_http"),
    case("charset-punycode", says(b"a" * 2 * MB + b"-" + b"b" * 2 * MB, kind="text/html; charset=punycode"), "read", "unreadable"),
    case("charset-own-undefined", says(page(head='<meta charset="undefined">')), "read"),
    case("nul-bytes", says(page().replace("orang", "or\0ang")), "read"),
    case("lone-surrogates", says(page(head='<meta name="author" content="&#xD800;">').encode() + b"\xed\xa0\x80"), "read"),
    case("lone-surrogates-json", says(ld('{"@type": "NewsArticle", "headline": "\\ud800 x", "datePublished": "\\udfff"}')), "read"),
    case("controls", says(page(body="<p>" + "".join(map(chr, range(1, 32))) + "&#0;&#1;&#xFFFF;&#x10FFFF;&#x110000;</p>")), "read"),
    case("entities", says(page(body="&" * MB)), "read"),
]  # fmt: skip

FOOD = [
    case("line-5mb", says(page(body=f"<p>{'kata ' * MB}</p>")), "read"),
    case("spaces", says(page(body=f"<p>{' ' * MB}x{chr(160) * MB}</p>")), "read"),
    case("letters", says(page(body=f"<p>{'a' * 2 * MB}!</p>")), "read"),
    case("digits", says(page(body=f"<p>{'1' * 2 * MB}</p><p>{'12/11/2026 ' * 100_000}</p>")), "read"),
    case("date-food", says(page(body="".join(f"<p>{'Senin, ' * 50_000}{'1 ' * 100_000}{'10:' * 100_000}</p>" for _ in range(2)))), "read"),
    case("quotes", says(page(body=f"<p>{'“' * 200_000}{'(' * 200_000}{chr(34) * 200_000}</p>")), "read"),
    case("dashes", says(page(body=f"<p>Jakarta {'- ' * 500_000}</p><p>{'—' * MB}</p>")), "read"),
    case("boilerplate-food", says(page(body=f"<p>{'Baca juga: ' * 100_000}</p>" + "<p>Baca juga:</p>" * 20_000)), "read"),
    case("commas", says(page(body=f"<p>{'Budi, ' * 200_000}</p>")), "read"),
    case("emails", says(page(body=f"<p>{'a@b.' * 200_000}</p><p>{'https://a.b/' * 100_000}</p>")), "read"),
    case("title-1mb", says(page(title="Judul " * 180_000)), "read"),
    case("title-spaces", says(page(title=f"Judul{' - ' * 300_000}x")), "read"),
    case("h1-10000", says(page(body="<h1>Judul lain</h1>" * 10_000)), "read"),
    case("meta-100000", says(page(head='<meta property="og:title" content="Lain">' * 100_000)), "read"),
    case("date-1mb", says(page(body=f'<div class="detail__date">{"Senin 1 " * 130_000}</div><time datetime="{"2026-" * 200_000}">x</time>')), "read"),
    case("byline-1mb", says(page(body=f'<div class="author">{"Oleh " * 200_000}</div>')), "read"),
    case("attributes", says(page(body=f"<p {' '.join(f'a{n}=x' for n in range(100_000))}>x</p>")), "too_costly"),
    case("class-names", says(page(body=f'<p class="{"c " * MB}">x</p>')), "too_costly"),
    case("comments", says(page(body="<!--" * 500_000)), "read", "unreadable"),
    case("open-brackets", says(page(body="<" * MB)), "read"),
    case("refresh", says(page(head=f'<meta http-equiv="refresh" content="0;url=http://{CANARY}/">')), "read"),
    case("base-private", says(page(head='<base href="http://169.254.169.254/">')), "read"),
    case("frames", says(page(body=f'<iframe src="http://{CANARY}/"></iframe><img src="http://{CANARY}/a.gif">')), "read"),
]  # fmt: skip

DEPTH = [
    case("divs-100000", says(page(body="<div>" * 100_000 + "dalam")), "too_deep"),
    case("divs-deep-closed", says(page(body="<div>" * 30_000 + "dalam" + "</div>" * 30_000)), "read"),
    case("spans-100000", says(page(body="<b><i>" * 50_000 + "dalam")), "too_deep"),
    case("tables-5000", says(page(body="<table><tr><td>" * 5_000)), "read"),
    case("formatting", says(page(body="<b><p>" * 10_000)), "too_deep"),
    case("paragraphs", says(page(body=f"<p>{LONG}</p>" * 10_000)), "read"),
    case("ld-lists", says(ld("[" * 100_000 + "]" * 100_000)), "read"),
    case("ld-objects", says(ld('{"@graph":' * 100_000 + "1" + "}" * 100_000)), "read"),
    case("ld-graph-900", says(ld('{"@type":"NewsArticle","@graph":[' * 900 + "1" + "]}" * 900)), "read"),
    case("ld-number", says(ld('{"@type":"NewsArticle","wordCount":' + "9" * 5 * MB + "}")), "read"),
    case("ld-number-as-date", says(ld('{"@type":"NewsArticle","datePublished":' + "9" * 4000 + ',"headline":1e999}')), "read"),
    case("ld-nan", says(ld('{"@type":"NewsArticle","datePublished":NaN,"headline":Infinity}')), "read"),
    case("ld-kinds", says(ld(json.dumps({"@type": ["NewsArticle", {}, 3], "author": [[{"name": {"a": [1]}}]], "headline": {"x": 1}, "articleBody": [1], "datePublished": ["a", {}]}))), "read"),
    case("ld-type-object", says(ld('{"@type": {"a": 1}, "headline": "x"}')), "read"),
    case("ld-blocks", says(page(head='<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 50_000)), "read"),
    case("next-data", says(page(head='<script id="__NEXT_DATA__" type="application/json">' + json.dumps({"a": ["<p>x</p>" * 1000] * 500}) + "</script>")), "read"),
    case("next-data-deep", says(page(head='<script id="__NEXT_DATA__" type="application/json">' + "[" * 200_000 + "</script>")), "read"),
    case("far-dates", says(page(body='<time datetime="9999-12-31T23:59:59-14:00">x</time><div class="detail__date">0000-00-00 99:99</div>')), "read"),
    case("far-dates-ld", says(ld('{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00+23:59","dateModified":"99999-01-01"}')), "read"),
]  # fmt: skip
