import pytest

from nlp.language import read
from nlp.status import read_status
from nlp.story import story
from nlp.text import Reading


def status(text: str, kind: str = "case_rescue", laws: tuple[str, ...] = ()) -> tuple[str, str | None]:
    reading = Reading.of("Judul", text)
    found = read_status(story(read(reading), len(reading.title)), kind, laws)
    return found[0], found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kemlu memastikan 12 WNI itu adalah korban TPPO, kata juru bicara Kemlu.", ("actual", "government")),
        ("Polda Contoh menyebut mereka diduga korban perdagangan orang, kata Kapolda.", ("possible", "police")),
        ("KBRI menyatakan mereka bukan korban TPPO, melainkan pelaku.", ("not_victim", "government")),
        ("Sebanyak 12 WNI korban TPPO tiba di rumah.", ("possible", "media")),
        ("Ibu korban mengatakan anaknya menjadi korban perdagangan orang.", ("possible", "victim_or_family")),
        ("SBMI menilai 7 ABK itu korban TPPO.", ("possible", "ngo")),
        ("Sebanyak 12 WNI korban online scam dipulangkan.", ("not_stated", None)),
        ("Satgas TPPO menggelar rapat pencegahan TPPO.", ("not_stated", None)),
    ],
)
def test_who_says_what(text: str, expected: tuple[str, str | None]) -> None:
    assert status(text) == expected


def test_a_conviction_for_trafficking_is_actual() -> None:
    text = "Majelis hakim menyatakan terdakwa terbukti bersalah dalam perkara TPPO."
    assert status(text, "case_verdict", ("UU 21/2007 Pasal 4",)) == ("actual", "prosecution_or_court")


def test_an_acquittal_is_no_victim() -> None:
    text = "Majelis hakim membebaskan terdakwa dari dakwaan perdagangan orang."
    assert status(text, "case_verdict") == ("not_victim", "prosecution_or_court")


def test_charged_under_the_trafficking_act_is_possible() -> None:
    assert status("Dua tersangka ditahan.", "case_arrest", ("UU 21/2007 Pasal 2",)) == ("possible", "police")
    assert status("Dua tersangka ditahan.", "case_arrest", ("UU 18/2017 Pasal 81",)) == ("not_stated", None)
