"""A digest as a mail: text and page as alternatives, one Message-ID for a recipient and a week, a way to stop it."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from flows.digest.catalogue import Language
from flows.digest.render import Rendered
from flows.digest.week import Week

PREVIEW_SENDER = "suar@localhost"


def unsubscribe_link(sender: str, url: str | None) -> str:
    return url or f"mailto:{sender}?subject=unsubscribe"


def compose(
    rendered: Rendered,
    *,
    sender: str,
    address: str,
    recipient: str,
    week: Week,
    language: Language,
    date: datetime,
    unsubscribe_url: str | None = None,
) -> EmailMessage:
    """`recipient` is the keyed hash of the address: with the week it makes the Message-ID, the same at every try."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Suar <{sender}>"
    message["To"] = address
    message["Subject"] = rendered.subject
    message["Date"] = date
    message["Message-ID"] = f"<suar.{week}.{recipient[:24]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"Suar <suar.{sender.rpartition('@')[2]}>"
    message["List-Unsubscribe"] = f"<{unsubscribe_link(sender, unsubscribe_url)}>"
    if unsubscribe_url:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = language
    return message
