"""Sending the digest: each recipient gets each week once, whatever happens on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import filelock

from flows.digest.build import build
from flows.digest.mail import compose, unsubscribe_link
from flows.digest.recipients import Addressee, addressees
from flows.digest.render import render
from flows.digest.week import Week, last_finished
from flows.errors import BusyError, SendError, SettingsError, UsageError
from flows.notify import smtp
from flows.notify.outbox import Outbox, open_outbox
from flows.settings import Settings, Smtp
from warehouse.contracts import Delivery, keyed_hash
from warehouse.inbox import append
from warehouse.store import read_only

Doubt = Literal["stop", "resend", "settle"]
"""What to do with a mail of which nobody knows whether it arrived."""


@dataclass(frozen=True)
class Result:
    name: str
    week: str
    result: Literal["sent", "sent before", "failed"]
    error: str | None = None


@dataclass(frozen=True)
class Round:
    """One sending: everything a mail needs but its recipient."""

    settings: Settings
    server: Smtp
    week: Week
    now: datetime
    doubt: Doubt


def send(
    settings: Settings, now: datetime, *, week: str | None = None, recipient: str | None = None, doubt: Doubt = "stop"
) -> list[Result]:
    """Send what is due; one recipient's failure does not keep the others waiting."""
    chosen = Week.parse(week) if week else last_finished(now)
    if chosen.end > now:
        raise UsageError(f"{chosen} is not over yet: use `suar digest preview`, or send it from {chosen.next} on.")
    if settings.config.smtp is None:
        raise SettingsError(f"There is no mail server: add [smtp] with host and sender to {settings.home.config}.")
    who = addressees(settings, recipient)
    this = Round(settings, settings.config.smtp, chosen, now, doubt)
    with _alone(settings.home.send_lock), open_outbox(settings.home.state) as outbox:
        deliver(outbox, settings)
        results = [_one(this, outbox, addressee) for addressee in who]
        deliver(outbox, settings)
    return results


def deliver(outbox: Outbox, settings: Settings) -> None:
    """Tell the warehouse of what was sent, also of what a crash left untold."""
    for entry in outbox.undelivered():
        append(
            settings.home.inbox,
            Delivery(
                delivery_id=keyed_hash(f"{entry.recipient}\x1f{entry.week}", settings.key()),
                recipient=entry.recipient,
                week=entry.week,
                signal_keys=entry.signal_keys,
                at=entry.changed_at,
            ),
        )
        outbox.mark_delivered(entry.recipient, entry.week)


def _one(this: Round, outbox: Outbox, who: Addressee) -> Result:
    week = str(this.week)
    entry = outbox.get(who.hash, week)
    if entry and entry.state == "sending" and this.doubt == "settle":
        outbox.mark(who.hash, week, "sent", this.now)
        return Result(who.name, week, "sent before")
    if entry and entry.state == "sent":
        return Result(who.name, week, "sent before")
    if entry and entry.state == "sending" and this.doubt == "stop":
        return Result(
            who.name,
            week,
            "failed",
            f"The digest {week} for {who.name} was cut off while it was handed over, so it may have arrived: ask, then "
            "use `suar digest send --doubt resend` or `--doubt settle`.",
        )
    try:
        _post(this, outbox, who)
    except SendError as error:
        return Result(who.name, week, "failed", str(error))
    return Result(who.name, week, "sent")


def _post(this: Round, outbox: Outbox, who: Addressee) -> None:
    settings, week = this.settings, str(this.week)
    with read_only(settings.home.current) as connection:
        digest = build(connection, this.week, **who.news_since(outbox, this.week))
    url = settings.config.digest.unsubscribe_url
    message = compose(
        render(digest, who.language, unsubscribe=unsubscribe_link(this.server.sender, url)),
        sender=this.server.sender,
        address=who.address,
        recipient=who.hash,
        week=this.week,
        language=who.language,
        date=this.now,
        unsubscribe_url=url,
    )
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    outbox.put(who.hash, week, digest.signal_keys, this.now)
    try:
        smtp.send(this.server, password, message, before_data=lambda: outbox.mark(who.hash, week, "sending", this.now))
    except smtp.MaybeSentError:
        raise
    except SendError:
        outbox.mark(who.hash, week, "pending", this.now)
        raise
    outbox.mark(who.hash, week, "sent", this.now)


@contextmanager
def _alone(lock_file: Path) -> Iterator[None]:
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(lock_file)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise BusyError("Another process is sending the digest: wait until it has finished.") from error
    try:
        yield
    finally:
        lock.release()
