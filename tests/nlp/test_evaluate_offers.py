import itertools
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from nlp.evaluate.baselines import keywords, rules, systems
from nlp.evaluate.disguises import disguise_kinds
from nlp.evaluate.gold import GOLD, LOCKBOX, written_offers
from nlp.evaluate.offers import details, evaluate_offers
from nlp.evaluate.plot import PlotError, draw_reliability
from nlp.evaluate.ranking import at_threshold, best_threshold, ranking
from nlp.evaluate.reliability import calibration_error, reliability
from nlp.evaluate.slices import wilson


def test_every_file_of_written_offers_is_read() -> None:
    """Writers 10 and 11 once were not: names of one sign alone were looked for."""
    files = {path.name.split(".")[0] for path in (GOLD / "offers").iterdir()}
    assert {row["author"] for row in written_offers()} == files
    assert files > set(LOCKBOX)


def test_average_precision_counts_texts_of_one_score_together() -> None:
    assert ranking([(0.9, True), (0.8, False), (0.7, True)])["auprc"] == pytest.approx((1 + 2 / 3) / 2, abs=1e-4)
    assert ranking([(0.5, True), (0.5, False)])["auprc"] == 0.5
    assert ranking([(0.9, True), (0.1, False)]) == {"auprc": 1.0, "best_f1": 1.0, "recall_at_p90": 1.0}


def test_the_threshold_is_the_one_of_the_best_f1() -> None:
    pairs = [(0.9, True), (0.7, True), (0.6, False), (0.2, False), (0.1, True)]
    assert best_threshold(pairs) == 0.7
    assert at_threshold(pairs, 0.7) == {"precision": 1.0, "recall": 0.6667, "f1": 0.8}


def test_where_nothing_is_to_be_found_nothing_is_flagged() -> None:
    assert at_threshold([(0.4, False)], best_threshold([(0.4, False)])) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert best_threshold([]) == float("inf")


@pytest.mark.parametrize(
    ("share", "n", "interval"), [(0.8, 10, (0.490, 0.943)), (0.0, 10, (0.0, 0.278)), (1.0, 4, (0.51, 1.0))]
)
def test_intervals_are_those_of_the_textbook(share: float, n: int, interval: tuple[float, float]) -> None:
    assert wilson(share, n) == pytest.approx(interval, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("L0wong4n k3rja di K4mb0ja", {"leetspeak"}),
        ("butuh o p e r a t o r segera", {"parted letters"}),
        ("t.i.k.e.t ditanggung", {"parted letters"}),
        ("kеrja di pabrik", {"homoglyphs"}),
        ("ker\u200bja di pabrik", {"zero width"}),
        ("𝗮𝗱𝗺𝗶𝗻 siang malam", {"styled letters"}),
        ("jual g*njal aman", {"masked letters"}),
        ("hub nol delapan dua enam satu satu dua dua", {"numbers in words"}),
        ("berangkat ke 🇰🇭", {"flags for countries"}),
        ("kerja ringan di negeri seribu pagoda", {"slang"}),
        ("p4brik, hub nol delapan dua enam satu satu dua dua", {"leetspeak", "numbers in words"}),
        ("Terdaftar di BP2MI dan SIP2MI, kontrak 2th, 3x2jt, anak2nya boleh ikut", {"other"}),
        ("Surat ke karir@pabrikcontoh.co.id atau 0826-1122-3344", {"other"}),
    ],
)
def test_disguises_are_seen_whether_they_can_be_undone_or_not(text: str, kinds: set[str]) -> None:
    assert disguise_kinds(text) == kinds


def _label(number: int, label: str, **more: Any) -> dict[str, Any]:
    risky = label.startswith("scam")
    return {
        "id": f"t{number}", "label": label, "risk": 3 if risky else 0, "destination": ["KH"] if risky else [], "pay": None,
        "contacts": [], "indicators": [], "scope": "overseas", "platform": "x", "scheme": "ship_crew", "obfuscated": False, **more,
    }  # fmt: skip


def _answer(risk: float) -> dict[str, Any]:
    return {"offer": {"risk": risk, "band": 2 if risk >= 0.7 else 0, "scope": "overseas"}}


