import gzip
import json
from pathlib import Path

import pytest

from crawlers.extract.article import extract_article
from crawlers.extract.job_ad import extract_job_ad
from crawlers.extract.post import extract_posts
from crawlers.middlewares.block_page import is_block_page
from crawlers.source import ArticleRules
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
