import email
import email.policy
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from flows.digest.build import build
from flows.digest.catalogue import Words
from flows.digest.content import CaseItem, Digest, Link
from flows.digest.facts import people, safe_url, tidy
from flows.digest.preview import preview
from flows.digest.render import render
from flows.digest.week import Week
from flows.settings import Settings
from tests.flows.samples import case, fill, offer
from warehouse.contracts import SourceRun
from warehouse.store import read_only

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
WEEK = Week.parse("2026-W48")


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings.load(home)


def digest_of(settings: Settings, week: Week = WEEK, **options: object) -> Digest:
    with read_only(settings.home.current) as connection:
        return build(connection, week, **options)  # type: ignore[arg-type]  # named in the tests


def test_a_week_tells_cases_campaigns_and_single_offers(settings: Settings) -> None:
    first, second, alone, weak = (
        offer("satu", NOW),
        offer("dua", NOW, band=2),
        offer("tiga", NOW, band=2),
        offer("empat", NOW, band=1),
    )
    broken = SourceRun(
        state="broken", run_id="r", source="outlet", started_at=NOW, ended_at=NOW, reached=False, reason="not_reached"
    )
    fill(
        settings.home,
        "l1",
        NOW,
        [case("Praya", NOW), first, second, alone, weak],
        campaign=[first, second],
        source_runs=[broken],
    )
    digest = digest_of(settings)
    assert [item.title for item in digest.cases] == ["Keberangkatan dari Praya digagalkan"]
    assert [(item.new, item.documents, item.growing, item.why) for item in digest.campaigns] == [
        (2, 2, False, ("wording",))
    ]
    assert [item.title for item in digest.offers] == ["Lowongan tiga"]
    assert digest.campaigns[0].quotes[0].label_en == "Visit visa for work"
    assert [(line.source, line.state) for line in digest.sources] == [("outlet", "failed")]
    assert digest.documents == 5
    assert set(digest.signal_keys) == {item.signals[0].signal_key for item in (first, second, alone)} | set(
        digest.cases[0].keys
    )


def test_the_next_week_tells_only_what_is_new(settings: Settings) -> None:
    old, later = offer("satu", NOW), NOW + timedelta(days=7)
    fill(settings.home, "l1", NOW, [old, case("Praya", NOW)])
    new = offer("dua", later)
    fill(settings.home, "l2", later, [new], campaign=[old, new])
    digest = digest_of(settings, WEEK.next)
    assert digest.cases == ()
    assert [(item.new, item.documents, item.growing) for item in digest.campaigns] == [(1, 2, True)]
    assert digest.signal_keys == (new.signals[0].signal_key,)
    both = digest_of(settings, WEEK.next, first=WEEK, told=frozenset(new.signals[0].signal_key for _ in "1"))
    assert old.signals[0].signal_key in both.signal_keys
    assert new.signals[0].signal_key not in both.signal_keys


def test_small_numbers_by_place_are_hidden() -> None:
    words = Words("en")
    assert people(words, 4, 4, by_place=True) == "< 10"
    assert people(words, 4, 4, by_place=False) == "4 people"
    assert people(words, 4, 15, by_place=True) == "< 10–15 people"
    assert people(words, 12, None, by_place=True) == "12 people or more"
    assert people(words, 4, None, by_place=True) == "< 10"
    assert people(words, None, 30, by_place=True) == "up to 30 people"
    assert people(words, None, None, by_place=True) is None


def test_foreign_text_is_tamed() -> None:
    assert tidy("a\u202eb\x00c\nd\u200b") == "abc d"
    assert tidy("kata " * 100, 30) == "kata kata kata kata kata kata …"
    assert safe_url("javascript:alert(1)") is None
    assert safe_url("https://wa.example/6281200001234") is None
    assert safe_url("https://outlet.example/2026/11/24/100234567/judul") is not None


def test_a_title_cannot_become_markup_and_the_page_is_whole() -> None:
    item = CaseItem(
        keys=("k" * 64,),
        title="<script>alert(1)</script> & “judul”",
        kind="case_foiled",
        band=3,
        links=(Link("<b>Outlet</b>", 'https://x.example/"onmouseover="y', NOW),),
    )
    html = render(Digest(WEEK, WEEK, cases=(item,)), "id").html
    page = LexborHTMLParser(html)
    assert page.css("script") == []
    assert page.css("h3 b, .links b") == []
    assert [title.text() for title in page.css("h3")] == ["<script>alert(1)</script> & “judul”"]
    assert [link.attributes["href"] for link in page.css(".links a")] == ['https://x.example/"onmouseover="y']
    assert "style=" in html
    assert "http-equiv" not in html
    assert page.css("img, link, iframe, form") == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_preview_writes_page_text_and_mail(settings: Settings, language: str) -> None:
    offers = [offer(f"nomor {n}", NOW) for n in range(30)]
    fill(settings.home, "l1", NOW, [case("Praya", NOW), *offers])
    written = preview(settings, NOW)
    assert [path.name for path in written if f".{language}." in path.name] == [
        f"2026-W48.{language}.{ending}" for ending in ("html", "txt", "eml")
    ]
    html, text, mail = (path.read_bytes() for path in written if f".{language}." in path.name)
    message = email.message_from_bytes(mail, _class=EmailMessage, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.get_content_type() == "multipart/alternative"
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().split() == text.decode().split()
    assert page.get_content().split() == html.decode().split()
    assert message["List-Unsubscribe"] == "<mailto:suar@localhost?subject=unsubscribe>"
    for part in (text.decode(), page.get_content()):
        assert Words(language).say("footer_guilt") in part  # type: ignore[arg-type]  # one of the two
        assert Words(language).advice("check_case", "case_foiled") in part  # type: ignore[arg-type]  # likewise
        assert "visa kunjungan" in part
        assert "https://outlet.example/praya" in part
        assert "suar trace" in part
    assert "5" in text.decode().partition("suar sql")[0].splitlines()[-1], "30 offers, 25 shown, 5 counted"


def test_an_empty_week_says_so(settings: Settings) -> None:
    fill(settings.home, "l1", NOW - timedelta(days=30), [case("Praya", NOW)])
    digest = digest_of(settings)
    assert digest.quiet
    rendered = render(digest, "en")
    assert "no new signals" in rendered.subject
    assert "No new events." in rendered.text
