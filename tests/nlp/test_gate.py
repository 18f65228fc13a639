import time
from datetime import UTC, datetime

import pytest

from nlp.detect import detect
from nlp.gate import news_gate, words_of
from nlp.text import Reading
from nlp.train.gate import OnTopic, Stream, fit

KEY = b"k" * 32
MATCH = (
    "Tim tuan rumah menang tipis pada laga pembuka musim ini. Gol tunggal dicetak penyerang mereka lewat sundulan pada "
    "menit ke-80, kata pelatih usai pertandingan di stadion kota, Minggu. Klasemen sementara tidak berubah. "
)
CASE = (
    "Polisi menggagalkan pengiriman tujuh calon pekerja migran ilegal ke Malaysia. Dua perekrut ditangkap di pelabuhan "
    "dan dijerat Undang-Undang Pemberantasan Tindak Pidana Perdagangan Orang."
)


def test_what_is_off_topic_is_not_read_for_its_kind() -> None:
    found = detect("Tuan rumah menang", MATCH, kind_hint="news", key=KEY)
    assert found.doc_type == "news"
    assert found.news is not None
    assert (found.news.rejected, found.news.kind, found.news.tppo_topic) == (True, "not_related", False)
    assert (sum(found.news.kind_probs.values()), found.news.case, found.entities) == (1.0, None, ())


def test_what_may_be_on_topic_is_read() -> None:
    found = detect("Tujuh calon pekerja digagalkan berangkat", CASE, kind_hint="news", key=KEY).news
    assert found is not None
    assert (found.rejected, found.tppo_topic, found.kind.startswith("case_")) == (False, True, True)


def test_a_text_that_names_the_field_is_read_whatever_its_other_words() -> None:
    found = detect(
        "Tuan rumah menang", f"{MATCH} Suporter membentangkan spanduk menolak TPPO.", kind_hint="news", key=KEY
    )
    assert found.news is not None
    assert not found.news.rejected


def test_a_pupil_who_wins_a_medal_is_hidden() -> None:
    text = (
        "Kejuaraan karate tingkat kabupaten berakhir Minggu sore di gedung olahraga. Salah satu siswa peraih medali emas, "
        "Nabila Putri Contohwati, mengaku senang. Ketua panitia, Budi Santosa, berharap peserta tahun depan lebih banyak."
    )
    found = detect("", text, kind_hint="news", key=b"k" * 32)
    assert found.news is not None
    assert found.news.rejected
    assert "Nabila Putri Contohwati" in {text[start:end] for _, start, end, _ in found.redactions}


def test_bodies_and_private_people_of_a_rejected_text_are_still_found() -> None:
    text = f"{MATCH} Korban bernama Wartini Sulastri (34) ditolong Polres Klaten, NIK 3300112233445566."
    found = detect("Tuan rumah menang", text, kind_hint="news", key=KEY)
    assert found.news is not None
    assert (found.news.rejected, found.news.agencies) == (True, ("Polres Klaten",))
    hidden = {text[start:end] for field, start, end, _ in found.redactions if field == "text"}
    assert hidden == {"Wartini Sulastri", "3300112233445566"}


def test_a_text_in_another_language_is_read_whole() -> None:
    text = (
        "The home side won the opening match of the season with a late goal, the coach said after the game on Sunday."
    )
    found = detect("Home side wins", text, kind_hint="news", key=KEY).news
    assert found is not None
    assert not found.rejected


def test_the_gate_is_cheap() -> None:
    gate, reading = news_gate(), Reading.of("Tuan rumah menang", MATCH * 8)
    begun = time.process_time()
    for _ in range(200):
        gate.passes(reading)
    assert (time.process_time() - begun) / 200 < 0.002


@pytest.mark.parametrize("text", ["", "   ", "12.500", "\ud800"])
def test_a_text_without_words_is_answered(text: str) -> None:
    found = detect("", text, kind_hint="news", published_at=datetime(2026, 1, 1, tzinfo=UTC), key=KEY)
    assert found.news is not None


def test_a_trained_gate_tells_the_words_of_the_topic() -> None:
    topic = [words_of("Pekerja digagalkan", f"calon pekerja digagalkan berangkat kasus {n}") for n in range(20)]
    other = [words_of("Tim menang", f"laga tim menang gol {n}") for n in range(40)]
    positive = OnTopic(topic, topic, [str(n) for n in range(20)], [True] * 20)
    gate = fit(positive, Stream(other, other), 0.0)
    right = words_of("", "pekerja digagalkan berangkat di pelabuhan"), words_of("", "gol tim tamu")
    assert gate.score(right[0]) > gate.score(right[1])
