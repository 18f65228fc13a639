"""`python -m benchmarks.offers [DATA]`: offers through the whole of `detect`: texts a second and core, memory, bands kept
under ten perturbations, and with the folder of real data the false alarms on the half that nothing was trained on, and real
false vacancies at home found.
"""

import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nlp.detect import detect
from nlp.evaluate.gold import LOCKBOX, written_offers

_KEY = bytes(32)
_LEET = str.maketrans({"a": "4", "i": "1", "e": "3", "o": "0"})
_LOOKS = str.maketrans({"a": "а", "o": "о", "e": "е", "p": "р", "c": "с"})
_REGIONAL = {
    "tidak": "ora",
    "yang": "nu",
    "saya": "awak",
    "kamu": "ko",
    "dengan": "deng",
    "untuk": "kanggo",
    "bisa": "iso",
}
_WORDS = {
    "kerja": "bekerja",
    "gaji": "upah",
    "butuh": "perlu",
    "dicari": "dibutuhkan",
    "hubungi": "kontak",
    "langsung": "segera",
}


def perturbations(chance: random.Random) -> dict[str, Callable[[str], str]]:
    def some(text: str, share: float, change: Callable[[str], str]) -> str:
        return re.sub(r"[^\W\d_]{4,}", lambda m: change(m[0]) if chance.random() < share else m[0], text)

    def swapped(words: dict[str, str]) -> Callable[[str], str]:
        return lambda text: re.sub(r"\w+", lambda m: words.get(m[0].lower(), m[0]), text)

    return {
        "case": str.upper,
        "spaces": lambda text: some(text, 0.15, " ".join),
        "leet": lambda text: some(text, 0.3, lambda word: word.translate(_LEET)),
        "emoji": lambda text: "🔥🔥 " + text.replace(". ", " ‼️ ").replace("\n", " ✅\n") + " 💰🙏",
        "homoglyphs": lambda text: some(text, 0.5, lambda word: word.translate(_LOOKS)),
        "regional words": swapped(_REGIONAL),
        "numbers": lambda text: re.sub(r"(?<=\d)\d(?=\d)", lambda m: str((int(m[0]) + 3) % 10), text),
        "official words": lambda text: text + " Resmi terdaftar BP2MI dan Kemnaker, izin lengkap, 100% legal.",
        "paraphrase": swapped(_WORDS),
        "truncation": lambda text: text[: max(60, int(len(text) * 0.7))],
    }


def bands_kept(texts: list[str]) -> Iterator[tuple[str, float, float]]:
    """Of flagged baits: the share whose band is kept or raised, and the share that stays flagged."""
    plain = [(text, _band(text)) for text in texts]
    flagged = [(text, band) for text, band in plain if band >= 2]
    for name, change in perturbations(random.Random(0)).items():
        found = [(_band(change(text)), band) for text, band in flagged]
        yield name, sum(new >= old for new, old in found) / len(found), sum(new >= 2 for new, _ in found) / len(found)


def _band(text: str) -> int:
    offer = detect("", text, key=_KEY).offer
    return offer.band if offer else 0


def speed(texts: list[str]) -> float:
    for text in texts[:100]:
        detect("", text, key=_KEY)
    begun = time.process_time()
    for text in texts:
        detect("", text, key=_KEY)
    return len(texts) / (time.process_time() - begun)


def main() -> None:
    rows = [row for row in written_offers() if row["author"] in LOCKBOX]
    texts = [row["text"] for row in rows]
    print(
        f"texts a second and core   {speed(texts):8.0f}  (median {sorted(map(len, texts))[len(texts) // 2]} characters)"
    )
    print(f"peak memory               {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    baits = [row["text"] for row in rows if row["label"] == "scam_overseas"]
    for name, kept, flagged in bands_kept(baits):
        print(f"{name:20s} band kept {kept:6.1%}   still flagged {flagged:6.1%}")
    if len(sys.argv) > 1:
        from nlp.train.offer_examples import false_vacancies, measured_texts

        for name, found in measured_texts(Path(sys.argv[1])).items():
            alarms = sum(_flagged(title, text, hint) for title, text, hint in found)
            print(f"{name:20s} {alarms} of {len(found)} flagged: {1e4 * alarms / len(found):.1f} per 10,000")
        bands = [_band(text) for text in false_vacancies(Path(sys.argv[1]))]
        print(
            f"{'false vacancies':20s} {sum(b >= 2 for b in bands)} of {len(bands)} at band 2, {sum(map(bool, bands))} at band 1"
        )


def _flagged(title: str, text: str, hint: str) -> bool:
    offer = detect(title, text, key=_KEY, kind_hint="job_ad" if hint == "job_ad" else "social").offer
    return offer is not None and offer.band >= 2


if __name__ == "__main__":
    main()
