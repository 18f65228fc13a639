from nlp.news import read_kind
from nlp.registry import DIRECTORY, load_registry
from nlp.text import Reading

TITLE = "Sebelas Buruh Asal Lampung Dijemput dari Kebun Sawit"
TEXT = "Sebelas buruh kebun dijemput petugas setelah upah mereka tidak dibayar selama delapan bulan di Malaysia."


def test_a_case_without_a_cue_shows_the_words_that_weighed_most() -> None:
    reading = Reading.of(TITLE, TEXT)
    read = read_kind(reading)
    assert read.kind.startswith("case_")
    assert {cue.id for cue in read.cues} == {"NC-00"}
    assert 1 <= len(read.cues) <= 3
    for cue in read.cues:
        assert (reading.title if cue.field == "title" else reading.text)[cue.start : cue.end] == cue.text
        assert cue.weight > 0
    assert [cue.weight for cue in read.cues] == sorted((cue.weight for cue in read.cues), reverse=True)
    assert len({cue.text.lower() for cue in read.cues}) == len(read.cues)


def test_a_cue_of_the_registry_comes_first() -> None:
    read = read_kind(Reading.of("Dua Perekrut Ditangkap", f"Polisi menangkap dua perekrut pekerja migran. {TEXT}"))
    assert read.cues
    assert "NC-00" not in {cue.id for cue in read.cues}


def test_a_text_off_topic_has_none() -> None:
    assert read_kind(Reading.of("", "Tim tuan rumah menang tipis pada laga pembuka musim ini.")).cues == ()


def test_the_words_have_a_label_for_readers() -> None:
    assert load_registry(DIRECTORY / "news").indicators["NC-00"].label_en == "words that weighed most"
