import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import read
from nlp.names import find_people
from nlp.redactions import find_redactions
from nlp.text import Reading
from nlp.word_classes import word_class

STORY = (
    "Tiga Perempuan Dipulangkan dari Kuching",
    (
        "PONTIANAK - Polda Kalbar memulangkan tiga perempuan dari sebuah kafe, Senin (3/3/2025). Seorang di antaranya, Yustina Meko, "
        "mengaku tiga bulan tidak digaji.\nIbunya, Petronela, menjemput di terminal. Kepala BP3MI Kalbar Hendro Lasimpala mengatakan "
        "perekrutnya, Gusti Rahmadan alias Bang Gus (41), sudah ditahan. Yustina ingin segera pulang ke kampungnya."
    ),
)


def people_of(title: str, text: str) -> dict[str, set[str]]:
    reading = Reading.of(title, text)
    found: dict[str, set[str]] = {}
    for person in find_people(read(reading), title_end=len(title)):
        found.setdefault(reading.joined[person.start : person.end], set()).add(person.role)
    return found


def test_names_that_no_phrase_announces_are_found_everywhere() -> None:
    found = people_of(*STORY)
    hidden = {name for name, roles in found.items() if roles != {"official"}}
    assert {"Yustina Meko", "Yustina", "Petronela"} <= hidden
    assert found["Hendro Lasimpala"] == {"official"}
    assert any("Gusti Rahmadan" in name for name in hidden)


@pytest.mark.parametrize("age", [9, 15, 17])
def test_under_eighteen_is_a_minor_whatever_else_is_said(age: int) -> None:
    found = people_of(
        "", f"Tersangka yang ditangkap polisi, Rangga Wisesa ({age}), diduga menjual temannya lewat aplikasi."
    )
    assert found["Rangga Wisesa"] == {"minor"}


def test_places_bodies_and_firms_name_nobody() -> None:
    found = people_of(
        "", "Polres Lombok Timur dan PT Harapan Nusa Bersama membuka posko di Kabupaten Sumbawa Barat, Kamis."
    )
    assert not [name for name in found if re.search("Lombok|Sumbawa|Harapan|Nusa", name)]


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("SURABAYA, Lintang Jatim - Polisi memulangkan tiga korban dari sebuah rumah.", "Lintang"),
        ("MALANG, Kenanga Pos - Dua korban dipulangkan keluarganya.", "Kenanga"),
        ("Korban dipaksa bekerja di Kafe Yunita dan Karaoke Kartika Malam.", "Yunita|Kartika"),
        ("Tersangka menjemput korban di Wisma Yulianti, lalu ke Hotel Wijaya.", "Yulianti|Wijaya"),
        ("Korban naik KM Yuliana, lalu bekerja di kapal Dalian Wijaya.", "Yuliana|Dalian|Wijaya"),
    ],
)
def test_newspapers_venues_and_ships_name_nobody(text: str, nobody: str) -> None:
    assert not [name for name in people_of("", text) if re.search(nobody, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Polisi menangkap pemilik Kafe Yunita, Budi Santosa, karena menjual korban.",
        "Polisi menangkap pemilik Karaoke Kartika Malam Budi Santosa karena menjual korban.",
        "Polisi menangkap manajer hotel Budi Santosa karena menjual korban.",
        "Polisi menangkap Manajer Hotel Budi Santosa, Senin, karena menjual korban.",
        "Polisi menangkap nakhoda kapal Budi Santosa karena menjual korban.",
        "Korban menginap di Hotel Budi Santosa (34), tersangka yang menjualnya.",
    ],
)
def test_a_name_behind_that_of_a_venue_or_ship_is_somebody(text: str) -> None:
    assert any("Budi Santosa" in name for name in people_of("", text))


def test_a_headline_in_capitals_names_only_who_is_named_below() -> None:
    title = "Setor Rp65 Juta Demi Petik Anggur, Kisah Yustina Meko dari Sebelas Warga Lotim"
    found = people_of(title, STORY[1])
    assert "Yustina Meko" in found
    assert not [name for name in found if re.search("Petik|Anggur|Setor|Demi|Sebelas", name)]


