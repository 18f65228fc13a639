import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.importers import BadRecord, Record, read, read_inputs
from tests.crawlers.conftest import NOW

AD = "Dicari tenaga packing untuk Penang, gaji RM 2000, hubungi 0812-0000-1234"


def chat(text: str | bytes, name: str = "_chat.txt") -> tuple[list[Record | BadRecord], Counter[str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    skipped: Counter[str] = Counter()
    return list(read_inputs(io.BytesIO(raw), None, source="berkas", now=NOW, name=name, skipped=skipped)), skipped


def records(text: str | bytes, name: str = "_chat.txt") -> list[Record]:
    found = [record for record in chat(text, name)[0] if isinstance(record, Record)]
    assert found
    return found


@dataclass(frozen=True)
class Locale:
    name: str
    line: Callable[[datetime, str, str], str]
    seconds: bool = False


def _android(date: str, clock: str) -> Callable[[datetime, str, str], str]:
    return lambda at, who, text: f"{_date(at, date)}{_time(at, clock)} - {who}: {text}"


def _iphone(date: str, clock: str) -> Callable[[datetime, str, str], str]:
    return lambda at, who, text: f"\u200e[{_date(at, date)}{_time(at, clock)}] {who}: {text}"


def _date(at: datetime, form: str) -> str:
    return form.format(d=at.day, m=at.month, y=at.year % 100, Y=at.year)


def _time(at: datetime, form: str) -> str:
    half = "AM" if at.hour < 12 else "PM"
    return form.format(H=at.hour, h=at.hour % 12 or 12, M=at.minute, S=at.second, half=half, small=half.lower())


LOCALES = (
    Locale("android id", _android("{d:02}/{m:02}/{y:02} ", "{H:02}.{M:02}")),
    Locale("android id, year whole", _android("{d:02}/{m:02}/{Y}, ", "{H:02}.{M:02}")),
    Locale("android uk", _android("{d:02}/{m:02}/{Y}, ", "{H:02}:{M:02}")),
    Locale("android us", _android("{m}/{d}/{y:02}, ", "{h}:{M:02}\u202f{half}")),
    Locale("android us, old", _android("{m}/{d}/{y:02}, ", "{h}:{M:02} {half}")),
    Locale("android in, small letters", _android("{d}/{m}/{y:02}, ", "{h}:{M:02} {small}")),
    Locale("android de", _android("{d:02}.{m:02}.{y:02}, ", "{H:02}:{M:02}")),
    Locale("android iso", _android("{Y}-{m:02}-{d:02}, ", "{H:02}:{M:02}")),
    Locale("iphone id", _iphone("{d:02}/{m:02}/{y:02} ", "{H:02}.{M:02}.{S:02}"), seconds=True),
    Locale("iphone id, comma", _iphone("{d:02}/{m:02}/{y:02}, ", "{H:02}.{M:02}.{S:02}"), seconds=True),
    Locale("iphone us", _iphone("{m}/{d}/{y:02}, ", "{h}:{M:02}:{S:02}\u202f{half}"), seconds=True),
    Locale("iphone uk", _iphone("{d:02}/{m:02}/{Y}, ", "{H:02}:{M:02}:{S:02}"), seconds=True),
)
_LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1, max_size=60
)
_TEXT = st.lists(_LINE.filter(lambda line: line.strip().casefold() != "null"), min_size=1, max_size=4).map(
    lambda lines: "Pengumuman kelompok: " + "\n".join(lines).strip()
)
_MESSAGES = st.lists(
    st.tuples(st.sampled_from(["Rumi Fiktif", "+62 812-0000-7777", "Zul 🌴"]), st.integers(1, 3_000_000), _TEXT),
    min_size=2,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LOCALES), _MESSAGES, st.integers(0, 5 * 365 * 86_400))
def test_every_message_comes_back(locale: Locale, messages: list[tuple[str, int, str]], start: int) -> None:
    lines, expected, at = [], [], datetime.fromtimestamp(1_546_300_800 + start, UTC).replace(tzinfo=None)
    last = ("Rumi Fiktif", 86_400 * 40, "Pengumuman kelompok yang terakhir")
    for who, step, text in [*messages, last]:
        at += timedelta(seconds=step)
        at = at.replace(day=25) if text == last[2] else at
        shown = at if locale.seconds else at.replace(second=0)
        lines.append(locale.line(at, who, text))
        expected.append((shown.isoformat(), text.rstrip()))
    found = records("\r\n".join(lines) + "\r\n")
    got = [(record.input.published, record.input.text) for record in found]
    assert got == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["8/2/24", "8/20/24"], ["2024-08-02", "2024-08-20"]),
        (["2/8/24", "20/8/24"], ["2024-08-02", "2024-08-20"]),
        (["1/10/24", "1/11/24", "2/1/24"], ["2024-01-10", "2024-01-11", "2024-02-01"]),
        (["10/1/24", "11/1/24", "1/2/24"], ["2024-01-10", "2024-01-11", "2024-02-01"]),
        (["3/4/24", "4/4/24"], ["2024-04-03", "2024-04-04"]),
        (["11/10/26", "11/12/26"], ["2026-11-10", "2026-11-12"]),
        (["5/6/2024", "31/6/2024", "20/6/2024"], ["2024-06-05", "2024-06-20"]),
    ],
)
def test_the_whole_file_decides_which_number_is_the_day(dates: list[str], expected: list[str]) -> None:
    found, _ = chat("".join(f"{date}, 10:00 - Rumi Fiktif: pesan panjang nomor {n}\n" for n, date in enumerate(dates)))
    assert [
        record.input.published[:10] for record in found if isinstance(record, Record) and record.input.published
    ] == expected
    bad = [record for record in found if isinstance(record, BadRecord)]
    assert len(bad) == len(dates) - len(expected)
    assert all("does not exist" in record.reason for record in bad)


