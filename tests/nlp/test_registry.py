from pathlib import Path

import pytest

from nlp.offer_parts import gather
from nlp.phrases import PhraseError, Phrases
from nlp.registry import Indicator, RegistryError, load_registry
from nlp.text import Reading

REGISTRY = load_registry()
ALL = tuple(REGISTRY.indicators.values())
OFFERS = [entry for entry in ALL if entry.computed != "copies"]
WANTED = [f"RF-{n:02d}" for n in range(1, 57)] + [f"CI-{n:02d}" for n in range(1, 13)]

ENTRY = """
indicators:
  - id: RF-90
    group: J
    label_id: Contoh
    label_en: Example
    meaning: An example.
    strength: 1
    source: test
    phrases: ["kata contoh"]
    examples: {match: ["kata contoh"], no_match: ["lain"]}
"""


def _ids(text: str) -> set[str]:
    """What the rules alone find."""
    return {hit.id for hit in gather(REGISTRY, Reading.of("", text), key=b"key")[1]}


@pytest.mark.parametrize(
    ("entry", "text"), [pytest.param(e, t, id=f"{e.id}-{i}") for e in OFFERS for i, t in enumerate(e.examples.match)]
)
def test_example_must_match(entry: Indicator, text: str) -> None:
    assert entry.id in _ids(text)


@pytest.mark.parametrize(
    ("entry", "text"), [pytest.param(e, t, id=f"{e.id}-{i}") for e in OFFERS for i, t in enumerate(e.examples.no_match)]
)
def test_example_must_not_match(entry: Indicator, text: str) -> None:
    assert entry.id not in _ids(text)


def test_the_indicators_of_the_domain_are_there() -> None:
    assert set(WANTED) <= {entry.id for entry in ALL}


def test_one_text_is_no_copy() -> None:
    copies = REGISTRY.indicators["RF-55"]
    assert not any("RF-55" in _ids(text) for text in copies.examples.match)


def _load(folder: Path, content: str) -> None:
    (folder / "one.yml").write_text(content, encoding="utf-8")
    load_registry(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ENTRY.replace("strength: 1", "strength: 7"), r"one\.yml, indicators RF-90\.strength"),
        (
            ENTRY.replace('["kata contoh"]\n    examples', '["dulu? kata"]\n    examples'),
            "RF-90.*must begin with a word",
        ),
        (ENTRY.replace('["kata contoh"]\n    examples', '["<unknown> kata"]\n    examples'), "RF-90.*list"),
        (ENTRY.replace('    phrases: ["kata contoh"]\n', ""), "nothing to find it by"),
        (ENTRY.replace("    source: test", "    source: test\n    only_with: [RF-91]"), "RF-90 names RF-91"),
        (ENTRY + ENTRY.replace("\nindicators:\n", ""), "twice"),
        (ENTRY + "floors: [{id: f, band: 3, all: [[RF-99]], why: test}]", "floor f names RF-99"),
        (ENTRY + "floors: [{id: f, band: 3, all: [[RF-90]], unless: [CI-99], why: test}]", "floor f names CI-99"),
        (ENTRY + "surprise: 1", "surprise"),
        ("indicators: [", "not YAML"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(RegistryError, match=message):
        _load(tmp_path, content)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="holds no"):
        load_registry(tmp_path)


def _found(phrase: str, text: str) -> list[str]:
    phrases = Phrases.of([("x", phrase)], {"fruit": ("apel", "jeruk bali")})
    return [text[start:end] for _, start, end in phrases.find(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("visa turis|ziarah", "pakai visa ziarah saja", ["visa ziarah"]),
        ("visa ~2 turis", "visa yang untuk turis", ["visa yang untuk turis"]),
        ("visa ~1 turis", "visa yang untuk turis", []),
        ("visa ~2 turis", "visa. turis", []),
        ("paspor* ditahan", "paspornya ditahan", ["paspornya ditahan"]),
        ("(tanpa pt|lewat belakang)", "jalan lewat belakang", ["lewat belakang"]),
        ("makan nasi? goreng", "makan goreng, makan nasi goreng", ["makan goreng", "makan nasi goreng"]),
        ("denda # juta", "denda 20 juta", ["denda 20 juta"]),
        ("beli <fruit>", "beli jeruk bali", ["beli jeruk bali"]),
        ("visa turis", "visa\nturis", ["visa\nturis"]),
        ("visa turis", "visanya turis", []),
        ("cs", "kerja cs online", ["cs"]),
        ("cs", "css", []),
    ],
)
def test_the_phrase_notation(phrase: str, text: str, found: list[str]) -> None:
    assert _found(phrase, text) == found


def test_a_phrase_may_not_begin_loosely() -> None:
    with pytest.raises(PhraseError):
        _found("~2 kata", "kata")
