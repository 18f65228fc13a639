import pytest

from nlp.private import find_private
from nlp.text import Mention


def found_in(text: str, *lines: Mention) -> list[tuple[str, str]]:
    return [(text[start:end], role) for start, end, role in find_private(text, lines, minor=False)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "tinggal di kontrakan di Jalan Mawar Gang III Nomor 18 RT 04/RW 09, Rawalumbu",
            "Jalan Mawar Gang III Nomor 18 RT 04/RW 09",
        ),
        ("Ia berasal dari Perum Griya Asri. Tetangga kaget.", "Perum Griya Asri"),
    ],
)
def test_a_private_address_is_one_find(text: str, address: str) -> None:
    assert found_in(text) == [(address, "address")]


def test_an_office_keeps_its_address() -> None:
    assert found_in("Kantor BP3MI di Kompleks Perkantoran Sudirman melayani warga.") == []


def test_the_number_of_a_family_is_no_public_line() -> None:
    text = "Nomor keluarga yang beredar di media sosial, 0824-7788-1203, jangan dihubungi."
    start = text.index("0824")
    line = Mention("PHONE", start, start + 14, "0824-7788-1203", "082477881203")
    assert found_in(text, line) == [("0824-7788-1203", "phone")]
