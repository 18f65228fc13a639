"""One mail over SMTP: the moment after which it may have arrived is told to the caller before it begins."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from email.message import EmailMessage

from flows.errors import SendError
from flows.settings import Smtp


class MaybeSentError(SendError):
    """The connection broke after the text was handed over: the mail may have arrived or not."""


def send(config: Smtp, password: str | None, message: EmailMessage, *, before_data: Callable[[], None]) -> None:
    """Hand the message to the server; returns only when the server took charge of it.

    `before_data` is called when server, login and addresses are accepted and the text is about to go.
    Raises SendError when it certainly did not go out, MaybeSentError when nobody can tell.
    """
    try:
        with closing(smtplib.SMTP(config.host, config.port, timeout=config.timeout_s)) as client:
            _greet(client, config, password)
            _address(client, config.sender, str(message["To"]))
            before_data()
            _data(client, message)
            with suppress(smtplib.SMTPException, OSError):  # the server has the mail, whatever it says to the farewell
                client.quit()
    except MaybeSentError:
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise SendError(
            f"The mail server {config.host} refused the login: check `smtp.user` in config.toml and SUAR_SMTP_PASSWORD."
        ) from error
    except smtplib.SMTPException as error:
        raise SendError(
            f"The mail server {config.host} refused the mail ({_answer(error)}): correct config.toml, then send again."
        ) from error
    except OSError as error:
        raise SendError(
            f"The mail server {config.host}:{config.port} cannot be used ({error}): check `[smtp]` in config.toml and "
            "the network, then send again."
        ) from error


def _greet(client: smtplib.SMTP, config: Smtp, password: str | None) -> None:
    client.ehlo()
    if config.starttls:
        client.starttls(context=ssl.create_default_context(cafile=str(config.ca_file) if config.ca_file else None))
        client.ehlo()
    if config.user is None:
        return
    if password is None:
        raise SendError("`smtp.user` is set without a password: put it into SUAR_SMTP_PASSWORD.")
    client.login(config.user, password)


def _address(client: smtplib.SMTP, sender: str, recipient: str) -> None:
    code, answer = client.mail(sender)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, answer, sender)
    code, answer = client.rcpt(recipient)
    if code not in {250, 251}:
        raise smtplib.SMTPRecipientsRefused({"recipient": (code, answer)})


def _data(client: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        code, answer = client.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    except smtplib.SMTPDataError:
        raise
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise MaybeSentError(
            "The connection broke while the mail was handed over, so it may have arrived: ask the recipient, then use "
            "`suar digest send --doubt resend` or `--doubt settle`."
        ) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, answer)


def _answer(error: smtplib.SMTPException) -> str:
    """The server's words without addresses."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"code {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"code {next(iter(error.recipients.values()))[0]} for the recipient"
    return type(error).__name__
