import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.law import find_laws, legal_basis


def basis(text: str) -> list[str]:
    return sorted({str(law.canonical) for law in legal_basis(text, find_laws(text))})


TPPO, PMI = "UU 21/2007", "UU 18/2017"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pasal 10 dan/atau Pasal 11 jo Pasal 4 UU 21/2007",
            [f"{TPPO} Pasal 10", f"{TPPO} Pasal 11", f"{TPPO} Pasal 4"],
        ),
        (
            "Pasal 44 UU KDRT, Pasal 2 jo Pasal 17 UU 21/2007",
            [f"{TPPO} Pasal 17", f"{TPPO} Pasal 2", "UU 23/2004 Pasal 44"],
        ),
        ("Pasal 607 UU 1/2023 tentang pencucian uang", ["UU 1/2023 Pasal 607"]),
        ("Pasal 455 KUHP dan Pasal 492 KUHP", ["UU 1/2023 Pasal 455", "UU 1/2023 Pasal 492"]),
        ("Pasal 457 KUHP, Pasal 378 KUHP", ["KUHP Pasal 378", "UU 1/2023 Pasal 457"]),
        (
            "dijerat Pasal 4 jo Pasal 10 UU Nomor 21 Tahun 2007 tentang TPPO dan Pasal 81 juncto 69 UU RI No. 18 Tahun 2017",
            [f"{PMI} Pasal 69", f"{PMI} Pasal 81", f"{TPPO} Pasal 10", f"{TPPO} Pasal 4"],
        ),
        ("Pasal 2 ayat (1), 3, dan 4 UU TPPO", [f"{TPPO} Pasal 2", f"{TPPO} Pasal 3", f"{TPPO} Pasal 4"]),
        ("UU 21/2007 Pasal 2 dan UU 18/2017 Pasal 81", [f"{PMI} Pasal 81", f"{TPPO} Pasal 2"]),
        ("Pasal 81 jo Pasal 69 UU RI No 21 Tahun 2017", [f"{PMI} Pasal 69", f"{PMI} Pasal 81"]),
        ("Pasal 81 UU No 17 Tahun 2017 tentang perlindungan pekerja migran", [f"{PMI} Pasal 81"]),
        ("Pasal 81 UU Nomor 18 Tahun 1917", [f"{PMI} Pasal 81"]),
        ("Pasal 378 KUHP subsider Pasal 372 KUHP", ["KUHP Pasal 372", "KUHP Pasal 378"]),
        ("dijerat Pasal 455 KUHP baru", ["UU 1/2023 Pasal 455"]),
        ("Ia ditahan. Pasalnya 2 dan 10 UU TPPO.", [f"{TPPO} Pasal 10", f"{TPPO} Pasal 2"]),
        (
            "Pasal yang menjerat RD adalah 76I jo 88 UU Perlindungan Anak",
            ["UU 35/2014 Pasal 76I", "UU 35/2014 Pasal 88"],
        ),
        (
            "Pasal 2 UU 21/2007 dan pasal 88 tentang perlindungan anak",
            [f"{TPPO} Pasal 2", "UU 35/2014 Pasal 88"],
        ),
        ("Pasal: 81 jo 69 UU PPMI", [f"{PMI} Pasal 69", f"{PMI} Pasal 81"]),
        ("dijerat UU TPPO, pasalnya 11 orang ditampung", [TPPO]),
        (
            "Pasal 4 UU 21/2007 jo Pasal 10, serta Pasal 432 UU 17/2023",
            ["UU 17/2023 Pasal 432", f"{TPPO} Pasal 10", f"{TPPO} Pasal 4"],
        ),
        ("Pasal 81 UU 18/2017, Pasal 378 dan Pasal 263 KUHP", ["KUHP Pasal 263", "KUHP Pasal 378", f"{PMI} Pasal 81"]),
        ("Pasal 457 UU Nomor 1 Tahun 2023 tentang KUHP", ["UU 1/2023 Pasal 457"]),
        ("Pasal 76 i jo Pasal 88 UU 35/2014", ["UU 35/2014 Pasal 76I", "UU 35/2014 Pasal 88"]),
        ("Pasal 81 dan atau 83 UU Nomor 18 Tahun 2017", ["UU 18/2017 Pasal 81", "UU 18/2017 Pasal 83"]),
        (
            "Pasal 83 jo Pasal 76F UU 35/2014 tentang Perubahan atas UU 23/2002 tentang Perlindungan Anak",
            ["UU 35/2014 Pasal 76F", "UU 35/2014 Pasal 83"],
        ),
        ("Pasal 120 ayat 1 UU Nomor 6 Tahun 2011 tentang Keimigrasian", ["UU 6/2011 Pasal 120"]),
        ("dijerat dengan UU TPPO", [TPPO]),
    ],
)
def test_citations(text: str, expected: list[str]) -> None:
    assert basis(f"Pelaku {text}.") == expected


def test_a_statute_named_in_general_is_none() -> None:
    assert basis("Pemerintah menyosialisasikan UU TPPO kepada warga.") == []


def test_what_the_law_means_is_no_charge() -> None:
    told = "Menurut Pasal 1 UU 21/2007, perdagangan orang adalah tindakan perekrutan dengan ancaman."
    assert basis(told) == []
    assert basis(f"{told} Ia didakwa dengan Pasal 2 UU 21/2007.") == [f"{TPPO} Pasal 2"]


def test_an_article_of_nothing_known_is_none() -> None:
    assert basis("Dalam Pasal 7 perjanjian itu diatur soal cuti.") == []


def test_the_new_code_by_the_name_of_the_old_is_one_statute() -> None:
    assert basis("Ia dijerat Pasal 455 KUHP (UU Nomor 1 Tahun 2023).") == ["UU 1/2023 Pasal 455"]


def test_an_article_alone_belongs_to_the_statute_charged() -> None:
    assert basis("Ia dijerat Pasal 81 UU 18/2017. Ancaman Pasal 83 lebih berat.") == [
        f"{PMI} Pasal 81",
        f"{PMI} Pasal 83",
    ]


@given(st.text(alphabet="Pasl 0123456789jodanU/KHP.,()aytTtg\n", max_size=300))
def test_offsets_are_exact_in_any_text(text: str) -> None:
    for law in find_laws(text):
        assert text[law.start : law.end] == law.text