def test_initials_right_before_an_arrest_are_of_suspects() -> None:
    found = people_of(
        "", "Pasangan suami istri berinisial JS (36) dan RN (34) ditangkap karena memaksa keponakannya mengemis."
    )
    assert found == {"JS": {"suspect"}, "RN": {"suspect"}}


def test_who_holds_the_highest_office_and_forms_of_address_name_nobody_to_hide() -> None:
    text = "Korban bercerita bahwa Bos selalu marah. Kala itu Abdul Kadir Karding sempat menjemput mereka."
    assert people_of("", text) in ({}, {"Abdul Kadir Karding": {"official"}})


def test_a_name_within_that_of_a_country_or_a_firm_is_not_hidden() -> None:
    text = "Korban, Indah Sri Lestari (24), warga Cilacap, dijual agen PT Sumber Indah Makmur. Indah dibawa ke Sri Lanka, kata polisi."
    reading = Reading.of("", text)
    hidden = [reading.joined[p.start : p.end] for p in find_people(read(reading)) if p.role != "official"]
    assert hidden == ["Indah Sri Lestari", "Indah"]


def test_who_is_called_by_the_beginning_of_a_hidden_name_is_hidden() -> None:
    text = 'Jeremy Pangemanan (15) hilang sejak dijanjikan kerja di Kamboja. "Jer cuma mau pulang," kata ibunya, Olvie.'
    assert people_of("", text)["Jer"] <= {"minor", "victim"}


def test_a_defendant_is_a_suspect_whoever_defends_him() -> None:
    text = '"Menolak keberatan Penasihat Hukum Terdakwa Kho Bun Liang untuk seluruhnya," ujar hakim dalam sidang perdagangan orang.'
    assert people_of("", text) == {"Kho Bun Liang": {"suspect"}}


def test_capitals_of_an_ad_are_no_names() -> None:
    text = "Perawat Klinik Bunda Melati, Balikpapan. Kirim CV ke HRD, bernama Ibu Rahmawati."
    doc = read(Reading.of("", text), prose=False)
    assert {text[p.start - 2 : p.end - 2] for p in find_people(doc)} <= {"Ibu Rahmawati", "Rahmawati"}


@given(st.text(max_size=400), st.text(max_size=120))
def test_any_text_is_read_with_exact_offsets(text: str, title: str) -> None:
    reading = Reading.of(title, text)
    for person in find_people(read(reading), title_end=len(title)):
        assert 0 <= person.start < person.end <= len(reading.joined)


def test_an_editors_bracket_hides_no_name_from_the_mask() -> None:
    reading = Reading.of(
        "", 'Ibu Rinawati, korban perdagangan orang asal Sumba, berkata, "Yang dialami [oleh Rinawati] berat."'
    )
    hidden = [(start, end) for _, start, end, role in find_redactions(read(reading), reading) if role != "suspect"]
    assert all(any(s <= m.start() and m.end() <= e for s, e in hidden) for m in re.finditer("Rinawati", reading.text))


def test_a_name_is_hidden_as_a_whole() -> None:
    found = people_of(
        "", "Jenazah Sri W (36), pekerja migran asal Kendal, dipulangkan. Tersangka bernama Haji Mulyadi buron."
    )
    assert "Sri W" in found
    assert "Haji Mulyadi" in found


@pytest.mark.parametrize(
    "title", ["Dirpolairud Kombes Pol", "Atase Tenaga Kerja", "Kapuspenkum", "Kepala BP3MI NTB Brigjen"]
)
def test_words_of_rank_and_office_belong_to_no_name(title: str) -> None:
    found = people_of(
        "", f'"Kapalnya sudah disita," kata {title} Julius Latumahina, Rabu. Penyidik menunggu hasil visum.'
    )
    assert found["Julius Latumahina"] == {"official"}


def test_a_name_ends_with_its_sentence() -> None:
    found = people_of(
        "",
        "Korban bernama Yanti Maryana (34) dikurung di kantor agen. Hal itu dibenarkan Kepala BP3MI Jawa Barat Mulia Nugroho. "
        "Yanti berangkat lewat Malaysia.",
    )
    assert found["Yanti"] == {"victim"}
    assert not [name for name, roles in found.items() if "Nugroho" in name and roles != {"official"}]


