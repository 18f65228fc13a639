"""Faults, conditional requests and second addresses of the simulated month are what they say."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from benchmarks.month import Answer, Article, Fault, SimulatedWeb
from benchmarks.month.faults import FaultKind
from benchmarks.month.profiles import Profile
from benchmarks.month.render import printed
from benchmarks.month.words import markers_in
from crawlers.fieldtypes import dated

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def month() -> SimulatedWeb:
    return SimulatedWeb(seed=7, start=datetime(2026, 10, 26, tzinfo=UTC))


@dataclass
class Probe:
    """One site at one moment: its robots.txt, its list, and its newest article."""

    web: SimulatedWeb
    fault: Fault
    at: datetime

    def get(self, url: str) -> Answer:
        return self.web.answer("GET", url, {}, self.at)

    @property
    def site(self) -> Profile:
        return next(profile for profile in self.web.profiles if profile.id == self.fault.source)

    @property
    def newest(self) -> Article:
        own = [article for article in self.web.truth.articles if article.source == self.fault.source]
        return max((item for item in own if item.available_from < self.at), key=lambda item: item.available_from)

    @property
    def noticeable(self) -> bool:
        """Some faults show only in what was published since."""
        since = self.newest.available_from > self.fault.begin
        if self.fault.kind == "clock_ahead":
            return since and self.newest.published_at + 6 * HOUR > self.at
        return since or self.fault.kind not in {"frozen_feed", "redesign_body", "redesign_date"}

    @property
    def robots(self) -> Answer:
        return self.get(f"{self.site.root}/robots.txt")

    @property
    def list(self) -> Answer:
        source = next(item for item in self.web.sources if item["id"] == self.fault.source)
        url = dated(source["discovery"]["urls"][0], self.newest.published_at.astimezone(self.site.zone).date())
        if self.site.variant == "sitemap_index":
            url = url.replace("sitemap.xml", "sitemap-berita.xml")
        if self.site.shape.platform == "wordpress":
            url += "wp-json/wp/v2/posts?per_page=20" if self.site.variant == "wp_open" else "feed/"
        return self.get(url)

    @property
    def names_newest(self) -> bool:
        """A channel's messages go by their class, all else by the address."""
        if self.site.variant == "channel":
            return b"tgme_widget_message_date" in self.list.body
        return self.newest.url.removeprefix(self.site.root).encode() in self.list.body

    @property
    def article(self) -> Answer:
        return self.get(self.newest.url)


def ahead(probe: Probe) -> bool:
    at = (probe.newest.published_at + timedelta(hours=7)).astimezone(probe.site.zone)
    return at.isoformat() in probe.article.body.decode() or printed(at) in probe.article.body.decode()


SIGNS: dict[FaultKind, Callable[[Probe], bool]] = {
    "outage_5xx": lambda probe: {probe.robots.status, probe.list.status, probe.article.status} == {503},
    "outage_timeout": lambda probe: probe.list == Answer(0, failure="timeout"),
    "dns": lambda probe: probe.list == Answer(0, failure="dns"),
    "redesign_listing": lambda probe: not probe.names_newest and probe.article.status == 200,
    "redesign_body": lambda probe: probe.article.status == 200 and not markers_in(probe.article.body.decode()),
    "redesign_date": lambda probe: not re.search(rb"datePublished|published_time|detail__date", probe.article.body),
    "moved_feed_301": lambda probe: (
        probe.list.status == 301 and probe.get(probe.list.headers["Location"]).status == 200
    ),
    "moved_feed_404": lambda probe: probe.list.status == 404,
    "frozen_feed": lambda probe: not probe.names_newest and probe.list.status == 200,
    "clock_ahead": ahead,
    "block_page": lambda probe: probe.list.status == 200 and b"captcha" in probe.list.body,
    "forbidden_403": lambda probe: probe.list.status == probe.article.status == 403,
    "rate_limited_429": lambda probe: probe.list.status == 429 and bool(probe.list.headers["Retry-After"]),
    "robots_5xx": lambda probe: probe.robots.status == 503 and probe.list.status == 200,
    "robots_disallow": lambda probe: b"Disallow: /\n" in probe.robots.body and probe.list.status == 200,
    "flood": lambda probe: probe.list.body.count(b"/arsip/") >= 9 * probe.site.shape.page,
}


