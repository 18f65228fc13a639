"""What stands beside a name: offices, kin, harm, homes and lists decide who must not be shown."""

import time

import pytest

from nlp.detect import detect
from nlp.language import read
from nlp.listed import companions
from nlp.name_tagger import Tagged
from nlp.names import find_people
from nlp.person_roles import harmed, in_office
from nlp.text import Reading
from tests.nlp.test_people import people_of


def hidden(text: str) -> set[str]:
    return {text[start:end] for _, start, end, _ in detect("", text, kind_hint="news", key=b"0" * 32).redactions}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Paman korban, Pendeta Yohanis Leba, baru tahu keponakannya dijual ke Malaysia.",
            "Pendeta Yohanis Leba",
            "relative",
        ),
        (
            "Pendeta Yohanis Leba, paman korban, baru tahu keponakannya dijual ke Malaysia.",
            "Pendeta Yohanis Leba",
            "relative",
        ),
        (
            "Kades Contoh, Rudi Hartanto, kini ditetapkan sebagai tersangka perdagangan orang.",
            "Rudi Hartanto",
            "suspect",
        ),
        ("Korban, Mrs. Larasati, dipulangkan dari Suriah setelah dijual sindikat.", "Mrs. Larasati", "victim"),
        ("Korban bernama Hakim bin Sulaiman pulang dari Malaysia.", "Hakim bin Sulaiman", "victim"),
        ("Korban bernama Abdul Rahman al-Fatih dijual ke Suriah.", "Abdul Rahman al-Fatih", "victim"),
        ("Pelarian Suryadi Halim berakhir di Batam setelah buron perkara TPPO.", "Suryadi Halim", "suspect"),
    ],
)
def test_an_office_or_title_hides_nobody_from_what_is_told_of_him(text: str, name: str, role: str) -> None:
    assert people_of("", text) == {name: {role}}


def test_an_officer_who_speaks_of_the_kin_of_a_suspect_stays() -> None:
    text = "Menurut Kasat Reskrim Iptu Yosef Mangu, istri tersangka yang bekerja di Malaysia sudah pulang."
    assert people_of("", text)["Yosef Mangu"] == {"official"}


def test_a_list_shares_the_role_that_is_told_before_it() -> None:
    found = people_of(
        "",
        "Polisi memulangkan empat korban asal Buleleng, yakni Gede Arsana, Wayan Sutama, Kadek Darma dan Komang Yuda.",
    )
    assert {"Gede Arsana", "Wayan Sutama", "Kadek Darma", "Komang Yuda"} <= set(found)
    assert not any("official" in roles for roles in found.values())


@pytest.mark.parametrize("deed", ["Jenguk", "Sebut", "Dampingi", "Pulangkan"])
def test_a_headline_gives_no_office_to_whom_somebody_in_office_meets(deed: str) -> None:
    line = f"Bupati {deed} Rohayati"
    assert not in_office(f"{line}, Korban TPPO", "Rohayati", [Tagged(len(line) - 8, len(line), 2.0)])
    assert in_office("Bupati Rohayati", "Rohayati", [Tagged(7, 15, 2.0)])
    assert in_office("Kepala Disnaker Lombok Tengah, Rohayati", "Rohayati", [Tagged(31, 39, 2.0)])


def test_a_list_of_three_is_hidden_or_shown_together() -> None:
    places = {
        name: [Tagged(start, start + 3, 2.0)] for name, start in (("Ani", 0), ("Budi", 5), ("Cici", 11), ("Dedi", 40))
    }
    assert companions(places, {5: 0, 11: 0}) == [["Ani", "Budi", "Cici"]]
    assert companions(places, {5: 0}) == []


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Dua korban asal Sumbawa, Sahnun dan Titik, dijanjikan upah tinggi.", "Titik"),
        (
            "Korban asal Garut berangkat bersama. Menurut Cahaya, Rosmiati, Nengsih dan Yulianti, paspor mereka ditahan.",
            "Cahaya",
        ),
        ("Kapolres menyebut korban asal Bima, Sahnun dan Kementerian itu sudah bertemu.", None),
    ],
)
def test_who_is_listed_with_victims_is_hidden_though_the_name_is_a_word(told: str, name: str | None) -> None:
    reading = Reading.of("Korban perdagangan orang dipulangkan", told)
    doc = read(reading)
    doc.notes["story"] = True
    hidden = {
        reading.quote(p.start, p.end) for p in find_people(doc, title_end=len(reading.title)) if p.role != "official"
    }
    assert name in hidden if name else not any("Kementerian" in one for one in hidden)


