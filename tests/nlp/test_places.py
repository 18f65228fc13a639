import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.content import table
from nlp.places import find_places


def named(text: str, *, lower: bool = False) -> list[tuple[str, str | None]]:
    return [(place.text, place.canonical) for place in find_places(text, lower=lower)]


def test_initials_are_no_country() -> None:
    assert named("Korban AS (16) dijual. Terdakwa AS dituntut, tersangka KSA buron.") == []
    assert named("Mereka dikirim ke AS dan KSA.") == [("AS", "US"), ("KSA", "SA")]


def test_countries_cities_and_provinces() -> None:
    found = named(
        "Warga Kabupaten Lombok Timur dan Sumatra Utara bekerja di Johor Bahru, Arab Saudi, dan Negeri Jiran."
    )
    assert found == [
        ("Kabupaten Lombok Timur", "ID:NTB"),
        ("Sumatra Utara", "ID:Sumut"),
        ("Johor Bahru", "MY"),
        ("Arab Saudi", "SA"),
        ("Negeri Jiran", "MY"),
    ]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("ditahan di Sihanoukville", "KH"),
        ("dibawa ke KPS lewat darat", "KH"),
        ("kawasan O'Smach", "KH"),
        ("kompleks di Shwe Kokko", "MM"),
        ("menyeberang ke Mae Sot", "TH"),
        ("zona Golden Triangle", "LA"),
        ("pelabuhan di Tawau", "MY"),
        ("ke UEA", "AE"),
    ],
)
def test_hubs_belong_to_their_country(text: str, canonical: str) -> None:
    assert [place.canonical for place in find_places(text)] == [canonical]


@pytest.mark.parametrize(
    "text",
    [
        "bunga kamboja di halaman",
        "rumahnya di Jalan Kamboja nomor tiga",
        "nasib malang menimpa keluarga itu",
        "Bima menolak memberi keterangan",
        "kawasan Timur Tengah",
        "ia belajar bahasa Jepang",
        "PP Nomor 5",
        "keluarga besar Batang menolak",
    ],
)
def test_words_that_only_look_like_places(text: str) -> None:
    assert named(text) == []


def test_doubtful_names_count_beside_an_area_word_or_their_province() -> None:
    assert named("warga Kota Batu") == [("Kota Batu", "ID:Jatim")]
    assert ("Solok", "ID:Sumbar") in named("Solok, Sumatera Barat")
    assert named("lahir di Bima") == [("Bima", "ID:NTB")]


def test_longer_names_win() -> None:
    assert named("ke Papua Nugini") == [("Papua Nugini", "PG")]
    assert named("di Papua Barat Daya") == [("Papua Barat Daya", "ID:Papua Barat Daya")]


def test_advertisements_are_read_without_case() -> None:
    assert named("loker kmbj poipet, penempatan tw", lower=True) == [("kmbj", "KH"), ("poipet", "KH"), ("tw", "TW")]
    assert named("loker kmbj poipet") == []


def test_every_province_has_its_short_name() -> None:
    short = {row["canonical"] for row in table("places_indonesia") if row["kind"] == "province"}
    assert len(short) == 38


@given(st.text(max_size=200))
def test_offsets_are_exact_in_any_text(noise: str) -> None:
    text = f"{noise} dari Batam ke Malaysia {noise}"
    for place in find_places(text):
        assert text[place.start : place.end].split() == place.text.split()
