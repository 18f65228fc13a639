"""Single values of a case, each told in a text of a sentence or two. Invented."""

import pytest

from nlp.cases import read_case
from nlp.language import read
from nlp.procedure import promised_job
from nlp.story import story
from nlp.text import Reading
from tests.nlp.test_cases import case_of
from warehouse.contracts import Case


def test_totals_over_time_are_no_numbers_of_the_case() -> None:
    totals = ("Polda Contoh catat kasus", "Sepanjang tahun 2024, sebanyak 1.250 korban diselamatkan dari 310 kasus.")
    case = case_of(totals, "case_rescue")
    assert case is not None
    assert case.victims_max is None


def told(text: str, kind: str, title: str = "") -> Case:
    case = case_of((title, text), kind)
    assert case is not None
    return case


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Rombongan itu dicegat petugas di dermaga lama, Senin (1/9/2025) malam.", "case_foiled", "2025-09-01"),
        ("Amar dibacakan ketua majelis, Selasa, 2 September 2025.", "case_verdict", "2025-09-02"),
        ('"Kami prihatin atas kejadian ini," ujar kepala dinas, Rabu (3/9/2025).', "case_rescue", None),
    ],
)
def test_the_day_is_that_of_the_event(text: str, kind: str, day: str | None) -> None:
    assert told(text, kind).event_date == day


@pytest.mark.parametrize(
    ("text", "kind", "origins", "destinations", "transits"),
    [
        (
            "Tujuh perempuan dari Cianjur (4), Kendal (2) dan Ngawi (1) hendak bekerja di Kuwait dan Qatar.",
            "case_foiled",
            ("Jabar", "Jateng", "Jatim"),
            ("KW", "QA"),
            (),
        ),
        (
            "Mereka dijanjikan Dubai, lalu dikirim ke Oman melalui Malaysia dan Turki. Di Oman paspor mereka ditahan majikan.",
            "case_testimony",
            (),
            ("AE", "OM"),
            ("MY", "TR"),
        ),
        ("Delapan buruh dievakuasi dari kebun tebu di Merauke tanpa pernah menerima upah.", "case_rescue", (), ("ID",), ()),
        ("Lima WNI dipaksa bekerja di Myanmar. Mereka kembali ke tanah air dari Thailand, Jumat.", "case_repatriation", (), ("MM",), ()),
        ("Polisi menangkap dua perekrut pemandu karaoke, yakni RT (39), warga Demak, dan seorang sopir.", "case_arrest", (), ("ID",), ()),
    ],
)  # fmt: skip
def test_the_way_of_the_victims(
    text: str, kind: str, origins: tuple[str, ...], destinations: tuple[str, ...], transits: tuple[str, ...]
) -> None:
    case = told(text, kind)
    assert (case.origin_provinces, case.destination_countries, case.transit_countries) == (
        origins,
        destinations,
        transits,
    )


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Pengadilan mengadili perempuan yang mengirim sembilan perempuan ke Oman. Seorang korban masih dirawat.", "case_trial", 9),
        ("Seorang perempuan yang merekrut warga kampungnya diadili. Korban dalam perkara ini delapan orang.", "case_trial", 8),
        ("Ia menelepon ibunya dari sebuah gudang di Poipet dan minta dijemput.", "case_missing", 1),
        ("Polisi mendapati 34 orang calon pekerja, termasuk lima anak, di rumah kayu itu.", "case_foiled", 34),
    ],
)  # fmt: skip
def test_victims_are_all_of_the_case(text: str, kind: str, number: int) -> None:
    assert told(text, kind).victims_max == number


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("Sepuluh calon pekerja dicegat. Mereka berusia 22 sampai 40 tahun.", False),
        ("Sepuluh calon pekerja dicegat. Mereka berasal dari Kendal (7) dan Ngawi (3).", None),
        ("Empat perempuan dicegat; mereka akan menjadi pengasuh bayi di Ipoh.", None),
        ("Empat perempuan dicegat, satu di antaranya gadis 16 tahun.", True),
    ],
)
def test_ages_tell_whether_a_child_is_among_them(text: str, minor: bool | None) -> None:
    assert told(text, "case_foiled").minor_involved is minor


