"""`python -m benchmarks.news_speed DATA`: articles a second of one core, by reading alone, on a stream as it comes (two in a
hundred on topic) and where every article is on topic; beside them the gate alone and how much of the stream it lets through.
Real texts: on topic of the training part, the others of `news_background`. Processor time; rates of one run compare.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from crawlers.twin.texts import TEXTS
from nlp.detect import detect
from nlp.gate import news_gate
from nlp.text import Reading
from nlp.train.examples import is_measured, labelled, texts
from nlp.train.news_kinds import TOPICAL
from warehouse.contracts import KINDS

KEY = b"benchmark" * 4
STREAM, SHARE, ON_TOPIC, WARM = 2000, 0.02, 250, 300
Text = tuple[str, str]


def real_texts(data: Path) -> tuple[list[Text], list[Text]]:
    """On topic, and of the half of the background that nothing was trained on; shuffled, always alike."""
    found = texts(data, TEXTS / "news.jsonl")
    topic = [
        (example.title, example.text)
        for example in labelled(found)
        if TOPICAL[KINDS.index(example.kind)] and "origin" in found[example.id] and example.text
    ]
    rest = [
        (row.get("title") or "", row["text"])
        for id_, row in found.items()
        if row.get("genre") == "news" and not row.get("tier") and is_measured(id_)
    ]
    chance = random.Random(0)
    chance.shuffle(topic)
    chance.shuffle(rest)
    return topic, rest


def rate(given: Sequence[Text]) -> float:
    begun = time.process_time()
    for title, text in given:
        detect(title, text, kind_hint="news", key=KEY)
    return len(given) / (time.process_time() - begun)


def gate_rate(given: Sequence[Text]) -> tuple[float, float]:
    """Texts a second and the share let through."""
    readings, gate = [Reading.of(*text) for text in given], news_gate()
    begun = time.process_time()
    passed = sum(gate.passes(reading) for reading in readings)
    return len(given) / (time.process_time() - begun), passed / len(given)


def main() -> None:
    topic, rest = real_texts(Path(sys.argv[1]))
    rate([*rest[:WARM], *topic[:10]])
    rest, topic = rest[WARM:], topic[10:]
    among = round(STREAM * SHARE)
    stream = [*topic[:among], *rest[: STREAM - among]]
    random.Random(1).shuffle(stream)
    through, share = gate_rate(rest[:STREAM])
    print(f"{'gate alone':24s} {through:9.0f} articles/s, passes {share:.2%} of the background")
    print(f"{'stream, 2 % on topic':24s} {rate(stream):9.0f} articles/s")
    print(f"{'all on topic':24s} {rate(topic[among : among + ON_TOPIC]):9.0f} articles/s")


if __name__ == "__main__":
    main()
