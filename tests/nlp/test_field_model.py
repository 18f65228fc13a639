from collections.abc import Hashable

import numpy as np
import pytest

from nlp.evaluate.gold import part
from nlp.field_model import BUCKETS, SUREST, FieldModel, Values, bucket, chosen, levelled
from nlp.language import read
from nlp.news import main_kind, off_topic, read_kind
from nlp.text import Reading


def model(**weights: float) -> FieldModel:
    row = np.zeros(BUCKETS, np.float32)
    for feature, weight in weights.items():
        row[bucket(feature)] = weight
    return FieldModel({"n": row}, {}, {"n": -1.0}, {"n": 0.6}, {"n": (1.0, 1.0, 0.0)})


def values() -> Values:
    found = Values()
    found.add(3, 0, 4, {"near"})
    found.add(7, 10, 14, {"far"})
    found.add(3, 20, 24, {"again"})
    return found


def test_the_likeliest_value_wins_and_keeps_all_its_spans() -> None:
    best = model(near=2.0, again=1.0, far=2.0).best("n", values())
    assert best is not None
    assert best[0] == 3
    assert best[1].spans == [(0, 4), (20, 24)]


def test_a_value_that_is_not_likely_enough_is_left_out() -> None:
    assert model(near=1.0).best("n", values()) is None
    assert model(near=4.0, far=4.0).all("n", values()).keys() == {3, 7}
    assert model().best("n", Values()) is None


def test_the_words_of_the_text_count_for_each_value_alike_in_long_and_short_texts() -> None:
    of_words = np.zeros(BUCKETS, np.float32)
    of_words[bucket("malam")] = 1.0
    plain = model()
    weighing = FieldModel(plain.weights, {"n": {"7": of_words}}, plain.constants, plain.least, plain.blends)
    found = Values(["malam"])
    found.add(3, 0, 4, ())
    found.add(7, 10, 14, ())
    assert weighing.best("n", found) is not None
    likely = weighing.probabilities("n", found)
    assert likely[7] > likely[3]
    found.words = ["malam", *(f"kata{number}" for number in range(99))]
    assert likely[7] > weighing.probabilities("n", found)[7] > likely[3]


def test_a_list_with_two_likely_values_takes_the_others_along() -> None:
    likely: dict[Hashable, float] = {"NTB": 0.9, "Jabar": 0.8, "Jatim": 0.2, "Kepri": 0.3}
    assert levelled(likely, [frozenset({"NTB", "Jabar", "Jatim"})]) == likely | {"Jatim": 0.8}
    assert levelled(likely, [frozenset({"NTB", "Jatim", "Kepri"})]) == likely | {"Jatim": 0.3}


def test_a_second_kind_of_exploitation_needs_more_than_the_first() -> None:
    assert chosen("exploitation", {"fishing": 0.9, "sexual": 0.65}, 0.5) == {"fishing"}
    assert chosen("exploitation", {"fishing": 0.9, "sexual": 0.75}, 0.5) == {"fishing", "sexual"}
    assert chosen("origin_provinces", {"NTB": 0.9, "NTT": 0.65}, 0.5) == {"NTB", "NTT"}
    assert chosen("exploitation", {}, 0.5) == set()


def test_work_in_plain_words_needs_less_than_other_kinds() -> None:
    assert chosen("exploitation", {"forced_criminality": 0.5, "sexual": 0.1}, 0.7) == {"forced_criminality"}
    assert chosen("exploitation", {"sexual": 0.5}, 0.7) == set()


def test_candidates_that_compete_share_what_no_value_leaves_them() -> None:
    row = np.zeros(BUCKETS, np.float32)
    row[bucket("near")], row[bucket("none")] = 2.0, 2.5
    choice = FieldModel(
        {"event_date": row}, {}, {"event_date": 0.0}, {"event_date": 0.6}, {"event_date": (1.0, 1.0, 0.0)}
    )
    found = values()
    assert sum(choice.probabilities("event_date", found).values()) == pytest.approx(1.0)
    assert choice.best("event_date", found) is not None
    found.add_none({"none"})
    assert sum(choice.probabilities("event_date", found).values()) == pytest.approx(1.0)
    assert choice.best("event_date", found) is None


def test_the_reader_of_stories_is_heard_beside_the_words() -> None:
    found = values()
    plain = model(near=1.0).probabilities("n", found)
    found.hear({3: 2.0, 7: -2.0})
    both = model(near=1.0).probabilities("n", found)
    assert both[3] > plain[3]
    assert both[7] < plain[7]
    found.hear({3: 2.0})
    assert found.heard[7] == -SUREST