def test_a_first_name_written_short_is_part_of_the_name() -> None:
    found = people_of(
        "", "Hal itu disampaikan Direktur Reserse Kriminal Umum Polda NTB Kombes Pol. Moh. Irfandi, Kamis."
    )
    assert found["Moh. Irfandi"] == {"official"}


def test_who_is_told_under_two_names_is_hidden() -> None:
    found = people_of(
        "", "Jaksa menuntut Direktur PT Karya Samudra, Yadi Mulyana alias Bang Yad, delapan tahun penjara."
    )
    assert found["Yadi Mulyana"] == {"suspect"}


def test_of_a_text_off_topic_titles_are_read_that_stand_far_from_what_is_looked_at() -> None:
    opening = "Kepala Satpol PP Kota Malang, Rahmat Hidayanto, menutup rumah kos itu, kata juru bicara. "
    text = opening + "Petugas menata pedagang di alun-alun. " * 12 + "Rahmat menyebut korban sudah pulang."
    reading = Reading.of("", text)
    redactions = find_redactions(read(reading), reading, rejected=True)
    assert not [reading.text[start:end] for _, start, end, _ in redactions if "Rahmat" in reading.text[start:end]]


def test_words_that_keep_the_same_company_share_a_class() -> None:
    assert word_class("ujar") == word_class("tutur") != word_class("Maluku")
    assert word_class("Xqzwv") == "-"


def test_an_honorific_goes_with_a_name_that_is_hidden() -> None:
    found = people_of("", "Korban direkrut perempuan bernama Ustazah Mimawati (45), yang kini buron.")
    assert "Ustazah Mimawati" in found


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Polisi menyelamatkan lima calon PMI berinisial MH, AY, RAW, D, dan SN.", {"MH", "AY", "RAW", "D", "SN"}),
        ("Korban yang berinisial PDP itu sudah pulang ke rumah.", {"PDP"}),
        ("BR, inisial korban itu, tidak kuat bekerja di kapal.", {"BR"}),
        ("Dua warga berinisial AS dan TKW lain dipulangkan.", {"AS"}),
        ("Orang tua NV melapor setelah anaknya hilang, dibantu keluarga TKI lain.", {"NV"}),
    ],
)
def test_initials_that_the_text_calls_so_are_people(text: str, initials: set[str]) -> None:
    assert set(people_of("", text)) == initials


def test_a_name_behind_a_lost_space_is_hidden() -> None:
    found = people_of(
        "", "berita hukumSurtini binti Waluyo (Foto: ist)\nSurtini (45), korban penganiayaan, dipulangkan."
    )
    assert "Surtini" in found


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Korban diantar ke Mildura dan bekerja tanpa upah, kata polisi.", "Mildura"),
        ("Mereka menandatangani Memorandum of Understanding tentang pelindungan korban.", "Memorandum|Understanding"),
        ("Tersangka mengangkut warga Rohingya, Ahad (3/3).", "Rohingya|Ahad"),
        ("Aipda Contoh menemukan korban; mucikari itu kabur. Komentar pembaca ditutup.", "Aipda|Komentar"),
        ("Korban dibayar 900 Qatar Riyal, kata Dr. Anwar Contoh, M.Hum, dari Simfoni PPA.", "Riyal|Hum|Simfoni"),
    ],
)
def test_towns_peoples_ranks_and_words_of_pages_name_nobody(text: str, nobody: str) -> None:
    assert not [name for name in people_of("", text) if re.search(nobody, name)]


def test_initials_that_are_short_for_something_else_are_somebody_with_an_age() -> None:
    assert people_of("", "Polisi menyelamatkan AL (16) yang dijual lewat aplikasi.")["AL"] == {"minor"}
    assert people_of("", "Korban AS (16) dan AD (12) dijual pelaku lewat aplikasi.")["AS"] == {"minor"}


@pytest.mark.parametrize(
    "text",
    [
        "NA, siswi berusia 15 tahun, dijual pelaku.",
        "NA seorang gadis berusia 16 tahun dijual lewat aplikasi. Polisi menangkap pelakunya.",
    ],
)
def test_initials_with_an_age_in_words_are_of_a_minor(text: str) -> None:
    assert people_of("", text)["NA"] == {"minor"}
