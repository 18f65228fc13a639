import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.extract.article import extract_article
from crawlers.extract.job_ad import extract_job_ad
from crawlers.extract.page import decode
from crawlers.extract.post import extract_posts
from crawlers.extract.rules import active_lines, rules_for
from crawlers.middlewares.block_page import is_block_page
from crawlers.source import ArticleRules, LineRule
from tests.crawlers.conftest import LONG, NOW, article

PAGES = Path(__file__).parents[2].parent / "shared" / "data" / "html"


def _jsonld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_visible_page() -> None:
    page = article("Dua Belas Orang Batal Berangkat", LONG, "Baca juga: Lain", "Pewarta: Lalu Sari<br>Editor: Ni Luh")
    read = extract_article(page, "https://kabar-uji.id/a/1", now=NOW)
    assert (read.title, read.text, read.byline) == ("Dua Belas Orang Batal Berangkat", LONG, "Lalu Sari")
    assert read.extra["editor"] == "Ni Luh"
    assert read.published is not None
    assert read.published.raw == "Senin, 23 November 2026 10:15 WIB"
    assert read.provenance == {"title": "css", "published_at": "css", "text": "css", "byline": "text"}


def test_structured_data_comes_first_and_a_malformed_date_is_read() -> None:
    data = {
        "@graph": [
            {"@type": "WebPage"},
            {"@type": "NewsArticle", "headline": "Judul Dari Data", "datePublished": "2026-11-20WIB18:45:00+07:00",
             "author": {"@type": "Person", "name": "Sri Contoh Wati"}},
        ]
    }  # fmt: skip
    read = extract_article(article("Judul Lain Sama Sekali Bedanya", LONG, extra=_jsonld(data)), None, now=NOW)
    assert read.published is not None
    assert read.published.at.isoformat() == "2026-11-20T11:45:00+00:00"
    assert read.provenance["published_at"] == "jsonld"
    assert (read.byline, read.provenance["byline"]) == ("Sri Contoh Wati", "jsonld")


def test_an_undated_page_has_no_date() -> None:
    read = extract_article(
        article("Tanpa Tanggal Sama Sekali", LONG, date="kapan saja"), "https://kabar-uji.id/a/1", now=NOW
    )
    assert read.published is None
    assert read.text == LONG


@pytest.mark.parametrize(
    "name", ["https://www.facebook.com/kabar", "Tim Redaksi", "Kabar Uji Media", "admin", "CNN Indonesia"]
)
def test_no_byline_is_invented(name: str) -> None:
    page = article("Judul Berita Contoh", LONG, extra=f'<span rel="author">{name}</span>')
    assert extract_article(page, None, now=NOW).byline is None


def test_rules_of_the_source_win() -> None:
    page = article(
        "Judul Berita Contoh", LONG, extra=f'<div class="isi"><p>{LONG} Tambahan.</p><p class="iklan">Beli!</p></div>'
    )
    rules = ArticleRules(body_css="div.isi", remove_css=(".iklan",))
    assert extract_article(page, None, rules=rules, now=NOW).text == f"{LONG} Tambahan."


def test_matched_rules_are_named() -> None:
    page = article("Judul Berita Contoh", LONG, "Kabar Uji, tajam!", extra='<p class="iklan">Beli!</p>')
    rules = ArticleRules.model_validate(
        {"body_css": "body", "remove_css": [".iklan", ".tidak-ada"], "line_rules": ["kabar uji, .*", "tidak ada"]}
    )
    read = extract_article(page, None, rules=rules, now=NOW)
    assert read.matched == ("body:body", "line:kabar uji, .*", "remove:.iklan")
    assert "tajam" not in read.text


OLD = ArticleRules(body_css="div.lama", valid_until=date(2024, 12, 31))
OLDEST = ArticleRules(body_css="div.kuno", valid_until=date(2020, 12, 31))
PRESENT = ArticleRules(body_css="div.kini")


@pytest.mark.parametrize(
    ("day", "rules"),
    [(None, PRESENT), (date(2026, 1, 1), PRESENT), (date(2024, 12, 31), OLD), (date(2021, 1, 1), OLD), (date(2015, 5, 5), OLDEST)],
)  # fmt: skip
def test_the_template_of_the_day(day: date | None, rules: ArticleRules) -> None:
    assert rules_for(PRESENT, [OLD, OLDEST], day) is rules


def test_an_old_page_is_read_by_the_template_of_its_day() -> None:
    parts = "".join(f'<div class="{name}"><p>{LONG} Bagian {name}.</p></div>' for name in ("kini", "lama", "kuno"))
    page = article("Judul Berita Contoh", LONG, date="Senin, 6 Mei 2019 10:00 WIB", extra=parts)
    read = extract_article(page, None, rules=PRESENT, earlier=[OLD, OLDEST], now=NOW)
    assert read.text.endswith("Bagian kuno.")
    assert read.matched == ("body:div.kuno",)
    assert extract_article(page, None, rules=PRESENT, now=NOW).text.endswith("Bagian kini.")