SKIPPED = {
    "system": [
        "20/08/24 14.30 - Pesan dan panggilan dienkripsi secara end-to-end. Tidak seorang pun di luar chat ini dapat membacanya.",
        "20/08/24 14.30 - Zul bergabung menggunakan tautan undangan grup ini",
        "20/08/24 14.30 - +62 812-0000-7777 keluar",
        '20/08/24 14.30 - Zul mengubah subjek dari "Info: lama" menjadi "Info: baru"',
    ],
    "media": [
        "20/08/24 14.30 - Zul: <Media tidak disertakan>",
        "20/08/24 14.30 - Zul: <Media omitted>",
        "20/08/24 14.30 - Zul: IMG-20240820-WA0001.jpg (file terlampir)",
        "20/08/24 14.30 - Zul: PTT-20240820-WA0001.opus (file attached)",
        "20/08/24 14.30 - Zul: \u200esticker omitted",
        "20/08/24 14.30 - Zul: \u200e<attached: 00000012-PHOTO-2024-08-20-14-30-00.jpg>",
        "20/08/24 14.30 - Zul: \u200ekontrak kerja.pdf • \u200e3 halaman \u200edokumen tidak disertakan",
        "20/08/24 14.30 - Zul: null",
    ],
    "contact_card": ["20/08/24 14.30 - Zul: Kerabat Fiktif.vcf (file terlampir)", "20/08/24 14.30 - Zul: \u200eContact card omitted"],
    "deleted": [
        "20/08/24 14.30 - Zul: Pesan ini dihapus",
        "20/08/24 14.30 - Zul: Anda menghapus pesan ini.",
        "20/08/24 14.30 - Zul: This message was deleted",
        "20/08/24 14.30 - Zul: \u200eYou deleted this message.",
    ],
    "location": [
        "20/08/24 14.30 - Zul: lokasi: https://maps.google.com/?q=-8.5833,116.1167",
        "20/08/24 14.30 - Zul: Live location shared",
    ],
    "calls": ["20/08/24 14.30 - Zul: Panggilan suara tak terjawab"],
    "short": ["20/08/24 14.30 - Zul: ok siap", "20/08/24 14.30 - Zul: "],
}  # fmt: skip


@pytest.mark.parametrize(("reason", "line"), [(reason, line) for reason, lines in SKIPPED.items() for line in lines])
def test_lines_without_words_are_left_out_and_counted(reason: str, line: str) -> None:
    found, skipped = chat(f"20/08/24 14.29 - Rumi Fiktif: {AD}\n{line}\n20/08/24 14.31 - Zul: {AD} lagi\n")
    assert [record.input.text for record in found if isinstance(record, Record)] == [AD, f"{AD} lagi"]
    assert skipped == {reason: 1}


@pytest.mark.parametrize(
    "text",
    [
        "kami mengubah nama kantor jadi Penang Jaya",
        "saya membuat grup untuk yang siap berangkat",
        "video call aja kak biar jelas soal gajinya",
    ],
)
def test_words_of_people_are_not_taken_for_words_of_the_app(text: str) -> None:
    assert [record.input.text for record in records(f"20/08/24 14.30 - Zul: {text}\n20/08/24 14.31 - Rumi: {AD}")] == [
        text,
        AD,
    ]


def test_an_article_with_times_is_no_chat() -> None:
    timeline = f"20/08/2024 14:30 - Polisi: dua orang dijemput\n\n{AD}\n"
    (record,) = records(timeline, "berita.txt")
    assert record.document.source == "berkas"


def test_iphone_words_of_the_app_are_no_messages_and_their_group_is_no_member() -> None:
    found = records(
        "[20/08/24, 14.29.00] Loker Penang Pulau: \u200ePesan dan panggilan dienkripsi secara end-to-end.\n"
        "[20/08/24, 14.29.10] Loker Penang Pulau: \u200eZul menambahkan Rumi Fiktif\n"
        f"[20/08/24, 14.30.15] Zul: Salam dari Loker Penang Pulau. {AD}\n"
        "[20/08/24, 14.31.15] Rumi Fiktif: Kami menambahkan kuota untuk bulan depan\n"
    )
    assert [record.input.text for record in found] == [
        f"Salam dari Loker Penang Pulau. {AD}",
        "Kami menambahkan kuota untuk bulan depan",
    ]


