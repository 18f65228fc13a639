from datetime import timedelta

from tests.warehouse.factory import START, Home, news, offer, review, source_run
from tests.warehouse.test_load import write
from warehouse import inbox
from warehouse.contracts import Delivery, Membership
from warehouse.digest_rows import Count, DigestRows, digest_rows
from warehouse.groups import save_groups
from warehouse.publish import publish
from warehouse.store import read_only

DAY = timedelta(days=1)


def rows(home: Home, first_day: int, last_day: int, recipient: str | None = None) -> DigestRows:
    """The digest of loads first_day up to, not including, last_day: one load a day, from 0."""
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        return digest_rows(connection, START + first_day * DAY, START + last_day * DAY, recipient=recipient)


def group(home: Home, **groups: str) -> None:
    members = [
        Membership(
            group_type="campaign" if name[0] == "a" else "story",
            group_id=group_id,
            doc_id=offer(name).document.doc_id,
            why="wording",
        )
        for name, group_id in groups.items()
    ]
    save_groups(home.live, members, [], load_id="load-1", at=START, code_version="c1")


def test_copies_stand_together_strongest_first(home: Home) -> None:
    home.load(
        write(home, offer("a1", band=2), offer("a2"), offer("a3", band=1), news("n1"), news("n2")), runs=(source_run(),)
    )
    group(home, a1="C1", a2="C1", n1="S1", n2="S1")
    week = rows(home, 0, 1)
    assert [[s.band for s in g.signals] for g in week.offers] == [[3, 2], [1]]
    assert [g.group_id for g in week.offers] == ["C1", None]
    assert [(g.group_id, len(g.signals)) for g in week.cases] == [("S1", 2)]
    (quote,) = week.offers[0].signals[0].quotes
    assert (quote.indicator, quote.label_id, quote.quote) == ("RF-01", "gaji terlalu besar", "Dicari operator")
    offered, told = week.offers[0].signals[0].offer, week.cases[0].signals[0].case
    assert offered is not None
    assert (offered.job, offered.destination, offered.pay_raw) == ("operator", ("KH",), "gaji 15 juta")
    assert told is not None
    assert (told.victims_max, told.origin_provinces, told.tppo_status) == (5, ("NTB", "NTT"), "possible")
    assert [(s.source, s.state, s.runs) for s in week.sources] == [("kabar", "healthy", 1)]
    assert week.documents == week.open_reviews == 5


def test_counts_take_a_story_once(home: Home) -> None:
    home.load(write(home, offer("a1"), offer("a2"), news("n1"), news("n2"), news("n3", kind="case_trial")))
    group(home, a1="C1", a2="C1", n1="S1", n2="S1")
    week = rows(home, 0, 1)
    assert week.kinds == (Count(code="case_arrest", n=1), Count(code="case_trial", n=1))
    assert week.provinces == (Count(code="NTB", n=2), Count(code="NTT", n=2))
    assert week.destinations == (Count(code="MY", n=2), Count(code="KH", n=1))


def test_a_week_holds_what_came_first_in_it(home: Home) -> None:
    home.load(write(home, offer("a1"), news("n1")))
    home.load(write(home, offer("a2"), news("n1", "Polda menangkap orang ketiga di pelabuhan itu.")))
    group(home, a1="C1", a2="C1")
    first, second = rows(home, 0, 1), rows(home, 1, 2)
    assert (len(first.offers), len(first.cases), first.documents) == (1, 1, 2)
    assert (len(second.offers), len(second.cases), second.documents) == (1, 0, 1)
    assert [g.is_known for g in (*first.offers, *second.offers)] == [False, True]


def test_what_a_recipient_has_had_is_left_out(home: Home) -> None:
    home.load(write(home, offer("a1"), news("n1")))
    sent = offer("a1").signals[0].signal_key
    inbox.append(home.inbox, Delivery(delivery_id="d1", recipient="r1", week="2026-W10", signal_keys=(sent,), at=START))
    home.load()
    assert rows(home, 0, 9, "r1").offers == ()
    assert len(rows(home, 0, 9, "r1").cases) == len(rows(home, 0, 9, "r2").offers) == len(rows(home, 0, 9).offers) == 1


def test_what_people_rejected_is_accused_no_further(home: Home) -> None:
    home.load(write(home, offer("a1"), news("n1")))
    inbox.append(home.inbox, review(offer("a1").signals[0], "reject", number=1))
    inbox.append(home.inbox, review(news("n1").signals[0], "confirm", number=2))
    home.load()
    week = rows(home, 0, 9)
    assert week.offers == ()
    assert [s.review_state for g in week.cases for s in g.signals] == ["confirm"]
    assert week.open_reviews == 0
    assert week.destinations == (Count(code="MY", n=1),)