def test_line_rules_hold_in_their_time() -> None:
    rules = ArticleRules(
        line_rules=(
            LineRule(pattern="always"),
            LineRule(pattern="old", until=date(2025, 1, 31)),
            LineRule(pattern="new", since=date(2025, 1, 31)),
        )
    )
    assert active_lines(rules, None) == ("always", "old", "new")
    assert active_lines(rules, date(2024, 1, 1)) == ("always", "old")
    assert active_lines(rules, date(2025, 1, 31)) == ("always", "old", "new")
    assert active_lines(rules, date(2026, 1, 1)) == ("always", "new")


def test_whole_structured_text_comes_before_selectors() -> None:
    body = "\n".join([LONG, "Kalimat lain menutup berita ini."] * 3)
    whole = _jsonld({"@type": "NewsArticle", "headline": "Judul Berita Contoh", "articleBody": body})
    read = extract_article(article("Judul Berita Contoh", LONG, extra=whole), None, now=NOW)
    assert (read.text, read.provenance["text"]) == (body, "jsonld")


@pytest.mark.parametrize("end", ["...", " dan kemudian"])
def test_cut_structured_text_gives_way_to_the_page(end: str) -> None:
    body = "\n".join([LONG] * 3).rstrip(".") + end
    cut = _jsonld({"@type": "NewsArticle", "headline": "Judul Berita Contoh", "articleBody": body})
    page = article("Judul Berita Contoh", *[LONG] * 4, extra=cut)
    assert extract_article(page, None, now=NOW).provenance["text"] == "css"


def test_a_list_of_other_headlines_is_no_text() -> None:
    links = "".join(f'<p><a href="/a/{n}">Judul berita lain nomor {n}</a></p>' for n in range(3))
    page = article("Judul Berita Contoh", LONG, "Jangan Lewatkan", extra="")
    page = page.replace("<p>Jangan Lewatkan</p>", f"<p>Jangan Lewatkan</p>{links}<p>Kalimat penutup berita ini.</p>")
    assert extract_article(page, None, now=NOW).text == f"{LONG}\nKalimat penutup berita ini."


def test_a_linked_word_in_a_sentence_stays() -> None:
    page = article(
        "Judul Berita Contoh",
        LONG,
        '<a href="/t">Pekerja migran</a> itu pulang.',
        '<a href="/u">Satu tautan saja di sini</a>',
    )
    assert extract_article(page, None, now=NOW).text.split("\n")[1:] == [
        "Pekerja migran itu pulang.",
        "Satu tautan saja di sini",
    ]


def test_a_body_without_a_known_template() -> None:
    menu = "".join(
        f'<li><a href="/k{n}">Kanal nomor {n} dari laman ini yang panjang sekali namanya</a></li>' for n in range(9)
    )
    sentences = "".join(f"<p>{LONG} Bagian {n} selesai.</p>" for n in range(3))
    page = (
        f"<html><head><title>Judul Berita Contoh Panjang</title></head><body><ul>{menu}</ul><h1>Judul Berita Contoh Panjang</h1>"
        f"<section class='x1'>{sentences}</section><div>Hak cipta laman ini ada pada penerbitnya dan tidak pada yang lain.</div></body></html>"
    )
    read = extract_article(page, "https://kabar-uji.id/a/26112400", now=NOW)
    assert read.provenance["text"] == "density"
    assert read.text == "\n".join(f"{LONG} Bagian {n} selesai." for n in range(3))


def test_body_in_the_page_s_own_data() -> None:
    data = json.dumps({"props": {"article": {"content": f"<p>{LONG}</p><p>Baca juga: Lain</p>"}}})
    page = f'<html><head><title>Judul Data Saja - Kabar</title></head><body><script id="__NEXT_DATA__">{data}</script></body></html>'
    assert extract_article(page, "https://kabar-uji.id/a/26112400", now=NOW).text == LONG


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://kabar-uji.id/", "Kabar Uji"),
        ("https://kabar-uji.id/indeks", "Indeks"),
        ("https://kabar-uji.id/tag/tppo", "Tag TPPO"),
    ],
)
def test_listings_are_no_documents(url: str, title: str) -> None:
    links = "".join(f'<li><a href="/a/{n}">Judul berita contoh nomor {n}</a></li>' for n in range(30))
    page = f"<html><head><title>{title} - Kabar Uji</title></head><body><ul>{links}</ul></body></html>"
    assert extract_article(page, url, now=NOW).rejected == "listing"


