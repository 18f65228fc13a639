from datetime import date

import pytest

from nlp.when import find_days

WEDNESDAY = date(2025, 6, 11)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Selasa (10/6)", ["2025-06-10"]),
        ("pekan lalu", ["2025-06"]),
        ("dua hari lalu", ["2025-06-09"]),
        ("tiga pekan lalu", ["2025-05"]),
        ("bulan lalu dan bulan ini", ["2025-05", "2025-06"]),
        ("Mei lalu", ["2025-05"]),
        ("22-24 Oktober 2024", ["2024-10"]),
        ("tadi malam", ["2025-06-10"]),
        ("Minggu malam", ["2025-06-08"]),
        ("pada 2020", ["2020"]),
        ("tahun lalu", ["2024"]),
    ],
)
def test_days_are_as_exact_as_they_are_said(text: str, days: list[str]) -> None:
    assert [day.value for day in find_days(text, WEDNESDAY)] == days


@pytest.mark.parametrize(
    "text", ["UU Nomor 21 Tahun 2007", "dua minggu kemudian", "setiap minggu", "perempuan 27 tahun ini", "Senin depan"]
)
def test_what_names_no_day(text: str) -> None:
    assert find_days(text, WEDNESDAY) == []


@pytest.mark.parametrize(
    "stamp", ["Rabu, 14 Jun 2023 11:20 WIB\n", "06 Jul 2018 19:49:40 WIB | Redaksi", "3 Maret 2024 | Dibaca 20"]
)
def test_the_stamp_of_a_page_is_no_day_of_its_story(stamp: str) -> None:
    assert [day.value for day in find_days(f"{stamp} Ia ditangkap Selasa (3/6/2025) pukul 03.00 WIB.", WEDNESDAY)] == [
        "2025-06-03"
    ]


def test_without_a_day_of_publication_only_printed_days_are_known() -> None:
    assert [day.value for day in find_days("Rabu, 3 Maret 2021, hari ini, pekan lalu", None)] == ["2021-03-03"]
