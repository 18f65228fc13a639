from nlp.field_context import Context
from nlp.field_model import Values
from nlp.field_places import places, seats_of
from nlp.language import mentions, read
from nlp.routes import read_route
from nlp.story import story
from nlp.text import Mention, Reading


def origins(text: str) -> Values:
    reading = Reading.of("Judul", text)
    doc = read(reading)
    sentences, found = story(doc, len(reading.title)), mentions(doc, "GPE")
    context = Context("case_arrest", sentences, doc.text.lower())
    route = read_route(doc.text, sentences, found)
    return places(context, route, found, "origin", _province, seats=seats_of(mentions(doc, "AGENCY")))


def _province(place: Mention) -> str | None:
    canonical = place.canonical or ""
    return canonical[3:] if canonical.startswith("ID:") else None


def test_a_listed_place_is_seen_with_the_words_before_its_list() -> None:
    found = origins("Korban berasal dari Lombok Timur, Indramayu dan Banyuwangi.").found
    assert "list b0 dari" in found["Jatim"].seen
    assert "list b0 dari" not in found["NTB"].seen


def test_three_places_in_a_row_are_a_list() -> None:
    assert origins("Mereka berasal dari Lombok Timur, Indramayu dan Banyuwangi.").lists == [{"NTB", "Jabar", "Jatim"}]
    assert origins("Korban dari Lombok dan Indramayu. Kapal berangkat dari Banyuwangi.").lists == []


def test_who_is_told_before_a_place() -> None:
    found = origins("Polisi menahan tersangka asal Batam. Korban warga Kupang.").found
    assert "told_suspect" in found["Kepri"].seen
    assert "told_suspect" not in found["NTT"].seen


def test_bodies_of_a_province_are_seen_at_it() -> None:
    found = origins("Polres Indramayu menahan calo. Para korban dari Lombok dan Indramayu.").found
    assert "seat Polres" in found["Jabar"].seen
    assert not any(feature.startswith("seat Polres") for feature in found["NTB"].seen)


def test_stations_of_a_way_see_what_stands_between_them() -> None:
    found = origins("Mereka dibawa dari Medan, lalu diteruskan ke Batam.").found
    assert "next diteruskan" in found["Sumut"].seen
    assert "last diteruskan" in found["Kepri"].seen


def test_the_home_of_the_tried_is_no_home_of_victims() -> None:
    found = origins("Eks kapten kapal asal Pemalang dituntut tujuh tahun. Tiga gadis belia Kupang disekap.").found
    assert {"of suspect then charged", "home of suspect"} <= found["Jateng"].seen
    assert "told_home" not in found["Jateng"].seen
    assert "rule o" not in found["Jateng"].seen
    assert "beside victim then harmed" in found["NTT"].seen
