"""The simulated month judges collectors, so it must be right itself: a plain collector has all of it, faults are real."""

import hashlib
import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from benchmarks.month import SimulatedWeb
from benchmarks.month.faults import FaultKind
from benchmarks.month.profiles import SHAPES, Duplicate
from benchmarks.month.score import HealthRow, over_budget
from benchmarks.month.truth import Asked
from benchmarks.month.words import marker, markers_in
from crawlers.fieldtypes import dated
from crawlers.source import Source

START = datetime(2026, 10, 26, tzinfo=UTC)
HOUR = timedelta(hours=1)


def web_of(*, faults: bool, days: int = 4, sources: int = 12, pages: int = 500, seed: int = 11) -> SimulatedWeb:
    return SimulatedWeb(seed=seed, start=START, days=days, sources=sources, pages=pages, faults=faults)


@dataclass(frozen=True)
class Read:
    source: str
    url: str
    text: str
    published_at: datetime | None
    title: str = ""

    @property
    def doc_id(self) -> str:
        return self.url

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(" ".join(sorted(markers_in(self.text))).encode()).hexdigest()


class Naive:
    """Asks each source once an hour, reads every link of its lists, and reads young pages again every six hours."""

    def __init__(self, web: SimulatedWeb) -> None:
        self.web = web
        self.found: dict[tuple[str, str], Read] = {}
        self.pages: dict[str, dict[str, datetime]] = defaultdict(dict)

    def run(self) -> list[Read]:
        for hour in range((self.web.end - self.web.start) // HOUR):
            for number in range(len(self.web.profiles)):
                self.poll(number, self.web.start + hour * HOUR, again=hour % 6 == 5)
        return list(self.found.values())

    def poll(self, number: int, at: datetime, *, again: bool) -> None:
        site, source = self.web.profiles[number], self.web.sources[number]
        clock = [at]

        def get(url: str) -> str:
            clock[0] += timedelta(seconds=site.spacing_s)
            return self.web.answer("GET", url, {}, clock[0]).body.decode()

        known = self.pages[site.id]
        young = [url for url, first in known.items() if again and at - first < timedelta(hours=38)]
        for url in dict.fromkeys([*self.listed(source, get, at), *young]):
            if url not in known or url in young:
                known.setdefault(url, at)
                page = get(url)
                address = re.search(r'rel="canonical" href="([^"]+)"', page)
                read = Read(site.id, address[1] if address else url, re.sub(r"<[^>]+>", " ", page), None)
                if markers_in(read.text):
                    self.found.setdefault((read.doc_id, read.text_sha256), read)

    def listed(self, source: dict[str, Any], get: Callable[[str], str], at: datetime) -> Iterable[str]:
        days = [at + timedelta(hours=8 - 24 * back) for back in range(3)]
        for url in source["discovery"]["urls"]:
            for page in dict.fromkeys(dated(url, day) for day in days):
                wordpress = page.endswith("/")
                for list_page in [f"{page}wp-json/wp/v2/posts?per_page=20", f"{page}feed/"] if wordpress else [page]:
                    yield from self.links(get(list_page.replace("sitemap.xml", "sitemap-berita.xml")), page)

    def links(self, text: str, base: str) -> Iterable[str]:
        root = "/".join(base.split("/")[:3])
        for link in re.findall(r'(?:https?://|"/)[\w./?&=;-]+', html.unescape(text)):
            url = (root + link[1:] if link.startswith('"') else link).replace("http:", "https:")
            if re.search(r"//[\w.-]*-\d\d\.test/(?:\w.*\d{6}|kanal\d\d/\d)", url):
                yield url


@pytest.fixture(scope="module")
def calm() -> tuple[SimulatedWeb, list[Read]]:
    web = web_of(faults=False)
    return web, Naive(web).run()


@pytest.fixture(scope="module")
def month() -> SimulatedWeb:
    return SimulatedWeb(seed=7, start=START)


def test_a_plain_collector_has_every_article_once_within_budget(calm: tuple[SimulatedWeb, list[Read]]) -> None:
    report = calm[0].score(calm[1], [])
    assert report.expected > 300
    assert report.edits > 5
    for mistakes in (report.missed, report.doubled, report.repeated, report.spurious, report.edits_missed):
        assert not mistakes
    assert not report.budget
    assert not report.strays
    assert report.share == 1
    assert report.faults == report.lost_to_outage == 0


def test_the_month_has_the_numbers_it_promises(month: SimulatedWeb) -> None:
    inside = [article for article in month.truth.articles if month.start <= article.available_from < month.end]
    per_source = Counter(article.source for article in inside)
    assert 28_500 < len(inside) < 31_500
    assert len(month.sources) == 60
    assert max(per_source.values()) > 130 * 30
    assert min(per_source.values()) < 20
    assert {profile.variant for profile in month.profiles} == set(SHAPES)
    assert 0.04 < sum(article.edited_at is not None for article in inside) / len(inside) < 0.06
    assert 0 < sum(article.lost_to_outage for article in inside) < 0.1 * len(inside)
    assert min(Counter(fault.kind for fault in month.truth.faults).values()) >= 4
    assert {fault.kind for fault in month.truth.faults} == set(get_args(FaultKind))
    assert {second.kind for second in month.truth.duplicates} == set(get_args(Duplicate))
    assert any(day.weekday() == 6 for _, day in month.truth.quiet_days)
    assert any(article.copy_of for article in inside)


def test_every_source_file_is_sound(month: SimulatedWeb) -> None:
    for source in month.sources:
        assert Source.model_validate(source).id == source["id"]


def test_texts_are_of_an_article_s_length_and_only_theirs(month: SimulatedWeb) -> None:
    for article in month.truth.articles[::400]:
        first, *later = article.versions
        assert 150 <= len(first.text.split()) <= 440
        assert markers_in(first.text) == {article.marker}
        for version in later:
            assert markers_in(version.text) == {article.marker, article.edit_marker}
    assert len({marker(number) for number in range(20_000)}) == 20_000


def test_the_same_seed_gives_the_same_web_and_another_another() -> None:
    one, same, other = web_of(faults=True), web_of(faults=True), web_of(faults=True, seed=12)
    assert one.truth == same.truth
    assert one.sources == same.sources
    assert one.truth.articles != other.truth.articles
    article = one.truth.articles[300]
    at = article.available_from + HOUR
    assert one.answer("GET", article.url, {}, at) == same.answer("GET", article.url, {}, at)


def test_the_judge_finds_what_is_missing_doubled_repeated_or_made_up(calm: tuple[SimulatedWeb, list[Read]]) -> None:
    web, read = calm
    due = {
        article.marker for article in web.truth.articles if web.start <= article.available_from < web.end - 24 * HOUR
    }
    one = next(item for item in read if markers_in(item.text) & due)
    edits = {article.edit_marker for article in web.truth.articles if article.edit_marker}
    changed = replace(one, text=one.text + " xorarara" + " xo" * 3)
    assert len(web.score([item for item in read if item.url != one.url], []).missed) == 1
    assert len(web.score([*read, replace(one, url=f"{one.url}?lain")], []).doubled) == 1
    assert web.score([*read, one], []).repeated == (one.url,)
    assert len(web.score([*read, changed], []).spurious) == 1
    assert web.score([*read, replace(one, text="tanpa sandi")], []).strays == (one.url,)
    assert web.score([item for item in read if not markers_in(item.text) & edits], []).edits_kept == 0


def test_the_judge_counts_requests_too_close_and_too_many() -> None:
    spacing = {"a.test": 2.0, "b.test": 1.0}

    def asked(host: str, *seconds: float) -> list[Asked]:
        return [Asked(START + timedelta(seconds=second), host, f"https://{host}/", 200) for second in seconds]

    assert not list(over_budget([*asked("a.test", *range(0, 300, 2)), *asked("b.test", *range(300))], spacing))
    assert [item.what for item in over_budget(asked("a.test", 0, 1.5), spacing)] == ["1.50 s after the last"]
    crowded = asked("b.test", *(number * 0.995 for number in range(61)))
    assert [item.what for item in over_budget(crowded, spacing)] == ["61 in one minute"]


def test_the_judge_wants_a_fault_seen_within_two_polls_and_no_false_broken(month: SimulatedWeb) -> None:
    fault = next(item for item in month.truth.faults if item.kind == "outage_5xx")
    month.met.clear()
    met = fault.begin + timedelta(minutes=5)
    month.answer("GET", next(profile.root for profile in month.profiles if profile.id == fault.source), {}, met)

    def rows(*states: str) -> list[HealthRow]:
        return [
            (fault.source, met + timedelta(minutes=10 * number), state, "aturan") for number, state in enumerate(states)
        ]

    assert month.score([], rows("healthy", "healthy", "broken")).unseen == (fault,)
    assert month.score([], rows("healthy", "degraded")).unseen == ()
    assert month.score([], rows("quiet", "broken")).shown_as == {("outage_5xx", "broken", "aturan"): 1}
    assert len(month.score([], []).unmet) == len(month.truth.faults) - 1
    late = [(fault.source, fault.end + number * HOUR, "broken", "sunyi") for number in range(1, 5)]
    assert [alarm.at for alarm in month.score([], late).false_broken] == [late[2][1], late[3][1]]
