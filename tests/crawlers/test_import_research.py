import io
import json
from typing import Any

import pytest

from crawlers.importers import BadRecord, Record, read_inputs
from crawlers.importers.research import without_account
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000"
HANDLE, NAME = "zul_fiktif_88", "Zul Fiktif Raya"


def rows(*items: Any, name: str = "x.ndjson") -> list[Record | BadRecord]:
    raw = "\n".join(json.dumps(item) for item in items).encode()
    return list(read_inputs(io.BytesIO(raw), None, source="berkas", now=NOW, name=name))


def one(item: Any) -> Record:
    (record,) = rows(item)
    assert isinstance(record, Record), record
    return record


def table(columns: str, cells: str) -> Record:
    (record,) = read_inputs(io.BytesIO(f"{columns}\n{cells}\n".encode()), None, source="berkas", now=NOW, name="x.csv")
    assert isinstance(record, Record), record
    return record


def item(platform: str, data: Any) -> dict[str, Any]:
    return {
        "timestamp_collected": 1732400000000,
        "source_platform": platform,
        "source_platform_url": "https://x",
        "data": data,
    }


USER = {"username": HANDLE, "full_name": NAME}
X_USER = {"screen_name": HANDLE, "name": NAME}
X_CORE = {"user_results": {"result": {"legacy": X_USER}}}
X_DATE = "Tue Aug 20 07:30:00 +0000 2024"
AT = 1724139000
SHAPES = {
    "tiktok": (item("tiktok.com", {"id": "71", "desc": AD, "createTime": AT, "author": {"uniqueId": HANDLE, "nickname": NAME},
                                   "stats": {"diggCount": 4}}), "https://www.tiktok.com/@/video/71"),
    "instagram": (item("instagram.com", {"code": "Cx1", "caption": {"text": AD}, "taken_at": AT, "user": USER}), "https://www.instagram.com/p/Cx1"),
    "instagram older": (item("instagram.com", {"shortcode": "Cx1", "taken_at_timestamp": AT, "owner": USER,
                        "edge_media_to_caption": {"edges": [{"node": {"text": AD}}]}}), "https://www.instagram.com/p/Cx1"),
    "threads": (item("threads.net", {"code": "Th1", "caption": {"text": AD}, "taken_at": AT, "user": USER, "text_post_app_info": {"x": 1}}),
                "https://www.threads.com/t/Th1"),
    "x": (item("x.com", {"rest_id": "18", "legacy": {"full_text": AD, "created_at": X_DATE}, "core": X_CORE}), "https://x.com/i/status/18"),
    "4cat ndjson": ({"__import_meta": {"source_platform": "x.com", "timestamp_collected": 1}, "rest_id": "18",
                     "legacy": {"full_text": AD, "created_at": X_DATE}, "core": X_CORE}, "https://x.com/i/status/18"),
    "twarc flat": ({"id": "18", "text": AD, "author_id": "5", "created_at": "2024-08-20T07:30:00.000Z", "author": {"username": HANDLE, "name": NAME}},
                   "https://x.com/i/status/18"),
    "twarc v1": ({"id_str": "18", "full_text": AD, "created_at": X_DATE, "user": X_USER}, "https://x.com/i/status/18"),
    "bluesky": ({"uri": "at://did:plc:abc/app.bsky.feed.post/3k", "author": {"did": "did:plc:abc", "handle": HANDLE + ".bsky.social", "displayName": NAME},
                 "record": {"text": AD, "createdAt": "2020-01-01T00:00:00Z"}, "indexedAt": "2024-08-20T07:30:00.000Z"}, None),
    "mastodon": ({"id": "9", "uri": "https://m.example/users/9/statuses/9", "url": f"https://m.example/@{HANDLE}/9", "created_at": "2024-08-20T07:30:00.000Z",
                  "content": f"<p>{AD}</p>", "account": {"acct": HANDLE, "display_name": NAME}}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_posts_of_known_shapes(name: str) -> None:
    row, url = SHAPES[name]
    record = one(row)
    assert (record.input.text, record.input.kind_hint, record.document.url) == (AD, "social", url)
    assert record.document.published_at is not None
    assert int(record.document.published_at.timestamp()) == AT
    dumped = record.document.model_dump_json() + record.input.model_dump_json()
    assert HANDLE not in dumped
    assert NAME not in dumped


TABLES = {
    "4cat": ("id,thread_id,timestamp,unix_timestamp,link,subject,body,author,author_fullname,author_avatar_url",
             f'18,18,2024-08-20 07:30:00,{AT},https://x.com/{HANDLE}/status/18,,"{AD}",{HANDLE},{NAME},https://img.example/{HANDLE}.jpg',
             "https://x.com/i/status/18"),
    "4cat tiktok": ("id,thread_id,author,author_full,body,timestamp,tiktok_url,likes",
                    f'71,71,{HANDLE},{NAME},"{AD}",2024-08-20 07:30:00,https://tiktok.com/@{HANDLE}/video/71,3', "https://www.tiktok.com/@/video/71"),
    "minet twitter": ("id,timestamp_utc,local_time,user_screen_name,text,user_name,retweet_count", f'18,{AT},2024-08-20T09:30:00,{HANDLE},"{AD}",{NAME},2',
                      "https://x.com/i/status/18"),
    "minet telegram": ("link_to_message,user,user_link,text,views,datetime", f'https://t.me/kanal/5,{NAME},https://t.me/kanal,"{AD}",9,2024-08-20T07:30:00+00:00',
                       "https://t.me/kanal/5"),
    "minet bluesky": ("uri,author_handle,author_did,author_display_name,created_at,text", f'at://did:plc:a/app.bsky.feed.post/3,{HANDLE},did:plc:a,{NAME},2024-08-20T07:30:00Z,"{AD}"',
                      None),
    "minet youtube": ("video_id,comment_id,author_name,author_channel_id,text,like_count,published_at", f'v1,c1,{NAME},UC1,"{AD}",1,2024-08-20T07:30:00Z',
                      "https://www.youtube.com/watch?lc=c1&v=v1"),
    "crowdtangle": ("Page Name,User Name,Facebook Id,Page Category,Post Created,Type,Message,URL,Total Interactions,Image Text",
                    f'{NAME},{HANDLE},100,PERSON,2024-08-20 14:30:00,Photo,"{AD}",https://www.facebook.com/{HANDLE}/posts/555,"1,234",', "https://www.facebook.com/555"),
    "unknown tool": ("pengirim,isi,tanggal,no", f'{NAME},"{AD}",2024-08-20 14:30:00,1', None),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_known_tools(name: str) -> None:
    columns, cells, url = TABLES[name]
    record = table(columns, cells)
    assert (record.input.text, record.input.kind_hint, record.document.url) == (AD, "social", url)
    assert record.document.published_at is not None
    assert int(record.document.published_at.timestamp()) == AT
    dumped = record.document.model_dump_json() + record.input.model_dump_json()
    assert HANDLE not in dumped
    assert NAME not in dumped


def test_a_page_of_the_api_is_its_posts() -> None:
    page = {"data": [{"id": "1", "text": f"{AD} kata {NAME}", "author_id": "5", "created_at": "2024-08-20T07:30:00Z"},
                     {"id": "2", "text": f"RT @orang_lain: {AD}", "author_id": "6"}],
            "includes": {"users": [{"id": "5", "username": HANDLE, "name": NAME}]}, "meta": {"result_count": 2}}  # fmt: skip
    found = [record for record in rows(page) if isinstance(record, Record)]
    assert [record.input.text for record in found] == [f"{AD} kata [ANGGOTA_2]", AD]
    assert [record.document.url for record in found] == ["https://x.com/i/status/1", "https://x.com/i/status/2"]


def test_mentions_are_masked_and_offered_contacts_stay() -> None:
    text = f"{AD}\n@teman_fiktif ini lho\nhubungi WA 0812-0000-1234 atau ig @{HANDLE}"
    record = one({"id_str": "1", "full_text": text, "created_at": X_DATE, "user": X_USER})
    assert record.input.text == f"{AD}\n[ANGGOTA_3] ini lho\nhubungi WA 0812-0000-1234 atau ig @{HANDLE}"


def test_words_on_the_picture_count() -> None:
    record = table(
        "Page Name,Post Created,Message,Image Text,Link Text,URL",
        f'A,2024-08-20,Info lengkap di foto,"{AD}",Info lengkap,https://www.facebook.com/a/posts/1',
    )
    assert record.input.text == f"Info lengkap di foto\n{AD}"


def test_a_row_of_news_keeps_its_byline() -> None:
    record = one({"judul": "Judul", "isi": AD, "penulis": "Sri Contoh"})
    assert (record.document.byline, record.input.kind_hint) == ("Sri Contoh", None)


@pytest.mark.parametrize(
    "row",
    [
        item("tiktok.com", None),
        item("9gag.com", {"id": 1}),
        item("tiktok.com", {"desc": "", "createTime": 1, "id": "1"}),
        item("x.com", [1]),
    ],
)
def test_items_without_words_or_of_unknown_shape_say_so(row: Any) -> None:
    found = rows(row, SHAPES["x"][0])
    assert [type(record) for record in found] == [BadRecord, Record]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://twitter.com/siapa/status/18?s=20", "https://x.com/i/status/18"),
        ("https://www.instagram.com/siapa/reel/Cx_1-/?igsh=1", "https://www.instagram.com/p/Cx_1-/"),
        ("https://www.threads.net/@siapa/post/Th1", "https://www.threads.com/t/Th1"),
        ("https://m.facebook.com/groups/123/permalink/9/", "https://www.facebook.com/groups/123/posts/9"),
        ("https://www.facebook.com/profile.php?id=100", ""),
        ("https://bsky.app/profile/siapa.bsky.social/post/3k", ""),
        ("https://kabar-uji.example/a/1", "https://kabar-uji.example/a/1"),
    ],
)
def test_addresses_without_the_account(given: str, wanted: str) -> None:
    assert without_account(given) == wanted
