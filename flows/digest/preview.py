"""A digest as files to look at: page, plain text, and the mail as it would arrive."""

from datetime import datetime
from pathlib import Path

from flows.digest.build import build
from flows.digest.catalogue import Language
from flows.digest.content import Digest
from flows.digest.mail import PREVIEW_SENDER, compose, unsubscribe_link
from flows.digest.recipients import Addressee, addressee_of
from flows.digest.render import render
from flows.digest.week import Week
from flows.notify.outbox import open_outbox
from flows.settings import Settings
from warehouse.store import read_only

_ANYBODY = "preview"


def preview(
    settings: Settings, now: datetime, *, week: str | None = None, recipient: str | None = None
) -> tuple[Path, ...]:
    """Write the files and name them: for a recipient in their language, else for anybody in both."""
    chosen = Week.parse(week) if week else Week.of(now)
    if recipient is None:
        with read_only(settings.home.current) as connection:
            digest = build(connection, chosen)
        return tuple(path for language in ("id", "en") for path in _write(settings, digest, language, now, None))
    who = addressee_of(settings, recipient)
    with open_outbox(settings.home.state) as outbox, read_only(settings.home.current) as connection:
        digest = build(connection, chosen, **who.news_since(outbox, chosen))
    return tuple(_write(settings, digest, who.language, now, who))


def _write(settings: Settings, digest: Digest, language: Language, now: datetime, who: Addressee | None) -> list[Path]:
    config = settings.config
    sender = config.smtp.sender if config.smtp else PREVIEW_SENDER
    rendered = render(digest, language, unsubscribe=unsubscribe_link(sender, config.digest.unsubscribe_url))
    message = compose(
        rendered,
        sender=sender,
        address=who.address if who else PREVIEW_SENDER,
        recipient=who.hash if who else _ANYBODY,
        week=digest.week,
        language=language,
        date=now,
        unsubscribe_url=config.digest.unsubscribe_url,
    )
    stem = f"{digest.week}.{language}" if who is None else f"{digest.week}.{who.hash[:8]}.{language}"
    folder = settings.home.digests
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for ending, content in (
        ("html", rendered.html.encode()),
        ("txt", rendered.text.encode()),
        ("eml", message.as_bytes()),
    ):
        path = folder / f"{stem}.{ending}"
        path.write_bytes(content)
        written.append(path)
    return written
