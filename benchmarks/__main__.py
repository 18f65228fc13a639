"""`make bench`: how fast the parts are on this machine, as rates and ratios of one run. Never a test."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from crawlers.twin.texts import TEXTS
from nlp.detect import detect
from nlp.embed import encode
from nlp.mask import mask
from nlp.signals import signals_of
from warehouse.batch import write_batch
from warehouse.contracts import Analysed, Document, KindHint, document_id, text_version
from warehouse.load import LoadRequest, load
from warehouse.publish import publish

KEY = b"benchmark" * 4
DOCUMENTS = 7000


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def texts(name: str) -> list[tuple[str, str]]:
    lines = (TEXTS / f"{name}.jsonl").read_text("utf-8").split("\n")
    return [(row["title"], row["text"]) for row in map(json.loads, filter(None, lines))]


def analysed(number: int, title: str, text: str, hint: KindHint) -> Analysed:
    text = f"{text}\n{number}"
    doc_id = document_id(url=None, source="bench", external_id=str(number), title=title, text=text)
    document = Document(
        doc_id=doc_id, text_sha256=text_version(title, text), external_id=str(number), source="bench", title=title, text=text,
        kind_hint=hint, fetched_at=datetime(2026, 11, 25, tzinfo=UTC), extractor="bench",
    )  # fmt: skip
    masked, detection = mask(document, detect(title, text, kind_hint=hint, key=KEY))
    signals, hits, cases = signals_of(doc_id, detection, KEY)
    return Analysed(document=masked, detection=detection, signals=signals, hits=hits, cases=cases, fate="done")


def main() -> None:
    detect("", "pemanasan", key=KEY)
    rates: dict[str, float] = {}
    for name, hint in (("news", "news"), ("offers", "social")):
        given = texts(name)
        spent = seconds(lambda given=given, hint=hint: [detect(*pair, kind_hint=hint, key=KEY) for pair in given])  # type: ignore[misc]
        rates[f"detect_{name}_per_s"] = len(given) / spent
    given = texts("news")
    encode(["pemanasan"])
    rates["encode_per_s"] = len(given) * 20 / seconds(lambda: encode([text for _, text in given] * 20))
    one = [analysed(number, *pair, hint="news") for number, pair in enumerate(given)]
    many = [
        item.model_copy(
            update={
                "document": item.document.model_copy(update={"doc_id": f"{number:064x}"}),
                "signals": (),
                "hits": (),
                "cases": (),
            }
        )
        for number, item in enumerate((one * (DOCUMENTS // len(one) + 1))[:DOCUMENTS])
    ]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rates["write_batch_s"] = seconds(lambda: write_batch(home / "a.parquet", many, []))
        request = LoadRequest(load_id="bench", kind="import", code_version="bench", started_at=datetime.now(UTC))
        work = lambda: load(home / "live.duckdb", request, [home / "a.parquet"], inbox_dir=home / "inbox")  # noqa: E731
        rates["load_first_s"] = seconds(work)
        rates["publish_s"] = seconds(lambda: publish(home / "live.duckdb", home / "snapshots", home / "current.duckdb"))
    sys.stdout.write("".join(f"{name:24s} {value:10.2f}\n" for name, value in rates.items()))


if __name__ == "__main__":
    main()
