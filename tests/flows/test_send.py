"""Each recipient gets each week once, whatever happens on the way."""

import email
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from flows.digest.recipients import addressees
from flows.digest.send import Result, send
from flows.digest.week import Week
from flows.errors import BusyError, NotFoundError, SettingsError, UsageError
from flows.notify.outbox import open_outbox
from flows.runs import working
from flows.settings import Home, Settings, Smtp
from tests.flows.conftest import Suar
from tests.flows.postoffice import Postman, served
from tests.flows.samples import case, fill, offer
from warehouse import inbox

LOADED = datetime(2026, 11, 18, 3, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
RECIPIENTS = """
[[recipients]]
name = "Satgas"
address = "satgas@lembaga.example"
[[recipients]]
name = "Desk"
address = "desk@lembaga.example"
language = "en"
"""


def configure(home: Home, server: Smtp) -> Settings:
    home.root.mkdir(exist_ok=True)
    home.config.write_text(
        RECIPIENTS
        + f'[smtp]\nhost = "{server.host}"\nport = {server.port}\nsender = "{server.sender}"\nstarttls = false\n'
        + "timeout_s = 5\n"
    )
    return Settings.load(home.root)


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def settings(home: Path, postman: Postman) -> Iterator[Settings]:
    with served(postman) as server:
        made = configure(Home.at(home), server)
        made.key()
        fill(made.home, "l1", LOADED, [case("Praya", LOADED), offer("satu", LOADED)])
        yield made


def parsed(postman: Postman) -> list[EmailMessage]:
    messages = []
    for envelope in postman.received:
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        messages.append(message)
    return messages


def results(found: list[Result]) -> list[tuple[str, str]]:
    return [(item.name, item.result) for item in found]


def test_once_each_in_their_language_and_told_to_the_warehouse(settings: Settings, postman: Postman) -> None:
    assert results(send(settings, MONDAY)) == [("Satgas", "sent"), ("Desk", "sent")]
    assert results(send(settings, MONDAY)) == [("Satgas", "sent before"), ("Desk", "sent before")]
    first, second = parsed(postman)
    assert first["Subject"].startswith("Suar 2026-W47: 1 kejadian baru")
    assert second["Subject"].startswith("Suar 2026-W47: new events 1")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["List-Unsubscribe"]
    deliveries = inbox.read(settings.home.inbox).deliveries
    assert [(item.week, len(item.signal_keys)) for item in deliveries] == [("2026-W47", 2)] * 2
    assert "lembaga" not in (settings.home.inbox / "events.jsonl").read_text(), "addresses stay in config.toml"


def test_the_next_week_is_new_and_a_missed_one_is_caught_up(settings: Settings, postman: Postman) -> None:
    send(settings, MONDAY, recipient="Satgas")
    later, last = LOADED + timedelta(days=7), LOADED + timedelta(days=14)
    fill(settings.home, "l2", later, [case("Sambas", later)])
    fill(settings.home, "l3", last, [case("Tarakan", last)])
    send(settings, MONDAY + timedelta(days=14), recipient="Satgas")
    body = parsed(postman)[1].get_body(("plain",))
    assert body is not None
    text = body.get_content().partition("MENUNGGU PEMERIKSAAN")[0]
    assert "Sambas" in text
    assert "Tarakan" in text
    assert "Praya" not in text
    assert "23 November 2026" in text


def test_a_refusal_is_a_failed_run_and_the_next_one_sends(suar: Suar, settings: Settings, postman: Postman) -> None:
    postman.answer = "451 come back later"
    code, out, err = suar("digest", "send", "--week", "2026-W47", "--recipient", "Desk")
    assert code == 1
    assert "failed" in out
    assert "451" in err
    assert inbox.read(settings.home.inbox).deliveries == ()
    postman.answer = "250 OK"
    postman.received.clear()
    assert suar("digest", "send", "--week", "2026-W47", "--recipient", "Desk")[0] == 0
    assert len(postman.received) == 1


def test_a_refused_recipient_does_not_keep_the_others_waiting(settings: Settings, postman: Postman) -> None:
    postman.refused = "satgas@lembaga.example"
    assert results(send(settings, MONDAY)) == [("Satgas", "failed"), ("Desk", "sent")]
    postman.refused = None
    assert results(send(settings, MONDAY)) == [("Satgas", "sent"), ("Desk", "sent before")]


def test_what_may_have_arrived_is_never_sent_again_unasked(settings: Settings, postman: Postman) -> None:
    postman.hang_up = True
    assert results(send(settings, MONDAY, recipient="Desk")) == [("Desk", "failed")]
    postman.hang_up = False
    (again,) = send(settings, MONDAY, recipient="Desk")
    assert again.error is not None
    assert "--doubt resend" in again.error
    assert len(postman.received) == 1
    assert results(send(settings, MONDAY, recipient="Desk", doubt="resend")) == [("Desk", "sent")]
    assert len(postman.received) == 2
    ids = {message["Message-ID"] for message in parsed(postman)}
    assert len(ids) == 1, "a mail program can tell that it is the same"


def test_what_did_arrive_can_be_settled(settings: Settings, postman: Postman) -> None:
    postman.hang_up = True
    send(settings, MONDAY, recipient="Desk")
    assert results(send(settings, MONDAY, recipient="Desk", doubt="settle")) == [("Desk", "sent before")]
    assert len(postman.received) == 1
    assert len(inbox.read(settings.home.inbox).deliveries) == 1


def test_a_crash_before_the_warehouse_was_told_is_mended(settings: Settings, postman: Postman) -> None:
    who = addressees(settings, "Desk")[0]
    with open_outbox(settings.home.state) as outbox:
        outbox.put(who.hash, "2026-W47", ("a" * 64,), MONDAY)
        outbox.mark(who.hash, "2026-W47", "sent", MONDAY)
    assert results(send(settings, MONDAY, recipient="Desk")) == [("Desk", "sent before")]
    assert postman.received == []
    assert [item.signal_keys for item in inbox.read(settings.home.inbox).deliveries] == [("a" * 64,)]


def test_a_crash_before_the_text_went_is_no_doubt(settings: Settings, postman: Postman) -> None:
    who = addressees(settings, "Desk")[0]
    with open_outbox(settings.home.state) as outbox:
        outbox.put(who.hash, "2026-W47", (), MONDAY)
    assert results(send(settings, MONDAY, recipient="Desk")) == [("Desk", "sent")]
    assert len(postman.received) == 1


def test_what_cannot_be_sent_says_why(settings: Settings, home: Path) -> None:
    with pytest.raises(UsageError, match="not over yet"):
        send(settings, MONDAY, week="2026-W48")
    with pytest.raises(NotFoundError, match="`Satgas`, `Desk`"):
        send(settings, MONDAY, recipient="Nobody")
    (home / "config.toml").write_text(RECIPIENTS)
    with pytest.raises(SettingsError, match=r"\[smtp\]"):
        send(Settings.load(home), MONDAY)
    (home / "config.toml").write_text("")
    with pytest.raises(SettingsError, match=r"\[smtp\]"):
        send(Settings.load(home), MONDAY)


def test_two_do_not_send_at_once(settings: Settings) -> None:
    import filelock

    with filelock.FileLock(settings.home.send_lock), pytest.raises(BusyError):
        send(settings, MONDAY)


def test_a_second_run_in_one_home_waits_and_says_so(settings: Settings) -> None:
    with working(settings.home), pytest.raises(BusyError, match="filling"), working(settings.home, wait_s=0):
        pass


def test_a_preview_for_a_recipient_leaves_out_what_they_had(suar: Suar, settings: Settings, home: Path) -> None:
    send(settings, MONDAY, recipient="Desk")
    later = LOADED + timedelta(days=7)
    fill(settings.home, "l2", later, [case("Sambas", later)])
    code, out, _ = suar("digest", "preview", "--week", str(Week.of(later)), "--recipient", "Desk", "--json")
    assert code == 0
    text = next(home.glob("digest/*.en.txt")).read_text().partition("AWAITING REVIEW")[0]
    assert "Sambas" in text
    assert "Praya" not in text
    assert "desk" not in out.lower(), "file names tell no name"
