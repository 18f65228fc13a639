"""A person who is named like a place is hidden, and no place of work."""

import pytest

from nlp.language import mentions, read
from nlp.names import find_people
from nlp.text import Reading


def people_and_places(text: str) -> tuple[set[str], set[str]]:
    doc = read(Reading.of("", text))
    people = {doc.text[person.start : person.end] for person in find_people(doc) if person.role != "official"}
    return people, {place.text for place in mentions(doc, "GPE")}


@pytest.mark.parametrize(
    ("text", "person", "places"),
    [
        ("Korban, Siti Madinah (23), pulang ke Lombok Tengah tanpa gaji.", "Siti Madinah", {"Lombok Tengah"}),
        ("Polisi menangkap sopir bernama Darwin (39) yang membawa calon pekerja ilegal.", "Darwin", set()),
        ("Tersangka Yusuf Papua (41) ditahan di Batam karena merekrut korban.", "Yusuf Papua", {"Batam"}),
        ("Polisi menolong perempuan bernama Sumba yang hendak dikirim ke Malaysia.", "Sumba", {"Malaysia"}),
    ],
)
def test_a_person_named_like_a_place_is_hidden(text: str, person: str, places: set[str]) -> None:
    people, found = people_and_places(text)
    assert person in people
    assert found == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Para korban berasal dari Lombok Timur (34), Sumbawa (21) dan Dompu (12).",
            {"Lombok Timur", "Sumbawa", "Dompu"},
        ),
        ("Mereka dibawa dari desa bernama Ngawi ke Kota Medan (31 orang).", {"Ngawi", "Kota Medan"}),
        ("Petugas Polres Nunukan (24) dan PT Malaka Jaya (20) hadir di Kabupaten Malaka (15).", {"Kabupaten Malaka"}),
        ("Polisi memeriksa lelaki Rusia Ivan Petrov (31) dan warga Bantul Agus Riyanto (40).", {"Rusia", "Bantul"}),
        ("Kapal bernama Batam (2012) berlayar ke Johor.", {"Johor"}),
    ],
)
def test_places_with_numbers_stay_places(text: str, places: set[str]) -> None:
    _, found = people_and_places(text)
    assert places <= found
