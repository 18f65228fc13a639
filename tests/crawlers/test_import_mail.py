import io
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import BadRecord, Record, read_inputs
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000, hubungi 0812-0000-1234"


def mail(text: str, **headers: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    fixed = {"From": "Zul Fiktif Raya <zul.fiktif@example.org>", "To": '"Rumi Fiktif" <rumi@example.net>', "Subject": "Lowongan – Penang ✈",
             "Date": "Tue, 20 Aug 2024 14:30:00 +0700", "Message-ID": "<1@example.org>"}  # fmt: skip
    for name, value in (fixed | headers).items():
        if value:
            message[name] = value
    message.set_content(text)
    return message


def read_raw(raw: bytes, name: str = "satu.eml", kind: str | None = None) -> list[Record | BadRecord]:
    return list(read_inputs(io.BytesIO(raw), kind, source="berkas", now=NOW, name=name))


def one(message: EmailMessage) -> Record:
    (record,) = read_raw(message.as_bytes())
    assert isinstance(record, Record), record
    return record


def test_a_mail() -> None:
    record = one(mail(f"Yth Rumi Fiktif,\n{AD}\nSalam, Zul Fiktif Raya\n"))
    assert record.input.title == "Lowongan – Penang ✈"
    assert record.input.text == f"Yth [ANGGOTA_3],\n{AD}\nSalam, [ANGGOTA_1]"
    assert record.document.published_at is not None
    assert record.document.published_at.isoformat() == "2024-08-20T07:30:00+00:00"
    assert (record.input.kind_hint, record.document.byline, record.document.source) == (None, None, "email")


def test_html_attachments_and_encodings() -> None:
    message = mail("", Subject="=?windows-1252?Q?Caf=E9_butuh_orang?=")
    message.set_content(
        f"<html><body><p>{AD}</p><style>x</style><p>Segera <b>café</b></p></body></html>",
        subtype="html",
        charset="cp1252",
        cte="base64",
    )
    message.add_attachment(b"x" * 100, maintype="image", subtype="png", filename="foto.png")
    message.add_attachment("surat", filename="kontrak.txt")
    record = one(message)
    assert (record.input.title, record.input.text) == ("Café butuh orang", f"{AD}\nSegera café")
    assert record.document.extra == {"attachments": "2"}


def test_plain_text_goes_before_html() -> None:
    message = mail(AD)
    message.add_alternative("<p>lain</p>", subtype="html")
    assert one(message).input.text == AD


def test_quotes_and_signature_are_kept_apart() -> None:
    body = f"{AD}\n-- \nZul Fiktif Raya\nKantor: 0800-0000-99\n\nOn Mon, 19 Aug 2024 at 10.00 Rumi Fiktif <rumi@example.net> wrote:\n> Apakah masih ada lowongan?\n> Terima kasih\n"
    record = one(mail(body))
    assert record.input.text == AD
    assert record.document.extra == {
        "signature": "[ANGGOTA_1]\nKantor: 0800-0000-99",
        "quoted": "Apakah masih ada lowongan?\nTerima kasih",
    }


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nFrom: Kerabat Fiktif <kerabat@example.com>\nDate: Mon, 19 Aug 2024\nSubject: loker\nTo: <zul.fiktif@example.org>\n\n",
        "-----Original Message-----\nFrom: Kerabat Fiktif [mailto:kerabat@example.com]\nSent: Monday\nTo: Zul Fiktif Raya\nSubject: loker\n\n",
        "Dari: Kerabat Fiktif\nDikirim: Senin\nKepada: Zul Fiktif Raya\nSubjek: loker\n\n",
    ],
)
def test_what_was_passed_on_is_the_text(head: str) -> None:
    record = one(mail(f"Tolong dicek, apakah ini benar?\n\n{head}{AD}\nKerabat Fiktif\n", Subject="Fwd: loker"))
    assert record.input.text.startswith("Tolong dicek, apakah ini benar?")
    assert AD in record.input.text
    dumped = record.document.model_dump_json()
    assert "Kerabat" not in dumped
    assert "kerabat@" not in dumped


def test_an_offer_with_lines_like_headers_is_left_alone() -> None:
    text = f"{AD}\nTanggal: 20 November\nPosisi: packing\nKe: Penang"
    assert one(mail(text)).input.text == text


def test_the_same_mail_again_is_the_same_document() -> None:
    first, second = one(mail(AD)), one(mail(AD, Subject="Re: x"))
    assert first.document.doc_id == second.document.doc_id
    assert "example.org" not in (first.document.external_id or "")
    assert one(mail(AD, **{"Message-ID": ""})).document.external_id != first.document.external_id


def test_a_mailbox() -> None:
    messages = [mail(f"{AD} {n}\nFrom sini kita mulai", **{"Message-ID": f"<{n}@x.example>"}) for n in range(3)]
    raw = b"".join(
        b"From zul@example.org Tue Aug 20 14:30:00 2024\n" + message.as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n"
        for message in messages
    )
    for name in ("kotak.mbox", "kotak"):
        found = read_raw(raw, name)
        assert [record.input.text for record in found if isinstance(record, Record)] == [
            f"{AD} {n}\nFrom sini kita mulai" for n in range(3)
        ]
    assert read_raw(raw, "kotak.mbox")[2].ref == "kotak.mbox:3"


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"From: x\n\n", b"no headers at all"])
def test_no_mail_says_what_to_do(raw: bytes) -> None:
    (bad,) = read_raw(raw)
    assert isinstance(bad, BadRecord)
    assert "no " in bad.reason
    (bad,) = read_raw(raw[:1], "x.mbox")
    assert isinstance(bad, BadRecord)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["From", "To", "Date", "Subject", "Content-Type", "Content-Transfer-Encoding", "Message-ID"]),
        st.text(max_size=40),
    ),
    st.binary(max_size=80),
)
def test_any_headers_are_survived(headers: dict[str, Any], body: bytes) -> None:
    head = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in headers.items())
    for kind in ("eml", "mbox", "mhtml"):
        raw = b"From x\n" * (kind == "mbox") + head.encode("utf-8", "replace") + b"\n" + body
        assert all(isinstance(record, Record | BadRecord) for record in read_raw(raw, "x", kind))