@pytest.mark.parametrize(
    ("text", "kind", "stage"),
    [
        ("Gajinya ditahan enam bulan dan ada penahanan paspor. Polda menyelidiki perekrutnya dan memeriksa tiga saksi.", "case_rescue", "inquiry"),
        ("Jaksa langsung menyatakan banding atas hukuman itu.", "case_verdict", "appeal"),
        ("MA menolak permohonan kasasi perekrut itu, yang tetap dihukum 8 tahun penjara.", "case_verdict", "final"),
        ("Keluarga berencana melapor ke Bareskrim bila tidak ada kabar.", "case_missing", None),
        ("Tak ada orang yang ditangkap.", "case_foiled", None),
        ("Petugas menangkap kapal yang membawa pekerja ilegal ke Malaysia. Kapal itu ditangkap dini hari.", "case_foiled", None),
        ("Dua bayi yang diamankan polisi dirawat di rumah sakit. Polisi mengamankan bayi itu dari rumah kos.", "case_rescue", None),
        ("Petugas menangkap nakhoda kapal yang membawa pekerja ilegal, dan nakhoda itu ditahan polisi.", "case_foiled", "detained"),
    ],
)  # fmt: skip
def test_only_what_has_happened_is_a_stage(text: str, kind: str, stage: str | None) -> None:
    assert told(text, kind).stage == stage


@pytest.mark.parametrize(
    "arrest", ["menahan 57 WNI", "meringkus 57 warga negara Indonesia", "menciduk 57 warga Indonesia"]
)
def test_indonesians_arrested_abroad_are_no_victims(arrest: str) -> None:
    text = f"Polisi Kamboja {arrest} terduga operator judi daring dalam penggerebekan. KBRI mendata mereka."
    case = told(text, "case_arrest")
    assert (case.victims_max, case.exploitation) == (None, ())


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("Mereka dijanjikan upah besar sebagai pemanen di kebun.", "pemanen"),
        ("Korban tergiur janji gaji Rp5 juta sebagai pengasuh anak.", "pengasuh anak"),
        (
            "Waspadai tawaran kerja mencurigakan. Ia dijanjikan bekerja sebagai pelayan restoran di Kuching.",
            "pelayan restoran",
        ),
        ("Polisi menetapkan perempuan itu sebagai tersangka karena menawarkan kerja.", None),
        ("Mereka dijanjikan bekerja di Abu Dhabi.", None),
    ],
)
def test_the_job_stands_beside_a_word_of_promising(text: str, job: str | None) -> None:
    reading = Reading.of("", text)
    found = promised_job(story(read(reading), 0))
    assert (reading.joined[slice(*found)] if found else None) == job


@pytest.mark.parametrize(
    ("told", "low", "currency"),
    [
        ("Ia dijanjikan Rp150 ribu sehari sebagai penjaga toko.", 150_000, "IDR"),
        ("Mereka tak menerima 400 dolar per bulan yang dijanjikan.", 400, "USD"),
        ("Lowongan itu menawarkan uang saku 1.800 euro sebulan.", 1800, "EUR"),
        ("Mereka melamar sebagai perawat lansia dengan gaji 700 dolar per bulan.", 700, "USD"),
        ("Ia dijanjikan berangkat setelah membayar Rp5 juta.", None, None),
        ("Kenyataannya ia hanya bekerja dengan gaji Rp500 ribu.", None, None),
    ],
)
def test_the_pay_that_was_promised(told: str, low: float | None, currency: str | None) -> None:
    text = f"Polda Contoh menangkap DJ (36), tersangka perdagangan orang yang mengirim perempuan ke Malaysia. {told}"
    reading = Reading.of("", text)
    found = read_case(read(reading), reading, kind="case_arrest")
    assert found is not None
    pay = found[0].promised_pay
    assert (pay and pay.min, pay and pay.currency) == (low, currency)


def test_plain_dollars_are_those_of_the_country_of_work() -> None:
    text = (
        "Lima korban perdagangan orang dijanjikan bekerja di kebun di Australia dengan gaji 14 dolar per jam. Polda Contoh "
        "menahan perekrut mereka."
    )
    reading = Reading.of("Lima Orang Dikirim ke Australia", text)
    found = read_case(read(reading), reading, kind="case_arrest")
    assert found is not None
    assert found[0].destination_countries == ("AU",)
    assert found[0].promised_pay
    assert found[0].promised_pay.currency == "AUD"