def test_captions_polls_edits_and_copied_messages_keep_their_words() -> None:
    found = records(
        f"20/08/24 14.30 - Zul: IMG-20240820-WA0001.jpg (file terlampir)\n{AD}\n"
        "20/08/24 14.31 - Zul: Berangkat minggu depan ya semua <Pesan ini diedit>\n"
        "20/08/24 14.32 - Zul: POLLING:\nSiapa yang siap berangkat?\nOPSI: Saya siap (3 suara)\nOPSI: Belum (1 suara)\n"
        f"20/08/24 14.33 - Zul: [14:20, 19/8/2024] Kerabat Fiktif: {AD} ya\n"
    )
    assert [record.input.text for record in found] == [
        AD,
        "Berangkat minggu depan ya semua",
        "Siapa yang siap berangkat?\nSaya siap\nBelum",
        f"{AD} ya",
    ]


def test_a_second_and_a_longer_export_are_the_same_documents() -> None:
    first = [f"20/08/24 14.{n:02} - Zul: {AD} angkatan {n}" for n in range(10)]
    more = [
        *first,
        "21/08/24 09.00 - Budi Palsu: saya mau tanya syarat berangkat",
        "21/08/24 09.01 - Zul: silakan japri saya ya",
    ]
    other_phone = [f"[20/08/24, 14.{n:02}.{n:02}] ~ Zulkifli Fiktif: {AD} angkatan {n}" for n in range(3)]
    once, twice, longer = (
        records("\n".join(first)),
        records("\n".join(first), "Chat WhatsApp dengan Zul.txt"),
        records("\n".join(more)),
    )
    assert (
        [r.document.doc_id for r in once]
        == [r.document.doc_id for r in twice]
        == [r.document.doc_id for r in longer[:10]]
    )
    assert [r.document.text_sha256 for r in once] == [r.document.text_sha256 for r in longer[:10]]
    assert len({r.document.doc_id for r in longer}) == 12
    assert [r.document.doc_id for r in records("\n".join(other_phone))] == [r.document.doc_id for r in once[:3]]


def test_a_name_that_posts_later_gives_a_new_version_not_a_new_document() -> None:
    start = "20/08/24 14.29 - Zul: coba tanya Budi Palsu soal syaratnya\n"
    (short,) = records(start + "20/08/24 14.30 - Zul: oke\n")
    longer = records(start + "20/08/24 14.30 - Zul: oke\n20/08/24 14.31 - Budi Palsu: syaratnya paspor dan medikal\n")
    assert short.document.doc_id == longer[0].document.doc_id
    assert longer[0].document.text == "coba tanya [ANGGOTA_2] soal syaratnya"


def test_the_zip_that_holds_a_chat(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Budi Palsu.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "_chat.txt",
            f"[20/08/24, 14.30.15] Budi Palsu: {AD}\n[20/08/24, 14.31.15] Budi Palsu: \u200e<attached: 1.jpg>\n",
        )
        packed.writestr("00000001-PHOTO.jpg", b"\xff\xd8\xff")
        packed.writestr("Kerabat Fiktif.vcf", "BEGIN:VCARD\nFN:Kerabat Fiktif\nEND:VCARD")
    (record,) = read(path, None, source="x", now=NOW)
    assert isinstance(record, Record)
    assert (record.input.text, record.ref, record.document.source) == (AD, "_chat.txt:1", "whatsapp")
    assert record.input.kind_hint == "social"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = f"20/08/24 14.30 - Zul: {AD} café\r\n20/08/24 14.31 - Zul: {AD} lagi\r\n"
    assert [record.input.text for record in records(text.encode(encoding))] == [f"{AD} café", f"{AD} lagi"]


def test_a_text_that_is_no_chat_stays_a_text() -> None:
    (record,) = records(f"Lowongan 20/08/24\n{AD}\n", "iklan.txt")
    assert record.document.source == "berkas"
    (bad,) = read_inputs(io.BytesIO(AD.encode()), "whatsapp", source="x", now=NOW, name="iklan.txt")
    assert isinstance(bad, BadRecord)
    assert "Export chat" in bad.reason


def test_a_chat_of_pictures_only_says_so() -> None:
    (bad,) = chat("20/08/24 14.30 - Zul: <Media omitted>\n20/08/24 14.31 - Zul: <Media omitted>\n")[0]
    assert isinstance(bad, BadRecord)
    assert "2 media" in bad.reason


def test_a_line_of_thirty_megabytes_is_refused_and_the_next_is_read() -> None:
    found, _ = chat(f"20/08/24 14.30 - Zul: {'kerja ' * 5_000_000}\n20/08/24 14.31 - Zul: {AD}\n")
    assert [type(record) for record in found] == [BadRecord, Record]
