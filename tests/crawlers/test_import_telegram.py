import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import BadRecord, Record, read_inputs
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000, hubungi 0812-0000-1234"
AT = 1_724_139_000


def export(raw: bytes, name: str = "result.json") -> tuple[list[Record | BadRecord], Counter[str]]:
    skipped: Counter[str] = Counter()
    return list(read_inputs(io.BytesIO(raw), None, source="berkas", now=NOW, name=name, skipped=skipped)), skipped


def message(number: int, text: Any, **other: Any) -> dict[str, Any]:
    at = AT + 60 * number
    return {"id": number, "type": "message", "date": "2024-08-20T14:30:00", "date_unixtime": str(at), "from": "Zul Fiktif",
            "from_id": "user7770000", "text": text, "text_entities": []} | other  # fmt: skip


def one_chat(*messages: Any, name: str = "Grup Rahasia Fiktif") -> bytes:
    return json.dumps({"name": name, "type": "private_supergroup", "id": 1, "messages": messages}, indent=1).encode()


def texts(raw: bytes) -> list[str]:
    return [record.input.text for record in export(raw)[0] if isinstance(record, Record)]


def test_texts_as_strings_and_as_pieces() -> None:
    pieces = ["Daftar lewat ", {"type": "text_link", "text": "di sini", "href": "https://wa.me/6281200001234"}, " atau ",
              {"type": "mention", "text": "@agen_fiktif"}, ", tanya ", {"type": "mention_name", "text": "Rumi", "user_id": 5},
              {"type": "bold", "text": " segera"}, {"type": "phone", "text": "0812-0000-1234"}, 7, None]  # fmt: skip
    assert texts(one_chat(message(1, AD), message(2, pieces))) == [
        AD,
        "Daftar lewat di sini (https://wa.me/6281200001234) atau @agen_fiktif, tanya [ANGGOTA_2] segera0812-0000-1234",
    ]


def test_what_a_record_says() -> None:
    (record,), _ = export(one_chat(message(1, AD, edited="x", forwarded_from="Kerabat Fiktif", reply_to_message_id=4)))
    assert isinstance(record, Record)
    document = record.document
    assert (document.source, document.kind_hint, document.byline, document.outlet, document.extra) == (
        "telegram",
        "social",
        None,
        None,
        {},
    )
    assert document.published_at is not None
    assert int(document.published_at.timestamp()) == AT + 60
    assert (document.published_precision, document.published_zone) == ("second", "offset")
    assert record.ref == "result.json:1"


def test_without_a_unix_time_the_date_is_local() -> None:
    item = message(1, AD)
    del item["date_unixtime"]
    (record,), _ = export(one_chat(item))
    assert isinstance(record, Record)
    assert record.document.published_at is not None
    assert record.document.published_at.isoformat() == "2024-08-20T07:30:00+00:00"


def test_polls_have_words_and_the_rest_is_left_out_and_counted() -> None:
    poll = {
        "question": "Siapa yang siap berangkat?",
        "answers": [{"text": "Saya", "voters": 2}, {"text": "Belum", "voters": 1}],
    }
    raw = one_chat(
        {"id": 1, "type": "service", "actor": "Zul Fiktif", "action": "invite_members", "text": ""},
        message(2, "", photo="a.jpg"),
        message(3, "", contact_information={"phone_number": "0812"}),
        message(4, "", location_information={"latitude": 1}),
        message(5, "ok"),
        message(6, "", poll=poll),
    )
    found, skipped = export(raw)
    assert [record.input.text for record in found if isinstance(record, Record)] == [
        "Siapa yang siap berangkat?\nSaya\nBelum"
    ]
    assert skipped == {"system": 1, "media": 1, "contact_card": 1, "location": 1, "short": 1}


def test_an_export_of_all_chats() -> None:
    chats = [
        {"name": "A", "messages": [message(1, AD)]},
        {"name": "B", "messages": []},
        {"name": "C", "messages": [message(2, f"{AD} x")]},
    ]
    raw = json.dumps({"about": "x", "chats": {"about": "y", "list": chats}, "left_chats": {"list": []}}).encode()
    assert texts(raw) == [AD, f"{AD} x"]


def test_a_message_that_quotes_json_is_only_a_message() -> None:
    tricky = 'awas "messages": [ {"id": 1} ] dan } , { "id" di sini'
    assert texts(one_chat(message(1, tricky), message(2, AD))) == [tricky, AD]