@pytest.mark.parametrize(
    "told",
    [
        "Ketua serikat buruh migran, Darwati, mendampingi keluarga korban.",
        "Koordinator Sahabat Anak Pesisir, Daeng Rewa, menjemput korban.",
        "Korban dijemput keluarga. “Mereka selamat,” jelas Hendarto, Kepala Kantor Imigrasi.",
        "Pembela mereka, Dindin Kosasih, menyebut kliennya disuruh korban lain.",
    ],
)
def test_an_office_right_beside_the_name_is_held_by_it(told: str) -> None:
    found = people_of("Korban perdagangan orang dipulangkan", told)
    assert all(roles == {"official"} for roles in found.values()), found


KIN = ("Bibi {}", "Paman {}", "Mertua {}", "Ayahanda {}", "Ipar {}", "Perwakilan keluarga, {},", "Tunangannya, {},")


@pytest.mark.parametrize(
    "told",
    [
        *(f"{kin} mengatakan korban dipaksa bekerja tanpa gaji di Johor." for kin in KIN),
        '"Paspor saya ditahan," tutur {}.',
        '"Saya disuruh menipu orang lewat aplikasi kencan," ujar {} di rumah singgah.',
        "Kepada wartawan, {} mengaku ditipu sponsor dan dikurung di apartemen.",
        "Melalui video, {} meminta tolong agar dipulangkan dari Myanmar.",
    ],
)
@pytest.mark.parametrize("name", ["Robert Manurung", "Tiurma Sihombing", "Zulkarnain Siregar"])
def test_kin_and_who_tells_what_was_done_to_him_are_hidden(told: str, name: str) -> None:
    text = f"Polisi membongkar tindak pidana perdagangan orang. {told.format(name)} Kasus ini masih dikembangkan."
    assert any(name in found for found in hidden(text))


@pytest.mark.parametrize(
    "told",
    [
        "Majelis hakim yang diketuai {} menjatuhkan hukuman tujuh tahun.",
        "{} selaku hakim ketua menyatakan terdakwa bersalah.",
        "{} selaku Kepala Seksi BP3MI menyambut korban.",
        "{} yang menjabat Kapolres sejak Januari memuji anggotanya.",
        "Dokter forensik {} memeriksa jenazah.",
    ],
)
@pytest.mark.parametrize("name", ["Robert Manurung", "Maria Goreti", "Budi Santoso"])
def test_who_sits_in_court_or_holds_an_office_stays(told: str, name: str) -> None:
    text = f"Kasus tindak pidana perdagangan orang di Kupang bergulir. {told.format(name)} Dua terdakwa ditahan."
    assert not hidden(text)


@pytest.mark.parametrize("name", ["Akbar", "Samsul Rizal", "Bahrul Ulum"])
@pytest.mark.parametrize("home", ["warga Desa Alue Dua", "alamat Moyot", "dari Teko, Kecamatan Suela"])
def test_who_is_listed_with_a_home_is_hidden(name: str, home: str) -> None:
    text = (
        "Polisi menggagalkan perdagangan orang di perbatasan. Korbannya antara lain Suherdi warga Desa Sukamaju, "
        f"{name} {home} dan Darmansyah asal Kampung Baru."
    )
    assert {"Suherdi", name, "Darmansyah"} <= hidden(text)


def test_a_name_that_opens_a_sentence_is_hidden_with_its_home_and_a_district_is_not() -> None:
    told = "Korban perdagangan orang berasal dari Kecamatan Pringgabaya. Rohimah asal Desa Kerumut, Pringgabaya, dan Sahri dari Pringgabaya."
    assert hidden(told) == {"Rohimah", "Sahri"}


def test_a_word_for_kin_before_an_office_hides_nobody_in_office() -> None:
    text = "Polisi membongkar perdagangan orang. Keluarga Bupati Robert Manurung mengatakan korban akan dibantu."
    assert not hidden(text)


@pytest.mark.parametrize("unit", ["A-'", "A.", "A B ", "Kepala ", "a (", "1 ", '"saya di', '"Gaji saya tidak '])
def test_a_hostile_text_takes_no_time(unit: str) -> None:
    before = f"Kepala {unit * (110 // len(unit))}; "
    name = [Tagged(len(before), len(before) + 4, 2.0)]
    started = time.process_time()
    for _ in range(20):
        in_office(f"{before}Budi", "Budi", name)
        harmed(f"{before * 4}Budi", [Tagged(len(before) * 4, len(before) * 4 + 4, 2.0)])
    assert time.process_time() - started < 1


@pytest.mark.parametrize("spoken", ["kata {}, pegiat buruh migran.", "ujar Ketua Serikat Buruh Migran, {}."])
def test_who_speaks_in_office_stays(spoken: str) -> None:
    found = people_of("", '"Jangan tergiur gaji besar," ' + spoken.format("Ratna Wulandari"))
    assert found.get("Ratna Wulandari", {"official"}) == {"official"}