def test_recall_by_disguise_names_every_kind_of_a_text() -> None:
    labels = [
        _label(1, "scam_overseas", obfuscated=True, group="one"),
        _label(2, "scam_overseas", obfuscated=True, group="one"),
        _label(3, "scam_overseas"),
    ]
    texts = {"t1": "k3rja di p4brik", "t2": "k3rja, hub nol delapan dua enam satu satu dua dua", "t3": "k3rja"}
    found = details(labels, {"t1": _answer(0.9), "t2": _answer(0.1)}, texts)["recall_by"]
    assert found["disguise"]["leetspeak"] == {"n": 2, "recall_band2": 0.5, "interval": wilson(0.5, 1)}
    assert found["disguise"]["numbers in words"]["recall_band2"] == 0.0
    assert found["scheme"]["ship_crew"] == {"n": 3, "recall_band2": 0.333, "interval": wilson(1 / 3, 2)}
    assert "destination" in found
    assert "disguise" not in details(labels, {})["recall_by"]


def test_bins_hold_every_text_once_and_their_gaps_are_the_error() -> None:
    pairs = [(0.05, False), (0.07, True), (0.95, True), (1.0, True)]
    bins = reliability(pairs)
    assert [part.n for part in bins] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (bins[0].share, bins[0].mean_risk, bins[1].share) == (0.5, 0.06, None)
    gaps = sum(part.n * abs(part.share - (part.mean_risk or 0)) for part in bins if part.share is not None)
    assert calibration_error(pairs) == pytest.approx(gaps / 4, abs=1e-3)


def test_bins_are_among_the_figures() -> None:
    figures = evaluate_offers([_label(1, "scam_overseas"), _label(2, "advice")], {"t1": _answer(0.9)})
    assert sum(part["n"] for part in figures["reliability"]) == 2


_BAITS = ("butuh admin judi di Kamboja, tiket ditanggung", "masuk Malaysia pakai visa turis, langsung kerja")
_OTHERS = {
    "legit_overseas": "PT Contoh Jaya Abadi membuka pendaftaran perawat, kontrak kerja resmi",
    "legit_domestic": "dicari kasir toko roti, gaji UMR, libur Minggu",
    "advice": "periksa dulu izin perusahaan sebelum berangkat, lapor bila ragu",
    "chatter": "besok mudik naik kereta, semoga tidak hujan",
}
_NAMES = ("bos", "kak", "gan", "mas", "mba", "bang")


def _corpus(author: str, start: int) -> list[tuple[dict[str, Any], str]]:
    number = itertools.count(start)
    found = [
        (_label(next(number), "scam_overseas", author=author), f"{name} {bait}") for name in _NAMES for bait in _BAITS
    ]
    found += [
        (_label(next(number), label, author=author), f"{name} {text}")
        for name in _NAMES
        for label, text in _OTHERS.items()
    ]
    return found


def test_simpler_systems_stand_beside_the_model() -> None:
    train, test = [*_corpus("p", 0), *_corpus("q", 100)], _corpus("r", 200)
    texts = {label["id"]: text for label, text in (*train, *test)}
    unknown = _label(999, "advice")
    answers = {label["id"]: _answer(0.9 if label["label"] == "scam_overseas" else 0.0) for label, _ in test}
    found = systems([row for row, _ in train], [*(row for row, _ in test), unknown], texts, answers)
    assert list(found) == ["model", "keywords", "tfidf", "rules"]
    assert found["model"]["f1"] == found["tfidf"]["f1"] == 1.0
    assert found["keywords"]["auprc"] > 0.9
    for row in found.values():
        assert row["false_alarms"]["advice"]["n"] == len(_NAMES)
        assert row["intervals"]["auprc"][0] <= row["auprc"] <= row["intervals"]["auprc"][1]
    assert found["tfidf"]["false_alarms"]["advice"]["flagged"] == 0
    assert found["keywords"]["threshold"] >= 1


def test_words_and_rules_learn_nothing() -> None:
    labels, texts = [_label(1, "scam_overseas"), _label(2, "chatter")], {"t1": _BAITS[1], "t2": _OTHERS["chatter"]}
    for baseline in (keywords, rules):
        bait, other = baseline([], labels, texts).test
        assert bait > other


def test_the_picture_shows_a_bar_for_each_bin(tmp_path: Path) -> None:
    path = tmp_path / "reliability.png"
    bins = reliability([(0.95, True)] * 10 + [(0.05, False)] * 10)
    draw_reliability([part._asdict() for part in bins], 0.05, path)
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert (0xC9, 0xDC, 0xEC) in {colour for _, colour in colours or ()}
    draw_reliability([part._asdict() for part in reliability([])], 0.0, path)


def test_without_pillow_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(PlotError, match="pip install pillow"):
        draw_reliability([], 0.0, tmp_path / "reliability.png")
