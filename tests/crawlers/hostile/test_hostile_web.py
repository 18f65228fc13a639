"""Whole crawls of sites that misbehave: each ends by itself, within its memory, with every refusal under its own name."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from crawlers.choosing import NOT_ASKED
from crawlers.state import State
from tests.crawlers.conftest import NOW
from tests.crawlers.hostile.answers import COMPRESSED, GOOD, STATUSES, TRANSFER, Case
from tests.crawlers.hostile.contents import CANARY, DEPTH, FOOD, NOT_TEXT
from tests.crawlers.hostile.home import HostileHome, source_of
from tests.crawlers.hostile.listings import FEEDS, LISTINGS, SERVICES, SITEMAPS, Listing
from tests.crawlers.hostile.places import REDIRECTS, ROBOTS, addresses
from tests.crawlers.hostile.server import Asked, Behaviour, HostileWeb, Line, says, serving

LIST = "daftar.example"
RSS = "application/rss+xml"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[HostileHome]:
    with serving() as web:
        yield HostileHome(tmp_path, web)


def good(note: str) -> Behaviour:
    return says(GOOD.replace(b"<p>", f"<p>{note} ".encode()))


def feed_of(urls: Sequence[str]) -> Behaviour:
    items = "".join(f"<item><title>Berita {n}</title><link>{url}</link></item>" for n, url in enumerate(urls))
    return says(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>', kind=RSS)


def on(host: str, behaviour: Behaviour) -> Behaviour:
    """The same answer with the name of its own host in it."""

    class Named(Line):
        def send(self, data: bytes) -> bool:
            return super().send(data.replace(b"HOST", host.encode()))

    return lambda line, asked: behaviour(Named(line.connection, line.stopped), asked)


def host_of(number: int) -> str:
    return f"jahat-{number:03}.example"


def crawled(home: HostileHome, cases: Sequence[Case], *, robots: bool = False, answer_s: float) -> list[str]:
    """Each case on a host of its own, beside a page in good order; answers what differs from what is right."""
    urls: list[str] = []
    for number, case in enumerate(cases):
        host = host_of(number)
        home.web.put(host, "/robots.txt" if robots else "/a/kasus", on(host, case.behaviour))
        home.web.put(host, "/a/kasus" if robots else "/a/baik", good(f"Nomor {number}."))
        home.web.put(f"www.{host}", "/a/baik", good(f"Saudara {number}."))
        urls += [f"http://{host}/a/kasus"] if robots else [f"http://{host}/a/kasus", f"http://{host}/a/baik"]
    home.web.put(LIST, "/rss", feed_of(urls))
    hosts = [LIST, *map(host_of, range(len(cases)))]
    run = home.crawl(source_of(hosts, [f"http://{LIST}/rss"]), timeout_s=120, answer_s=answer_s)
    assert run.reached
    found = {case.name: home.outcome(f"http://{host_of(number)}/a/kasus") for number, case in enumerate(cases)}
    counted = Counter(outcome for outcome in found.values() if outcome not in {None, "read", "unreadable"})
    assert {reason: run.refused.get(str(reason), 0) for reason in counted} == dict(counted)
    if not robots:
        assert {home.outcome(url) for url in urls if url.endswith("/baik")} == {"read"}
    away = NOT_ASKED & set(run.refused)  # the host's doing, not the page's: counted, and no try of the page
    return [
        f"{case.name}: {found[case.name]}, not {set(case.outcomes)}"
        for case in cases
        if found[case.name] not in case.outcomes and not (found[case.name] is None and away & set(case.outcomes))
    ]


def strangers(web: HostileWeb, *own: str) -> set[str]:
    """Hosts that were asked and are none of the source's."""
    return {item.host for item in web.asked if not item.host.endswith((*own, LIST)) and "jahat-" not in item.host}


def test_answers_that_break_the_protocol(home: HostileHome) -> None:
    assert crawled(home, [*COMPRESSED, *TRANSFER, *STATUSES], answer_s=2) == []


