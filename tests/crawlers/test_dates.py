from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.extract.dates import EARLIEST, date_of_url, parse_date

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "at", "precision", "zone_source"),
    [
        ("Kamis, 23 Jul 2026 14:35 WIB", "2026-07-23T07:35", "minute", "printed"),
        ("Kompas.com - 20/11/2025, 14:05 WIB", "2025-11-20T07:05", "minute", "printed"),
        (
            "Kompas.com, 20 November 2025, 14:05 WIB Diperbarui 20/11/2025, 15:05 WIB",
            "2025-11-20T07:05",
            "minute",
            "printed",
        ),
        ("Jum'at, 24 Juli 2026 - 13:39 WIB", "2026-07-24T06:39", "minute", "printed"),
        ("Jum’at, 24 Juli 2026 | 13.39 WITA", "2026-07-24T05:39", "minute", "printed"),
        ("Jumat, 24 Juli 2026 12:40 WIT", "2026-07-24T03:40", "minute", "printed"),
        ("Terbit 2 Sep 2025 17:00 WIB", "2025-09-02T10:00", "minute", "printed"),
        ("AntaraTerbit 9 Aug 2022 02:24 WIB", "2022-08-08T19:24", "minute", "printed"),
        ("20/1/2026 18:30", "2026-01-20T11:30", "minute", "source"),
        ("20 July 2026, 23:40", "2026-07-20T16:40", "minute", "source"),
        ("2026-05-13WIB18:45:00+07:00", "2026-05-13T11:45", "second", "offset"),
        ("2026-07-24 15:16:40", "2026-07-24T08:16:40", "second", "source"),
        ("2026-07-24T12:40+07:00", "2026-07-24T05:40", "minute", "offset"),
        ("2026-07-24T12:40:00Z", "2026-07-24T12:40", "second", "offset"),
        ("2026-09-05T12:06:03+08:00", "2026-09-05T04:06:03", "second", "offset"),
        ("20260724141530", "2026-07-24T07:15:30", "second", "source"),
        ("19/09/2026", "2026-09-18T17:00", "day", "source"),
        ("11 Agu 2025", "2025-08-10T17:00", "day", "source"),
        ("3 Nopember 2025", "2025-11-02T17:00", "day", "source"),
        ("Senin, 5 Pebruari 2026 pukul 14.05", "2026-02-05T07:05", "minute", "source"),
        ("Thu, 23 Jul 2026 14:35:00 +0700", "2026-07-23T07:35", "second", "offset"),
        ("Heryadi • 20/1/2026 18:30", "2026-01-20T11:30", "minute", "source"),
        ("Wed Feb 26 23:48:37 +0000 2025", "2025-02-26T23:48:37", "second", "offset"),
        ("November 2025", "2025-10-31T17:00", "month", "source"),
        ("1763622333", "2025-11-20T07:05:33", "second", "offset"),
        ("1763622333000", "2025-11-20T07:05:33", "second", "offset"),
        ("Selasa, 23/02/2026 15:32 WITA", "2026-02-23T07:32", "minute", "printed"),
        ("Senin, 23-11-2026 | 10:15 WIT", "2026-11-23T01:15", "minute", "printed"),
        ("Jum`at, 20 November 2026 13.39 wit", "2026-11-20T04:39", "minute", "printed"),
        ("Wednesday, 04 November, 2026 | 07:28 WIB", "2026-11-04T00:28", "minute", "printed"),
        ("on 16 Feb 2026 at 09:10 WIB", "2026-02-16T02:10", "minute", "printed"),
        ("Ahad, 22 November 2026", "2026-11-21T17:00", "day", "source"),
        ("Senin (23/11/2026)", "2026-11-22T17:00", "day", "source"),
        ("23.11.2026, 10.15", "2026-11-23T03:15", "minute", "source"),
        ("2026.11.23", "2026-11-22T17:00", "day", "source"),
        ("10:15 WIB, 23 November 2026", "2026-11-23T03:15", "minute", "printed"),
        ("23rd November 2026", "2026-11-22T17:00", "day", "source"),
        ("Nov. 23, 2026 10:15 pm", "2026-11-23T15:15", "minute", "source"),
        ("Posted on November 23, 2026", "2026-11-22T17:00", "day", "source"),
        ("By Admin - November 23, 2026", "2026-11-22T17:00", "day", "source"),
        ("Oleh Sri Uji - Senin, 23 November 2026 | 10:15 WIB", "2026-11-23T03:15", "minute", "printed"),
        ("Senin, 23 November 2026 10.15 WIB (Update: 11.00 WIB)", "2026-11-23T03:15", "minute", "printed"),
        ("Senin, 23 November 2026 | 10:15 WIB | Dibaca 1.204 kali", "2026-11-23T03:15", "minute", "printed"),
        ("23 Nov 2026 | 12:30 WIB - Editor: Sri Uji", "2026-11-23T05:30", "minute", "printed"),
        ("23 November 2026 · 3 menit baca", "2026-11-22T17:00", "day", "source"),
        ("Jumat, 10 Jumadil Akhir 1448 / 20 November 2026", "2026-11-19T17:00", "day", "source"),
        ("23 Nov 2026 10:15:00 GMT+7", "2026-11-23T03:15", "second", "offset"),
        ("2026-11-23T10:15:00.123+0700", "2026-11-23T03:15", "second", "offset"),
        ("2026-11-23T10:15:00+08:00[Asia/Makassar]", "2026-11-23T02:15", "second", "offset"),
        ("Mon, 23 Nov 2026 10:15:00 GMT", "2026-11-23T10:15", "second", "offset"),
    ],
)
def test_printed_forms(raw: str, at: str, precision: str, zone_source: str) -> None:
    parsed = parse_date(raw, "Asia/Jakarta", NOW)
    assert parsed is not None
    assert parsed.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert (parsed.precision, parsed.zone_source, parsed.raw, parsed.relative) == (precision, zone_source, raw, False)


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("5 menit yang lalu", "2026-11-24T11:55", "minute"),
        ("2 jam lalu", "2026-11-23T17:00", "day"),
        ("3 hari lalu", "2026-11-20T17:00", "day"),
        ("Kemarin, 14:05", "2026-11-23T07:05", "minute"),
        ("kemarin pukul 08.00 WITA", "2026-11-23T00:00", "minute"),
        ("5 mnt lalu", "2026-11-24T11:55", "minute"),
        ("seminggu lalu", "2026-11-16T17:00", "day"),
        ("2 hours ago", "2026-11-23T17:00", "day"),
    ],
)
def test_relative_forms_are_marked(raw: str, at: str, precision: str) -> None:
    parsed = parse_date(raw, "Asia/Jakarta", NOW)
    assert parsed is not None
    assert parsed.relative
    assert (parsed.at, parsed.precision) == (datetime.fromisoformat(at).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "raw",
    ["", "kapan-kapan", "31/02/2025", "12 Desember 2027", "1970-01-01T00:00:00Z", "sejak 2025 lalu", "Pukul 14.05 WIB",
     "Nama - detikNews", "pada 3 kali 20 orang", "99999999999999 hari lalu", "2026-13-40", "11/24/2026 10:00", "Terakhir diperbarui: Senin, 23 November 2026"],
)  # fmt: skip
def test_what_cannot_be_read_is_null(raw: str) -> None:
    assert parse_date(raw, "Asia/Jakarta", NOW) is None