def test_a_second_and_a_longer_export_are_the_same_documents() -> None:
    first = [message(n, f"{AD} {n}") for n in range(5)]
    once, _ = export(one_chat(*first))
    longer, _ = export(
        one_chat(*first, message(9, "pesan yang datang kemudian", **{"from": "Rumi"}), name="Nama Baru"),
        "result (1).json",
    )
    ids = [record.document.doc_id for record in once if isinstance(record, Record)]
    assert len(set(ids)) == 5
    assert [record.document.doc_id for record in longer[:5] if isinstance(record, Record)] == ids


def test_damage_costs_its_message_and_a_cut_file_says_so() -> None:
    whole = one_chat(*(message(n, f"{AD} {n}") for n in range(6)))
    broken = whole.replace(b'"id": 2,', b'"id": 2,,', 1)
    found, _ = export(broken)
    assert [type(record) for record in found] == [Record, Record, BadRecord, Record, Record, Record]
    cut, _ = export(whole[: len(whole) - 700])
    assert isinstance(cut[0], Record)
    assert isinstance(cut[-1], BadRecord)
    assert "ends early" in cut[-1].reason


@pytest.mark.parametrize(
    "item", [3, None, [], message(1, AD, date_unixtime="x", date="kapan"), message(1, AD, date_unixtime="99999999999")]
)
def test_bad_messages_answer_in_their_place(item: Any) -> None:
    found, _ = export(one_chat(message(1, AD), item, message(2, f"{AD} x")))
    assert [type(record) for record in found] == [Record, BadRecord, Record]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80), max_size=20), st.booleans()
)
def test_every_message_comes_back(given_texts: list[str], ascii_only: bool) -> None:
    wanted = ["Pengumuman kelompok: " + text.strip() for text in given_texts]
    raw = json.dumps(
        {"type": "private_group", "messages": [message(n, text) for n, text in enumerate(wanted)]},
        ensure_ascii=ascii_only,
    )
    found, _ = export(raw.encode())
    got = [record.input.text for record in found if isinstance(record, Record)]
    assert [text.strip() for text in got] == [text.strip() for text in wanted]


HTML = """<!DOCTYPE html><html><body><div class="page_wrap"><div class="page_header"><div class="text bold">Grup Rahasia Fiktif</div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">20 August 2024</div></div>
<div class="message default clearfix" id="message1"><div class="body"><div class="pull_right date details" title="20.08.2024 14:30:00 UTC+07:00">14:30</div>
<div class="from_name">Zul Fiktif </div><div class="text">Dicari tenaga packing untuk Penang,<br>hubungi <a href="tel:1">0812-0000-1234</a></div></div></div>
<div class="message default clearfix joined" id="message2"><div class="body"><div class="pull_right date details" title="20.08.2024 14:31:00 UTC+07:00">14:31</div>
<div class="forwarded body"><div class="from_name">Kerabat Fiktif <span class="date details" title="19.08.2024 10:00:00 UTC+07:00"> 19.08.2024</span></div>
<div class="text">Tanya dulu ke Zul Fiktif soal syarat berangkat</div></div></div></div>
<div class="message default clearfix" id="message3"><div class="body"><div class="pull_right date details" title="20.08.2024 14:32:00 UTC+07:00">x</div>
<div class="from_name">Rumi</div><div class="media_wrap">Photo</div></div></div>
</div></div></div></body></html>"""


def test_an_export_as_pages() -> None:
    found, skipped = export(HTML.encode(), "messages.html")
    assert [record.input.text for record in found if isinstance(record, Record)] == [
        "Dicari tenaga packing untuk Penang,\nhubungi 0812-0000-1234",
        "Tanya dulu ke [ANGGOTA_1] soal syarat berangkat",
    ]
    assert isinstance(found[0], Record)
    assert found[0].document.published_at is not None
    assert found[0].document.published_at.isoformat() == "2024-08-20T07:30:00+00:00"
    assert skipped == {"system": 1, "media": 1}


def test_no_export_at_all_says_so() -> None:
    for kind in ("telegram", "telegram-html"):
        (bad,) = read_inputs(io.BytesIO(b"{}"), kind, source="x", now=NOW, name="x.json")
        assert isinstance(bad, BadRecord)
        assert "Telegram" in bad.reason
