"""Real SMTP against aiosmtpd on loopback: STARTTLS, login, refusals, and a connection that breaks at the worst moment."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path

import pytest

from flows.errors import SendError
from flows.notify.outbox import open_outbox
from flows.notify.smtp import MaybeSentError, send
from flows.settings import Smtp
from tests.flows.postoffice import Postman, served

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def letter() -> EmailMessage:
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = "Suar <suar@lembaga.example>"
    message["To"] = "satgas@lembaga.example"
    message["Subject"] = "Ringkasan – uji"
    message.set_content(".satu titik di awal\r\nSelesai “kutip”\r\n")
    return message


def test_starttls_and_login(certificate: Path) -> None:
    postman, moments = Postman(), []
    with served(postman, certificate) as config:
        send(config, "open sesame", letter(), before_data=lambda: moments.append(len(postman.received)))
    assert moments == [0]
    assert postman.encrypted == [True]
    assert postman.received[0].rcpt_tos == ["satgas@lembaga.example"]
    content = postman.received[0].content
    assert isinstance(content, bytes)
    assert b"\r\n\r\n.satu titik di awal\r\n" in content


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_wrong_or_missing_password_sends_nothing(certificate: Path, password: str | None) -> None:
    postman = Postman()
    with served(postman, certificate) as config, pytest.raises(SendError, match="SUAR_SMTP_PASSWORD"):
        send(config, password, letter(), before_data=lambda: None)
    assert postman.received == []


def test_an_unknown_certificate_is_refused(certificate: Path) -> None:
    postman = Postman()
    with served(postman, certificate) as config, pytest.raises(SendError, match="certificate"):
        send(config.model_copy(update={"ca_file": None}), "open sesame", letter(), before_data=lambda: None)
    assert postman.received == []


def test_a_refused_recipient_is_certain_and_nameless() -> None:
    moments: list[int] = []
    with served(Postman(refused="*")) as config, pytest.raises(SendError, match="550") as caught:
        send(config, None, letter(), before_data=lambda: moments.append(1))
    assert not isinstance(caught.value, MaybeSentError)
    assert "satgas@" not in str(caught.value)
    assert moments == []


def test_a_refused_text_is_certain() -> None:
    with served(Postman(answer="554 too ugly")) as config, pytest.raises(SendError, match="554") as caught:
        send(config, None, letter(), before_data=lambda: None)
    assert not isinstance(caught.value, MaybeSentError)


def test_a_broken_connection_in_the_text_is_uncertain() -> None:
    with served(Postman(hang_up=True)) as config, pytest.raises(MaybeSentError, match="may have arrived"):
        send(config, None, letter(), before_data=lambda: None)


def test_no_server_is_one_sentence() -> None:
    config = Smtp(host="127.0.0.1", port=1, sender="suar@lembaga.example", starttls=False)
    with pytest.raises(SendError, match=r"127\.0\.0\.1:1 cannot be used"):
        send(config, None, letter(), before_data=lambda: None)


def test_an_entry_goes_its_way_once(tmp_path: Path) -> None:
    with open_outbox(tmp_path / "state.sqlite") as outbox:
        outbox.put("hash", "2026-W47", ("a", "b"), NOW)
        outbox.mark("hash", "2026-W47", "sending", NOW)
    with open_outbox(tmp_path / "state.sqlite") as outbox:
        entry = outbox.get("hash", "2026-W47")
        assert entry is not None
        assert entry.state == "sending"
        outbox.mark("hash", "2026-W47", "sent", NOW)
        outbox.put("hash", "2026-W47", ("c",), NOW)
        kept = outbox.get("hash", "2026-W47")
        assert kept is not None
        assert (kept.state, kept.signal_keys) == ("sent", ("a", "b"))
        assert outbox.undelivered() == [kept]
        outbox.mark_delivered("hash", "2026-W47")
        assert outbox.undelivered() == []
        assert [entry.week for entry in outbox.sent_to("hash")] == ["2026-W47"]