@pytest.mark.parametrize("kind", get_args(FaultKind))
def test_a_fault_shows_while_it_lasts_and_then_is_gone(month: SimulatedWeb, kind: FaultKind) -> None:
    faults = [fault for fault in month.truth.faults if fault.kind == kind]
    minute = timedelta(minutes=1)
    during = [probe for fault in faults if (probe := Probe(month, fault, fault.end - minute)).noticeable]
    assert during
    for probe in during:
        assert SIGNS[kind](probe), probe.fault
        assert probe.fault in month.met
        after = Probe(month, probe.fault, probe.fault.end + minute)
        assert not SIGNS[kind](after), probe.fault
        assert after.list.status == 200


def test_what_is_lost_to_an_outage_no_list_named_when_it_could_be_asked(month: SimulatedWeb) -> None:
    lost = [
        article for article in month.truth.articles if article.lost_to_outage and article.available_from > month.start
    ]
    feeds = {profile.id: profile for profile in month.profiles if profile.variant in {"rss", "rss_full", "atom"}}
    source = Counter(article.source for article in lost if article.source in feeds).most_common(1)[0][0]
    own = {article.url for article in lost if article.source == source}
    url = next(item for item in month.sources if item["id"] == source)["discovery"]["urls"][0]
    named: Counter[str] = Counter()
    for hour in range(30 * 24):
        at = month.start + hour * HOUR
        near = [
            fault
            for fault in month.truth.faults
            if fault.source == source and fault.begin <= at < fault.end + 24 * HOUR
        ]
        if not near:
            named.update(set(re.findall(r"<link>([^<]+)", month.answer("GET", url, {}, at).body.decode())) & own)
    assert len(own) > 5
    assert max(named.values(), default=0) <= 1


def near_fault(web: SimulatedWeb, source: str, begin: datetime, end: datetime) -> bool:
    return any(fault.source == source and fault.begin <= end and begin < fault.end for fault in web.truth.faults)


def test_a_known_page_answers_304_until_it_is_edited(month: SimulatedWeb) -> None:
    stampless = {profile.id for profile in month.profiles if not profile.stamps}
    without = {profile.id for profile in month.profiles if not profile.validators}
    kinds: Counter[bool] = Counter()
    for article in month.truth.articles:
        if article.edited_at is None or article.source in without or article.number % 5:
            continue
        before, after = article.edited_at - timedelta(minutes=1), article.edited_at + timedelta(minutes=1)
        if any(
            fault.source == article.source and fault.begin < after and before < fault.end
            for fault in month.truth.faults
        ):
            continue
        first = month.answer("GET", article.url, {}, before)
        known = {"if-none-match": first.headers["ETag"]}
        assert month.answer("GET", article.url, known, before).status == 304
        edited = month.answer("GET", article.url, known, after)
        assert edited.status == 200
        assert markers_in(edited.body.decode()) == {article.marker, article.edit_marker}
        assert article.source not in stampless or b"modified_time" not in edited.body
        kinds[article.source in stampless] += 1
    assert kinds[True] > 3


def test_a_second_address_leads_to_the_first(month: SimulatedWeb) -> None:
    for second in month.truth.duplicates[::7]:
        at = second.listed_at + HOUR
        if near_fault(month, second.source, at, at):
            continue
        answer = month.answer("GET", second.second, {}, at)
        if second.kind == "http":
            assert answer.headers["Location"] == second.first
        else:
            assert f'rel="canonical" href="{second.first}"' in answer.body.decode()
