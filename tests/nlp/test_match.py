import pytest

from nlp.match import find
from nlp.registry import load_registry
from nlp.text import normalise

REGISTRY = load_registry()


def _quotes(text: str) -> dict[str, str]:
    return {hit.id: text[hit.start : hit.end] for hit in find(REGISTRY, normalise(text))}


def test_the_quote_is_what_was_typed() -> None:
    assert _quotes("posisi Adm1n S1ot, P4spor d1p3gang b0s")["RF-12"] == "Adm1n S1ot"


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("paspor tidak ditahan", "RF-44"),
        ("jangan mau kalau paspor ditahan agen", "RF-44"),
        ("waspada tawaran visa turis untuk kerja", "RF-23"),
        ("modusnya korban berangkat pakai visa turis", "RF-23"),
        ("kami tidak pakai visa turis", "RF-23"),
        ("tidak ada denda kalau pulang", "RF-39"),
        ("ciri-ciri loker palsu: paspor dipegang bos", "RF-44"),
    ],
)
def test_denial_and_advice_are_no_hits(text: str, indicator: str) -> None:
    assert indicator not in _quotes(text)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("waspada penipuan. Sampai sana paspor dipegang bos", "RF-44"),
        ("jangan bilang keluarga dulu", "RF-46"),
        ("dijamin bukan penipuan", "RF-47"),
        ("tidak perlu pengalaman", "RF-14"),
    ],
)
def test_a_guard_ends_with_its_sentence_and_spares_what_negates_itself(text: str, indicator: str) -> None:
    assert indicator in _quotes(text)
