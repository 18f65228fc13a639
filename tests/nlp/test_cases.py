"""Invented stories; the values are read by docs/fields.md."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nlp.cases import read_case
from nlp.language import read
from nlp.text import Reading
from warehouse.contracts import Case

SEA = (
    "Polres Nunukan gagalkan keberangkatan 14 calon PMI ilegal ke Malaysia",
    (
        "NUNUKAN - Satreskrim Polres Nunukan mencegah keberangkatan 14 calon pekerja tanpa dokumen resmi (CPMI nonprosedural) "
        "yang hendak menyeberang ke Tawau, Malaysia, Selasa (4/3/2025) dini hari. Dari 14 orang itu, sembilan laki-laki, "
        "tiga perempuan, dan dua anak. Mereka berasal dari Kabupaten Bone dan Bulukumba, Sulawesi Selatan, serta Flores "
        "Timur, NTT.\n\nPolisi juga menangkap dua orang yang diduga sebagai perekrut, yakni HS (41) dan RM (35). Seorang "
        'pelaku lain, AD, masih buron.\n\n"Para korban dijanjikan bekerja di perkebunan kelapa sawit dengan upah 60 ringgit '
        'per hari," kata Kapolres Nunukan AKBP Bintang Contoh, Rabu (5/3/2025).\n\nKedua pelaku ditahan dan dijerat Pasal 81 '
        "juncto Pasal 69 UU 18/2017."
    ),
)
VERDICT = (
    "Perekrut Pekerja ke Arab Saudi Divonis 5 Tahun Penjara",
    (
        "MATARAM - Majelis hakim Pengadilan Negeri (PN) Mataram menjatuhkan hukuman lima tahun penjara kepada terdakwa Sri "
        "Contohwati (44) dalam perkara tindak pidana perdagangan orang, Kamis (12/6/2025).\n\nTerdakwa terbukti melanggar "
        "Pasal 10 juncto Pasal 4 UU Nomor 21 Tahun 2007. Jaksa sebelumnya meminta hukuman "
        "tujuh tahun.\n\nTerdakwa merekrut tiga perempuan asal Lombok Tengah dan Dompu untuk dipekerjakan sebagai asisten "
        "rumah tangga di Riyadh, Arab Saudi. Mereka diberangkatkan melalui Jakarta dan transit di Abu Dhabi dengan visa "
        "kunjungan. Para korban dijanjikan gaji 1.200 riyal per bulan."
    ),
)
MISSING = (
    "TKW asal Indramayu hilang kontak di Suriah, keluarga minta dipulangkan",
    (
        "INDRAMAYU - Keluarga TR (29), pekerja migran asal Desa Contoh, Kabupaten Indramayu, meminta pemerintah memulangkan "
        "TR yang hilang kontak di Suriah. Ibu korban, Karsinah, mengatakan anaknya awalnya dijanjikan bekerja di Turki "
        "sebagai asisten rumah tangga dengan gaji Rp8 juta per bulan, namun kemudian dibawa ke Suriah."
    ),
)
CREW = (
    "Dua terdakwa kasus ABK ilegal dituntut 8 tahun",
    (
        "Jaksa penuntut umum menuntut dua terdakwa kasus perdagangan orang dengan modus perekrutan anak buah kapal (ABK) "
        "masing-masing delapan tahun penjara dalam sidang di PN Pemalang, Rabu (3/9/2025). Kedua terdakwa merekrut 22 pemuda "
        "asal Pemalang dan Tegal untuk bekerja di kapal ikan berbendera Taiwan."
    ),
)
CAFE = (
    "Muncikari yang Jual Gadis 15 Tahun Ditangkap Polda Sulut",
    (
        "MANADO - Tim Ditreskrimum Polda Sulut menangkap seorang muncikari berinisial FL (33) yang menjual gadis 15 tahun "
        "kepada para lelaki lewat aplikasi MiChat. Pelaku diciduk di Kota Bitung, Jumat (2/5/2025) menjelang tengah malam. Korban "
        "dijanjikan pekerjaan sebagai pelayan kafe. FL dijerat UU TPPO."
    ),
)
RETURN = (
    "Puluhan WNI Dideportasi dari Malaysia Tiba di Dumai",
    (
        "DUMAI - Sebanyak 132 WNI dideportasi dari Malaysia dan tiba di Pelabuhan Dumai, Kamis (6/2/2025). Mereka terdiri "
        "atas 91 laki-laki, 38 perempuan, dan 3 anak. Para deportan berasal dari Sumatera Utara, Aceh, Jawa Timur dan NTB."
    ),
)
ABROAD = (
    "Polisi Kamboja Tahan 39 WNI yang Disangka Ikut Menipu Lewat Internet",
    "Sebanyak 39 WNI ditangkap kepolisian Kamboja karena diduga terlibat penipuan daring di Poipet, 14 Juli 2025.",
)


def case_of(story: tuple[str, str], kind: str, *secondary: str) -> Case | None:
    reading = Reading.of(*story)
    published = datetime(2025, 9, 4, 12, tzinfo=UTC)
    told = read_case(read(reading), reading, kind=kind, secondary=secondary, published_at=published)
    return told[0] if told else None


@pytest.mark.parametrize(
    ("story", "kind", "expected"),
    [
        (
            SEA,
            "case_foiled",
            {
                "victims_min": 14,
                "victims_max": 14,
                "minor_involved": True,
                "origin_provinces": ("NTT", "Sulsel"),
                "destination_countries": ("MY",),
                "transit_countries": (),
                "exploitation": ("forced_labour",),
                "legal_basis": ("UU 18/2017 Pasal 69", "UU 18/2017 Pasal 81"),
                "stage": "detained",
                "promised_job": "di perkebunan kelapa sawit",
                "event_date": "2025-03-04",
            },
        ),
        (
            VERDICT,
            "case_verdict",
            {
                "victims_max": 3,
                "origin_provinces": ("NTB",),
                "destination_countries": ("SA",),
                "transit_countries": ("AE",),
                "exploitation": ("domestic_servitude",),
                "legal_basis": ("UU 21/2007 Pasal 10", "UU 21/2007 Pasal 4"),
                "stage": "verdict",
                "event_date": "2025-06-12",
            },
        ),
        (
            MISSING,
            "case_missing",
            {
                "victims_min": 1,
                "minor_involved": False,
                "origin_provinces": ("Jabar",),
                "destination_countries": ("SY", "TR"),
                "promised_job": "asisten rumah tangga",
                "legal_basis": (),
            },
        ),
        (
            CREW,
            "case_trial",
            {
                "victims_max": 22,
                "origin_provinces": ("Jateng",),
                "destination_countries": ("TW",),
                "exploitation": ("fishing",),
                "stage": "demand",
                "event_date": "2025-09-03",
            },
        ),
        (
            CAFE,
            "case_arrest",
            {
                "minor_involved": True,
                "destination_countries": ("ID",),
                "exploitation": ("sexual",),
                "legal_basis": ("UU 21/2007",),
                "promised_job": "pelayan kafe",
                "event_date": "2025-05-02",
            },
        ),
        (
            RETURN,
            "case_repatriation",
            {
                "victims_min": 132,
                "victims_max": 132,
                "minor_involved": True,
                "origin_provinces": ("Aceh", "Jatim", "NTB", "Sumut"),
                "destination_countries": ("MY",),
                "exploitation": (),
            },
        ),
        (
            ABROAD,
            "case_arrest",
            {
                "victims_max": None,
                "exploitation": (),
                "destination_countries": ("KH",),
                "stage": "detained",
            },
        ),
    ],
    ids=["sea", "verdict", "missing", "crew", "cafe", "return", "abroad"],
)
def test_fields(story: tuple[str, str], kind: str, expected: dict[str, Any]) -> None:
    case = case_of(story, kind)
    assert case is not None
    assert {name: getattr(case, name) for name in expected} == expected


def test_promised_pay_is_kept_as_told() -> None:
    case = case_of(SEA, "case_foiled")
    assert case is not None
    assert case.promised_pay is not None
    assert (case.promised_pay.min, case.promised_pay.currency, case.promised_pay.period) == (60, "MYR", "day")
    assert case.promised_pay.raw == "60 ringgit per hari"


@pytest.mark.parametrize("story", [SEA, VERDICT, MISSING, CREW, CAFE, RETURN, ABROAD])
def test_every_filled_field_has_the_words_it_came_from(story: tuple[str, str]) -> None:
    case = case_of(story, "case_arrest")
    assert case is not None
    title, text = story
    filled = case.model_dump(exclude={"spans", "is_background", "victims_text"}, exclude_defaults=True)
    assert set(filled) <= set(case.spans) | {"victims_max", "victims_min"}
    for spans in case.spans.values():
        for field, start, end in spans:
            assert 0 <= start < end <= len(title if field == "title" else text)


def test_texts_without_a_case_have_none() -> None:
    assert case_of(SEA, "not_related") is None
    assert case_of(SEA, "prevention") is None


def test_a_case_in_the_background_says_so() -> None:
    case = case_of(SEA, "prevention", "case_foiled")
    assert case is not None
    assert case.is_background