def test_contents_that_are_hostile_to_readers(home: HostileHome) -> None:
    assert crawled(home, [*NOT_TEXT, *FOOD, *DEPTH], answer_s=25) == []
    assert strangers(home.web) == set()


def test_redirects_stay_on_the_site_and_the_open_web(home: HostileHome) -> None:
    for number in range(1, 60):
        chained = host_of([case.name for case in REDIRECTS].index("chain-50"))
        home.web.put(chained, f"/a/kasus-{number}", REDIRECTS[1].behaviour)
    assert crawled(home, REDIRECTS, answer_s=10) == []
    assert strangers(home.web) == set()
    assert [item.head for item in home.web.asked if b"cookie:" in item.head.lower()] == []
    assert [item.head for item in home.web.asked if b"authorization:" in item.head.lower()] == []


def test_robots_files_of_every_kind(home: HostileHome) -> None:
    assert crawled(home, ROBOTS, robots=True, answer_s=2) == []
    assert strangers(home.web) == set()
    for number, case in enumerate(ROBOTS):
        if "read" not in case.outcomes:
            assert home.web.count(host_of(number), "/a/kasus") == 0
    with State(home.folder / "state.sqlite") as state:
        kept = state.robots_notes()
    away = sum(bool(case.outcomes & {"too_slow", "rate_limited"}) for case in ROBOTS)
    assert len(kept) == len(ROBOTS) + 1 - away, "a host that is away is asked again at the next poll"


def test_addresses_in_a_listing(home: HostileHome) -> None:
    host = host_of(0)
    named = list(addresses(host))
    home.web.put(host, "/rss", feed_of([url.replace("\0", "&#0;") for url, _ in named]))
    run = home.crawl(source_of([host], [f"http://{host}/rss"]))
    expected = Counter(reason for _, reason in named if reason)
    assert {reason: run.refused[reason] for reason in ("credentials", "long_address")} == {
        "credentials": 1,
        "long_address": 1,
    }
    assert run.listed <= expected.total()
    assert set(run.refused) <= set(expected)
    assert strangers(home.web) == set()
    assert [
        item.head
        for item in home.web.asked
        if b"authorization:" in item.head.lower() or b"\r\nx-sisipan:" in item.head.lower()
    ] == []


@pytest.mark.parametrize(
    "listings", [FEEDS, SITEMAPS, LISTINGS, SERVICES], ids=["feeds", "sitemaps", "pages", "services"]
)
def test_listings_without_measure(home: HostileHome, listings: list[Listing]) -> None:
    """All listings of a platform in one crawl: the endless ones must not keep the others from being read."""
    hosts = [host_of(number) for number in range(len(listings))]
    for host, listing in zip(hosts, listings, strict=True):
        home.web.put(host, "/a/baik", good(f"Di {host}."))
        for path, behaviour in listing.pages(host).items():
            home.web.put(host, path, behaviour)
    fields = {"url": "url", "title": "title", "published": "published"}
    services = {"item_path": "data", "fields": fields} if listings is SERVICES else {}
    source = source_of(
        hosts,
        [f"http://{host}/daftar" for host in hosts],
        listings[0].platform,
        discovery=services,
        politeness={"max_requests": 120},
    )
    run = home.crawl(source, timeout_s=120, answer_s=30)
    assert run.reached
    assert {reason for listing in listings for reason in listing.refused} - set(run.refused) == set()
    read = Counter(str(document.url).split("/")[2] for document in home.documents())
    expected = {host: listing.parsed for host, listing in zip(hosts, listings, strict=True) if listing.parsed}
    assert dict(read) == expected
    assert strangers(home.web) == set()


