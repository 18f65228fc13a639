"""`python -m nlp.train MODEL DATA OWN_TEXTS`: make a shipped model anew from the folder of real data."""

import argparse
import json
import sys
from pathlib import Path

MODELS = Path(__file__).parents[1] / "models"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nlp.train", description=__doc__)
    parser.add_argument(
        "model",
        choices=[
            "gate",
            "kinds",
            "fields",
            "classes",
            "people",
            "hotlines",
            "vectors",
            "offers",
            "encoder",
            "stories",
            "ner",
        ],
    )
    parser.add_argument("data", type=Path, help="folder of real data")
    parser.add_argument("own_texts", type=Path, help="the twin's news.jsonl")
    parser.add_argument(
        "--work", type=Path, default=Path("train-work"), help="encoder, stories, ner: where their steps leave files"
    )
    given = parser.parse_args()
    if given.model == "gate":
        from nlp.train.gate import train as train_gate

        figures = dict(train_gate(given.data, given.own_texts, MODELS / "news-gate"))
    elif given.model == "kinds":
        from nlp.train.examples import examples
        from nlp.train.news_kinds import train

        figures = dict(train(examples(given.data, given.own_texts), MODELS / "news-kinds"))
    elif given.model == "fields":
        from nlp.train.news_fields import train as train_fields

        figures = dict(train_fields(given.data, given.own_texts, MODELS / "news-fields"))
    elif given.model == "classes":
        from nlp.train.word_classes import train as train_classes

        figures = {"words": train_classes(given.data)}
    elif given.model == "people":
        from nlp.train.people import train as train_people

        figures = dict(train_people(given.data, given.own_texts, MODELS / "people"))
    elif given.model == "hotlines":
        from nlp.train.hotlines import train as train_hotlines

        figures = dict(train_hotlines(given.data, given.own_texts, MODELS / "hotlines"))
    elif given.model == "offers":
        from nlp.train.offers import train as train_offers

        figures = dict(train_offers(given.data, MODELS / "offers"))
    elif given.model == "encoder":
        from nlp.train.encoder import train as train_encoder

        figures = dict(train_encoder(given.data, given.own_texts, MODELS / "encoder", given.work))
    elif given.model == "stories":
        from nlp.train.stories import train as train_stories

        figures = dict(train_stories(given.data, given.own_texts, MODELS, given.work))
    elif given.model == "ner":
        from nlp.train.ner import train as train_ner

        figures = dict(train_ner(given.data, MODELS / "ner", given.work))
    else:
        from nlp.train.static_vectors import train as train_vectors

        figures = {"pairs": train_vectors(given.data, MODELS / "static-id")}
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
