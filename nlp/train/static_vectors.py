"""Train the static sentence-embedding model that groups copies.

A WordPiece vocabulary and one vector a token (sentence-transformers' `StaticEmbedding`), learnt from pairs that belong
together: a headline and its body, two halves of one body, a vacancy's title and its description. Loss: multiple
negatives ranking inside a Matryoshka loss (Kusupati et al. 2022), as the sentence-transformers documentation trains
its static models. Needs the `train` extra and the folder of real data that every developer has.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

VOCABULARY = 16_000
DIMENSIONS, KEPT = 256, 128
"""Learnt, and shipped: the loss makes the first half a model of its own."""
PAIRS_A_BATCH = 1024
EPOCHS = 2


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """(title, body) of news, vacancies and posts under the data folder."""
    for row in _rows(data / "news_background.jsonl.gz"):
        yield str(row.get("title") or ""), str(row["text"])
    for row in _rows(data / "jobs_id.jsonl.gz"):
        yield f"{row['title']} {row.get('company') or ''}", str(row["description"])
    for row in _rows(data / "tweets_kaburajadulu.jsonl.gz"):
        yield "", str(row["text"])


def pairs(data: Path, seed: int) -> list[tuple[str, str]]:
    found = []
    for title, body in texts(data):
        words = body.split()
        if title.strip() and len(words) > 20:
            found.append((title, " ".join(words[:120])))
        if len(words) > 60:
            half = min(len(words) // 2, 150)
            found.append((" ".join(words[:half]), " ".join(words[half : 2 * half])))
    random.Random(seed).shuffle(found)  # noqa: S311 - order of training data, not a secret
    return found


def train(data: Path, out: Path, seed: int = 20261125) -> int:
    """Write the model, in half precision, under `out`; returns the number of training pairs."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import BertWordPieceTokenizer

    torch.manual_seed(seed)
    tokenizer = BertWordPieceTokenizer(lowercase=True, strip_accents=True)
    tokenizer.train_from_iterator(
        (f"{title} {body}" for title, body in texts(data)), vocab_size=VOCABULARY, min_frequency=5, show_progress=False
    )
    tokenizer._tokenizer.post_processor = None  # noqa: SLF001 - a static model averages words only, no [CLS]
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer._tokenizer, embedding_dim=DIMENSIONS)], device="cpu")  # noqa: SLF001
    training = pairs(data, seed)
    anchors, positives = zip(*training, strict=True)
    with TemporaryDirectory() as work:
        _fit(model, anchors, positives, work, seed)
    learnt: Any = model[0]
    kept = learnt.embedding.weight.detach()[:, :KEPT].clone()
    shipped = SentenceTransformer(modules=[StaticEmbedding(tokenizer._tokenizer, embedding_weights=kept)], device="cpu")  # noqa: SLF001
    shipped.half()
    shipped.save_pretrained(str(out), create_model_card=False)
    return len(training)


def _fit(model: Any, anchors: Sequence[str], positives: Sequence[str], work: str, seed: int) -> None:
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.losses import MatryoshkaLoss, MultipleNegativesRankingLoss

    SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            output_dir=work,
            num_train_epochs=EPOCHS,
            per_device_train_batch_size=PAIRS_A_BATCH,
            learning_rate=0.2,
            warmup_steps=0.1,
            dataloader_pin_memory=False,
            seed=seed,
            save_strategy="no",
            report_to=[],
            logging_steps=50,
            disable_tqdm=True,
        ),
        train_dataset=Dataset.from_dict({"anchor": list(anchors), "positive": list(positives)}),
        loss=MatryoshkaLoss(model, MultipleNegativesRankingLoss(model), matryoshka_dims=[256, 128, 64]),
    ).train()
