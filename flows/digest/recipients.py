"""Who gets a digest, and what they have been told already."""

from dataclasses import dataclass
from typing import TypedDict

from flows.digest.catalogue import Language
from flows.digest.week import Week
from flows.errors import NotFoundError, UsageError
from flows.notify.outbox import Outbox
from flows.settings import Recipient, Settings
from warehouse.contracts import keyed_hash


class News(TypedDict):
    """The arguments of `build` that make a digest one for a certain recipient."""

    first: Week
    recipient: str
    told: frozenset[str]


@dataclass(frozen=True)
class Addressee:
    name: str
    address: str
    language: Language
    hash: str
    """Keyed hash of the address: what outbox and warehouse know of a person."""

    def news_since(self, outbox: Outbox, week: Week) -> News:
        """From the week after the last one sent, so that missed weeks are caught up; for a new recipient `week` alone."""
        sent = [entry for entry in outbox.sent_to(self.hash) if Week.parse(entry.week) < week]
        last = max((Week.parse(entry.week) for entry in sent), default=week.previous)
        told = frozenset(key for entry in sent for key in entry.signal_keys)
        return {"first": min(last.next, week), "recipient": self.hash, "told": told}


def addressees(settings: Settings, name: str | None = None) -> list[Addressee]:
    """The recipients of config.toml, or the one named. Raises UsageError, NotFoundError."""
    if not settings.config.recipients:
        raise UsageError(
            f"Nobody is to get the digest yet: add [[recipients]] with name and address to {settings.home.config}."
        )
    key = settings.key()
    found = [_addressee(recipient, key) for recipient in settings.config.recipients if name in {None, recipient.name}]
    if not found:
        names = ", ".join(f"`{recipient.name}`" for recipient in settings.config.recipients)
        raise NotFoundError(f"There is no recipient `{name}` in {settings.home.config}: take one of {names}.")
    return found


def addressee_of(settings: Settings, name: str) -> Addressee:
    return addressees(settings, name)[0]


def _addressee(recipient: Recipient, key: bytes) -> Addressee:
    return Addressee(
        name=recipient.name,
        address=recipient.address,
        language=recipient.language,
        hash=keyed_hash(recipient.address.casefold(), key),
    )
