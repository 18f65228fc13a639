"""The sites of the twin answer like those they stand for, the same bytes in every run of a week."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from zoneinfo import ZoneInfo

import feedparser
import pytest
from protego import Protego

from crawlers.twin import Twin, serve_twin, twin_sources
from tests.crawlers.twin_reader import (
    BASE,
    Page,
    article_urls,
    found_by_rest,
    found_in_channel,
    found_on_board,
    get,
    page_words,
    url_of,
)

WITA = ZoneInfo("Asia/Makassar")
LEAST_TEXTS = 120


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    with serve_twin(BASE) as running:
        yield running


@pytest.fixture(scope="module")
def pages(twin: Twin) -> dict[str, str]:
    return {url: page_words(twin, url) for url in article_urls(twin)}


def test_there_are_texts_for_every_site(twin: Twin) -> None:
    assert len(twin.news) + len(twin.offers) >= LEAST_TEXTS
    assert {text.outlet for text in (*twin.news, *twin.offers)} == set(twin.sites)


def test_every_news_text_is_reached_by_its_sites_own_lists(twin: Twin, pages: dict[str, str]) -> None:
    for text in twin.news:
        url = url_of(twin, text.id)
        assert url in pages, f"{text.id} is listed nowhere"
        for paragraph in text.paragraphs:
            assert " ".join(paragraph.split()) in pages[url]
        assert " ".join(text.title.split()) in pages[url]


def test_every_ad_and_post_is_reached(twin: Twin, pages: dict[str, str]) -> None:
    nodes = [node for page in found_in_channel(twin) for node in page.css(".tgme_widget_message_text.js-message_text")]
    posts = {" ".join(node.text(separator=" ").split()) for node in nodes}
    board = [words for url, words in pages.items() if "kerjalintas" in url]
    for offer in twin.offers:
        text = " ".join(offer.text.split())
        assert text in posts or any(text in words for words in board), offer.id
    assert len(nodes) == sum(offer.outlet == "kanal.example" for offer in twin.offers)


def test_the_rest_route_carries_whole_articles(twin: Twin) -> None:
    posts = {post["link"]: post for post in found_by_rest(twin)}
    for text in twin.news:
        if text.outlet == "suaratimur.example":
            post = posts[url_of(twin, text.id)]
            rendered: str = post["content"]["rendered"]  # type: ignore[index]
            assert " ".join(text.paragraphs[-1].split()) in Page(200, {}, rendered.encode()).words
            assert unescape(post["title"]["rendered"]) == text.title  # type: ignore[index]
    late = get(twin, "http://suaratimur.example/wp-json/wp/v2/posts?page=99")
    assert (late.status, json.loads(late.text)["code"]) == (400, "rest_post_invalid_page_number")
    assert get(twin, "http://suaratimur.example/wp-json/wp/v2/posts?per_page=500").status == 400
    newest = json.loads(get(twin, "http://suaratimur.example/wp-json/wp/v2/posts?after=2026-11-20T00:00:00").text)
    assert newest
    assert all(post["date"] > "2026-11-20" for post in newest)


def test_a_feed_of_whole_articles_and_one_of_teasers(twin: Twin) -> None:
    full = feedparser.parse(get(twin, "http://suaratimur.example/feed/").body)
    teasers = feedparser.parse(get(twin, "http://lensa-nusa.example/rss/terkini.xml").body)
    assert not full.bozo
    assert not teasers.bozo
    assert all(entry.content[0].value for entry in full.entries)
    assert not any("content" in entry for entry in teasers.entries)


def test_robots_forbid_a_page_that_is_listed(twin: Twin, pages: dict[str, str]) -> None:
    robots = Protego.parse(get(twin, "http://harianpesisir.example/robots.txt").text)
    forbidden = [url for url in pages if "harianpesisir" in url and not robots.can_fetch(url, "SuarBot/1.0")]
    assert len(forbidden) == 1
    assert "tidak boleh diambil" in pages[forbidden[0]]
    assert not robots.can_fetch("http://harianpesisir.example/indeks", "Scrapy/2.19")


@pytest.mark.parametrize("source", twin_sources(), ids=lambda source: source.id)
def test_sources_lead_to_hosts_of_the_twin_and_may_be_read(twin: Twin, source) -> None:  # type: ignore[no-untyped-def]
    assert source.politeness.delay_s == 0
    assert source.refusal is None
    assert set(source.hosts) <= set(twin.sites)
    robots = Protego.parse(get(twin, f"http://{source.hosts[0]}/robots.txt").text)
    for url in source.discovery.urls:
        address = url.replace("{date:%Y/%m/%d}", "2026/11/20")
        assert robots.can_fetch(address, "SuarBot/1.0")
        assert get(twin, address).status == 200


def test_pages_that_go_wrong_are_listed_too(twin: Twin, pages: dict[str, str]) -> None:
    answers = {url: get(twin, url) for url in pages}
    assert sum(answer.status == 403 for answer in answers.values()) == 1
    assert sum(answer.status == 404 for answer in answers.values()) >= 3
    blocked = [answer for answer in answers.values() if "checking your browser" in answer.text.lower()]
    assert [answer.status for answer in blocked] == [200]


def test_all_pages_of_an_article(twin: Twin) -> None:
    long = next(text for text in twin.news if text.outlet == "bumigora-pos.example" and len(text.paragraphs) > 3)
    url = url_of(twin, long.id)
    first, second, whole = (get(twin, f"{url}{query}").words for query in ("", "?page=2", "?page=all"))
    opening, ending = (" ".join(long.paragraphs[place].split()) for place in (0, -1))
    assert opening in first
    assert ending not in first
    assert opening not in second
    assert opening in whole
    assert ending in whole
    assert "Halaman 1/" in first


def test_times_of_the_regional_outlet_are_wita(twin: Twin) -> None:
    site = twin.sites["bumigora-pos.example"]
    article = next(iter(site.articles.values()))  # type: ignore[attr-defined]
    node = get(twin, article.url).html.css_first(".tgl-berita")
    assert node
    printed = node.text().strip()
    assert printed.endswith(f"{article.published.astimezone(WITA):%H:%M} WITA")
    post = found_by_rest(twin)[0]
    assert datetime.fromisoformat(post["date"]) - datetime.fromisoformat(post["date_gmt"]) == timedelta(hours=8)


def test_published_times_lie_in_the_days_before_the_week(twin: Twin) -> None:
    feed = feedparser.parse(get(twin, "http://lensa-nusa.example/rss/terkini.xml").body)
    times = [parsedate_to_datetime(entry.published) for entry in feed.entries if "published" in entry]
    assert times
    assert all(BASE - timedelta(days=15) < at < BASE for at in times)


def test_an_undated_page_tells_no_date(twin: Twin) -> None:
    undated = [text for text in twin.news if text.undated]
    assert undated
    for text in undated:
        page = get(twin, url_of(twin, text.id))
        assert not re.search(r"published_time|datePublished|<time|\d{1,2}[ /](?:November|Nov|11)[ /]2026", page.text)
        assert '"published_at": null' in page.text or "__NEXT_DATA__" not in page.text


def test_a_syndicated_copy_names_the_first_outlet_and_tells_the_same(twin: Twin) -> None:
    by_id = {text.id: text for text in twin.news}
    copies = [text for text in twin.news if text.syndicated_from]
    assert copies
    for copy in copies:
        first = by_id[copy.syndicated_from or ""]
        assert first.outlet != copy.outlet
        assert first.paragraphs[0] != copy.paragraphs[0]
        words, others = (set(re.findall(r"\w+", text.text.lower())) for text in (copy, first))
        assert len(words & others) > 0.5 * len(words | others)
        assert "Artikel ini telah tayang di" in page_words(twin, url_of(twin, copy.id))


def test_other_headlines_stand_between_the_paragraphs(twin: Twin, pages: dict[str, str]) -> None:
    for text in twin.news:
        words = pages[url_of(twin, text.id)]
        named = [other.title for other in twin.news if other.id != text.id and " ".join(other.title.split()) in words]
        assert re.search("(?i)baca juga", words), text.id
        assert named, text.id


def test_two_servers_answer_the_same_bytes(twin: Twin) -> None:
    with serve_twin(BASE) as other:
        urls = article_urls(other)
        assert urls == article_urls(twin)
        for url in urls:
            assert get(other, url).body == get(twin, url).body, url


def test_the_second_edition_changes_the_edited_article_only(twin: Twin) -> None:
    edited = {url_of(twin, text.id) for text in twin.news if text.edited}
    assert edited
    with serve_twin(BASE, edition=2) as later:
        urls = article_urls(twin)
        assert urls == article_urls(later)
        assert {url for url in urls if page_words(twin, url) != page_words(later, url)} == edited


def test_a_posting_says_what_the_ad_says(twin: Twin) -> None:
    paid = next(offer for offer in twin.offers if offer.job and offer.job.salary_min and offer.job.valid_days)
    assert paid.job
    for url in found_on_board(twin):
        page = get(twin, url)
        node = page.html.css_first('script[type="application/ld+json"]')
        if node and (posting := json.loads(node.text()))["title"] == paid.title:
            break
    assert posting["@type"] == "JobPosting"
    assert posting["baseSalary"]["value"]["minValue"] == paid.job.salary_min
    assert posting["hiringOrganization"]["name"] == paid.job.company
    life = datetime.fromisoformat(posting["validThrough"]) - datetime.fromisoformat(posting["datePosted"])
    assert life == timedelta(days=paid.job.valid_days or 0)


def test_the_channel_preview(twin: Twin) -> None:
    newest, *_ = channel = found_in_channel(twin)
    numbers = [
        int((node.attributes["data-post"] or "").split("/")[1]) for page in channel for node in page.css("[data-post]")
    ]
    assert len(newest.css(".tgme_widget_message_wrap")) == 20
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) - min(numbers) >= len(numbers), "ids have gaps"
    forwards = sum(len(page.css(".tgme_widget_message_forwarded_from_name")) for page in channel)
    assert forwards == sum(offer.forwarded_from is not None for offer in twin.offers) > 0
    quotes = [node for page in channel for node in page.css(".tgme_widget_message_reply .tgme_widget_message_text")]
    assert quotes
    assert not any("js-message_text" in (node.attributes["class"] or "") for node in quotes)
    times = [node.attributes["datetime"] or "" for page in channel for node in page.css("time[datetime]")]
    assert all(datetime.fromisoformat(at).tzinfo for at in times)
    single = get(twin, f"http://kanal.example/lokerperantau/{numbers[0]}?embed=1")
    assert single.html.css_first(".tgme_widget_message")
    assert not single.html.css_first(".tgme_widget_message_wrap")
    assert get(twin, "http://kanal.example/s/lokerperantau?q=zzqqxx").html.css_first(".tme_no_messages_found")
