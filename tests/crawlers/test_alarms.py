import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.alarms import LineWatch, RuleWatch

WORDS = [
    "warga",
    "desa",
    "pasar",
    "jalan",
    "banjir",
    "sekolah",
    "guru",
    "nelayan",
    "kapal",
    "padi",
    "harga",
    "panen",
    "rapat",
    "bupati",
    "lomba",
    "anak",
]


def prose(rng: random.Random, lines: int = 9) -> list[str]:
    return [" ".join(rng.choices(WORDS, k=12)) + "." for _ in range(lines)]


def feed(watch: LineWatch, count: int, line: str | None = None, *, place: int = 9, seed: int = 1) -> list[str]:
    rng, out = random.Random(seed), []
    for number in range(count):
        lines = prose(rng)
        if line:
            lines.insert(place, line.format(n=number, word=rng.choice(WORDS)))
        out += [str(alarm) for alarm in watch.observe(" ".join(rng.choices(WORDS, k=7)), lines)]
    return out


def test_a_rule_that_stops_is_reported_once_and_stands_until_it_matches() -> None:
    watch = RuleWatch()
    for _ in range(30):
        assert watch.observe({"baca_juga"}) == []
    found = [watch.observe(set()) for _ in range(40)]
    first = next(n for n, alarms in enumerate(found) if alarms)
    assert first + 1 == 15
    assert sum(map(len, found)) == 1
    assert found[first][0].detail == "matched in 30 of 30 documents, in none of the 15 since"
    assert [alarm.subject for alarm in watch.standing] == ["baca_juga"]
    watch.observe({"baca_juga"})
    assert watch.standing == []


def test_a_rare_rule_is_given_the_time_its_share_needs() -> None:
    rng, watch = random.Random(3), RuleWatch()
    for _ in range(300):
        watch.observe({"hak_cipta"} if rng.random() < 0.1 else set())
    assert watch.standing == []
    found = [bool(watch.observe(set())) for _ in range(200)]
    assert 30 < found.index(True) < 150


def test_rules_that_go_on_are_never_reported() -> None:
    wrong = 0
    for seed in range(40):
        rng, watch = random.Random(seed), RuleWatch()
        share = rng.uniform(0.05, 1)
        wrong += sum(bool(watch.observe({"r"} if rng.random() < share else set())) for _ in range(500))
    assert wrong <= 1


def test_rules_taken_from_the_source_file_are_forgotten() -> None:
    watch = RuleWatch()
    for _ in range(30):
        watch.observe({"a", "b"}, known={"a", "b"})
    for _ in range(30):
        watch.observe({"b"}, known={"b"})
    assert watch.standing == []
    assert set(watch.rules) == {"b"}


@given(st.lists(st.sets(st.sampled_from(["a", "b", "c"]))))
def test_a_rule_watch_survives_being_stored_at_any_time(matches: list[set[str]]) -> None:
    kept, stored = RuleWatch(), RuleWatch()
    for matched in matches:
        stored = RuleWatch.model_validate_json(stored.model_dump_json())
        assert stored.observe(matched) == kept.observe(matched)
    assert stored == kept


@pytest.mark.parametrize("place", [0, 2, 9, 6])
@pytest.mark.parametrize(
    "line",
    [
        "Gabung dengan saluran kabar kami supaya tidak ketinggalan.",
        "Diunggah {n} menit lalu oleh meja berita Kabar Contoh",
        "Penyelaras bahasa: {word} {word}",
    ],
)
def test_a_new_line_is_reported_at_its_fourth_document(line: str, place: int) -> None:
    watch = LineWatch()
    assert feed(watch, 20) == []
    assert feed(watch, 3, line, place=place, seed=2) == []
    assert len(feed(watch, 1, line, place=place, seed=3)) == 1
    assert feed(watch, 8, line, place=place, seed=4) == []
    assert len(watch.standing) == 1


def test_the_alarm_shows_the_line_cut_and_ends_when_the_line_is_gone() -> None:
    watch = LineWatch()
    feed(watch, 6, "Kami menghormati hak setiap pembaca " + "yang budiman " * 20)
    (alarm,) = watch.standing
    assert len(alarm.subject) == 120
    assert alarm.detail == "in 4 of the newest 4 documents"
    feed(watch, 15, seed=9)
    assert watch.standing == []


def test_a_label_is_told_from_the_name_behind_it() -> None:
    watch = LineWatch()
    feed(watch, 8, "Penyelaras bahasa: {word} ke-{n} {word}")
    assert [alarm.subject for alarm in watch.standing] == ["Penyelaras bahasa: …"]


@pytest.mark.parametrize(
    "line",
    [
        "(ant)", "(rdp/imk)", "Bersambung", "KABARCONTOH.COM, Lembah Contoh -", "Jakarta, 12 Mei 2026", "***",
        "Senin, 4 Mei 2026 | 10:15 WIB", "Kota Contoh (ANTARA) -", "12/05/2026",
    ],
)  # fmt: skip
def test_lines_that_may_repeat_are_no_alarm(line: str) -> None:
    assert feed(LineWatch(), 20, line, place=0) == []


def test_a_line_in_the_middle_or_of_one_article_again_and_again_is_no_alarm() -> None:
    watch = LineWatch()
    assert feed(watch, 20, "Harga beras di pasar itu naik lagi.", place=5) == []
    again = prose(random.Random(5))
    assert [watch.observe("Judul yang sama, versi 2", again) for _ in range(10)] == [[]] * 10


@given(st.lists(st.tuples(st.text(max_size=20), st.lists(st.text(max_size=40), max_size=9)), max_size=20))
def test_a_line_watch_takes_any_text_and_survives_being_stored(documents: list[tuple[str, list[str]]]) -> None:
    kept, stored = LineWatch(), LineWatch()
    for title, lines in documents:
        stored = LineWatch.model_validate_json(stored.model_dump_json())
        assert stored.observe(title, lines) == kept.observe(title, lines)
    assert stored == kept
    assert len(kept.documents) <= 15
