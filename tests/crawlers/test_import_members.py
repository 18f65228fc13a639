"""What leaves the importer of a person who writes: nothing but the post."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import BadRecord, Record, read_inputs
from crawlers.importers.members import Members
from tests.crawlers.conftest import NOW

CANARIES = ("Zulkarnaeni Fiktifa", "~ Rumiyati Khayalani", "Bang Jago Palsuwan 🚢")
NUMBER = "+62 812-0000-7777"
HANDLE = "canary_fiktif_77"
ADDRESS = "canary.fiktif@example.org"
SECRETS = ("Zulkarnaeni", "Rumiyati", "Khayalani", "Palsuwan", "812-0000-7777", "81200007777", HANDLE, ADDRESS)
BODY = "Ada lowongan packing ke Penang minggu depan. Kata zulkarnaeni fiktifa dan Rumiyati Khayalani aman, tanya pak Palsuwan saja"


def whatsapp_chat(layout: str) -> bytes:
    people = [*CANARIES, NUMBER]
    lines = [
        "20/08/24 14.00 - Zulkarnaeni Fiktifa membuat grup ini",
        "20/08/24 14.01 - Zulkarnaeni Fiktifa menambahkan Rumiyati Khayalani",
    ]
    for n, person in enumerate(people):
        lines += [
            f"20/08/24 14.{10 + n} - {person}: {BODY} nomor {n}",
            f"20/08/24 14.{20 + n} - {person}: coba cek dulu @\u2068Rumiyati Khayalani\u2069 dan @6281200007777",
        ]
        lines.append(f"20/08/24 14.{30 + n} - {person}: [14:20, 19/8/2024] {person}: {BODY} disalin {n}")
    if layout == "iphone":
        lines = [f"[{line[:8]}, {line[9:14].replace('.', '.')}.05] {line[17:]}" for line in lines]
    return "\r\n".join(lines).encode()


def telegram_export() -> bytes:
    pieces = [BODY, " ", {"type": "mention_name", "text": "Rumiyati Khayalani", "user_id": 1}]
    messages = [{"id": n, "type": "message", "date_unixtime": str(1724139000 + n * 60), "from": person, "from_id": f"user{HANDLE}",
                 "forwarded_from": CANARIES[0], "text": pieces if n % 2 else BODY} for n, person in enumerate(CANARIES)]  # fmt: skip
    return json.dumps({"name": CANARIES[1], "type": "personal_chat", "messages": messages}).encode()


def posts() -> bytes:
    rows = [
        {"timestamp_collected": 1, "source_platform": "tiktok.com", "source_platform_url": f"https://www.tiktok.com/@{HANDLE}",
         "data": {"id": "1", "desc": f"@{HANDLE} kata Rumiyati Khayalani dan bu rumiyati ada lowongan", "createTime": 1724139000, "author": {"uniqueId": HANDLE, "nickname": CANARIES[1], "signature": ADDRESS}}},
        {"id": "2", "text": f"RT @{HANDLE}: @{HANDLE} ada lowongan packing, kata zulkarnaeni fiktifa", "author_id": "9", "author": {"username": HANDLE, "name": "Zulkarnaeni Fiktifa"}},
        {"pengirim": CANARIES[0], "nomor_pengirim": NUMBER, "isi": "Ada lowongan packing ke Penang, kata Zulkarnaeni Fiktifa", "url": f"https://contoh.example/{HANDLE}", "akun": HANDLE},
    ]  # fmt: skip
    return "\n".join(map(json.dumps, rows)).encode()


def mail() -> bytes:
    head = f'From: "Zulkarnaeni Fiktifa" <{ADDRESS}>\nTo: Rumiyati Khayalani <{HANDLE}@example.net>\nCc: Bang Jago Palsuwan <x@example.net>\nMessage-ID: <{ADDRESS}>\n'
    quoted = f"\n\nPada Sen, 19 Agu 2024 pukul 10.00 Rumiyati Khayalani <{HANDLE}@example.net> menulis:\n> {BODY}\n> {ADDRESS}\n"
    return f"{head}Subject: untuk Rumiyati Khayalani\n\n{BODY}{quoted}".encode()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("WhatsApp Chat with Rumiyati Khayalani.txt", whatsapp_chat("android"))
        archive.writestr("Rumiyati Khayalani.vcf", f"BEGIN:VCARD\nFN:{CANARIES[1]}\nTEL:{NUMBER}\nEND:VCARD")
    return out.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "android": ("WhatsApp Chat with Rumiyati Khayalani.txt", lambda: whatsapp_chat("android"), 12),
    "iphone": ("_chat.txt", lambda: whatsapp_chat("iphone"), 12),
    "zip": ("WhatsApp Chat - Rumiyati Khayalani.zip", packed, 12),
    "telegram": ("result.json", telegram_export, 3),
    "posts": ("x.ndjson", posts, 3),
    "mail": ("x.eml", mail, 1),
    "mbox": ("x.mbox", lambda: b"From - Tue\n" + mail(), 1),
}


@pytest.mark.parametrize("kind", FILES)
def test_no_writer_leaves_the_importer(kind: str) -> None:
    name, make, count = FILES[kind]
    found = list(read_inputs(io.BytesIO(make()), None, source="berkas", now=NOW, name=name))
    assert [type(record) for record in found] == [Record] * count
    for record in found:
        assert isinstance(record, Record)
        dumped = f"{record.ref} {record.unknown} {record.input.model_dump_json()} {record.document.model_dump_json()}"
        assert [secret for secret in SECRETS if secret.casefold() in dumped.casefold()] == []
        assert record.document.byline is None
        assert record.document.outlet is None


def test_reasons_of_refused_records_name_nobody_either() -> None:
    raw = f"31/02/24 14.00 - {CANARIES[0]}: {BODY}\n20/08/24 14.00 - {CANARIES[0]}: <Media omitted>\n"
    found = list(
        read_inputs(
            io.BytesIO(raw.encode()), None, source="x", now=NOW, name="WhatsApp Chat with Rumiyati Khayalani.txt"
        )
    )
    assert [type(record) for record in found] == [BadRecord]
    assert [secret for secret in SECRETS if secret in str(found)] == []


def members(*names: str, **options: Any) -> Members:
    found = Members(**options)
    for name in names:
        found.add(name)
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Loker Penang: hubungi 0812-0000-7777", "Loker Penang: hubungi 0812-0000-7777"),
        ("minat WA +62 812 0000 7777 ya", "minat WA +62 812 0000 7777 ya"),
        ("kemarin +62 812-0000-7777 menipu adik saya", "kemarin [ANGGOTA_2] menipu adik saya"),
        ("kemarin 0812-0000-9999 menipu adik saya", "kemarin 0812-0000-9999 menipu adik saya"),
        ("@6281200007777 tolong dicek", "[ANGGOTA_2] tolong dicek"),
        ("hubungi @6281200007777 untuk daftar", "hubungi @6281200007777 untuk daftar"),
        ("Budi Fiktif dan budi fiktif", "[ANGGOTA_1] dan [ANGGOTA_1]"),
        ("Budi  Fiktif, pak budi, Budi", "[ANGGOTA_1], pak [ANGGOTA_1], Budi"),
        ("cahaya itu sari, kata Sari", "cahaya itu sari, kata [ANGGOTA_3]"),
        ("tanya bu sari atau Sarinah", "tanya bu [ANGGOTA_3] atau Sarinah"),
        ("PT Sari Boga dan Gunung Sari itu bukan Sari", "PT Sari Boga dan Gunung Sari itu bukan [ANGGOTA_3]"),
        (
            "LOWONGAN PABRIK ROTI RASA SARI BUAH, TANYA BU SARI",
            "LOWONGAN PABRIK ROTI RASA SARI BUAH, TANYA BU [ANGGOTA_3]",
        ),
        ("PT Maju Fiktif membuka lowongan", "PT Maju Fiktif membuka lowongan"),
        ("Loker Malaysia gaji besar ADMIN", "Loker Malaysia gaji besar ADMIN"),
        ("gaji 25.000.000 - 30.000.000 per bulan", "gaji 25.000.000 - 30.000.000 per bulan"),
    ],
)
def test_the_rule(text: str, wanted: str) -> None:
    people = members("~\u202fBudi Fiktif", "+62 812-0000-7777", "Sari 🌸", "PT Maju Fiktif", "Loker Malaysia", "Admin")
    assert people.mask(text) == wanted


def test_a_recruiter_who_posts_keeps_the_number_that_he_writes() -> None:
    text = "Penang, packing. 0812-0000-7777"
    assert members("+62 812-0000-7777").mask(text, "+62 812-0000-7777") == text
    assert members("+62 812-0000-7777", "Zul").mask(text, "Zul") == "Penang, packing. [ANGGOTA_1]"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=200), st.booleans())
def test_any_names_and_texts(names: list[str], text: str, every: bool) -> None:
    people = members(*names, every_mention=every)
    once = people.mask(text)
    assert isinstance(once, str)
    assert people.mask("Ada lowongan packing.") == "Ada lowongan packing." or any(name.strip() for name in names)