@pytest.mark.parametrize(
    "raw", ['<?xml version="1.0"?><!-- a --><rss><channel/></rss>', "<urlset></urlset>", '{"a": 1}']
)
def test_feeds_are_no_documents(raw: str) -> None:
    assert extract_article(raw, None, now=NOW).rejected == "feed"


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"\xff\xfe\x00", b"<" * 5000, b"<div>" * 3000])
def test_broken_pages_are_empty(raw: bytes) -> None:
    assert extract_article(raw, None, now=NOW).rejected in {"empty", "listing"}


@pytest.mark.parametrize("named", ["https://[0]/a/1", "//[", "javascript:void(0)"])
def test_a_page_that_names_no_address_as_its_own_is_read_all_the_same(named: str) -> None:
    page = article("Judul Berita Contoh", LONG).replace("<head>", f'<head><link rel="canonical" href="{named}">', 1)
    assert extract_article(page, "https://kabar-uji.id/a/1", now=NOW).text == LONG


@pytest.mark.parametrize(
    ("raw", "declared"),
    [("Jum’at ®".encode(), "iso-8859-1"), ("Jum’at ®".encode("cp1252"), "iso-8859-1"), ("Jum’at ®".encode(), None),
     ("Jum’at ®".encode("cp1252"), None), ("Jum’at ®".encode("utf-16"), "utf-8"), ("Jum’at ®".encode(), "unknown-8")],
)  # fmt: skip
def test_encodings(raw: bytes, declared: str | None) -> None:
    assert decode(raw, declared) == "Jum’at ®"


def test_block_pages() -> None:
    assert is_block_page(b"<html><title>Attention Required! | Penjaga</title><body></body></html>")
    assert not is_block_page(article("Modus Captcha Palsu Menjerat Pencari Kerja", LONG).encode())
    assert not is_block_page(b'{"captcha": true}')


def test_job_posting() -> None:
    data = {
        "@type": "JobPosting", "title": "Perawat Lansia", "description": "<p>Merawat lansia.</p><ul><li>Usia 21-40</li></ul>",
        "datePosted": "2026-11-20", "validThrough": "2026-12-20", "hiringOrganization": {"name": "PT Contoh Insan"},
        "jobLocation": {"address": {"addressLocality": "Osaka", "addressCountry": "JP"}},
        "baseSalary": {"currency": "JPY", "value": {"minValue": 180000, "maxValue": 200000, "unitText": "MONTH"}},
        "identifier": {"value": 77},
    }  # fmt: skip
    ad = extract_job_ad(f"<html><body>{_jsonld(data)}</body></html>")
    assert ad is not None
    assert (ad.title, ad.text, ad.external_id) == ("Perawat Lansia", "Merawat lansia.\nUsia 21-40", "77")
    assert ad.job.model_dump() == {
        "company": "PT Contoh Insan", "location": "Osaka, JP", "salary": "JPY 180000-200000 MONTH", "posted": "2026-11-20",
        "valid_until": "2026-12-20",
    }  # fmt: skip
    assert extract_job_ad("<html><body>tidak ada</body></html>") is None


def test_channel_preview() -> None:
    page = """<link rel="prev" href="/s/uji?before=5"><div class="tgme_widget_message" data-post="uji/5">
    <div class="tgme_widget_message_text">kutipan</div>
    <div class="tgme_widget_message_text js-message_text">Baris satu<br>Baris dua</div>
    <span class="tgme_widget_message_views">1.2K</span>
    <a class="tgme_widget_message_date" href="https://t.me/uji/5"><time datetime="2026-11-20T10:00:00+00:00"></time></a></div>
    <div class="tgme_widget_message" data-post="uji/6"></div>"""
    preview = extract_posts(page)
    (post,) = preview.posts
    assert (preview.blocks, preview.older) == (2, "/s/uji?before=5")
    assert (post.external_id, post.text, post.published) == (
        "uji/5",
        "Baris satu\nBaris dua",
        "2026-11-20T10:00:00+00:00",
    )
    assert post.extra == {"views": "1.2K"}


def test_real_saved_pages() -> None:
    if not PAGES.is_dir():
        pytest.skip("the shared saved pages are not here")
    index = [json.loads(line) for line in (PAGES / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
    read = {
        item["file"]: (item, extract_article(gzip.decompress((PAGES / item["file"]).read_bytes()), None, now=NOW))
        for item in index
    }
    articles = [answer for item, answer in read.values() if item["kind"] == "article"]
    others = [answer for item, answer in read.values() if item["kind"] != "article"]
    assert all(answer.rejected and not answer.text for answer in others)
    assert sum(bool(answer.text) for answer in articles) >= 0.9 * len(articles)
    assert sum(answer.published is not None for answer in articles) >= 0.85 * len(articles)
    leaks = ("baca juga", "scroll to continue", "pewarta:", "[gambas", "copyright ©")
    assert not [answer.title for answer in articles if any(leak in answer.text.casefold() for leak in leaks)]