def test_a_host_that_fails_again_and_again_rests_until_the_next_run(home: HostileHome) -> None:
    bad, fine = host_of(1), host_of(2)
    urls = [f"http://{bad}/a/{number}" for number in range(9)]
    for url in urls:
        home.web.put(bad, url.removeprefix(f"http://{bad}"), says("x", status="500 Error"))
    home.web.put(fine, "/a/baik", good("Baik."))
    home.web.put(LIST, "/rss", feed_of([*urls, f"http://{fine}/a/baik"]))
    source = source_of([LIST, bad, fine], [f"http://{LIST}/rss"], politeness={"delay_s": 0.001})
    run = home.crawl(source)
    assert (run.refused, run.parsed) == ({"breaker_open": 9}, 1)
    asked = home.web.count(bad)
    home.web.put(LIST, "/rss", feed_of([*urls, f"http://{bad}/a/baru"]))
    assert asked == 6  # robots.txt, and five failures
    again = home.crawl(source, run_id="run-2", now=NOW + timedelta(minutes=5))
    assert home.web.count(bad) == asked
    assert again.refused == {"breaker_open": 10}, "what was not asked for is listed still, with the new page"
    home.crawl(source, run_id="run-3", now=NOW + timedelta(hours=8))
    assert home.web.count(bad) == asked + 1  # one failure more, and it rests twice as long


def test_budgets_of_a_day_and_of_a_run(home: HostileHome) -> None:
    host = host_of(3)
    urls = [f"http://{host}/a/{number}" for number in range(12)]
    for number in range(12):
        home.web.put(host, f"/a/{number}", good(f"Nomor {number}."))
    home.web.put(LIST, "/rss", feed_of(urls))
    day = {"delay_s": 0.001, "max_requests": 6, "per_day": 9}
    source = source_of([LIST, host], [f"http://{LIST}/rss"], politeness=day)
    first = home.crawl(source)
    assert first.refused["request_limit"] >= 6
    second = home.crawl(source, run_id="run-2", now=NOW + timedelta(hours=1))
    assert second.refused["day_budget"] > 0
    assert home.web.count(host) == 9
    third = home.crawl(source, run_id="run-3", now=NOW + timedelta(days=1))
    assert third.parsed > 0


def test_names_that_do_not_exist_and_doors_that_are_shut(home: HostileHome) -> None:
    source = source_of(["tidak-ada.invalid"], ["http://tidak-ada.invalid/rss"])
    run = home.crawl(source, proxy=None, answer_s=10)
    assert (run.reached, run.reason, run.rule) == (False, "listing_no_such_host, not_reached", "listing_unreachable")
    source = source_of(["127.0.0.1"], ["http://127.0.0.1:9/rss"])
    run = home.crawl(source, proxy=None, run_id="run-2")
    assert (run.reached, run.reason) == (False, "listing_no_connection, not_reached")


def test_the_other_source_is_untouched(home: HostileHome, tmp_path: Path) -> None:
    """Two crawls at once, one of a hostile site."""

    def mixed(line: Line, asked: Asked) -> None:
        (TRANSFER[len(asked.path) % len(TRANSFER)].behaviour)(line, asked)

    bad, fine = host_of(5), "kabar-baik.example"
    home.web.put(bad, "/rss", feed_of([f"http://{bad}/a/{'x' * number}" for number in range(1, 30)]))
    home.web.put(bad, "*", mixed)
    home.web.put(bad, "/robots.txt", says("", kind="text/plain"))
    urls = [f"http://{fine}/a/{number}" for number in range(20)]
    for number in range(20):
        home.web.put(fine, f"/a/{number}", good(f"Nomor {number}."))
    home.web.put(fine, "/rss", feed_of(urls))
    worse = HostileHome(tmp_path / "lain", home.web)
    hostile = Thread(target=worse.crawl, args=(source_of([bad], [f"http://{bad}/rss"]),))
    hostile.start()
    run = home.crawl(source_of([fine], [f"http://{fine}/rss"], id="baik"))
    hostile.join()
    assert (run.parsed, run.refused) == (20, {})
    assert {document.url for document in home.documents()} == set(urls)
    assert worse.peaks_mb != []


def test_enough_cases() -> None:
    pages = [*COMPRESSED, *TRANSFER, *STATUSES, *NOT_TEXT, *FOOD, *DEPTH, *REDIRECTS, *ROBOTS]
    assert len({case.name for case in pages}) == len(pages) >= 150
    assert len([*FEEDS, *SITEMAPS, *LISTINGS, *SERVICES]) >= 40
    assert CANARY not in {LIST, *map(host_of, range(10))}