def test_the_zone_of_the_source_counts_where_none_is_printed() -> None:
    wita = parse_date("24 Juli 2026 12:40", "Asia/Makassar", NOW)
    assert wita is not None
    assert wita.at == datetime(2026, 7, 24, 4, 40, tzinfo=UTC)


@given(
    st.text(max_size=60)
    | st.from_regex(r"[0-9]{1,4}[ /.-][0-9a-z]{1,9}[ /.-][0-9]{1,4}( [0-9:.]{1,8})?", fullmatch=True)
)
def test_any_string_is_read_within_bounds_or_not_at_all(raw: str) -> None:
    parsed = parse_date(raw, "Asia/Jakarta", NOW)
    assert parsed is None or EARLIEST <= parsed.at <= NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "at"),
    [
        ("https://kabar-uji.example/nasional/20260724141530-12-1234567/judul", "2026-07-24T07:15:30"),
        ("https://kabar-uji.example/news/2026/07/24/141530/judul", "2026-07-24T07:15:30"),
        ("https://kabar-uji.example/read/2026/07/24/337/judul", "2026-07-23T17:00"),
    ],
)
def test_dates_in_addresses(url: str, at: str) -> None:
    parsed = date_of_url(url, "Asia/Jakarta", NOW)
    assert parsed is not None
    assert parsed.at == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_an_id_in_an_address_is_no_date() -> None:
    assert date_of_url("https://kabar-uji.example/berita/20991399/judul", "Asia/Jakarta", NOW) is None