def test_values_that_compete_share_what_both_say() -> None:
    choice = FieldModel(
        {"event_date": np.zeros(BUCKETS, np.float32)},
        {},
        {"event_date": 0.0},
        {"event_date": 0.6},
        {"event_date": (0.5, 0.5, 0.0)},
    )
    found = values()
    found.hear({3: 3.0, 7: 0.0})
    likely = choice.probabilities("event_date", found)
    assert sum(likely.values()) == pytest.approx(1.0)
    assert likely[3] > 0.6 > likely[7]


def test_a_text_without_a_word_of_the_field_is_no_case() -> None:
    reading = Reading.of(
        "Pencuri Helm di Parkiran Pasar Dibekuk", "Polisi membekuk dua pemuda pencuri helm, Rabu (5/3/2025)."
    )
    kind = read_kind(reading)
    assert not kind.topic
    assert main_kind(off_topic({"case_arrest": 0.9, "not_related": 0.1})) == "not_related"


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("[SALAH] Lowongan Kerja Toko Sembako Nasional 2026", ("Akun Facebook membagikan tautan lowongan kasir toko di seluruh Indonesia. "
         "Faktanya perusahaan tidak pernah membuka rekrutmen lewat tautan itu. Informasi resmi hanya di laman perusahaan."), False),
        ("[SALAH] Lowongan Kerja Pabrik di Korea Lewat Telegram", ("Akun Telegram menawarkan kerja pabrik di Korea tanpa tes. Faktanya KP2MI "
         "menyatakan penempatan pekerja migran ke Korea tidak dibuka lewat grup itu; calon pekerja migran ditipu uang jaminan."), True),
        ("[HOAKS] Lowongan 900 Petugas Kebersihan di Arab Saudi", ("Pesan berantai menyebut ada lowongan bagi 900 petugas kebersihan. Faktanya "
         "perusahaan penyelenggara menyatakan tidak membuka rekrutmen itu. Nomor di pesan tidak bisa dihubungi."), True),
    ],
)  # fmt: skip
def test_a_false_vacancy_at_home_is_off_topic(title: str, text: str, topic: bool) -> None:
    reading = Reading.of(title, text)
    kind = read_kind(reading)
    assert (kind.kind, kind.topic) == ("offer_report", topic)


def test_every_span_of_a_case_lies_in_the_text() -> None:
    from nlp.cases import read_case

    title = "Enam Calon Pekerja Dicegah di Nunukan"
    text = (
        "NUNUKAN - Polisi mencegah enam calon pekerja asal NTT ke Malaysia, Selasa (4/3/2025). Dua tersangka ditahan."
    )
    reading = Reading.of(title, text)
    told = read_case(read(reading), reading, kind="case_foiled")
    assert told is not None
    case, status, _ = told
    assert (case.victims_min, case.destination_countries, status) == (6, ("MY",), "not_stated")
    for spans in case.spans.values():
        assert all(0 <= start < end <= len(title if field == "title" else text) for field, start, end in spans)


def test_nothing_of_the_test_writer_is_trained_on() -> None:
    assert not [label["id"] for label in part("news", "train") if len(label["id"]) == 4 and label["id"][0] == "s"]


@pytest.mark.parametrize(
    ("title", "text", "foreign"),
    [
        ("Perdagangan Manusia: 40 Migran Tewas Kepanasan di Truk di Texas", ("Wali kota setempat menyampaikan duka. Suhu di dalam "
         "bak mencapai 39 derajat Celsius. Sopirnya, warga Meksiko, ditahan."), True),
        ("Polisi Nepal Selamatkan 50 Gadis", "Korban perdagangan manusia itu hendak dibawa ke India. Kepolisian Nepal menahan 15 orang.", True),
        ("Tujuh Orang Batal Menyeberang", "Polisi menggagalkan pengiriman tujuh orang ke Malaysia, korban perdagangan orang. Dua perekrut ditangkap.", False),
        ("Austria Bongkar Penyelundupan Manusia", "Polisi di Wina menangkap empat orang, salah satunya warga Indonesia.", False),
        ("Banjir di Texas", "Hujan turun sejak Senin.", False),
    ],
)  # fmt: skip
def test_trafficking_of_foreigners_abroad_is_international(title: str, text: str, foreign: bool) -> None:
    assert (read_kind(Reading.of(title, text)).kind == "international") is foreign
