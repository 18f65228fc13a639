"""`python -m nlp.train MODEL DATA OWN_TEXTS`: make a shipped model anew from the folder of real data."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

MODELS = Path(__file__).parents[1] / "models"


def _of(name: str) -> Any:
    """Each model loads what it needs, and no more."""
    return import_module(f"nlp.train.{name}")


TRAINERS: Mapping[str, Callable[[argparse.Namespace], Any]] = {
    "gate": lambda given: _of("gate").train(given.data, given.own_texts, MODELS / "news-gate"),
    "kinds": lambda given: _of("news_kinds").train(
        _of("examples").examples(given.data, given.own_texts), MODELS / "news-kinds"
    ),
    "concepts": lambda given: _of("concepts").train(given.data, given.own_texts),
    "background": lambda given: _of("background").train(given.data, given.own_texts),
    "fields": lambda given: _of("news_fields").train(given.data, given.own_texts, MODELS / "news-fields"),
    "classes": lambda given: {"words": _of("word_classes").train(given.data)},
    "people": lambda given: _of("people").train(given.data, given.own_texts, MODELS / "people"),
    "hotlines": lambda given: _of("hotlines").train(given.data, given.own_texts, MODELS / "hotlines"),
    "vectors": lambda given: {"pairs": _of("static_vectors").train(given.data, MODELS / "static-id")},
    "offers": lambda given: _of("offers").train(given.data, MODELS / "offers"),
    "encoder": lambda given: _of("encoder").train(given.data, given.own_texts, MODELS / "encoder", given.work),
    "encoder-further": lambda given: _of("encoder").train_further(
        given.data, given.own_texts, MODELS / "encoder", given.work
    ),
    "stories": lambda given: _of("stories").train(given.data, given.own_texts, MODELS, given.work),
    "ner": lambda given: _of("ner").train(given.data, MODELS / "ner", given.work),
}
"""By the name of the model; each returns figures."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument("model", choices=TRAINERS)
    parser.add_argument("data", type=Path, help="folder of real data")
    parser.add_argument("own_texts", type=Path, help="the twin's news.jsonl")
    parser.add_argument(
        "--work", type=Path, default=Path("train-work"), help="encoder, stories, ner: where their steps leave files"
    )
    given = parser.parse_args()
    sys.stdout.write(json.dumps(dict(TRAINERS[given.model](given))) + "\n")


if __name__ == "__main__":
    main()
