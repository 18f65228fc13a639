"""What the encoder is taught, as one file of examples: offers with their red flags, and news of every kind.

Nothing of the lockbox or of the test part enters.
"""

import json
import lzma
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp.evaluate.gold import LOCKBOX, flag_pieces, written_offers
from nlp.offer_model import LABELS, OFFER
from nlp.registry import load_registry
from nlp.running_text import running, squeezed
from nlp.site_model import SCOPES
from nlp.text import Reading
from nlp.train.examples import examples as news_examples
from nlp.train.offer_copies import COPY_WEIGHT, cut_short
from nlp.train.offer_examples import real_texts
from nlp.train.offer_flags import FLAG_LEAST
from nlp.train.offer_marks import ABSENCES
from warehouse.contracts import KINDS

MOST, REAL_MOST, UNTITLED_EVERY = 6000, 1500, 4
"""Characters of an article and of a real text; of so many articles one is shown without its headline."""
OFFICIAL_WORDS, BEFORE = Path(__file__).with_name("official_words.txt"), 0.3
"""Sentences that baits borrow, and the share of texts before which they stand."""
UNTOLD = -100
Row = dict[str, Any]


def store(path: Path, data: Path, own_texts: Path) -> int:
    """Written as JSON packed with xz; returns the number of examples. `flags`, `kinds` and so on say what the numbers in
    the rows mean.
    """
    flags = _flag_names()
    rows = [*_offers(data, flags), *_news(data, own_texts)]
    built = {
        "heads": {"flags": flags, "labels": list(LABELS), "scopes": list(SCOPES), "kinds": list(KINDS)},
        "strong": sorted(load_registry().strong & set(flags)),
        "absences": sorted(ABSENCES & set(flags)),
        "rows": rows,
    }
    path.write_bytes(lzma.compress(json.dumps(built, ensure_ascii=False).encode()))
    return len(rows)


def _own() -> list[dict[str, Any]]:
    return [row for row in written_offers() if row["author"] not in LOCKBOX]


def _flag_names() -> list[str]:
    """Those with enough marks to learn from."""
    marks = [row["indicators"] or () for row in (*_own(), *flag_pieces())]
    met = Counter(flag for named in marks for flag in named)
    return sorted(flag for flag, count in met.items() if count >= FLAG_LEAST)


def _offers(data: Path, flags: list[str]) -> Iterator[Row]:
    """`told`: which flags the readers judged: all, the strong ones, none of the absences ("piece"), none at all."""

    def row(text: str, told: str, weight: float, *, marks: Sequence[str] = (), label: str = "", scope: str = "") -> Row:
        return {
            "task": "offers",
            "text": Reading.of("", text).normalised.text.strip(),
            "flags": [flags.index(flag) for flag in marks if flag in flags],
            "told": told,
            "weight": weight,
            "labels": LABELS.index(label) if label else UNTOLD,
            "scopes": SCOPES.index(scope) if scope else UNTOLD,
        }

    for offer in _own():
        text, label, scope = offer["text"], offer["label"], offer["scope"] or ""
        marks = offer["indicators"] if LABELS.index(label) in OFFER else None
        yield row(text, "none" if marks is None else "all", 1.0, marks=marks or (), label=label, scope=scope)
        if label.startswith("scam"):
            for dressed in _dressed(text, random.Random(offer["id"])):  # noqa: S311 - the same words every time
                yield row(dressed, "none" if marks is None else "all", 0.5, marks=marks or (), label=label, scope=scope)
        if cut := cut_short(offer["id"], text):
            yield row(cut, "none", COPY_WEIGHT, label=label)
    for piece in flag_pieces():
        yield row(piece["text"], "piece", 1.0, marks=piece["indicators"])
    for text, label, weight in real_texts(data):
        yield row(text[:REAL_MOST], "strong" if label == "legit_domestic" else "none", weight, label=label)


def _dressed(text: str, chance: random.Random) -> Iterator[str]:
    """The same bait with official words behind it or before it, which prove nothing: honest offers alone have them else."""
    official = OFFICIAL_WORDS.read_text("utf-8").splitlines()
    for most in (2, 5):
        said = " ".join(chance.sample(official, chance.randint(1, most)))
        yield f"{said} {text}" if chance.random() < BEFORE else f"{text} {said}"


def _news(data: Path, own_texts: Path) -> Iterator[Row]:
    """As `nlp.news` gives them to it. Pages often come without their headline: so do some of these."""
    for example in news_examples(data, own_texts):
        bare = zlib.crc32(example.id.encode()) % UNTITLED_EVERY == 0 and len(example.text) > REAL_MOST // 2
        reading = running(Reading.of("" if bare else example.title, example.text[:MOST]))
        text = squeezed(reading.joined)
        yield {"task": "news", "text": text, "kinds": KINDS.index(example.kind), "weight": example.weight}
